//! Use towards the Party's own NDC.

use domain::ledger::{Order, UseTowardsNdc};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::{in_time, includes};
use crate::naive::units::within;
use crate::naive::{Act, Ledger, must, year};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &UseTowardsNdc) -> Result<(), Code> {
    let UseTowardsNdc { from, into, units, year: used } = *order;
    ledger.own_party(act)?;
    let section = ledger.participating(act)?;
    ledger.source(act, from, units)?;
    let account = ledger.own_of_kind(act, into, "200")?;
    must(account.year == Some(used.number()), "wrong-account-year")?;
    ledger.same_metric(from, into)?;
    ledger.held(act, from, units)?;
    let itmos = ledger.each(units).all(|unit| unit.first.is_some());
    must(itmos, "not-first-transferred")?;
    for unit in ledger.each(units) {
        let terms = ledger.said(unit)?;
        must(includes(terms, "NDC"), "purpose-not-covered")?;
        let host = unit.series.party == section.party;
        let named = terms.parties.is_empty() || terms.parties.contains(&section.party);
        must(host || named, "party-not-authorized")?;
        must(within(terms.used, year(act.occurred)), "use-outside-timeframe")?;
        in_time(act, terms.last_use)?;
    }
    let vintage = units.series.vintage.number();
    let one = section.periods.iter().any(|it| it.has(vintage) && it.has(used.number()));
    must(one, "outside-ndc-period")?;
    ledger.take(act, units, into);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = sight.some_units(dice, |ledger, unit| {
        let ndc = ledger.said(unit).is_ok_and(|it| includes(it, "NDC"));
        unit.place.kind().code() == "100" && unit.first.is_some() && ndc
    })?;
    let from = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    let section = sight.ledger.accounts.get(&from)?.section;
    let later = unit.series.vintage.number() > 2025;
    let any_year = dice.once_in(3);
    let into = sight.place(dice, |it| {
        let fits = it.year.is_some_and(|year| (year > 2025) == later) || any_year;
        it.kind == "200" && it.section == section && it.metric == unit.metric && fits
    })?;
    let year = sight.ledger.accounts.get(&into)?.year;
    let year = if dice.once_in(20) { Some(2026) } else { year };
    let year = the(&year.unwrap_or(2025).to_string());
    Some((section, Order::UseTowardsNdc(UseTowardsNdc { from, into, units, year })))
}
