//! Waiting, accepting, rejecting, lapsing and stopping, on the real database, by its clock.

use std::thread;

use app::proposals::{ProposalState, WhichProposal};
use app::{Answer, CarryOutError, Desk, Followed, Limit, ProposeError};
use domain::id::{Id, Proposed};
use domain::ledger::{Ending, LiftStop, Order, Receipt, SetStop, SetTerms, Trust};
use domain::section_terms::SectionTerms;
use domain::stop::StopTarget;
use jiff::SignedDuration;
use store::logins::Login;
use store::verify::{Finding, verify};
use testkit::orders::{first_transfer, read};
use testkit::registry::{Officers, Parties, Section, refusal, uuid};

/// Lays down terms of a section, stricter than those it has.
fn lay_down(parties: &Parties, section: &Section, terms: SectionTerms) {
    parties.test.must(&section.officers, Order::SetTerms(SetTerms { terms }));
}

fn usual() -> SectionTerms {
    SectionTerms::default()
}

/// A first transfer of ten units to Borvia that is proposed.
fn proposed(parties: &Parties) -> Id<Proposed> {
    let issued = parties.issued(10);
    let order = first_transfer(parties.alorea.holding, parties.borvia.holding, issued);
    parties.test.propose(&parties.alorea.officers, vec![order]).unwrap()
}

fn approved(parties: &Parties) -> Id<Proposed> {
    let proposal = proposed(parties);
    parties.test.approve(&parties.alorea.officers, proposal).unwrap();
    proposal
}

fn state(parties: &Parties, proposal: Id<Proposed>) -> ProposalState {
    let (registry, caller) = (&parties.test.registry, &parties.alorea.officers.initiator);
    let whole = registry.whole_proposal(caller, WhichProposal::Id(proposal)).unwrap();
    whole.unwrap().line.state()
}

/// How many units lie in Borvia.
fn in_borvia(parties: &Parties) -> u64 {
    parties.test.number(
        "SELECT coalesce(sum(last_serial - first_serial + 1), 0)::bigint AS number \
         FROM registry.unit_block WHERE section_id = 2",
    )
}

fn later(parties: &Parties, hours: i64) {
    parties.test.database.set_clock_ahead(SignedDuration::from_hours(hours));
}

/// What the registry's clock has done.
fn tick(parties: &Parties) -> usize {
    parties.test.registry.let_time_pass(&mut Followed::default()).unwrap().done
}

fn findings(parties: &Parties) -> Vec<Finding> {
    verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap().findings
}

fn code(answer: Result<Receipt, CarryOutError>) -> &'static str {
    refusal(answer).unwrap().why.code()
}

#[test]
fn what_waits_is_carried_out_by_the_databases_clock_t17_t45() {
    let parties = Parties::new();
    lay_down(&parties, &parties.alorea, usual());
    let proposal = approved(&parties);
    assert_eq!(state(&parties, proposal), ProposalState::Approved);
    assert_eq!((tick(&parties), in_borvia(&parties)), (0, 0));
    later(&parties, 23);
    assert_eq!(tick(&parties), 0);
    later(&parties, 25);
    assert_eq!((tick(&parties), in_borvia(&parties)), (1, 10));
    assert_eq!(state(&parties, proposal), ProposalState::Ended(Ending::Executed));
    assert_eq!(tick(&parties), 0, "it is done once");
    assert_eq!(findings(&parties), []);
}

#[test]
fn two_clocks_at_once_carry_it_out_once() {
    let parties = Parties::new();
    lay_down(&parties, &parties.alorea, usual());
    for _ in 0..5 {
        approved(&parties);
    }
    later(&parties, 25);
    let other = parties.test.of_another_process();
    let done: usize = thread::scope(|scope| {
        let clocks = [&other, &parties.test.registry].map(|registry| {
            scope.spawn(|| registry.let_time_pass(&mut Followed::default()).unwrap().done)
        });
        clocks.into_iter().map(|clock| clock.join().unwrap()).sum()
    });
    assert_eq!((done, in_borvia(&parties)), (5, 50));
    assert_eq!(findings(&parties), []);
}

