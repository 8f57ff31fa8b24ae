//! Use for other international mitigation purposes.

use domain::ledger::{Order, OtherPurpose, UseForOimp};
use domain::unit::UnitRange;

use super::Wish;
use super::authorize::includes;
use super::review_beneficiary::some_beneficiary;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::units::{by_its_end, within};
use crate::naive::{Act, Ledger, Unit, must, year};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &UseForOimp) -> Result<(), Code> {
    let UseForOimp { from, into, units, purpose, entity, beneficiary, .. } = order;
    ledger.own(act)?;
    ledger.source(act, *from)?;
    ledger.own_of_kind(act, *into, "210")?;
    ledger.same_metric(*from, *into)?;
    ledger.held(act, *from, *units)?;
    let entity = entity.as_ref().map(ToString::to_string);
    may_end_for(ledger, act, *units, (*purpose, entity.as_deref()))?;
    ledger.now_first(*units, |_, _| true);
    ledger.take(act, *units, *into);
    if beneficiary.is_some() {
        ledger.name_beneficiary(act);
    }
    Ok(())
}

/// The units may end for this purpose; those not yet first transferred are so by this.
pub(super) fn may_end_for(
    ledger: &Ledger,
    act: &Act,
    units: UnitRange,
    (purpose, entity): (OtherPurpose, Option<&str>),
) -> Result<(), Code> {
    let word = if purpose == OtherPurpose::Imp { "IMP" } else { "OP" };
    for unit in ledger.each(units) {
        let terms = ledger.said(unit)?;
        must(includes(terms, word), "purpose-not-covered")?;
        let named = |entity: &str| terms.entities.iter().any(|it| it.to_string() == entity);
        must(entity.is_none_or(named), "entity-not-covered")?;
        must(within(terms.used, year(act.occurred)), "use-outside-timeframe")?;
        if unit.first.is_none() {
            must(by_its_end(terms), "not-first-transferred")?;
            let vintage = unit.series.vintage.number();
            must(within(terms.occurred, vintage), "vintage-outside-timeframe")?;
        }
    }
    ledger.caps_hold(units, |unit| unit.first.is_none())
}

/// Whether units look as if they could be used or cancelled for other purposes.
pub(super) fn may_end(ledger: &Ledger, unit: &Unit) -> bool {
    let fits = ledger.said(unit).is_ok_and(|terms| {
        let other = includes(terms, "IMP") || includes(terms, "OP");
        other && (unit.first.is_some() || by_its_end(terms))
    });
    unit.place.kind().code() == "100" && fits
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let (units, unit) = sight.some_units(dice, may_end)?;
    let from = if dice.once_in(40) { dice.of(sight.accounts)? } else { unit.place };
    let section = sight.ledger.accounts.get(&from)?.section;
    let into = sight
        .place(dice, |it| it.kind == "210" && it.section == section && it.metric == unit.metric)?;
    let terms = sight.ledger.said(unit).ok();
    let imp = terms.is_some_and(|it| includes(it, "IMP")) != dice.once_in(15);
    let known = terms.and_then(|it| it.entities.first().cloned());
    let order = UseForOimp {
        from,
        into,
        units,
        purpose: if imp { OtherPurpose::Imp } else { OtherPurpose::Op },
        named: the("CORSIA"),
        entity: if dice.once_in(12) {
            Some(the("E-1"))
        } else {
            known.filter(|_| dice.percent(50))
        },
        beneficiary: some_beneficiary(dice),
    };
    Some((section, Order::UseForOimp(order)))
}
