//! A period of a Party's NDC, and how it adjusts throughout.

use std::collections::BTreeSet;

use domain::ledger::{Order, SetNdcPeriod};
use domain::party::PartyCode;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::section::apart;
use crate::naive::{Act, Ledger, Period, must};
use crate::names::{metric, the};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &SetNdcPeriod) -> Result<(), Code> {
    let section = ledger.own_party(act)?;
    let period = Period {
        first: order.first.number(),
        last: order.last.number(),
        method: Some(order.method.to_string()),
        metric: Some(order.metric.clone()),
    };
    let (known, mut periods): (Vec<Period>, Vec<Period>) =
        section.periods.iter().cloned().partition(|it| it.first == period.first);
    periods.push(period.clone());
    apart(&periods)?;
    periods.sort_by_key(|it| it.first);
    if let Some(known) = known.first() {
        let begun = ledger.itmo_years(section.party).iter().any(|year| known.has(*year));
        must(!begun || known.only_gains(&period), "period-has-itmos")?;
    }
    ledger.change_section(act.section).periods = periods;
    Ok(())
}

impl Period {
    /// Whether the other says all that this one says.
    fn only_gains(&self, other: &Self) -> bool {
        self.last == other.last
            && (self.method.is_none() || self.method == other.method)
            && (self.metric.is_none() || self.metric == other.metric)
    }
}

impl Ledger {
    /// Vintages of a Party's outcomes that were first transferred, and years for which it used.
    pub(crate) fn itmo_years(&self, party: PartyCode) -> BTreeSet<i16> {
        let mut years = BTreeSet::new();
        for unit in self.units.values().flat_map(|units| units.iter()) {
            if unit.series.party == party && unit.first.is_some() {
                years.insert(unit.series.vintage.number());
            }
            if unit.place.party() == party {
                years.extend(self.accounts.get(&unit.place).and_then(|account| account.year));
            }
        }
        years
    }
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let known = sight.ledger.sections.get(&section).map_or(&[][..], |it| &it.periods);
    let spans = [("2021", "2025"), ("2026", "2030"), ("2026", "2035"), ("2031", "2035")];
    let (first, last) = match dice.of(known) {
        Some(known) if dice.percent(50) => (known.first.to_string(), known.last.to_string()),
        _ => {
            let odd = [("2021", "2024"), ("2030", "2032"), ("2035", "2031")];
            let spans = if dice.once_in(6) { &odd[..] } else { &spans };
            let (first, last) = dice.one(spans);
            (first.to_owned(), last.to_owned())
        }
    };
    let (first, last) = (the(&first), the(&last));
    let (method, metric) = (the(dice.one(&["M", "M", "T", "V"])), metric(dice.once_in(6)));
    (section, Order::SetNdcPeriod(SetNdcPeriod { first, last, method, metric }))
}
