//! Trying an approval out: it says what the approval would do, or the refusal that it would get.

use std::sync::Arc;

use super::world::{World, XAL, XBO, first_transfer, issue, officer, part, terms, transfer};
use crate::access::{Officer, Role};
use crate::account::AccountNumber;
use crate::authorization::Terms;
use crate::digest::Digest;
use crate::id::Id;
use crate::ledger::{Approval, Effect, Moved, Order, Proposal, Refusal, Refused, try_out_approval};
use crate::unit::UnitRange;

/// XAL's account with a hundred units of A1, an account of XBO, and what is proposed: the first
/// transfer of the first ten.
fn waiting() -> (World, Arc<Proposal>, UnitRange, [AccountNumber; 2]) {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let proposal = world.draft(XAL, vec![first_transfer(from, to, part(units, "1", "10"))]);
    world.propose(&proposal).unwrap();
    (world, proposal, units, [from, to])
}

fn try_out(
    world: &mut World,
    proposal: &Arc<Proposal>,
    by: Officer,
    shown: Digest,
) -> Result<Vec<Effect>, Refused> {
    let before = world.books.clone();
    let approval = Approval { proposal: Arc::clone(proposal), shown, by };
    let tried = try_out_approval(&mut world.books, &approval, world.now);
    assert_eq!(world.books, before, "trying out changes nothing");
    tried
}

/// The refusal, which the approval itself gets too.
fn refused(world: &mut World, proposal: &Arc<Proposal>, by: Officer, shown: Digest) -> Refused {
    let tried = try_out(world, proposal, by, shown).unwrap_err();
    let before = world.books.clone();
    let asked = world.approve_as(proposal, by, shown).unwrap_err();
    assert_eq!((&tried, &world.books), (&asked, &before));
    tried
}

/// The refusal of the section's second officer, to whom the proposal was shown as it is.
fn second(world: &mut World, proposal: &Arc<Proposal>) -> Refused {
    refused(world, proposal, officer(proposal.section, 2), proposal.digest())
}

#[test]
fn it_tells_what_the_approval_does_and_keeps_the_units_reserved() {
    let (mut world, proposal, units, [from, to]) = waiting();
    let effects = try_out(&mut world, &proposal, officer(XAL, 2), proposal.digest()).unwrap();
    let [effect] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(effect.other_section, Some(XBO));
    let moved = Moved { units: part(units, "1", "10"), from: Some(from), to };
    assert_eq!(effect.moves, [moved]);
    let told = effect.blocks.clone();
    assert_eq!(told[0].units, part(units, "1", "10"));
    let again = first_transfer(from, to, part(units, "10", "20"));
    assert_eq!(world.code(XAL, again), "reserved");
    world.approve(&proposal).unwrap();
    assert_eq!(world.place(part(units, "1", "10")), to);
    let leaf = &world.books.entries().last().unwrap().leaf;
    assert!(leaf.contains(&serde_json::to_string(&told).unwrap()), "{leaf}");
}

#[test]
fn it_is_refused_to_whoever_may_not_approve_r031() {
    let (mut world, proposal, ..) = waiting();
    let digest = proposal.digest();
    assert_eq!(refused(&mut world, &proposal, officer(XAL, 1), digest).why.code(), "own-proposal");
    let stranger = refused(&mut world, &proposal, officer(XBO, 2), digest);
    assert_eq!(stranger.why, Refusal::ApproverNotEntitled { order: "first-transfer" });
    let other = Digest::of(&[b"another text"]);
    assert_eq!(refused(&mut world, &proposal, officer(XAL, 2), other).why.code(), "not-as-shown");
    world.appoint(officer(XAL, 1), XAL, &[Role::Auditor]);
    let lost = second(&mut world, &proposal);
    assert_eq!(lost.why, Refusal::InitiatorNotEntitled { order: "first-transfer" });
    let unknown = world.draft(XAL, proposal.orders.clone());
    assert_eq!(second(&mut world, &unknown).why.code(), "not-found");
}

#[test]
fn what_is_carried_out_is_refused_to_whoever_tries_it_out_r031() {
    let (mut world, proposal, ..) = waiting();
    let receipt = *world.approve(&proposal).unwrap().receipt();
    let decided = Refusal::AlreadyDecided { entry: receipt.first_entry };
    for by in [officer(XAL, 1), officer(XAL, 2), officer(XAL, 3)] {
        let tried = try_out(&mut world, &proposal, by, proposal.digest());
        assert_eq!(tried.unwrap_err().why, decided);
    }
}

#[test]
fn it_is_refused_by_the_rule_that_would_refuse_the_approval_r114_r152() {
    let (mut world, proposal, ..) = waiting();
    let second_version =
        Terms { version: 2, quantity: Some("9".parse().unwrap()), ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(second_version));
    let capped = second(&mut world, &proposal);
    assert_eq!((capped.order, capped.why.code()), (Some(0), "cap-exceeded"));
}

#[test]
fn it_is_refused_what_another_proposal_reserves_r152() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let next = part(units, "101", "110");
    let batch = world.draft(XAL, vec![issue(from, None, 10), transfer(from, other, next)]);
    world.propose(&batch).unwrap();
    assert_eq!(world.issue(XAL, from, None, 10), next, "another proposal was quicker");
    let owner = world.draft(XAL, vec![transfer(from, other, next)]);
    world.propose(&owner).unwrap();
    let taken = second(&mut world, &batch);
    assert_eq!((taken.order, taken.why), (Some(1), Refusal::Reserved { units: next }));
    try_out(&mut world, &owner, officer(XAL, 2), owner.digest()).unwrap();
}

#[test]
fn what_differs_from_the_record_is_not_tried_out_r031() {
    let (mut world, proposal, units, [from, to]) = waiting();
    let orders = vec![first_transfer(from, to, part(units, "1", "99"))];
    let forged = Arc::new(Proposal::new(proposal.id, XAL, orders, None, proposal.by));
    assert_eq!(second(&mut world, &forged).why.code(), "not-found");
    let id = Id::from_uuid(world.fresh());
    let copied = Proposal::new(id, XAL, proposal.orders.clone(), None, proposal.by);
    assert_eq!(second(&mut world, &Arc::new(copied)).why.code(), "not-found");
}
