//! Retirement of outcomes before their first transfer.

use domain::ledger::{Order, Retire, RetirementPurpose};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::by_its_end;
use crate::naive::{Act, Ledger, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Retire) -> Result<(), Code> {
    let Retire { from, into, units, purpose, named } = order;
    ledger.own(act)?;
    let unnamed = *purpose == RetirementPurpose::Other && named.is_none();
    must(!unnamed, "retirement-unnamed")?;
    ledger.source(act, *from, *units)?;
    ledger.own_of_kind(act, *into, "R")?;
    ledger.same_metric(*from, *into)?;
    ledger.held(act, *from, *units)?;
    for unit in ledger.each(*units) {
        must(unit.first.is_none(), "retirement-of-itmo")?;
        must(!ledger.said(unit).is_ok_and(by_its_end), "retirement-is-use")?;
    }
    ledger.take(act, *units, *into);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let careless = dice.once_in(8);
    let (units, unit) = sight.some_units(dice, |ledger, unit| {
        let outcome = unit.first.is_none() && !ledger.said(unit).is_ok_and(by_its_end);
        unit.place.kind().code() == "100" && (outcome || careless)
    })?;
    let from = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    let section = sight.ledger.accounts.get(&from)?.section;
    let into = sight
        .place(dice, |it| it.kind == "R" && it.section == section && it.metric == unit.metric)?;
    let purpose = dice.one(&RetirementPurpose::ALL);
    let named = dice.percent(70).then(|| the("city lights"));
    Some((section, Order::Retire(Retire { from, into, units, purpose, named })))
}