#[test]
fn a_trusted_recipient_is_not_waited_for_once_its_day_has_come_t17() {
    let parties = Parties::new();
    lay_down(&parties, &parties.alorea, usual());
    let account = parties.borvia.holding;
    parties.test.must(&parties.alorea.officers, Order::TrustRecipient(Trust { account }));
    approved(&parties);
    assert_eq!(in_borvia(&parties), 0);
    later(&parties, 24 * 7);
    tick(&parties);
    approved(&parties);
    assert_eq!(in_borvia(&parties), 20);
    assert_eq!(findings(&parties), []);
}

#[test]
fn an_undecided_proposal_lapses_by_the_clock_and_frees_its_units_wf08() {
    let parties = Parties::new();
    let proposal = proposed(&parties);
    later(&parties, 24 * 7 + 1);
    assert_eq!(tick(&parties), 1);
    assert_eq!(state(&parties, proposal), ProposalState::Ended(Ending::Lapsed));
    let reserved = "SELECT count(*) AS number FROM registry.reservation";
    assert_eq!(parties.test.number(reserved), 0);
    let late = parties.test.approve(&parties.alorea.officers, proposal);
    assert_eq!(code(late), "already-decided");
    assert_eq!(findings(&parties), []);
}

#[test]
fn what_is_rejected_or_withdrawn_says_why_and_frees_its_units_r031() {
    let parties = Parties::new();
    let (registry, officers) = (&parties.test.registry, &parties.alorea.officers);
    let (one, two) = (proposed(&parties), proposed(&parties));
    let reason = || read("not what the contract says");
    let key = || parties.test.key();
    registry.reject(&officers.approver, one, reason(), key()).unwrap().wait().unwrap();
    registry.withdraw(&officers.initiator, two, reason(), key()).unwrap().wait().unwrap();
    assert_eq!(state(&parties, one), ProposalState::Ended(Ending::Rejected));
    assert_eq!(state(&parties, two), ProposalState::Ended(Ending::Withdrawn));
    let reserved = "SELECT count(*) AS number FROM registry.reservation";
    assert_eq!(parties.test.number(reserved), 0);
    let whole = registry.whole_proposal(&officers.initiator, WhichProposal::Id(one)).unwrap();
    let decision = whole.unwrap().line.decision.unwrap();
    assert_eq!(decision.reason.as_deref(), Some("not what the contract says"));
    assert_eq!(findings(&parties), []);
}

#[test]
fn the_receiver_sees_what_it_is_asked_and_nobody_else_does_wf03_t01() {
    let parties = Parties::new();
    lay_down(&parties, &parties.borvia, SectionTerms { acceptance: true, ..usual() });
    let registry = &parties.test.registry;
    let before = proposed(&parties);
    let asked = |section: &Section, id| {
        registry.incoming_one(&section.officers.approver, id).unwrap().map(|it| it.proposal)
    };
    assert_eq!(asked(&parties.borvia, before), None, "undecided, it is the sender's alone");
    parties.test.approve(&parties.alorea.officers, before).unwrap();
    assert_eq!(in_borvia(&parties), 0);
    let shown = asked(&parties.borvia, before).unwrap().digest();
    assert_eq!(asked(&parties.cendria, before), None);
    assert_eq!(asked(&parties.alorea, before), None);
    let key = || parties.test.key();
    let stranger = registry.accept(&parties.cendria.officers.approver, before, shown, key());
    assert!(stranger.is_err());
    let accept = || {
        let ticket = registry.accept(&parties.borvia.officers.approver, before, shown, key());
        ticket.unwrap().wait().unwrap()
    };
    let Answer::Done(done) = accept() else { panic!("it was accepted before") };
    assert_eq!(in_borvia(&parties), 10);
    let Answer::Repeated(again) = accept() else { panic!("it is accepted twice") };
    assert_eq!(again.last_entry, done.last_entry);
    assert_eq!(findings(&parties), []);
}

#[test]
fn the_receiver_accepts_before_the_time_has_come_or_declines_wf03() {
    let parties = Parties::new();
    lay_down(&parties, &parties.alorea, usual());
    lay_down(&parties, &parties.borvia, SectionTerms { acceptance: true, ..usual() });
    let registry = &parties.test.registry;
    let (one, two) = (approved(&parties), approved(&parties));
    let (approver, key) = (&parties.borvia.officers.approver, || parties.test.key());
    let shown = registry.incoming_one(approver, one).unwrap().unwrap().proposal.digest();
    registry.accept(approver, one, shown, key()).unwrap().wait().unwrap();
    registry.decline(approver, two, read("no contract"), key()).unwrap().wait().unwrap();
    assert_eq!(in_borvia(&parties), 0);
    assert_eq!(state(&parties, two), ProposalState::Ended(Ending::Declined));
    later(&parties, 25);
    assert_eq!((tick(&parties), in_borvia(&parties)), (1, 10));
    let page = registry.incoming(approver, None, Limit::MAX).unwrap();
    assert_eq!(page.items.len(), 2);
    assert_eq!(findings(&parties), []);
}

