//! An edited proposal is a new one that names the old one.

use std::sync::Arc;

use serde_json::json;

use super::accepting::asking;
use super::waiting::{approved, code, ending, is_free, stage, usual};
use super::world::{World, XAL, XBO, first_transfer, no_waiting, officer, part, the, transfer};
use crate::access::{Officer, Role};
use crate::account::AccountNumber;
use crate::id::Id;
use crate::ledger::{
    Ending, Order, Outcome, Proposal, Refused, Replacement, SetStop, Step, edits,
    try_out_replacement,
};
use crate::stop::StopTarget;
use crate::unit::UnitRange;

/// XAL's first transfer of ten units to XBO, approved, and waiting a day; and the accounts.
fn agreed() -> (World, Arc<Proposal>, UnitRange, [AccountNumber; 2]) {
    let (mut world, from, to, units) = stage(&[(XAL, usual()), (XBO, no_waiting())]);
    let (old, _) = approved(&mut world, (from, to), part(units, "1", "10"));
    (world, old, units, [from, to])
}

/// What this officer proposes in place of `old`.
fn instead(world: &mut World, old: &Proposal, orders: Vec<Order>, by: Officer) -> Arc<Proposal> {
    let id = Id::from_uuid(world.fresh());
    Arc::new(Proposal::new(id, old.section, orders, None, by).instead_of(old.id))
}

fn replacing(proposal: &Arc<Proposal>, replaced: &Arc<Proposal>) -> Replacement {
    Replacement { proposal: Arc::clone(proposal), replaced: Arc::clone(replaced) }
}

fn replace(
    world: &mut World,
    proposal: &Arc<Proposal>,
    replaced: &Arc<Proposal>,
) -> Result<Outcome, Refused> {
    world.ask(Step::Replace(replacing(proposal, replaced)), None)
}

#[test]
fn the_old_one_ends_and_the_new_one_waits_by_one_entry_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let orders = vec![first_transfer(from, to, part(units, "6", "20"))];
    let new = instead(&mut world, &old, orders, officer(XAL, 1));
    let before = world.books.head.entry;
    let receipt = *replace(&mut world, &new, &old).unwrap().receipt();
    assert_eq!((receipt.first_entry, receipt.last_entry), (before + 1, before + 1));
    assert_eq!(ending(&world, &old), Some(Ending::Replaced));
    assert_eq!(world.books.decisions.get(&old.id).unwrap().receipt.first_entry, before + 1);
    assert!(is_free(&world, part(units, "1", "5")));
    assert!(!is_free(&world, part(units, "6", "6")) && !is_free(&world, part(units, "20", "20")));
    let entry = world.entry(receipt.first_entry);
    assert_eq!((entry.act, entry.evidence().unwrap().proposal), ("replace", new.id));
    assert_eq!(entry.evidence().unwrap().replaces, Some(old.id));
    assert!(entry.leaf.contains("\"replaces\":\""), "{}", entry.leaf);
}

#[test]
fn an_approval_of_the_old_one_is_void_and_two_persons_act_on_the_new_one_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let orders = vec![first_transfer(from, to, part(units, "1", "11"))];
    let new = instead(&mut world, &old, orders, officer(XAL, 1));
    replace(&mut world, &new, &old).unwrap();
    assert_eq!(code(world.approve(&old)), "already-decided");
    assert_eq!(code(world.withdraw(&old, officer(XAL, 1))), "already-decided");
    world.later(25);
    assert_eq!(code(world.elapse(&old)), "already-decided");
    let own = world.approve_as(&new, officer(XAL, 1), new.digest());
    assert_eq!(code(own), "own-proposal");
    world.approve(&new).unwrap();
    world.later(25);
    world.elapse(&new).unwrap();
    assert_eq!(world.place(part(units, "1", "11")), to);
}

#[test]
fn who_is_shown_the_new_one_is_shown_which_it_replaces_r031() {
    let (mut world, old, ..) = agreed();
    let new = instead(&mut world, &old, old.orders.clone(), officer(XAL, 1));
    let plain = Proposal::new(new.id, XAL, new.orders.clone(), None, new.by);
    assert_ne!(new.digest(), plain.digest());
    assert_eq!(new.shown()["replaces"], json!(old.id));
}

#[test]
fn what_is_proposed_as_if_it_replaced_nothing_or_another_is_not_found_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let orders = vec![first_transfer(from, to, part(units, "11", "20"))];
    let new = instead(&mut world, &old, orders.clone(), officer(XAL, 1));
    assert_eq!(code(world.propose(&new)), "not-found");
    let (other, _) = approved(&mut world, (from, to), part(units, "31", "40"));
    assert_eq!(code(replace(&mut world, &new, &other)), "not-found");
    let unknown = world.draft(XAL, orders.clone());
    let astray = instead(&mut world, &unknown, orders, officer(XAL, 1));
    assert_eq!(code(replace(&mut world, &astray, &unknown)), "not-found");
}

