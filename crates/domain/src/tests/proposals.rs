//! The way of two persons, requests that come again, and batches.

use std::sync::Arc;

use super::world::{
    OFFICE, World, XAL, XBO, first_transfer, issue, officer, part, terms, the, transfer,
    use_for_ndc,
};
use crate::access::{CallerKind, Officer, Role};
use crate::account::AccountNumber;
use crate::digest::Digest;
use crate::id::Id;
use crate::ledger::{
    Approval, Books, Key, Order, Outcome, Proposal, Receipt, Refusal, Refused, Request, Step,
    decide, try_out,
};
use crate::unit::UnitRange;

/// XAL's account with a hundred units of A1 (NDC), another account of XAL, and what is proposed:
/// a transfer of the first ten between them.
fn waiting() -> (World, Arc<Proposal>, UnitRange, [AccountNumber; 2]) {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let ten = part(units, "1", "10");
    let proposal = world.draft(XAL, vec![transfer(from, other, ten)]);
    world.propose(&proposal).unwrap();
    (world, proposal, units, [from, other])
}

fn code(refused: Result<Outcome, Refused>) -> &'static str {
    refused.unwrap_err().why.code()
}

#[test]
fn a_proposal_moves_nothing_and_reserves_what_it_names_r031_r152() {
    let (mut world, proposal, units, [from, other]) = waiting();
    assert_eq!(world.place(part(units, "1", "10")), from);
    let again = transfer(from, other, part(units, "10", "20"));
    let reserved = part(units, "10", "10");
    assert_eq!(world.refused(XAL, again), Refusal::Reserved { units: reserved });
    world.act(XAL, transfer(from, other, part(units, "11", "20")));
    world.approve(&proposal).unwrap();
    assert_eq!(world.place(part(units, "1", "10")), other);
    world.act(XAL, transfer(other, from, part(units, "1", "20")));
}

#[test]
fn nobody_approves_their_own_proposal_whatever_token_they_use_r031_t15() {
    let (mut world, proposal, ..) = waiting();
    let initiator = officer(XAL, 1);
    let other_token = Officer { token: officer(XAL, 2).token, ..initiator };
    let program = Officer { kind: CallerKind::Program, ..other_token };
    world.appoint(initiator, XAL, &Role::OF_OFFICERS);
    let before = world.books.clone();
    for same_person in [initiator, other_token, program] {
        let refused = world.approve_as(&proposal, same_person, proposal.digest());
        assert_eq!(code(refused), "own-proposal");
    }
    assert_eq!(world.books, before);
}

#[test]
fn what_is_approved_is_what_was_shown_r031() {
    let (mut world, proposal, ..) = waiting();
    let other = Digest::of(&[b"another text"]);
    assert_eq!(code(world.approve_as(&proposal, officer(XAL, 2), other)), "not-as-shown");
}

#[test]
fn who_has_approved_gets_the_receipt_again_for_what_they_were_shown_alone_r031() {
    let (mut world, proposal, ..) = waiting();
    let done = *world.approve(&proposal).unwrap().receipt();
    assert_eq!(world.approve(&proposal), Ok(Outcome::Repeated(done)));
    let other = Digest::of(&[b"another text"]);
    assert_eq!(code(world.approve_as(&proposal, officer(XAL, 2), other)), "already-decided");
}

#[test]
fn what_is_approved_is_what_is_on_record_r031() {
    let (mut world, proposal, units, [from, other]) = waiting();
    let orders = vec![transfer(from, other, part(units, "1", "99"))];
    let forged = Proposal::new(proposal.id, XAL, orders, None, proposal.by);
    assert_eq!(code(world.approve(&Arc::new(forged))), "not-found");
    let by_another =
        Proposal::new(proposal.id, XAL, proposal.orders.clone(), None, officer(XAL, 3));
    assert_eq!(code(world.approve(&Arc::new(by_another))), "not-found");
    let unknown = world.draft(XAL, proposal.orders.clone());
    assert_eq!(code(world.approve(&unknown)), "not-found");
}

#[test]
fn what_a_proposal_says_never_changes_r031() {
    let (mut world, proposal, units, [from, other]) = waiting();
    let orders = vec![transfer(from, other, part(units, "50", "60"))];
    let edited = Arc::new(Proposal::new(proposal.id, XAL, orders, None, proposal.by));
    let before = world.books.clone();
    assert_eq!(code(world.propose(&edited)), "proposal-id-taken");
    assert_eq!(code(world.propose(&proposal)), "proposal-id-taken");
    assert_eq!(world.books, before);
    world.approve(&proposal).unwrap();
    assert_eq!(code(world.propose(&edited)), "proposal-id-taken");
}

