//! What comes between approval and execution: rejecting, withdrawing, waiting, lapsing,
//! and the section's own terms (R-031; T17, T18).

use std::sync::Arc;

use super::accepting::asking;
use super::world::{
    OFFICE, World, XAL, XBO, XCE, first_transfer, no_waiting, officer, part, terms, the, transfer,
};
use crate::access::Role;
use crate::account::AccountNumber;
use crate::ledger::{
    Ending, Order, Outcome, Proposal, Receipt, Refused, SetTerms, Step, Trust, decide,
};
use crate::section::SectionNo;
use crate::section_terms::SectionTerms;
use crate::unit::UnitRange;

pub(super) fn code(refused: Result<Outcome, Refused>) -> &'static str {
    refused.unwrap_err().why.code()
}

/// XAL's hundred units and XBO's account, where these sections have these terms.
pub(super) fn stage(
    of: &[(SectionNo, SectionTerms)],
) -> (World, AccountNumber, AccountNumber, UnitRange) {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    for (section, terms) in of {
        let mut its = world.books.sections.get(section).cloned().unwrap();
        its.settings.terms = terms.clone();
        world.books.sections.load(*section, its);
    }
    world.at("2026-11-26T10:00:00Z");
    (world, from, to, units)
}

pub(super) fn usual() -> SectionTerms {
    SectionTerms::default()
}

/// A first transfer of ten units to XBO that was proposed and approved.
pub(super) fn approved(
    world: &mut World,
    (from, to): (AccountNumber, AccountNumber),
    units: UnitRange,
) -> (Arc<Proposal>, Receipt) {
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    world.propose(&proposal).unwrap();
    let receipt = *world.approve(&proposal).unwrap().receipt();
    (proposal, receipt)
}

pub(super) fn ending(world: &World, proposal: &Proposal) -> Option<Ending> {
    world.books.decisions.get(&proposal.id).map(|it| it.ending)
}

pub(super) fn is_free(world: &World, units: UnitRange) -> bool {
    world.books.reservations_in(&units).next().is_none()
}

#[test]
fn a_transfer_to_a_recipient_who_is_not_trusted_waits_from_its_approval_t17() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let ten = part(units, "1", "10");
    let (proposal, receipt) = approved(&mut world, (from, to), ten);
    assert_eq!(world.entry(receipt.first_entry).act, "approve");
    assert_eq!(world.place(ten), from, "nothing has moved");
    assert!(!is_free(&world, ten));
    world.later(23);
    assert_eq!(code(world.elapse(&proposal)), "not-yet");
    world.later(1);
    let done = world.elapse(&proposal).unwrap();
    assert_eq!(world.entry(done.receipt().first_entry).act, "first-transfer");
    assert_eq!(world.place(ten), to);
    assert_eq!(ending(&world, &proposal), Some(Ending::Executed));
    assert!(is_free(&world, ten));
}

#[test]
fn what_is_due_is_carried_out_from_that_very_moment_on() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    let waiting = world.books.proposals.get(&proposal.id).unwrap();
    world.now = waiting.approved.as_ref().unwrap().due - jiff::SignedDuration::from_secs(2);
    assert_eq!(code(world.elapse(&proposal)), "not-yet");
    world.elapse(&proposal).unwrap();
    assert_eq!(ending(&world, &proposal), Some(Ending::Executed));
}

#[test]
fn an_approval_sent_again_while_it_waits_gets_the_same_receipt_r031() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let (proposal, receipt) = approved(&mut world, (from, to), units);
    assert_eq!(world.approve(&proposal).unwrap(), Outcome::Repeated(receipt));
    world.appoint(officer(XAL, 3), XAL, &[Role::PartyApprover]);
    let third = world.approve_as(&proposal, officer(XAL, 3), proposal.digest());
    assert_eq!(code(third), "already-approved");
    world.later(24);
    let done = *world.elapse(&proposal).unwrap().receipt();
    assert_eq!(world.approve(&proposal).unwrap(), Outcome::Repeated(done));
    assert_eq!(code(world.elapse(&proposal)), "already-decided");
}

#[test]
fn a_transfer_inside_the_section_does_not_wait() {
    let (mut world, from, _, units) = stage(&[(XAL, usual())]);
    let other = world.account(XAL, "100");
    world.act(XAL, transfer(from, other, units));
    assert_eq!(world.place(units), other);
}

