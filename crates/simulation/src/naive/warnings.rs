//! What is done, and should be looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ledger, Name};

/// A warning of one order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Warned {
    pub(crate) code: &'static str,
    pub(crate) numbers: BTreeMap<String, String>,
}

impl Warned {
    /// Whether somebody must look into it before reports are made.
    pub(crate) fn is_blocking(&self) -> bool {
        let before_reports = ["definition-unlisted", "report-needs-period"];
        before_reports.contains(&self.code) || self.code.starts_with("will-fail-")
    }
}

impl Ledger {
    /// The entry warns of this.
    pub(crate) fn warn(&mut self, code: &'static str, numbers: &[(&str, String)]) {
        self.warn_at(self.entry, code, numbers);
    }

    /// That entry warns of this.
    pub(crate) fn warn_at(&mut self, entry: i64, code: &'static str, numbers: &[(&str, String)]) {
        let number = |(name, value): &(&str, String)| ((*name).to_owned(), value.clone());
        let numbers = numbers.iter().map(number).collect();
        self.warned.push((entry, Warned { code, numbers }));
    }

    /// What each order warned of, if they were carried out after this entry.
    pub(crate) fn warned_by_orders(&self, after: i64) -> impl Iterator<Item = (usize, Warned)> {
        let order = move |entry: i64| usize::try_from(entry - after - 1).unwrap_or(usize::MAX);
        self.warned.iter().map(move |(entry, warned)| (order(*entry), warned.clone()))
    }

    /// More was first transferred under these: whether nine tenths of a quantity are reached.
    pub(crate) fn warn_of_caps(&mut self, names: impl IntoIterator<Item = Name>) {
        for name in names.into_iter().collect::<BTreeSet<_>>() {
            let cap = self.newest(&name).ok().and_then(|terms| terms.quantity);
            let first = self.first_transferred(&name);
            if let Some(cap) = cap.filter(|cap| first * 10 >= cap.count() * 9) {
                let (authorization, first) = (name.1.to_string(), first.to_string());
                let cap = ("cap", cap.to_string());
                let numbers = [("authorization", authorization), cap, ("first_transferred", first)];
                self.warn("cap-nearly-reached", &numbers);
            }
        }
    }
}
