//! Transfers after the first, and moves inside a section.

use domain::ledger::{Order, Transfer};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::parties::still_party;
use crate::naive::{Act, Ledger, must};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Transfer) -> Result<(), Code> {
    let Transfer { from, to, units, .. } = *order;
    ledger.own(act)?;
    must(from != to, "same-account")?;
    ledger.source(act, from, units)?;
    let receiver = ledger.account(to)?;
    still_party(act, to.party())?;
    must(receiver.kind == "100", "wrong-account-kind")?;
    must(!receiver.is_of_fund(), "contribution-only")?;
    ledger.same_metric(from, to)?;
    ledger.held(act, from, units)?;
    // Inside the section outcomes may go too; home to the Party where the mitigation occurred, those
    // that are authorized.
    if receiver.section != act.section {
        ledger.declared(act)?;
        if to.party() == units.series.party {
            let covered = ledger.each(units).all(|unit| ledger.is_covered(unit));
            must(covered, "not-authorized")?;
        } else {
            let itmos = ledger.each(units).all(|unit| unit.first.is_some());
            must(itmos, "not-first-transferred")?;
        }
    }
    ledger.take(act, units, to);
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = if dice.once_in(8) {
        sight.many_units(dice, 130)?
    } else {
        sight.some_units(dice, |_, unit| unit.place.kind().code() == "100")?
    };
    let from = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    let section = sight.ledger.accounts.get(&from)?.section;
    let home = unit.first.is_none() && dice.percent(90);
    let party = unit.series.party;
    let to = sight.place(dice, |it| {
        let host = sight.ledger.sections.get(&it.section).is_some_and(|it| it.party == party);
        it.kind == "100"
            && it.id != sight.ledger.accounts[&from].id
            && !it.is_of_fund()
            && it.metric == unit.metric
            && (!home || it.section == section || host)
    })?;
    let reference = dice.percent(10).then(|| the("contract 12"));
    Some((section, Order::Transfer(Transfer { from, to, units, reference })))
}
