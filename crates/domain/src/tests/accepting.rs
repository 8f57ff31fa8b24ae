//! Where the receiver wants to be asked: accepting, declining, and what then still waits.

use jiff::SignedDuration;

use super::waiting::{approved, code, ending, is_free, stage, usual};
use super::world::{
    World, XAL, XBO, XCE, first_transfer, no_waiting, officer, part, the, transfer,
};
use crate::access::Role;
use crate::id::Id;
use crate::ledger::{Ending, Order, Outcome, SetStop, Step};
use crate::section_terms::SectionTerms;
use crate::stop::StopTarget;

/// XBO wants to be asked.
pub(super) fn asking() -> SectionTerms {
    SectionTerms { acceptance: true, ..no_waiting() }
}

#[test]
fn where_the_receiver_wants_to_be_asked_units_stay_until_it_accepts_wf03() {
    let (mut world, from, to, units) = stage(&[(XBO, asking())]);
    let (proposal, receipt) = approved(&mut world, (from, to), units);
    let entry = world.entry(receipt.first_entry);
    assert_eq!((entry.act, entry.other_section), ("approve", Some(XBO)));
    assert_eq!(world.place(units), from);
    assert!(!is_free(&world, units));
    for (section, by, expected) in [
        (XCE, officer(XCE, 2), "not-found"),
        (XAL, officer(XAL, 2), "not-found"),
        (XBO, officer(XBO, 3), "receiver-not-entitled"),
    ] {
        assert_eq!(code(world.accept(&proposal, section, by)), expected);
    }
    let done = world.accept(&proposal, XBO, officer(XBO, 2)).unwrap();
    let entry = world.entry(done.receipt().first_entry);
    assert_eq!((entry.act, entry.section), ("first-transfer", XAL));
    assert_eq!(entry.evidence().unwrap().receiver_roles, [Role::PartyApprover]);
    assert_eq!(world.place(units), to);
}