#[test]
fn it_can_be_withdrawn_until_two_hours_before_and_not_later_t17() {
    for (hours, minutes, in_time) in [(21, 59, true), (22, 0, true), (22, 1, false)] {
        let (mut world, from, to, units) = stage(&[(XAL, usual())]);
        let (proposal, receipt) = approved(&mut world, (from, to), units);
        world.now = receipt.recorded;
        world.later(hours);
        world.now = world.now.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap();
        world.now = world.now.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap();
        let withdrawn = world.withdraw(&proposal, officer(XAL, 1));
        if in_time {
            withdrawn.unwrap();
            assert_eq!(ending(&world, &proposal), Some(Ending::Withdrawn));
            assert!(is_free(&world, units) && world.place(units) == from);
        } else {
            assert_eq!(code(withdrawn), "withdrawn-too-late");
        }
    }
}

#[test]
fn either_officer_withdraws_and_nobody_without_a_role_r031() {
    for which in [1, 2, 3] {
        let (mut world, from, to, units) = stage(&[(XAL, usual())]);
        let (proposal, _) = approved(&mut world, (from, to), units);
        let withdrawn = world.withdraw(&proposal, officer(XAL, which));
        if which == 3 {
            assert_eq!(code(withdrawn), "approver-not-entitled");
            continue;
        }
        let Outcome::Done(receipt) = withdrawn.unwrap() else { panic!("it is new") };
        let roles = &world.entry(receipt.first_entry).evidence().unwrap().initiator_roles;
        assert!(!roles.is_empty(), "by which roles is kept");
        let again = world.withdraw(&proposal, officer(XAL, which));
        assert_eq!(again, Ok(Outcome::Repeated(receipt)));
    }
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    let foreign = World::objection(&proposal, XBO, officer(XBO, 2));
    assert_eq!(code(world.ask(Step::Withdraw(foreign), None)), "not-found");
}

#[test]
fn a_second_person_rejects_with_a_reason_that_only_the_section_can_read_r031() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    world.propose(&proposal).unwrap();
    assert_eq!(code(world.reject(&proposal, officer(XAL, 1))), "own-proposal");
    assert_eq!(code(world.reject(&proposal, officer(XAL, 3))), "approver-not-entitled");
    let outcome = world.reject(&proposal, officer(XAL, 2)).unwrap();
    let decision = world.books.decisions.get(&proposal.id).unwrap();
    assert_eq!(decision.ending, Ending::Rejected);
    assert_eq!(decision.reason.as_deref(), Some("wrong quantity"));
    let entry = world.entry(outcome.receipt().first_entry);
    assert_eq!(entry.evidence().unwrap().approver_roles, [Role::PartyApprover]);
    let leaf = &entry.leaf;
    assert!(!leaf.contains("wrong quantity") && leaf.contains("\"reason\":"), "{leaf}");
    assert!(is_free(&world, units));
    let again = world.reject(&proposal, officer(XAL, 2)).unwrap();
    assert_eq!(again, Outcome::Repeated(*outcome.receipt()));
    assert_eq!(code(world.approve(&proposal)), "already-decided");
    assert_eq!(code(world.withdraw(&proposal, officer(XAL, 1))), "already-decided");
}

#[test]
fn what_is_approved_is_withdrawn_and_not_rejected_r031() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    assert_eq!(code(world.reject(&proposal, officer(XAL, 2))), "already-approved");
}

#[test]
fn an_undecided_proposal_lapses_after_seven_days_and_frees_its_units_wf08() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    world.propose(&proposal).unwrap();
    world.later(7 * 24 - 1);
    assert_eq!(code(world.elapse(&proposal)), "not-yet");
    world.later(1);
    assert_eq!(code(world.approve(&proposal)), "lapsed");
    let outcome = world.elapse(&proposal).unwrap();
    let entry = world.entry(outcome.receipt().first_entry);
    assert_eq!((entry.act, entry.evidence().unwrap().by), ("lapsed", None));
    assert!(entry.leaf.contains("\"actor\":\"registry\""), "{}", entry.leaf);
    assert!(is_free(&world, units));
    assert_eq!(code(world.approve(&proposal)), "already-decided");
}

