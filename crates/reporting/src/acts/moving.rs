//! Units change hands, accounts and registries.

use domain::account::{AccountKind, AccountNumber, Holder};
use domain::ledger::{AuthorizeUnits, Order, Transfer};
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::serial::Serials;
use domain::unit::UnitRange;

use super::{Wish, authorize};
use crate::lots::Lot;
use crate::world::World;

fn order(lot: &Lot, to: AccountNumber, units: UnitRange) -> Transfer {
    Transfer { from: lot.account, to, units, reference: None }
}

fn is_here(lot: &Lot) -> bool {
    lot.account.kind() == AccountKind::Holding && lot.holder == Holder::Party
}

/// An account of another Party that may use the units.
fn receiver(world: &mut World, lot: &Lot) -> Option<AccountNumber> {
    let own = world.host_of(lot.section).map(|host| host.party);
    let may = |party: PartyCode| Some(party) != own && lot.lets(party);
    let fitting: Vec<usize> =
        (0..world.hosts.len()).filter(|at| may(world.hosts[*at].party)).collect();
    let at = world.dice.of(&fitting)?;
    Some(world.dice.one(&world.hosts[at].places[usize::from(lot.hours)].holding))
}

fn leave_first(lot: &Lot) -> bool {
    let abroad = lot.terms.as_ref().is_some_and(|it| it.are_first_transferred_abroad());
    is_here(lot) && !lot.is_itmo() && abroad
}

pub(super) fn first_transfer(world: &mut World) -> Option<Wish> {
    let lot = world.lot(leave_first)?;
    let to = receiver(world, &lot).filter(|to| to.party() != lot.host())?;
    let units = lot.some(&mut world.dice);
    Some((lot.section, vec![Order::FirstTransfer(order(&lot, to, units))]))
}

/// Sends ITMOs on, to the Party where they are from as well.
pub(super) fn transfer(world: &mut World) -> Option<Wish> {
    let lot = world.lot(|lot| is_here(lot) && lot.is_itmo())?;
    let home = world.hosts.iter().find(|host| host.party == lot.host());
    let home = home.map(|host| host.places[usize::from(lot.hours)].holding[0]);
    let returns = world.dice.percent(25);
    let to = match home.filter(|it| returns && it.party() != lot.account.party()) {
        Some(home) => home,
        None => receiver(world, &lot)?,
    };
    let units = lot.some(&mut world.dice);
    Some((lot.section, vec![Order::Transfer(order(&lot, to, units))]))
}

/// Moves units to the Party's other account.
pub(super) fn inside(world: &mut World) -> Option<Wish> {
    let lot = world.lot(is_here)?;
    let [one, other] = world.places_of(&lot)?.holding;
    let to = if lot.account == one { other } else { one };
    let units = lot.some(&mut world.dice);
    Some((lot.section, vec![Order::Transfer(order(&lot, to, units))]))
}

/// Moves units to a registry outside: the Party's own, another's, or one of the United Nations.
pub(super) fn out(world: &mut World) -> Option<Wish> {
    let lot = world.lot(|lot| is_here(lot) && (lot.is_itmo() || leave_first(lot)))?;
    let outside = world.places_of(&lot)?.outside.clone();
    let (registry, to) = world.dice.of(&outside)?;
    if let RegistryId::Party(owner, _) = registry
        && !lot.lets(owner)
    {
        return None;
    }
    let units = lot.some(&mut world.dice);
    Some((lot.section, vec![Order::TransferOut(order(&lot, to, units))]))
}

/// Takes units back from there.
pub(super) fn back(world: &mut World) -> Option<Wish> {
    let lot = world.lot(|lot| lot.account.kind() == AccountKind::Outside)?;
    let own = world.host_of(lot.section)?.party;
    if !lot.lets(own) {
        return None;
    }
    let holding = world.places_of(&lot)?.holding;
    let to = world.dice.one(&holding);
    let units = lot.some(&mut world.dice);
    Some((lot.section, vec![Order::TransferIn(order(&lot, to, units))]))
}

/// Gives ITMOs to the Adaptation Fund, here or in the mechanism's section.
pub(super) fn contribute(world: &mut World) -> Option<Wish> {
    let lot = world.lot(|lot| is_here(lot) && lot.is_itmo())?;
    let own = world.places_of(&lot)?.fund;
    let elsewhere = world.dice.percent(40) && !lot.hours;
    let to = if elsewhere { world.mechanism().fund } else { own };
    let units = lot.some(&mut world.dice);
    Some((lot.section, vec![Order::ContributeToAdaptation(order(&lot, to, units))]))
}

/// Several orders of a request: units are authorized, and a part of them goes at once; or two parts
/// go to two Parties.
pub(super) fn several(world: &mut World) -> Option<Wish> {
    if world.dice.percent(50) {
        return authorized_and_sent(world);
    }
    let lot = world.lot(|lot| is_here(lot) && lot.is_itmo() && lot.units.units().count() > 1)?;
    let [lower, upper] = halves(&lot)?;
    let orders = [lower, upper].map(|units| {
        let to = receiver(world, &lot)?;
        Some(Order::Transfer(order(&lot, to, units)))
    });
    Some((lot.section, orders.into_iter().collect::<Option<Vec<_>>>()?))
}

fn authorized_and_sent(world: &mut World) -> Option<Wish> {
    let (section, mut orders) = authorize::units(world)?;
    let Some(Order::AuthorizeUnits(AuthorizeUnits { account, units, authorization })) =
        orders.first().cloned()
    else {
        return None;
    };
    let number = *world.books.authorization_names.get(&(section, authorization))?;
    let terms = world.books.authorizations.get(&number)?.newest()?.clone();
    let lot = world.lot(|lot| lot.account == account)?;
    let at_once = terms
        .first_transfer
        .is_some_and(|it| it != domain::authorization::FirstTransferDefinition::UseOrCancellation);
    let abroad = terms.are_first_transferred_abroad();
    let lot = Lot { units, terms: Some(terms), ..lot };
    let to = receiver(world, &lot)?;
    let [lower, _] = halves(&lot)?;
    let sent = order(&lot, to, lower);
    match (at_once, abroad) {
        (true, _) => orders.push(Order::Transfer(sent)),
        (false, true) => orders.push(Order::FirstTransfer(sent)),
        (false, false) => {}
    }
    Some((section, orders))
}

fn halves(lot: &Lot) -> Option<[UnitRange; 2]> {
    let (first, last) = (lot.units.serials.first(), lot.units.serials.last());
    let half = domain::quantity::Units::new(lot.units.units().count() / 2)?;
    let lower = Serials::starting_at(first, half)?;
    let above = domain::serial::Serial::new(lower.last().number() + 1).ok()?;
    let upper = Serials::new(above, last)?;
    Some([lower, upper].map(|serials| UnitRange { serials, ..lot.units }))
}
