//! Units, each by itself: where it is, where it was, and what it was first transferred by.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::account::AccountNumber;
use domain::code_list::{ActivityType, Sector};
use domain::id::{Id, Proposed};
use domain::metric::Metric;
use domain::registry::RegistryId;
use domain::unit::{Series, UnitRange};
use jiff::Timestamp;

use super::{Act, Ledger, Name, must};
use crate::answer::Code;

/// The entry of a first transfer, and which version of the authorization held then, from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct First {
    pub(crate) entry: i64,
    pub(crate) version: usize,
}

/// Everything about one unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unit {
    pub(crate) series: Series,
    pub(crate) place: AccountNumber,
    pub(crate) authorization: Option<Name>,
    pub(crate) first: Option<First>,
    pub(crate) reserved: Option<Id<Proposed>>,
    pub(crate) sector: Sector,
    pub(crate) activity: ActivityType,
    pub(crate) metric: Metric,
    /// When it, or a neighbour that it was split from, was last touched.
    pub(crate) since: Timestamp,
    /// Units of the same run have always been touched together.
    pub(crate) run: u64,
    /// From which entry on it has been where.
    pub(crate) places: Vec<(i64, AccountNumber)>,
}

/// The place of a serial in the list of its registry's units.
fn index(serial: u64) -> usize {
    usize::try_from(serial - 1).unwrap_or(usize::MAX)
}

impl Ledger {
    /// The highest serial of a registry; 0 before the first.
    pub(crate) fn last_serial(&self, registry: RegistryId) -> u64 {
        self.units.get(&registry).map_or(0, |units| u64::try_from(units.len()).unwrap_or(0))
    }

    pub(crate) fn unit(&self, series: &Series, serial: u64) -> Option<&Unit> {
        let unit = self.units.get(&series.registry)?.get(index(serial))?;
        (unit.series == *series).then_some(&**unit)
    }

    /// The units of the range that exist, with their serials.
    pub(crate) fn existing(&self, range: UnitRange) -> impl Iterator<Item = (u64, &Unit)> {
        let last = range.serials.last().number().min(self.last_serial(range.series.registry));
        let serials = range.serials.first().number()..=last;
        serials.filter_map(move |serial| Some((serial, self.unit(&range.series, serial)?)))
    }

    pub(crate) fn each(&self, range: UnitRange) -> impl Iterator<Item = &Unit> {
        self.existing(range).map(|(_, unit)| unit)
    }

    pub(crate) fn change(&mut self, series: &Series, serial: u64) -> &mut Unit {
        let units = self.units.get_mut(&series.registry).expect("the unit was there");
        Rc::make_mut(&mut Rc::make_mut(units)[index(serial)])
    }

    fn change_each(&mut self, range: UnitRange, mut change: impl FnMut(&mut Unit)) {
        let serials: Vec<u64> = self.existing(range).map(|(serial, _)| serial).collect();
        for serial in serials {
            change(self.change(&range.series, serial));
        }
    }

    /// The units exist and lie in the account, no proposal has reserved any of them, they are no
    /// more than a hundred runs, and nothing happened to them later.
    pub(crate) fn lie_in(
        &self,
        act: &Act,
        account: AccountNumber,
        range: UnitRange,
        elsewhere: Code,
    ) -> Result<(), Code> {
        let there = self.each(range).filter(|unit| unit.place == account).count();
        let asked = range.serials.last().number() - range.serials.first().number() + 1;
        must(u64::try_from(there) == Ok(asked), elsewhere)?;
        must(self.each(range).all(|unit| unit.reserved.is_none()), "reserved")?;
        let runs: BTreeSet<u64> = self.each(range).map(|unit| unit.run).collect();
        must(runs.len() <= 100, "too-many-blocks")?;
        let later = self.each(range).any(|unit| unit.since > act.occurred);
        must(!later, "occurred-too-early")
    }

    pub(crate) fn held(
        &self,
        act: &Act,
        account: AccountNumber,
        range: UnitRange,
    ) -> Result<(), Code> {
        self.lie_in(act, account, range, "not-held")
    }

    /// The units for which the test holds are first transferred by this entry.
    pub(crate) fn now_first(&mut self, range: UnitRange, counts: impl Fn(&Self, &Unit) -> bool) {
        let entry = self.entry;
        let chosen: Vec<(u64, usize)> = self
            .existing(range)
            .filter(|(_, unit)| unit.first.is_none() && counts(self, unit))
            .map(|(serial, unit)| {
                let name = unit.authorization.as_ref();
                let versions = name.map_or(1, |it| self.authorizations[it].versions.len());
                (serial, versions - 1)
            })
            .collect();
        let mut names = BTreeSet::new();
        for (serial, version) in chosen {
            let unit = self.change(&range.series, serial);
            unit.first = Some(First { entry, version });
            names.extend(unit.authorization.clone());
        }
        self.warn_of_caps(names);
    }

    /// Puts the units where they go; what they are torn from is a run of its own from now on.
    pub(crate) fn take(&mut self, act: &Act, range: UnitRange, to: AccountNumber) {
        let (first, last) = (range.serials.first().number(), range.serials.last().number());
        let inside = |serial: u64| first <= serial && serial <= last;
        let torn: BTreeSet<u64> = self.each(range).map(|unit| unit.run).collect();
        let touched: Vec<u64> = (1..=self.last_serial(range.series.registry))
            .filter(|it| self.unit(&range.series, *it).is_some_and(|it| torn.contains(&it.run)))
            .collect();
        let mut fresh: BTreeMap<(u64, bool, bool), u64> = BTreeMap::new();
        let (mut runs, entry) = (self.runs, self.entry);
        for serial in touched {
            let unit = self.change(&range.series, serial);
            let part = (unit.run, inside(serial), serial < first);
            unit.run = *fresh.entry(part).or_insert_with(|| {
                runs += 1;
                runs
            });
            unit.since = act.occurred;
            if inside(serial) {
                unit.place = to;
                unit.places.push((entry, to));
            }
        }
        self.runs = runs;
    }

    pub(crate) fn put_under(&mut self, range: UnitRange, name: &Name) {
        self.change_each(range, |unit| unit.authorization = Some(name.clone()));
    }

    pub(crate) fn reserve(&mut self, range: UnitRange, proposal: Id<Proposed>) {
        self.change_each(range, |unit| unit.reserved = Some(proposal));
    }

    pub(crate) fn release(&mut self, range: UnitRange, proposal: Id<Proposed>) {
        let own = self.each(range).any(|unit| unit.reserved == Some(proposal));
        if own {
            self.change_each(range, |unit| {
                unit.reserved = unit.reserved.filter(|it| *it != proposal);
            });
        }
    }

    /// New units with the next serials of the registry, the first of them given.
    pub(crate) fn create(&mut self, unit: &Unit, quantity: u64) {
        self.runs += 1;
        let unit = Rc::new(Unit { run: self.runs, ..unit.clone() });
        let units = self.units.entry(unit.series.registry).or_default();
        let units = Rc::make_mut(units);
        for _ in 0..quantity {
            units.push(Rc::clone(&unit));
        }
    }
}

/// No years, or this one among them.
pub(crate) fn within(years: Option<domain::vintage::Years>, year: i16) -> bool {
    years.is_none_or(|it| it.first.number() <= year && year <= it.last.number())
}