#[test]
fn what_is_accepted_before_its_time_waits_on() {
    let (mut world, from, to, units) = stage(&[(XAL, usual()), (XBO, asking())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    let accepted = *world.accept(&proposal, XBO, officer(XBO, 2)).unwrap().receipt();
    assert_eq!(world.entry(accepted.first_entry).act, "accept");
    assert_eq!(world.place(units), from);
    let again = world.accept(&proposal, XBO, officer(XBO, 2)).unwrap();
    assert_eq!(again, Outcome::Repeated(accepted));
    world.later(24);
    world.elapse(&proposal).unwrap();
    assert_eq!(world.place(units), to);
}

#[test]
fn an_acceptance_that_comes_again_gets_its_receipt_whatever_it_has_led_to_r031() {
    let (mut world, from, to, units) = stage(&[(XBO, asking())]);
    let orders =
        ["1", "51"].map(|first| part(units, first, if first == "1" { "50" } else { "100" }));
    let orders = orders.map(|units| first_transfer(from, to, units)).to_vec();
    let proposal = world.draft(XAL, orders);
    world.propose(&proposal).unwrap();
    world.approve(&proposal).unwrap();
    let done = *world.accept(&proposal, XBO, officer(XBO, 2)).unwrap().receipt();
    assert_eq!(done.last_entry, done.first_entry + 1);
    let again = world.accept(&proposal, XBO, officer(XBO, 2)).unwrap();
    assert_eq!(again, Outcome::Repeated(done));
    world.appoint(officer(XBO, 3), XBO, &[Role::PartyApprover]);
    assert_eq!(code(world.accept(&proposal, XBO, officer(XBO, 3))), "already-decided");
}

#[test]
fn what_is_accepted_waits_for_a_stop_as_long_as_what_waits_for_nobody_r031() {
    let slow = SectionTerms { waiting_hours: 24 * 10, ..usual() };
    let (mut world, from, to, units) = stage(&[(XAL, slow), (XBO, asking())]);
    let mut stopped = |units| {
        let (proposal, _) = approved(&mut world, (from, to), units);
        world.accept(&proposal, XBO, officer(XBO, 2)).unwrap();
        proposal
    };
    let proposals = [stopped(part(units, "1", "50")), stopped(part(units, "51", "100"))];
    for (proposal, days) in proposals.iter().zip([3, 30]) {
        let until = world.now + SignedDuration::from_hours(24 * (10 + days));
        let target = StopTarget::Proposal { proposal: proposal.id, parties: Vec::new() };
        let (id, reason) = (Id::from_uuid(world.fresh()), the("a doubt"));
        let stop = Order::SetStop(SetStop { id, target, reason, until: Some(until) });
        let stop = world.draft(XAL, vec![stop]);
        world.propose(&stop).unwrap();
    }
    world.later(24 * 10);
    let [short, long] = proposals;
    assert_eq!(code(world.elapse(&short)), "stopped", "though acceptance was due in seven days");
    world.later(24 * 3);
    world.elapse(&short).unwrap();
    assert_eq!(ending(&world, &short), Some(Ending::Executed));
    world.later(24 * 4 - 1);
    assert_eq!(code(world.elapse(&long)), "stopped");
    world.later(1);
    world.elapse(&long).unwrap();
    assert_eq!(ending(&world, &long), Some(Ending::Failed));
}

#[test]
fn what_is_not_accepted_can_be_withdrawn_at_any_time_and_lapses_after_seven_days() {
    let (mut world, from, to, units) = stage(&[(XBO, asking())]);
    let (proposal, _) = approved(&mut world, (from, to), part(units, "1", "50"));
    let (other, _) = approved(&mut world, (from, to), part(units, "51", "100"));
    world.later(7 * 24 - 1);
    assert_eq!(code(world.elapse(&proposal)), "not-yet");
    world.withdraw(&other, officer(XAL, 2)).unwrap();
    world.later(1);
    assert_eq!(code(world.accept(&proposal, XBO, officer(XBO, 2))), "lapsed");
    world.elapse(&proposal).unwrap();
    assert_eq!(ending(&world, &proposal), Some(Ending::Lapsed));
    assert!(is_free(&world, units));
}

#[test]
fn the_receiver_declines_with_a_reason_and_the_same_numbers_are_free_wf03() {
    let (mut world, from, to, units) = stage(&[(XBO, asking())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    let decline = |section, by| Step::Decline(World::objection(&proposal, section, by));
    assert_eq!(code(world.ask(decline(XCE, officer(XCE, 2)), None)), "not-found");
    let outcome = world.ask(decline(XBO, officer(XBO, 2)), None).unwrap();
    let entry = world.entry(outcome.receipt().first_entry);
    assert_eq!((entry.act, entry.section, entry.other_section), ("declined", XBO, Some(XAL)));
    assert_eq!(ending(&world, &proposal), Some(Ending::Declined));
    assert!(is_free(&world, units));
    let again = world.ask(decline(XBO, officer(XBO, 2)), None).unwrap();
    assert_eq!(again, Outcome::Repeated(*outcome.receipt()));
}

#[test]
fn what_the_receiver_must_accept_holds_nothing_that_is_for_others() {
    let (mut world, from, to, units) = stage(&[(XBO, asking())]);
    let (third, own) = (world.account(XCE, "100"), world.account(XAL, "100"));
    let first = first_transfer(from, to, part(units, "1", "10"));
    for second in [
        first_transfer(from, third, part(units, "11", "20")),
        transfer(from, own, part(units, "11", "20")),
    ] {
        let mixed = world.draft(XAL, vec![first.clone(), second]);
        assert_eq!(code(world.propose(&mixed)), "acceptance-alone");
    }
    let both = vec![first, first_transfer(from, to, part(units, "11", "20"))];
    let both = world.draft(XAL, both);
    world.propose(&both).unwrap();
}
