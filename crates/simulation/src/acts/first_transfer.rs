//! The first transfer to another Party.

use domain::ledger::{Order, Transfer};
use domain::party::PartyCode;
use domain::unit::UnitRange;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::by_going_abroad;
use crate::naive::parties::still_party;
use crate::naive::units::within;
use crate::naive::{Act, Ledger, Unit, must};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Transfer) -> Result<(), Code> {
    let Transfer { from, to, units, .. } = *order;
    ledger.declared(act)?;
    ledger.source(act, from, units)?;
    let receiver = ledger.account(to)?;
    still_party(act, to.party())?;
    must(receiver.section != act.section, "same-party")?;
    must(receiver.kind == "100", "wrong-account-kind")?;
    must(!receiver.is_of_fund(), "contribution-only")?;
    ledger.same_metric(from, to)?;
    ledger.held(act, from, units)?;
    may_leave(ledger, act, (units, to.party()), |_| true)?;
    ledger.now_first(units, |_, _| true);
    ledger.take(act, units, to);
    Ok(())
}

/// Each of the units that count may leave for this Party by its first transfer.
pub(super) fn may_leave(
    ledger: &Ledger,
    act: &Act,
    (units, receiver): (UnitRange, PartyCode),
    counts: impl Fn(&Unit) -> bool,
) -> Result<(), Code> {
    still_party(act, units.series.party)?;
    for unit in ledger.each(units).filter(|unit| counts(unit)) {
        must(unit.first.is_none(), "already-first-transferred")?;
        must(unit.series.party != receiver, "same-party")?;
        let terms = ledger.said(unit)?;
        must(by_going_abroad(terms), "first-transfer-by-use")?;
        let any = terms.parties.is_empty();
        must(any || terms.parties.contains(&receiver), "party-not-authorized")?;
        let vintage = unit.series.vintage.number();
        must(within(terms.occurred, vintage), "vintage-outside-timeframe")?;
    }
    ledger.caps_hold(units, counts)
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let outcome = |ledger: &Ledger, unit: &Unit| {
        let fits = unit.first.is_none() && ledger.said(unit).is_ok_and(by_going_abroad);
        unit.place.kind().code() == "100" && fits
    };
    let (units, unit) = sight.some_units(dice, outcome)?;
    let from = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    let section = sight.ledger.accounts.get(&from)?.section;
    let terms = sight.ledger.said(unit).ok();
    let careless = dice.once_in(15);
    let to = sight.place(dice, |it| {
        let party = sight.ledger.sections.get(&it.section).map(|it| it.party);
        let welcome = terms.is_none_or(|terms| {
            terms.parties.is_empty() || party.is_some_and(|it| terms.parties.contains(&it))
        });
        it.kind == "100"
            && it.section != section
            && !it.is_of_fund()
            && it.metric == unit.metric
            && (welcome || careless)
    })?;
    Some((section, Order::FirstTransfer(Transfer { from, to, units, reference: None })))
}