#[test]
fn the_digest_changes_with_whatever_is_shown_r031() {
    let (mut world, _, units, [from, other]) = waiting();
    let id = Id::from_uuid(world.fresh());
    let digest = |id, section, orders: &[Order], occurred: Option<&str>| {
        let occurred =
            occurred.map(|at| crate::ledger::Occurred { at: the(at), evidence: the("letter 7") });
        Proposal::new(id, section, orders.to_vec(), occurred, officer(XAL, 1)).digest()
    };
    let ten = transfer(from, other, part(units, "1", "10"));
    let eleven = transfer(from, other, part(units, "1", "11"));
    let other_id = Id::from_uuid(world.fresh());
    let one = std::slice::from_ref(&ten);
    let shown = [
        digest(id, XAL, one, None),
        digest(id, XBO, one, None),
        digest(id, XAL, std::slice::from_ref(&eleven), None),
        digest(id, XAL, &[ten.clone(), eleven.clone()], None),
        digest(id, XAL, one, Some("2026-01-01T00:00:00Z")),
        digest(other_id, XAL, one, None),
    ];
    for (at, digest) in shown.iter().enumerate() {
        assert!(!shown[..at].contains(digest), "{at}");
    }
    assert_eq!(shown[0], digest(id, XAL, one, None));
}

#[test]
fn both_persons_hold_their_roles_when_it_is_carried_out_r031() {
    let (mut world, proposal, ..) = waiting();
    world.appoint(officer(XAL, 1), XAL, &[Role::Auditor]);
    let refused = world.approve(&proposal).unwrap_err();
    assert_eq!(refused.why, Refusal::InitiatorNotEntitled { order: "transfer" });
    world.appoint(officer(XAL, 1), XAL, &[Role::PartyInitiator]);
    world.appoint(officer(XAL, 2), XAL, &[Role::PartyInitiator]);
    let refused = world.approve(&proposal).unwrap_err();
    assert_eq!(refused.why, Refusal::ApproverNotEntitled { order: "transfer" });
    world.appoint(officer(XAL, 2), XAL, &[Role::PartyApprover]);
    world.approve(&proposal).unwrap();
}

#[test]
fn an_officer_of_another_section_can_neither_propose_nor_approve_r001_r031() {
    let (mut world, proposal, units, [from, other]) = waiting();
    for stranger in [officer(XBO, 2), officer(OFFICE, 2)] {
        let refused = world.approve_as(&proposal, stranger, proposal.digest());
        assert_eq!(code(refused), "approver-not-entitled");
    }
    for stranger in [officer(XBO, 1), officer(OFFICE, 1)] {
        let orders = vec![transfer(from, other, part(units, "50", "60"))];
        let id = Id::from_uuid(world.fresh());
        let theirs = Arc::new(Proposal::new(id, XAL, orders, None, stranger));
        assert_eq!(code(world.propose(&theirs)), "initiator-not-entitled");
    }
}

#[test]
fn the_secretariat_has_no_power_over_units_r030() {
    let (mut world, _, units, [from, other]) = waiting();
    for which in [1, 2] {
        world.appoint(officer(OFFICE, which), OFFICE, &Role::OF_OFFICERS);
    }
    for order in [
        transfer(from, other, part(units, "50", "60")),
        issue(from, None, 1),
        Order::Authorize(terms("A9", "NDC", None)),
    ] {
        assert_eq!(world.code(OFFICE, order), "wrong-desk", "whatever roles its officers hold");
    }
    world.appoint(officer(XAL, 1), XAL, &Role::OF_OFFICERS);
    let open = super::world::open_section("XZZ");
    assert_eq!(world.code(XAL, open), "wrong-desk", "and a section opens no section");
}

#[test]
fn the_same_approval_twice_is_done_once_and_answered_alike_t15() {
    let (mut world, proposal, ..) = waiting();
    let Outcome::Done(receipt) = world.approve(&proposal).unwrap() else { panic!("not repeated") };
    let before = world.books.clone();
    assert_eq!(world.approve(&proposal), Ok(Outcome::Repeated(receipt)));
    assert_eq!(world.books, before);
    let third = officer(XAL, 3);
    world.appoint(third, XAL, &[Role::PartyApprover]);
    let refused = world.approve_as(&proposal, third, proposal.digest()).unwrap_err();
    assert_eq!(refused.why, Refusal::AlreadyDecided { entry: receipt.first_entry });
}

