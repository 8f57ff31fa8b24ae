//! Amounts that are unusual for a section.

use domain::ledger::{Order, Proposal};

use super::Ledger;
use super::facts::{Facts, facts};

/// Units that were sent away, and units that came to their end.
pub(crate) type Amounts = [u64; 2];

/// What a proposal's orders send and end.
pub(crate) fn amounts(proposal: &Proposal) -> Amounts {
    let mut all = [0, 0];
    for (sort, units) in proposal.orders.iter().filter_map(amount) {
        all[sort] += units;
    }
    all
}

/// Of which sort an order is, and of how many units: by where the units go.
fn amount(order: &Order) -> Option<(usize, u64)> {
    let Facts { from: Some(from), to: Some(to), units: Some(units), .. } = facts(order) else {
        return None;
    };
    let gift = matches!(order, Order::ContributeToAdaptation(_));
    let first = matches!(order, Order::FirstTransfer(_));
    let sort = match to.kind().code() {
        "OUT" => 0,
        "100" if gift || first || from.party() != to.party() => 0,
        "100" => return None,
        _ => 1,
    };
    Some((sort, units.units().count()))
}

impl Ledger {
    /// The warnings of a proposal that moves ten times what its section has moved so far: by order.
    fn unusual(&self, proposal: &Proposal) -> Vec<(usize, [(&'static str, String); 2])> {
        let Some(section) = self.sections.get(&proposal.section) else { return Vec::new() };
        let (now, before) = (amounts(proposal), section.most);
        let unusual = (0..2).filter(|sort| before[*sort] > 0 && now[*sort] >= 10 * before[*sort]);
        let told = unusual.filter_map(|sort| {
            let is = |order: &Order| amount(order).is_some_and(|it| it.0 == sort);
            let order = proposal.orders.iter().position(is)?;
            let (units, largest) = (now[sort].to_string(), before[sort].to_string());
            Some((order, [("units", units), ("largest", largest)]))
        });
        told.collect()
    }

    /// Whether the amount was typed where it is unusual, and nowhere typed wrong.
    pub(crate) fn is_confirmed(&self, proposal: &Proposal) -> bool {
        let [sent, ended] = amounts(proposal);
        match proposal.confirmed() {
            Some(typed) => typed.count() == sent + ended,
            None => self.unusual(proposal).is_empty(),
        }
    }

    /// All is carried out that was asked of the ledger `before`: warns, and measures anew.
    pub(crate) fn measured(mut self, before: &Self, proposal: &Proposal) -> Self {
        for (order, numbers) in before.unusual(proposal) {
            let entry = before.entry + 1 + i64::try_from(order).unwrap_or(i64::MAX);
            self.warn_at(entry, "unusual-amount", &numbers);
        }
        let now = amounts(proposal);
        let most = self.sections.get(&proposal.section).map(|it| it.most);
        if let Some([sent, ended]) = most.filter(|it| now[0] > it[0] || now[1] > it[1]) {
            let most = [sent.max(now[0]), ended.max(now[1])];
            self.change_section(proposal.section).most = most;
        }
        self
    }
}