#[test]
fn the_sum_of_a_day_holds_whatever_comes_at_once_t18() {
    let parties = Parties::new();
    let limited = SectionTerms {
        waiting_hours: 0,
        units_per_day: Some(read("30")),
        ..SectionTerms::default()
    };
    lay_down(&parties, &parties.alorea, limited);
    let proposals: Vec<_> = (0..10).map(|_| proposed(&parties)).collect();
    let other = parties.test.of_another_process();
    let test = &parties.test;
    let done: usize = thread::scope(|scope| {
        let running: Vec<_> = proposals
            .iter()
            .enumerate()
            .map(|(at, proposal)| {
                let by = if at % 2 == 0 { &other } else { &test.registry };
                let (approver, parties) = (&parties.alorea.officers.approver, &parties);
                scope.spawn(move || {
                    let shown = parties.test.shown(approver, *proposal);
                    let key = parties.test.key();
                    by.approve(approver, *proposal, shown, key).unwrap().wait().is_ok()
                })
            })
            .collect();
        running.into_iter().map(|it| usize::from(it.join().unwrap())).sum()
    });
    assert_eq!((done, in_borvia(&parties)), (3, 30));
    assert_eq!(findings(&parties), []);
}

fn desk(parties: &Parties) -> Officers {
    parties.test.officers(Desk::Secretariat)
}

/// One person of the desk stops something.
fn stop(parties: &Parties, desk: &Officers, target: StopTarget) -> Id<domain::id::Stopped> {
    let (id, reason) = (Id::from_uuid(uuid()), read("a stolen laptop"));
    let order = Order::SetStop(SetStop { id, target, reason, until: None });
    parties.test.propose(desk, vec![order]).unwrap();
    id
}

#[test]
fn a_stop_holds_at_once_in_every_process_and_two_persons_lift_it_wf06() {
    let parties = Parties::new();
    let (test, officers) = (&parties.test, &parties.alorea.officers);
    let other = test.of_another_process();
    let by_other = |proposal: Id<Proposed>| {
        let shown = test.shown(&officers.approver, proposal);
        other.approve(&officers.approver, proposal, shown, test.key()).unwrap().wait()
    };
    // The other process keeps what it has seen.
    by_other(proposed(&parties)).unwrap();
    let (one, two) = (proposed(&parties), proposed(&parties));
    let desk = desk(&parties);
    let stopped = stop(&parties, &desk, StopTarget::Section { party: read("XBO") });
    assert_eq!(refusal(by_other(one)).unwrap().why.code(), "stopped");
    assert_eq!(code(test.approve(officers, two)), "stopped");
    assert_eq!(in_borvia(&parties), 10);
    let seen = |section: &Section| {
        test.registry.stops(&section.officers.initiator, None, Limit::MAX).unwrap().items.len()
    };
    assert_eq!((seen(&parties.borvia), seen(&parties.cendria)), (1, 0), "whom it concerns");
    let lift = Order::LiftStop(LiftStop { stop: stopped, reason: read("it was found") });
    test.must(&desk, lift.clone());
    assert_eq!(code(test.act(&desk, vec![lift])), "stop-over", "and not unknown");
    by_other(one).unwrap();
    test.approve(officers, two).unwrap();
    assert_eq!(in_borvia(&parties), 30);
    assert_eq!(findings(&parties), []);
}