fn key(text: &str, fingerprint: &[u8]) -> Key {
    let caller = officer(XAL, 1).token;
    Key { caller, key: the(text), fingerprint: Digest::of(&[fingerprint]) }
}

fn ask(books: &mut Books, step: Step, key: Key, now: &str) -> Result<Outcome, Refused> {
    let salt = Digest::of(&[now.as_bytes()]);
    decide(books, &Request { step, key: Some(key), salt }, the(now))
}

#[test]
fn a_request_with_the_same_key_is_done_once_and_answered_alike() {
    let (mut world, _, units, [from, other]) = waiting();
    let orders = vec![transfer(from, other, part(units, "50", "60"))];
    let first = world.draft(XAL, orders.clone());
    let (one, two) = ("2026-11-22T15:00:00Z", "2026-11-22T16:00:00Z");
    let done =
        ask(&mut world.books, Step::Propose(Arc::clone(&first)), key("k", b"body"), one).unwrap();
    let receipt: Receipt = *done.receipt();
    assert_eq!(done, Outcome::Done(receipt));
    let before = world.books.clone();
    // The second time it is drafted anew, under another id.
    let second = world.draft(XAL, orders);
    let again = ask(&mut world.books, Step::Propose(second), key("k", b"body"), two);
    assert_eq!(again, Ok(Outcome::Repeated(receipt)));
    assert_eq!(world.books, before);
    let other_body = world.draft(XAL, vec![issue(from, None, 1)]);
    let refused = ask(&mut world.books, Step::Propose(other_body), key("k", b"other"), two);
    let entry = receipt.first_entry;
    assert_eq!(refused.unwrap_err().why, Refusal::KeyReused { entry });
    assert_eq!(world.books, before);
}

#[test]
fn a_key_works_for_approvals_and_is_one_callers_own() {
    let (mut world, proposal, ..) = waiting();
    let by = officer(XAL, 2);
    let shown = proposal.digest();
    let step = || Step::Approve(Approval { proposal: Arc::clone(&proposal), shown, by });
    let theirs = Key { caller: by.token, ..key("k", b"approve") };
    let (one, two) = ("2026-11-22T15:00:00Z", "2026-11-22T16:00:00Z");
    let done = ask(&mut world.books, step(), theirs.clone(), one).unwrap();
    let again = ask(&mut world.books, step(), theirs, two).unwrap();
    assert_eq!(again, Outcome::Repeated(*done.receipt()));
    let account = world.account(XAL, "100");
    let fresh = world.draft(XAL, vec![issue(account, None, 1)]);
    let mine = ask(&mut world.books, Step::Propose(fresh), key("k", b"mine"), two).unwrap();
    assert!(matches!(mine, Outcome::Done(_)), "the same key of another caller is another key");
}

#[test]
fn a_refused_request_leaves_its_key_free() {
    let (mut world, _, units, [from, other]) = waiting();
    let reserved = world.draft(XAL, vec![transfer(from, other, part(units, "1", "5"))]);
    let now = "2026-11-22T15:00:00Z";
    let before = world.books.clone();
    let step = Step::Propose(reserved);
    assert_eq!(code(ask(&mut world.books, step, key("k", b"a"), now)), "reserved");
    assert_eq!(world.books, before);
    let free = world.draft(XAL, vec![transfer(from, other, part(units, "11", "15"))]);
    ask(&mut world.books, Step::Propose(free), key("k", b"b"), now).unwrap();
}

#[test]
fn a_batch_is_all_or_nothing_r152() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let orders = vec![
        transfer(from, other, part(units, "1", "50")),
        first_transfer(other, to, part(units, "1", "20")),
        first_transfer(from, to, part(units, "51", "60")),
    ];
    let good = world.draft(XAL, orders.clone());
    let bad_last = transfer(from, other, part(units, "1", "1"));
    let bad = world.draft(XAL, orders.into_iter().chain([bad_last]).collect());
    let before = world.books.clone();
    let refused = world.propose(&bad).unwrap_err();
    assert_eq!((refused.order, refused.why.code()), (Some(3), "not-held"));
    assert_eq!(world.books, before);
    let receipt = world.carry_out(&good).unwrap();
    assert_eq!(receipt.last_entry - receipt.first_entry, 2, "one entry for each order");
    assert_eq!(world.place(part(units, "1", "20")), to);
    assert_eq!(world.place(part(units, "21", "50")), other);
    assert!(world.books.reservations.iter().next().is_none());
}