#[test]
fn both_persons_are_entitled_again_when_it_executes_r031() {
    for (which, roles) in [(1, [Role::PartyApprover]), (2, [Role::Auditor])] {
        let (mut world, from, to, units) = stage(&[(XAL, usual())]);
        let (proposal, _) = approved(&mut world, (from, to), units);
        world.appoint(officer(XAL, which), XAL, &roles);
        world.later(24);
        world.elapse(&proposal).unwrap();
        let decision = world.books.decisions.get(&proposal.id).unwrap();
        assert_eq!(decision.ending, Ending::Failed);
        let reason = decision.reason.clone().unwrap();
        assert!(reason.contains("-not-entitled"), "{reason}");
        assert!(is_free(&world, units) && world.place(units) == from);
    }
}

#[test]
fn what_is_not_allowed_any_more_when_its_time_comes_fails_and_moves_nothing() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    let second = crate::authorization::Terms {
        version: 2,
        parties: vec![the("XCE")],
        ..terms("A1", "NDC", None)
    };
    world.act(XAL, Order::Authorize(second));
    world.later(24);
    world.elapse(&proposal).unwrap();
    let decision = world.books.decisions.get(&proposal.id).unwrap();
    assert_eq!((decision.ending, decision.by), (Ending::Failed, None));
    assert!(decision.reason.clone().unwrap().contains("party-not-authorized"));
    assert!(is_free(&world, units) && world.place(units) == from);
}

fn trust(account: AccountNumber) -> Order {
    Order::TrustRecipient(Trust { account })
}

#[test]
fn a_trusted_recipient_counts_after_four_working_days_and_its_removal_at_once_t17() {
    let (mut world, from, to, units) = stage(&[(XAL, usual())]);
    // A Thursday: the fourth working day after is the next Wednesday.
    world.act(XAL, trust(to));
    assert_eq!(world.code(XAL, trust(to)), "already-trusted");
    world.at("2026-12-02T09:00:00Z");
    let (early, _) = approved(&mut world, (from, to), part(units, "1", "10"));
    assert_eq!(ending(&world, &early), None, "before its day it waits");
    world.at("2026-12-02T10:00:10Z");
    let (_, done) = approved(&mut world, (from, to), part(units, "11", "20"));
    assert_eq!(world.entry(done.first_entry).act, "first-transfer");
    let removal = world.draft(XAL, vec![Order::DistrustRecipient(Trust { account: to })]);
    world.propose(&removal).unwrap();
    let (after, _) = approved(&mut world, (from, to), part(units, "21", "30"));
    assert_eq!(ending(&world, &after), None);
    let again = world.draft(XAL, vec![Order::DistrustRecipient(Trust { account: to })]);
    assert_eq!(code(world.propose(&again)), "not-trusted");
}

#[test]
fn only_an_account_of_another_section_is_trusted() {
    let (mut world, from, to, _) = stage(&[]);
    assert_eq!(world.code(XAL, trust(from)), "same-party");
    let used = world.account(XBO, "200");
    assert_eq!(world.code(XAL, trust(used)), "wrong-account-kind");
    let unknown = AccountNumber::new(to.party(), to.kind(), 99);
    assert_eq!(world.code(XAL, trust(unknown)), "account-unknown");
}

#[test]
fn trust_is_taken_back_by_one_person_and_given_by_two_r031() {
    let (mut world, _, to, _) = stage(&[]);
    let mixed = vec![trust(to), Order::DistrustRecipient(Trust { account: to })];
    let mixed = world.draft(XAL, mixed);
    let refused = world.propose(&mixed).unwrap_err();
    assert_eq!((refused.why.code(), refused.order), ("one-person-alone", Some(1)));
}

#[test]
fn terms_are_changed_by_two_persons_and_bounded() {
    let (mut world, ..) = stage(&[(XAL, usual())]);
    let set = |terms| Order::SetTerms(SetTerms { terms });
    let endless = SectionTerms { waiting_hours: 721, ..usual() };
    assert_eq!(world.code(XAL, set(endless)), "term-out-of-range");
    assert_eq!(world.code(OFFICE, set(usual())), "initiator-not-entitled");
    world.act(XAL, set(no_waiting()));
    let settings = world.books.sections.get(&XAL).unwrap().settings.clone();
    assert_eq!(settings.terms_at(world.now), &usual(), "less waiting counts later");
    assert_eq!(settings.later.unwrap().terms, no_waiting());
}