#[test]
fn a_proposal_of_another_section_is_not_replaced_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let order = transfer(to, from, part(units, "1", "10"));
    let id = Id::from_uuid(world.fresh());
    let foreign = Proposal::new(id, XBO, vec![order], None, officer(XBO, 1)).instead_of(old.id);
    assert_eq!(code(replace(&mut world, &Arc::new(foreign), &old)), "not-found");
    assert_eq!(ending(&world, &old), None);
}

#[test]
fn what_can_be_taken_back_no_more_is_not_replaced_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let orders = vec![first_transfer(from, to, part(units, "1", "5"))];
    let new = instead(&mut world, &old, orders, officer(XAL, 1));
    world.later(23);
    let before = world.books.clone();
    assert_eq!(code(replace(&mut world, &new, &old)), "withdrawn-too-late");
    assert_eq!(world.books, before);
    world.later(2);
    world.elapse(&old).unwrap();
    assert_eq!(code(replace(&mut world, &new, &old)), "already-decided");
}

#[test]
fn who_may_not_propose_the_new_orders_replaces_nothing_r031() {
    let (mut world, old, ..) = agreed();
    world.appoint(officer(XAL, 3), XAL, &[Role::PartyApprover]);
    let new = instead(&mut world, &old, old.orders.clone(), officer(XAL, 3));
    assert_eq!(code(replace(&mut world, &new, &old)), "initiator-not-entitled");
}

#[test]
fn another_officer_of_the_section_may_replace_it_r031() {
    let (mut world, old, ..) = agreed();
    world.appoint(officer(XAL, 3), XAL, &[Role::PartyInitiator]);
    let new = instead(&mut world, &old, old.orders.clone(), officer(XAL, 3));
    replace(&mut world, &new, &old).unwrap();
    assert_eq!(world.books.decisions.get(&old.id).unwrap().by, Some(officer(XAL, 3)));
}

#[test]
fn a_new_one_that_is_refused_leaves_the_old_one_as_it_was_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let orders = vec![first_transfer(from, to, part(units, "1", "900"))];
    let new = instead(&mut world, &old, orders, officer(XAL, 1));
    let before = world.books.clone();
    assert_eq!(code(replace(&mut world, &new, &old)), "not-held");
    assert_eq!(world.books, before);
}

#[test]
fn what_one_person_does_alone_replaces_nothing_r031() {
    let (mut world, old, ..) = agreed();
    let (id, target) = (Id::from_uuid(world.fresh()), StopTarget::Everything {});
    let stop = SetStop { id, target, reason: the("a doubt"), until: None };
    let new = instead(&mut world, &old, vec![Order::SetStop(stop)], officer(XAL, 1));
    assert_eq!(code(replace(&mut world, &new, &old)), "one-person-alone");
}

#[test]
fn the_receiver_who_was_asked_is_told_and_asked_no_more_r031() {
    let (mut world, from, to, units) = stage(&[(XAL, no_waiting()), (XBO, asking())]);
    let (old, _) = approved(&mut world, (from, to), part(units, "1", "10"));
    let new = instead(&mut world, &old, old.orders.clone(), officer(XAL, 1));
    let receipt = *replace(&mut world, &new, &old).unwrap().receipt();
    assert_eq!(world.entry(receipt.first_entry).other_section, Some(XBO));
    assert_eq!(code(world.accept(&old, XBO, officer(XBO, 2))), "already-decided");
}

#[test]
fn trying_a_replacement_out_frees_what_the_old_one_reserved_and_changes_nothing_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let orders = vec![first_transfer(from, to, part(units, "6", "20"))];
    let new = instead(&mut world, &old, orders, officer(XAL, 1));
    let (before, now) = (world.books.clone(), world.now);
    let effects = try_out_replacement(&mut world.books, &replacing(&new, &old), now).unwrap();
    assert_eq!((effects.len(), world.books == before), (1, true));
    world.withdraw(&old, officer(XAL, 1)).unwrap();
    let refused = try_out_replacement(&mut world.books, &replacing(&new, &old), now);
    assert_eq!(refused.unwrap_err().why.code(), "already-decided");
}

#[test]
fn what_was_edited_is_named_field_by_field_and_always_alike_r031() {
    let (mut world, old, units, [from, to]) = agreed();
    let more = first_transfer(from, to, part(units, "21", "30"));
    let orders = vec![first_transfer(from, to, part(units, "1", "12")), more];
    let new = instead(&mut world, &old, orders, officer(XAL, 1));
    let found = edits(&old, &new);
    let fields: Vec<_> = found.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["/orders/0/units", "/orders/1"]);
    let [first, second] = found.try_into().unwrap();
    let written = |last: u32| Some(json!(format!("CA9001-XAL01-XAL-1..{last}-2024")));
    assert_eq!((first.before, first.after), (written(10), written(12)));
    assert_eq!((second.before, second.after.is_some()), (None, true));
    assert_eq!(edits(&old, &old), []);
    let entity = (*old).clone().for_entity(the("AL-1"));
    let [only] = edits(&old, &entity).try_into().unwrap();
    assert_eq!((only.field.as_str(), only.after), ("/entity", Some(json!("AL-1"))));
}