#[test]
fn a_batch_that_cannot_be_carried_out_any_more_changes_nothing_r152() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let orders = vec![
        first_transfer(from, to, part(units, "1", "50")),
        first_transfer(from, to, part(units, "51", "100")),
    ];
    let proposal = world.draft(XAL, orders);
    world.propose(&proposal).unwrap();
    let second = crate::authorization::Terms {
        version: 2,
        quantity: Some(the("99")),
        ..terms("A1", "NDC", None)
    };
    world.act(XAL, Order::Authorize(second));
    let before = world.books.clone();
    let refused = world.approve(&proposal).unwrap_err();
    assert_eq!((refused.order, refused.why.code()), (Some(1), "cap-exceeded"));
    assert_eq!(world.books, before, "the first order too is taken back, and stays reserved");
}

#[test]
fn a_batch_may_move_what_it_issues_but_reserves_only_what_exists_r152() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let next = part(units, "101", "110");
    let orders = vec![issue(from, None, 10), transfer(from, other, next)];
    let batch = world.draft(XAL, orders);
    world.propose(&batch).unwrap();
    assert!(world.books.reservations.iter().next().is_none());
    let issued = world.issue(XAL, from, None, 10);
    assert_eq!(issued, next, "another proposal was quicker");
    let owner = world.draft(XAL, vec![transfer(from, other, next)]);
    world.propose(&owner).unwrap();
    assert_eq!(
        world.approve(&batch).unwrap_err().why,
        Refusal::Reserved { units: next },
        "its approval frees nobody else's reservation"
    );
    world.approve(&owner).unwrap();
    assert_eq!(world.approve(&batch).unwrap_err().why.code(), "not-held");
}

#[test]
fn a_proposal_holds_between_one_and_ten_thousand_orders() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let none = world.draft(XAL, Vec::new());
    assert_eq!(world.propose(&none).unwrap_err(), Refusal::ProposalEmpty {}.into());
    let most = Proposal::ORDERS_MAX;
    let full = world.draft(XAL, vec![issue(into, None, 1); most]);
    let receipt = world.carry_out(&full).unwrap();
    assert_eq!(receipt.last_entry - receipt.first_entry, 9_999);
    let over = world.draft(XAL, vec![issue(into, None, 1); most + 1]);
    let expected = Refusal::TooManyOrders { orders: most + 1, most };
    assert_eq!(world.propose(&over).unwrap_err(), expected.into());
}

#[test]
fn orders_of_a_batch_that_name_the_same_units_free_them_all_r152() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let (other, used) = (world.account(XBO, "100"), world.account(XBO, "200"));
    let orders = vec![
        transfer(to, other, part(units, "20", "40")),
        transfer(to, other, part(units, "61", "80")),
        transfer(other, to, part(units, "30", "35")),
        transfer(to, other, part(units, "41", "60")),
        use_for_ndc(other, used, part(units, "40", "80"), "2025"),
    ];
    let batch = world.draft(XBO, orders);
    world.propose(&batch).unwrap();
    let reserved: u64 = world
        .books
        .reservations
        .iter()
        .map(|((_, first), it)| it.last.number() - first.number() + 1)
        .sum();
    assert_eq!(reserved, 61, "each unit once");
    world.approve(&batch).unwrap();
    assert!(world.books.reservations.iter().next().is_none());
    world.act(XBO, transfer(to, other, part(units, "1", "19")));
}

#[test]
fn trying_out_tells_what_would_happen_and_changes_nothing() {
    let (mut world, _, units, [from, other]) = waiting();
    let proposal = world.draft(XAL, vec![transfer(from, other, part(units, "50", "60"))]);
    let before = world.books.clone();
    let effects = try_out(&mut world.books, &proposal, world.now).unwrap();
    assert_eq!(effects[0].blocks[0].units, part(units, "50", "60"));
    assert_eq!(world.books, before);
}

#[test]
fn proposals_are_numbered_within_section_and_utc_year_r153() {
    let mut world = World::new();
    let into = world.account(XAL, "100");
    let mut number = |at: &str| {
        world.now = the(at);
        let proposal = world.draft(XAL, vec![issue(into, None, 1)]);
        world.propose(&proposal).unwrap();
        let awaiting = world.books.proposals.get(&proposal.id).unwrap();
        (awaiting.number.year, awaiting.number.number)
    };
    let year = |text: &str| the::<crate::vintage::Year>(text);
    assert_eq!(number("2026-12-31T23:59:57Z"), (year("2026"), 5), "after four others");
    assert_eq!(number("2026-12-31T23:59:58.5Z"), (year("2026"), 6));
    assert_eq!(number("2027-01-01T00:00:00Z"), (year("2027"), 1));
    assert_eq!(number("2027-06-01T00:00:00Z"), (year("2027"), 2));
}
