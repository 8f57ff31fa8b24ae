//! To a registry outside, and back.

use domain::account::Holder;
use domain::ledger::{Order, Transfer};
use domain::registry::RegistryId;

use super::Wish;
use super::first_transfer::may_leave;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::parties::still_party;
use crate::naive::{Act, Ledger, Unit, must};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Transfer) -> Result<(), Code> {
    let Transfer { from, to, units, .. } = *order;
    ledger.declared(act)?;
    ledger.source(act, from, units)?;
    let place = ledger.own_of_kind(act, to, "OUT")?.clone();
    if let Holder::Outside { registry: RegistryId::Party(party, _) } = place.holder {
        still_party(act, party)?;
    }
    ledger.same_metric(from, to)?;
    ledger.held(act, from, units)?;
    let outcome = |unit: &Unit| unit.first.is_none();
    if ledger.each(units).any(outcome) {
        // Only a registry of another Party receives outcomes, and that is their first transfer.
        let Holder::Outside { registry: RegistryId::Party(party, _) } = place.holder else {
            return Err("not-first-transferred");
        };
        must(party != units.series.party, "not-first-transferred")?;
        may_leave(ledger, act, (units, party), outcome)?;
    }
    ledger.now_first(units, |_, _| true);
    ledger.take(act, units, to);
    Ok(())
}

pub(super) fn rule_of_return(ledger: &mut Ledger, act: &Act, order: &Transfer) -> Result<(), Code> {
    let Transfer { from, to, units, .. } = *order;
    ledger.own(act)?;
    ledger.own_of_kind(act, from, "OUT")?;
    let receiver = ledger.own_of_kind(act, to, "100")?;
    must(!receiver.is_of_fund(), "contribution-only")?;
    ledger.same_metric(from, to)?;
    ledger.lie_in(act, from, units, "not-outside")?;
    ledger.take(act, units, to);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let careless = dice.once_in(6);
    let (units, unit) = sight.some_units(dice, |ledger, unit| {
        let free = ledger.said(unit).is_ok_and(|terms| terms.parties.is_empty());
        unit.place.kind().code() == "100" && (unit.first.is_some() || free || careless)
    })?;
    let section = sight.ledger.accounts.get(&unit.place)?.section;
    let to = sight
        .place(dice, |it| it.kind == "OUT" && it.section == section && it.metric == unit.metric)?;
    let (from, reference) = (unit.place, None);
    Some((section, Order::TransferOut(Transfer { from, to, units, reference })))
}

pub(super) fn wish_of_return(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = sight.some_units(dice, |_, unit| unit.place.kind().code() == "OUT")?;
    let section = sight.ledger.accounts.get(&unit.place)?.section;
    let to = sight.place(dice, |it| {
        it.kind == "100" && it.section == section && it.metric == unit.metric && !it.is_of_fund()
    })?;
    let from = if dice.once_in(20) {
        sight.place(dice, |it| it.kind == "OUT" && it.section == section)?
    } else {
        unit.place
    };
    Some((section, Order::TransferIn(Transfer { from, to, units, reference: None })))
}
