//! Voluntary contributions to adaptation.

use domain::ledger::{Order, Transfer};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::parties::still_party;
use crate::naive::{Act, Ledger, must};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Transfer) -> Result<(), Code> {
    let Transfer { from, to, units, .. } = *order;
    ledger.declared(act)?;
    ledger.source(act, from, units)?;
    let of_fund = ledger.account(to)?.is_of_fund();
    still_party(act, to.party())?;
    must(of_fund, "not-fund-account")?;
    ledger.same_metric(from, to)?;
    ledger.held(act, from, units)?;
    let itmos = ledger.each(units).all(|unit| unit.first.is_some());
    must(itmos, "not-first-transferred")?;
    ledger.take(act, units, to);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = sight
        .some_units(dice, |_, unit| unit.place.kind().code() == "100" && unit.first.is_some())?;
    let section = sight.ledger.accounts.get(&unit.place)?.section;
    let to = sight.place(dice, |it| it.is_of_fund())?;
    let (from, reference) = (unit.place, None);
    Some((section, Order::ContributeToAdaptation(Transfer { from, to, units, reference })))
}