#[test]
fn one_unit_above_the_limit_of_an_act_is_refused_t18() {
    let limited = SectionTerms { units_per_act: Some(the("10")), ..no_waiting() };
    let (mut world, from, to, units) = stage(&[(XAL, limited)]);
    let order = |last| first_transfer(from, to, part(units, "1", last));
    let eleven = world.draft(XAL, vec![order("11")]);
    assert_eq!(code(world.propose(&eleven)), "above-act-limit");
    let split = [part(units, "1", "6"), part(units, "7", "11")];
    let split = split.map(|units| first_transfer(from, to, units)).to_vec();
    let split = world.draft(XAL, split);
    assert_eq!(code(world.propose(&split)), "above-act-limit");
    world.act(XAL, order("10"));
}

#[test]
fn the_sum_of_a_day_is_never_above_its_limit_and_the_next_day_is_another_t18() {
    for limit in ["20", "25"] {
        twenty_of_a_hundred_leave_in_a_day(limit);
    }
}

fn twenty_of_a_hundred_leave_in_a_day(limit: &str) {
    let limited = SectionTerms { units_per_day: Some(the(limit)), ..no_waiting() };
    let (mut world, from, to, units) = stage(&[(XAL, limited)]);
    let proposals: Vec<_> = (0..10_u64)
        .map(|at| {
            let (first, last) = ((at * 10 + 1).to_string(), (at * 10 + 10).to_string());
            let ten = part(units, &first, &last);
            let proposal = world.draft(XAL, vec![first_transfer(from, to, ten)]);
            world.propose(&proposal).unwrap();
            proposal
        })
        .collect();
    let codes: Vec<_> = proposals.iter().map(|it| world.approve(it).is_ok()).collect();
    assert_eq!(codes.iter().filter(|done| **done).count(), 2);
    assert_eq!(code(world.approve(&proposals[2])), "above-day-limit");
    world.at("2026-11-27T00:00:00Z");
    world.approve(&proposals[2]).unwrap();
}

#[test]
fn what_leaves_is_counted_where_a_day_has_a_limit_and_nowhere_else_t18() {
    let spent = |terms, leaves| {
        let (mut world, from, to, units) = stage(&[(XAL, terms)]);
        let own = world.account(XAL, "100");
        let order =
            if leaves { first_transfer(from, to, units) } else { transfer(from, own, units) };
        world.act(XAL, order);
        world.books.sections.get(&XAL).unwrap().spent.map(|it| it.units)
    };
    let limited = SectionTerms { units_per_day: Some(the("100")), ..no_waiting() };
    assert_eq!(spent(limited.clone(), true), Some(100));
    assert_eq!(spent(limited, false), None, "nothing has left");
    assert_eq!(spent(no_waiting(), true), None, "no day has a limit");
}

#[test]
fn where_the_terms_say_so_administrators_approve_no_units_r031() {
    let strict = SectionTerms { administrators_approve_units: false, ..no_waiting() };
    let (mut world, from, to, units) = stage(&[(XAL, strict)]);
    world.appoint(officer(XAL, 3), XAL, &[Role::PartyAdministrator]);
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    world.propose(&proposal).unwrap();
    let refused = world.approve_as(&proposal, officer(XAL, 3), proposal.digest());
    assert_eq!(code(refused), "approver-not-entitled");
    let account = super::world::open_account(world.fresh(), "100");
    let opening = world.draft(XAL, vec![Order::OpenAccount(account)]);
    world.propose(&opening).unwrap();
    world.approve_as(&opening, officer(XAL, 3), opening.digest()).unwrap();
}

#[test]
fn a_refused_step_leaves_the_books_as_they_were() {
    let (mut world, from, to, units) = stage(&[(XAL, usual()), (XBO, asking())]);
    let (proposal, _) = approved(&mut world, (from, to), units);
    let before = world.books.clone();
    let nobody = officer(XCE, 1);
    let objection = || World::objection(&proposal, XAL, nobody);
    let steps = [
        Step::Reject(objection()),
        Step::Withdraw(objection()),
        Step::Decline(objection()),
        Step::Elapse(Arc::clone(&proposal)),
    ];
    for step in steps {
        let salt = crate::digest::Digest::of(&[b"salt"]);
        let request = crate::ledger::Request { step, key: None, salt };
        let now = world.now;
        assert!(decide(&mut world.books, &request, now).is_err());
        assert_eq!(world.books, before);
    }
}