#[test]
fn the_desk_sees_each_transfer_holds_one_and_can_start_none_t26() {
    let parties = Parties::new();
    lay_down(&parties, &parties.alorea, usual());
    let (test, registry) = (&parties.test, &parties.test.registry);
    let desk = desk(&parties);
    let proposal = approved(&parties);
    let seen = || registry.desk_transfer(&desk.approver, proposal).unwrap().unwrap();
    assert_eq!(seen().line.state(), ProposalState::Approved);
    assert_eq!((seen().from.1.waiting_hours, seen().stops.len(), seen().compared), (24, 0, None));
    let why = (read("please confirm the quantity"), None);
    registry.hold(&desk.initiator, proposal, why, test.key()).unwrap().wait().unwrap();
    assert_eq!(seen().stops.len(), 1);
    later(&parties, 25);
    assert_eq!((tick(&parties), in_borvia(&parties)), (0, 0));
    let stop = seen().stops[0].id;
    test.must(&desk, Order::LiftStop(LiftStop { stop, reason: read("confirmed") }));
    assert_eq!((tick(&parties), in_borvia(&parties)), (1, 10));
    let compared = seen().compared.unwrap();
    assert_eq!((compared.sent, compared.received), (10, 10));
    // Of its own it moves nothing, and a Party sees no desk.
    let issued = parties.issued(10);
    let order = first_transfer(parties.alorea.holding, parties.borvia.holding, issued);
    let draft = app::Draft {
        orders: vec![order],
        occurred: None,
        entity: None,
        replaces: None,
        confirmed: None,
    };
    let started = registry.propose(&desk.initiator, draft, test.key());
    assert!(matches!(started, Err(ProposeError::Denied(_))));
    let shown = test.shown(&parties.alorea.officers.approver, proposal);
    assert!(registry.approve(&desk.approver, proposal, shown, test.key()).is_err());
    assert!(
        registry
            .desk_transfers(&parties.alorea.officers.initiator, None, None, Limit::MAX)
            .is_err()
    );
    assert_eq!(findings(&parties), []);
}

/// What is changed, how it is taken back, and where the change is found.
const CHANGES: [(&str, &str, &str); 8] = [
    (
        "UPDATE registry.consent SET due_at = due_at - interval '1 h'",
        "UPDATE registry.consent SET due_at = due_at + interval '1 h'",
        "consent",
    ),
    (
        "UPDATE registry.consent SET receiver_section_id = NULL",
        "UPDATE registry.consent SET receiver_section_id = 2",
        "consent",
    ),
    (
        "UPDATE registry.incoming SET section_id = 3",
        "UPDATE registry.incoming SET section_id = 2",
        "incoming",
    ),
    (
        "UPDATE registry.stop SET lifted_entry = set_entry + 1",
        "UPDATE registry.stop SET lifted_entry = NULL",
        "stop",
    ),
    (
        "UPDATE registry.stop SET party_section_id = NULL",
        "UPDATE registry.stop SET party_section_id = 3",
        "stop",
    ),
    (
        "UPDATE registry.section SET spent_units = 0 WHERE id = 1",
        "UPDATE registry.section SET spent_units = 10 WHERE id = 1",
        "section spent",
    ),
    (
        "UPDATE registry.section_settings SET settings = jsonb_set(settings, \
            '{terms,waiting_hours}', '0') WHERE section_id = 2 AND since_entry > 10",
        "UPDATE registry.section_settings SET settings = jsonb_set(settings, \
            '{terms,waiting_hours}', '24') WHERE section_id = 2 AND since_entry > 10",
        "section_settings",
    ),
    (
        "UPDATE registry.proposal SET lapses_at = lapses_at + interval '1 d'",
        "UPDATE registry.proposal SET lapses_at = lapses_at - interval '1 d'",
        "proposal",
    ),
];

/// Everything that waits, stops and is laid down, changed by SQL past all triggers.
#[test]
fn whatever_is_changed_of_waits_stops_and_terms_is_found() {
    let parties = Parties::new();
    let limited = SectionTerms { units_per_day: Some(read("1000")), ..usual() };
    lay_down(&parties, &parties.alorea, limited);
    lay_down(&parties, &parties.borvia, SectionTerms { acceptance: true, ..usual() });
    approved(&parties);
    let desk = desk(&parties);
    stop(&parties, &desk, StopTarget::Section { party: read("XCE") });
    assert_eq!(findings(&parties), []);
    for (sql, undone, place) in CHANGES {
        let change = |sql: &str| {
            parties.test.as_superuser(&format!("SET session_replication_role = replica; {sql}"));
        };
        change(sql);
        let found = findings(&parties);
        assert!(found.iter().any(|it| it.place.contains(place)), "{sql}: {found:#?}");
        change(undone);
        assert_eq!(findings(&parties), [], "{undone}");
    }
    parties.test.as_superuser("DELETE FROM registry.section_settings WHERE section_id = 2");
    assert!(findings(&parties).iter().any(|it| it.place.contains("section_settings")));
}
