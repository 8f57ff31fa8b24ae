//! From entries of the ledger to the acts that reports are built from.

use super::world::{World, XAL, XBO, authorize_units, first_transfer, part, terms, the, transfer};
use crate::account::AccountNumber;
use crate::aef::{Act, ActKind, Keeper, Leaf, Line, acts, holdings};
use crate::ledger::Order;
use crate::unit::UnitRange;

/// XAL has a hundred planned units, and an authorization A1 by which units are first transferred.
fn planned() -> (World, AccountNumber, AccountNumber, UnitRange) {
    let mut world = World::new();
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    world.act(XAL, Order::Authorize(terms("A1", "NDC and OIMP", Some("Authorisation"))));
    let units = world.issue(XAL, from, None, 100);
    (world, from, to, units)
}

/// Carries out a batch of XAL, and tells its acts.
fn told(world: &mut World, orders: Vec<Order>) -> Vec<Act> {
    world.books.settle();
    let proposal = world.draft(XAL, orders);
    world.carry_out(&proposal).unwrap();
    let of_entry = |entry: &crate::ledger::Entry| {
        let leaf: Leaf = serde_json::from_str(&entry.leaf).unwrap();
        let (number, occurred, act) = (entry.number, entry.occurred, entry.act);
        let line = Line { entry: number, occurred, act, leaf: &leaf, entity: None };
        acts(line, &world.books)
    };
    world.books.entries().iter().flat_map(of_entry).collect()
}

#[test]
fn each_entry_of_a_request_is_told_as_it_left_the_units() {
    let (mut world, from, to, units) = planned();
    let (lower, upper) = (part(units, "1", "40"), part(units, "41", "100"));
    let told = told(
        &mut world,
        vec![
            authorize_units(from, units, "A1"),
            transfer(from, to, lower),
            transfer(from, to, upper),
        ],
    );
    let [authorized, sent, rest] = told.as_slice() else { panic!("{told:?}") };
    // The whole block, though only its parts are there in the end.
    assert_eq!((&authorized.kind, authorized.units), (&ActKind::Authorized, units));
    assert_eq!((authorized.is_first_transfer, authorized.was_first_transferred), (true, false));
    assert_eq!((&sent.kind, sent.units), (&ActKind::Moved, lower));
    assert_eq!((sent.is_first_transfer, sent.was_first_transferred), (false, true));
    assert_eq!(sent.to, Keeper::Party(the("XBO"), the("XBO01")));
    assert_eq!(rest.units, upper);
}

#[test]
fn what_is_authorized_later_in_a_request_was_not_before() {
    let (mut world, from, _, units) = planned();
    let other = world.account(XAL, "100");
    let told =
        told(&mut world, vec![transfer(from, other, units), authorize_units(other, units, "A1")]);
    let [moved, authorized] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((moved.block.is_some(), moved.was_first_transferred), (false, false));
    assert!(authorized.block.is_some() && authorized.is_first_transfer);
}

#[test]
fn only_itmos_are_held_and_outcomes_are_not_r154() {
    let (mut world, from, to, units) = planned();
    world.act(XAL, Order::Authorize(terms("A2", "NDC", None)));
    let (lower, upper) = (part(units, "1", "40"), part(units, "41", "100"));
    world.act(XAL, authorize_units(from, lower, "A2"));
    assert_eq!(holdings(&world.books).len(), 0);
    world.act(XAL, first_transfer(from, to, part(units, "1", "10")));
    world.act(XAL, authorize_units(from, upper, "A1"));
    let held: Vec<_> = holdings(&world.books)
        .into_iter()
        .flat_map(|(party, held)| held.into_iter().map(move |it| (party, it.units)))
        .collect();
    assert_eq!(held, [(the("XAL"), upper), (the("XBO"), part(units, "1", "10"))]);
}
