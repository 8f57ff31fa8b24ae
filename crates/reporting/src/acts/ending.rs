//! Units come to their end: use, cancellation, retirement.

use domain::account::{AccountKind, Holder};
use domain::authorization::FirstTransferDefinition;
use domain::ledger::{
    Cancel, CancellationReason, Order, OtherPurpose, Retire, RetirementPurpose, UseForOimp,
    UseTowardsNdc,
};
use domain::vintage::Year;

use super::Wish;
use crate::lots::Lot;
use crate::names::the;
use crate::world::World;

fn is_here(lot: &Lot) -> bool {
    lot.account.kind() == AccountKind::Holding && lot.holder == Holder::Party
}

/// Whether use or cancellation would be the first transfer.
fn begins_by_its_end(lot: &Lot) -> bool {
    let defined = lot.terms.as_ref().and_then(|it| it.first_transfer);
    is_here(lot) && !lot.is_itmo() && defined == Some(FirstTransferDefinition::UseOrCancellation)
}

pub(super) fn towards_ndc(world: &mut World) -> Option<Wish> {
    let for_ndc = |lot: &Lot| lot.terms.as_ref().is_some_and(|terms| terms.purposes.include_ndc());
    let lot = world.lot(|lot| is_here(lot) && lot.is_itmo() && for_ndc(lot))?;
    let host = world.host_of(lot.section)?;
    if !lot.lets(host.party) {
        return None;
    }
    let (now, vintage) = (Year::of(world.now), lot.units.series.vintage);
    let period = if vintage.number() <= 2025 { 2021..=2025 } else { 2026..=2030 };
    let possible: Vec<_> = host.places[usize::from(lot.hours)]
        .by_year_of_use
        .iter()
        .filter(|(year, _)| period.contains(&year.number()) && year.number() <= now.number() + 1)
        .map(|(year, into)| (*year, *into))
        .collect();
    let (year, into) = world.dice.of(&possible)?;
    let units = lot.some(&mut world.dice);
    let order = UseTowardsNdc { from: lot.account, into, units, year };
    Some((lot.section, vec![Order::UseTowardsNdc(order)]))
}

pub(super) fn for_oimp(world: &mut World) -> Option<Wish> {
    let first = world.dice.percent(50);
    let fits =
        |lot: &Lot| if first { begins_by_its_end(lot) } else { is_here(lot) && lot.is_itmo() };
    let lot = world.lot(fits)?;
    let terms = lot.terms.clone()?;
    let (imp, op) = (terms.purposes.include_imp(), terms.purposes.include_op());
    let purpose = match (imp, op) {
        (true, false) => OtherPurpose::Imp,
        (false, true) => OtherPurpose::Op,
        (true, true) => world.dice.one(&[OtherPurpose::Imp, OtherPurpose::Op]),
        (false, false) => return None,
    };
    let named = if purpose == OtherPurpose::Imp { "CORSIA" } else { "a voluntary market" };
    let entity = world.dice.of(&terms.entities).filter(|_| world.dice.percent(60));
    let order = UseForOimp {
        from: lot.account,
        into: world.places_of(&lot)?.oimp,
        units: lot.some(&mut world.dice),
        purpose,
        named: the(named),
        entity,
        beneficiary: None,
    };
    Some((lot.section, vec![Order::UseForOimp(order)]))
}

pub(super) fn cancel(world: &mut World) -> Option<Wish> {
    let first = world.dice.percent(30);
    let any = world.dice.percent(10);
    let lot = world.lot(|lot| {
        let fits = if first { begins_by_its_end(lot) } else { lot.is_itmo() };
        is_here(lot) && (any || fits)
    })?;
    let reason = world.dice.one(&[
        CancellationReason::OtherPurpose,
        CancellationReason::Voluntary,
        CancellationReason::Omge,
        CancellationReason::Other,
    ]);
    let into = match world.places_of(&lot) {
        Some(places) => places.cancelled(reason),
        None if reason == CancellationReason::Voluntary => world.mechanism().voluntary,
        None => return None,
    };
    let units = lot.some(&mut world.dice);
    let order = Cancel { from: lot.account, into, units, reason, note: None, beneficiary: None };
    Some((lot.section, vec![Order::Cancel(order)]))
}

pub(super) fn retire(world: &mut World) -> Option<Wish> {
    let lot = world.lot(|lot| is_here(lot) && !lot.is_itmo())?;
    let into = world.places_of(&lot)?.retirement;
    let units = lot.some(&mut world.dice);
    let purpose = RetirementPurpose::OwnNdc;
    let order = Retire { from: lot.account, into, units, purpose, named: None };
    Some((lot.section, vec![Order::Retire(order)]))
}
