//! What the ledger writer keeps from batch to batch is never taken for what the database has.

use std::thread;

use app::{Answer, Registry, RequestKey};
use domain::id::{Id, Proposed};
use domain::ledger::{Order, Receipt};
use domain::unit::UnitRange;
use jiff::SignedDuration;
use store::CarryOutError;
use testkit::orders::{first_transfer, read};
use testkit::registry::{Parties, refusal};

/// The first transfer of one unit of those that were issued, by its place among them.
fn unit(parties: &Parties, issued: UnitRange, at: u64) -> Order {
    let serial = issued.serials.first().number().saturating_add(at);
    let units = read(&format!("CA9001-XAL01-XAL-{serial}..{serial}-2024"));
    first_transfer(parties.alorea.holding, parties.borvia.holding, units)
}

fn approve(
    parties: &Parties,
    by: &Registry,
    proposal: Id<Proposed>,
    key: RequestKey,
) -> Result<Answer, CarryOutError> {
    let approver = &parties.alorea.officers.approver;
    let shown = parties.test.shown(approver, proposal);
    by.approve(approver, proposal, shown, key).unwrap().wait()
}

/// The receipt of what was done now, and not before.
fn done(answer: &Result<Answer, CarryOutError>) -> Receipt {
    let receipt = match answer {
        Ok(Answer::Done(receipt)) => Some(*receipt),
        Ok(Answer::Repeated(_) | Answer::Preview(_)) | Err(_) => None,
    };
    receipt.unwrap()
}

/// Everything is as the entries say.
fn is_sound(parties: &Parties) {
    let url = parties.test.database.url(store::logins::Login::Checker);
    let report = store::verify::verify(&url, &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn two_processes_in_turns_see_what_the_other_has_done() {
    let parties = Parties::new();
    let (test, officers) = (&parties.test, &parties.alorea.officers);
    let other = test.of_another_process();
    let issued = parties.issued(100);
    for at in 0..20 {
        let proposal = test.propose(officers, vec![unit(&parties, issued, at)]).unwrap();
        let by = if at % 2 == 0 { &other } else { &test.registry };
        done(&approve(&parties, by, proposal, test.key()));
        // Whoever did not carry it out knows all the same that it is done.
        for registry in [&other, &test.registry] {
            let again = approve(&parties, registry, proposal, test.key()).unwrap();
            assert!(matches!(again, Answer::Repeated(_)), "{again:?}");
        }
        let again = test.propose(officers, vec![unit(&parties, issued, at)]);
        assert_eq!(refusal(again).unwrap().why.code(), "not-held");
    }
    is_sound(&parties);
}

#[test]
fn two_processes_at_once_lose_and_double_nothing() {
    let parties = Parties::new();
    let (test, officers) = (&parties.test, &parties.alorea.officers);
    let other = test.of_another_process();
    let issued = parties.issued(60);
    let proposals: Vec<_> = (0..60)
        .map(|at| test.propose(officers, vec![unit(&parties, issued, at)]).unwrap())
        .collect();
    thread::scope(|scope| {
        for (at, proposal) in proposals.iter().enumerate() {
            let by = if at % 2 == 0 { &other } else { &test.registry };
            let parties = &parties;
            scope.spawn(move || {
                done(&approve(parties, by, *proposal, parties.test.key()));
            });
        }
    });
    let moved = "SELECT count(*) AS number FROM registry.entry WHERE act = 'first-transfer'";
    assert_eq!(test.number(moved), 60);
    is_sound(&parties);
}

#[test]
fn a_key_that_was_used_is_refused_by_who_was_not_asked_about_it() {
    let parties = Parties::new();
    let (test, officers) = (&parties.test, &parties.alorea.officers);
    let issued = parties.issued(10);
    let propose = |at| test.propose(officers, vec![unit(&parties, issued, at)]).unwrap();
    let (first, second) = (propose(0), propose(1));
    let used = test.key();
    done(&approve(&parties, &test.registry, first, used.clone()));
    let other = RequestKey { fingerprint: test.key().fingerprint, ..used };
    let refused = refusal(approve(&parties, &test.registry, second, other)).unwrap();
    assert_eq!(refused.why.code(), "key-reused");
    done(&approve(&parties, &test.registry, second, test.key()));
    is_sound(&parties);
}

#[test]
fn a_clock_that_was_moved_is_noticed_at_once() {
    let parties = Parties::new();
    let (test, officers) = (&parties.test, &parties.alorea.officers);
    let issued = parties.issued(10);
    let mut last = None;
    for at in 0..3 {
        let proposal = test.propose(officers, vec![unit(&parties, issued, at)]).unwrap();
        let hours = i64::try_from(at).unwrap();
        test.database.set_clock_ahead(SignedDuration::from_hours(24 * hours));
        test.registry.let_time_pass(&mut app::Followed::default()).unwrap();
        let receipt = done(&approve(&parties, &test.registry, proposal, test.key()));
        if let Some(last) = last {
            let passed = receipt.recorded.duration_since(last);
            assert!(passed > SignedDuration::from_hours(23), "{passed}");
        }
        last = Some(receipt.recorded);
    }
    is_sound(&parties);
}

#[test]
fn a_block_that_was_changed_behind_its_back_is_not_built_upon() {
    let parties = Parties::new();
    let (test, officers) = (&parties.test, &parties.alorea.officers);
    let issued = parties.issued(10);
    let proposal = test.propose(officers, vec![unit(&parties, issued, 0)]).unwrap();
    let entries = "SELECT count(*) AS number FROM registry.entry";
    let before = test.number(entries);
    test.as_superuser(
        "UPDATE registry.unit_block SET account_id = (SELECT id FROM registry.account \
         WHERE section_id = 2 LIMIT 1), section_id = 2, since_entry = since_entry - 1",
    );
    let refused = refusal(approve(&parties, &test.registry, proposal, test.key())).unwrap();
    assert_eq!(refused.why.code(), "not-held");
    assert_eq!(test.number(entries), before);
}

#[test]
fn what_one_process_refuses_is_what_the_database_refuses_and_not_what_it_remembers() {
    let parties = Parties::new();
    let test = &parties.test;
    let other = test.of_another_process();
    let issued = parties.issued(10);
    let propose = |section: &testkit::registry::Section, order| {
        test.propose(&section.officers, vec![order]).unwrap()
    };
    // The other process carries the first transfer out, and keeps that Borvia holds the unit.
    let there = propose(&parties.alorea, unit(&parties, issued, 0));
    done(&approve(&parties, &other, there, test.key()));
    // This process moves it on to Cendria, and back.
    let range = read(&format!("CA9001-XAL01-XAL-{0}..{0}-2024", issued.serials.first()));
    let (borvia, cendria) = (&parties.borvia, &parties.cendria);
    let away = testkit::orders::transfer(borvia.holding, cendria.holding, range);
    test.must(&borvia.officers, away);
    // What the other process is asked next is decided on where the unit is now.
    let back = testkit::orders::transfer(cendria.holding, borvia.holding, range);
    let draft = app::Draft {
        orders: vec![back],
        occurred: None,
        entity: None,
        replaces: None,
        confirmed: None,
    };
    let officers = &cendria.officers;
    let ticket = other.propose(&officers.initiator, draft, test.key()).unwrap();
    done(&ticket.wait());
    is_sound(&parties);
}
