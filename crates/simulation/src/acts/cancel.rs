//! Cancellation.

use domain::ledger::{Cancel, CancellationReason, Order, OtherPurpose};

use super::Wish;
use super::review_beneficiary::some_beneficiary;
use super::use_for_oimp::may_end_for;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::{by_its_end, in_time, includes};
use crate::naive::parties::still_party;
use crate::naive::{Act, Ledger, Unit, must};
use crate::names::the;
use crate::sight::Sight;

/// The kind of account that receives units cancelled for this reason.
fn kind_for(reason: CancellationReason) -> &'static str {
    match reason {
        CancellationReason::OtherPurpose => "300",
        CancellationReason::Voluntary => "310",
        CancellationReason::Omge => "320",
        CancellationReason::Other => "330",
    }
}

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Cancel) -> Result<(), Code> {
    let Cancel { from, into, units, reason, beneficiary, .. } = order;
    ledger.own(act)?;
    ledger.source(act, *from, *units)?;
    ledger.own_of_kind(act, *into, kind_for(*reason))?;
    ledger.same_metric(*from, *into)?;
    ledger.held(act, *from, *units)?;
    match reason {
        CancellationReason::OtherPurpose => {
            may_end_for(ledger, act, *units, (OtherPurpose::Op, None), |it| it.last_cancellation)?;
            ledger.now_first(*units, |_, _| true);
        }
        CancellationReason::Voluntary | CancellationReason::Omge => {
            let itmos = ledger.each(*units).all(|unit| unit.first.is_some());
            must(itmos, "not-first-transferred")?;
        }
        CancellationReason::Other => {
            for unit in ledger.each(*units).filter(|unit| is_first_by_end(ledger, unit)) {
                still_party(act, unit.series.party)?;
                in_time(act, ledger.said(unit)?.last_cancellation)?;
            }
            ledger.caps_hold(*units, |unit| is_first_by_end(ledger, unit))?;
            ledger.now_first(*units, is_first_by_end);
        }
    }
    ledger.take(act, *units, *into);
    if beneficiary.is_some() {
        ledger.name_beneficiary(act);
    }
    Ok(())
}

/// An outcome whose authorization says that its end is its first transfer.
fn is_first_by_end(ledger: &Ledger, unit: &Unit) -> bool {
    unit.first.is_none() && ledger.said(unit).is_ok_and(by_its_end)
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = sight.some_units(dice, |_, unit| unit.place.kind().code() == "100")?;
    let from = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    let section = sight.ledger.accounts.get(&from)?.section;
    let other = sight.ledger.said(unit).is_ok_and(|it| includes(it, "OP"));
    let reasons = [
        CancellationReason::Other,
        CancellationReason::Voluntary,
        CancellationReason::Omge,
        CancellationReason::OtherPurpose,
    ];
    let likely = match (unit.first.is_some(), other) {
        _ if dice.once_in(8) => 4,
        (true, true) => 4,
        (true, false) => 3,
        (false, _) => 1,
    };
    let reason = dice.one(&reasons[..likely]);
    let into = sight.place(dice, |it| {
        it.kind == kind_for(reason) && it.section == section && it.metric == unit.metric
    })?;
    let note = dice.percent(10).then(|| the("agreed by letter"));
    let beneficiary = some_beneficiary(dice);
    Some((section, Order::Cancel(Cancel { from, into, units, reason, note, beneficiary })))
}
