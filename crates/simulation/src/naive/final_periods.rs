//! After a day, the adjustments of a period stay as they are.

use std::collections::BTreeSet;

use domain::ledger::Order;
use domain::party::PartyCode;

use super::facts::facts;
use super::{Act, Ledger, day, must, year};
use crate::answer::Code;

impl Ledger {
    /// What the order has just done changes no balance of a period that is final: neither by the year in
    /// which it happened, nor by that of the mitigation, nor by the one for which units are used.
    pub(super) fn leaves_final_periods(&self, act: &Act, order: &Order) -> Result<(), Code> {
        let today = day(act.now);
        let is_final = |(party, year): &(PartyCode, i16)| {
            self.sections.values().filter(|it| it.party == *party).any(|section| {
                let mut periods = section.periods.iter().filter(|it| it.has(*year));
                periods.any(|period| section.is_final(period, today))
            })
        };
        let any = |section: &super::Section| {
            section.periods.iter().any(|period| section.is_final(period, today))
        };
        if !self.sections.values().any(any) {
            return Ok(());
        }
        must(!self.adjusted_by(act, order).iter().any(is_final), "period-is-final")
    }

    /// Whose balance of which years the newest entry changes.
    fn adjusted_by(&self, act: &Act, order: &Order) -> BTreeSet<(PartyCode, i16)> {
        let mut years = BTreeSet::new();
        if let Order::UseTowardsNdc(order) = order {
            years.insert((order.from.party(), order.year.number()));
        }
        let named = facts(order).units.into_iter().flat_map(|range| self.each(range));
        let made = self.units.values().flat_map(|units| {
            let since = units.iter().rev().take_while(|unit| unit.places[0].0 == self.entry);
            since.map(|unit| &**unit)
        });
        let now = |unit: &&super::Unit| unit.first.is_some_and(|first| first.entry == self.entry);
        for unit in named.chain(made).filter(now) {
            let host = unit.series.party;
            years.extend([(host, unit.series.vintage.number()), (host, year(act.occurred))]);
        }
        years
    }
}
