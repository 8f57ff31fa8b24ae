//! Use for other international mitigation purposes.

use domain::authorization::Terms;
use domain::ledger::{Order, OtherPurpose, UseForOimp};
use domain::unit::UnitRange;
use jiff::civil::Date;

use super::Wish;
use super::review_beneficiary::some_beneficiary;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::authorizations::{by_its_end, in_time, includes};
use crate::naive::parties::still_party;
use crate::naive::units::within;
use crate::naive::{Act, Ledger, Unit, day, must, year};
use crate::names::{ENTITIES, the};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &UseForOimp) -> Result<(), Code> {
    let UseForOimp { from, into, units, purpose, entity, beneficiary, .. } = order;
    ledger.participating(act)?;
    ledger.source(act, *from, *units)?;
    ledger.own_of_kind(act, *into, "210")?;
    ledger.same_metric(*from, *into)?;
    ledger.held(act, *from, *units)?;
    let entity = entity.as_ref().map(ToString::to_string);
    may_end_for(ledger, act, *units, (*purpose, entity.as_deref()), |terms| terms.last_use)?;
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
    last: impl Fn(&Terms) -> Option<Date>,
) -> Result<(), Code> {
    let word = if purpose == OtherPurpose::Imp { "IMP" } else { "OP" };
    for unit in ledger.each(units) {
        let terms = ledger.said(unit)?;
        must(includes(terms, word), "purpose-not-covered")?;
        let named = |entity: &str| terms.entities.iter().any(|it| it.to_string() == entity);
        must(entity.is_none_or(named), "entity-not-covered")?;
        if let Some(entity) = entity {
            entity_may_use(ledger, act, entity, unit)?;
        }
        must(within(terms.used, year(act.occurred)), "use-outside-timeframe")?;
        in_time(act, last(terms))?;
        if unit.first.is_none() {
            still_party(act, unit.series.party)?;
            must(by_its_end(terms), "not-first-transferred")?;
            let vintage = unit.series.vintage.number();
            must(within(terms.occurred, vintage), "vintage-outside-timeframe")?;
        }
    }
    ledger.caps_hold(units, |unit| unit.first.is_none())
}

/// An entity uses while the Party that authorized the use, or the Party in whose section it acts, has
/// authorized it under the approach.
fn entity_may_use(ledger: &Ledger, act: &Act, entity: &str, unit: &Unit) -> Result<(), Code> {
    let authorizing = unit.authorization.as_ref().map(|name| name.0);
    let here = ledger.own(act)?.party.as_str() != "QUN";
    let today = day(act.occurred);
    let current = ledger.entities.iter().any(|it| {
        let section = Some(it.section) == authorizing || (here && it.section == act.section);
        let fits = it.id == entity && it.approach == unit.series.approach;
        section && fits && it.from <= today && it.until.is_none_or(|until| today <= until)
    });
    must(current, "entity-not-authorized")
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
    let of_entity = sight.ledger.accounts.get(&from).is_some_and(|it| it.is_of_entity());
    let order = UseForOimp {
        from,
        into,
        units,
        purpose: if imp { OtherPurpose::Imp } else { OtherPurpose::Op },
        named: the(dice.one(&["CORSIA", "CORSIA", "CORSIA", "CORSIA", "IMP", "OP"])),
        entity: if dice.once_in(if of_entity { 3 } else { 12 }) {
            Some(the(dice.one(&ENTITIES)))
        } else {
            known.filter(|_| dice.percent(50))
        },
        beneficiary: some_beneficiary(dice),
    };
    Some((section, Order::UseForOimp(order)))
}
