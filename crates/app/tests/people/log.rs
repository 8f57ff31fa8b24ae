//! What is done with people stands in the log, between the entries of the ledger.

use std::thread;

use domain::access::Role;
use domain::ledger::Order;
use store::logins::Login;
use store::verify::{Finding, Report, verify};
use testkit::orders::{first_transfer, read};
use testkit::registry::{Parties, TestRegistry};

use crate::operator::{ADMINISTER, caller, holder, somebody, wanted};

fn verified(test: &TestRegistry) -> Report {
    verify(&test.database.url(Login::Checker), &mut |_| {}).unwrap()
}

/// How many leaves, heads, events and entries there are.
fn counts(test: &TestRegistry) -> [u64; 4] {
    ["transparency.log_leaf", "transparency.log_batch", "identity.event", "registry.entry"]
        .map(|table| test.number(&format!("SELECT count(*) AS number FROM {table}")))
}

#[test]
fn each_act_is_exactly_one_leaf_and_no_entry() {
    let test = TestRegistry::new();
    let registry = &test.registry;
    let [leaves, heads, ..] = counts(&test);
    let after = |acts: u64| {
        assert_eq!(counts(&test), [leaves + acts, heads + acts, acts, 0]);
    };
    let (desk, role) = (read("secretariat"), Role::RegistryAdministrator);
    let person = somebody(&test);
    after(1);
    registry.grant_role(&ADMINISTER, person, desk, &role).unwrap();
    after(2);
    let made = registry.make_token(&ADMINISTER, &wanted(person, "secretariat")).unwrap();
    after(3);
    registry.revoke_token(&ADMINISTER, made.id).unwrap();
    after(4);
    registry.end_role(&ADMINISTER, person, desk, &role).unwrap();
    after(5);
    // What is refused leaves nothing behind.
    registry.end_role(&ADMINISTER, person, desk, &role).unwrap_err();
    registry.revoke_token(&ADMINISTER, made.id).unwrap_err();
    registry.grant_role(&ADMINISTER, person, read("XAL"), &role).unwrap_err();
    after(5);
    assert_eq!(verified(&test).findings, []);
}

#[test]
fn a_leaf_tells_nothing_about_a_person() {
    let test = TestRegistry::new();
    let person = holder(&test, "secretariat", &Role::RegistryAdministrator);
    let made = test.registry.make_token(&ADMINISTER, &wanted(person, "secretariat")).unwrap();
    let leaves = |text: &str| {
        test.number(&format!(
            "SELECT count(*) AS number FROM transparency.log_leaf WHERE strpos(leaf, '{text}') > 0"
        ))
    };
    assert_eq!(leaves("\"event\":\"token-made\""), 1);
    let (person, token) = (person.to_string(), made.id.to_string());
    let hidden = ["Lindqvist", "laptop", "administrator", "secretariat", &person, &token];
    for hidden in hidden {
        assert_eq!(leaves(hidden), 0, "{hidden}");
    }
}

#[test]
fn the_log_grows_without_a_gap_between_batches_of_the_ledger() {
    let parties = Parties::new();
    let (test, units) = (&parties.test, parties.issued(100));
    let first = units.serials.first().number();
    let [leaves, _, _, entries] = counts(test);
    for at in 0..5 {
        let person = holder(test, "XAL", &Role::PartyInitiator);
        let part = read(&format!("CA9001-XAL01-XAL-{0}..{0}-2024", first + at));
        let order = first_transfer(parties.alorea.holding, parties.borvia.holding, part);
        test.must(&parties.alorea.officers, order);
        test.registry.make_token(&ADMINISTER, &wanted(person, "XAL")).unwrap();
    }
    let report = verified(test);
    assert_eq!(report.findings, []);
    assert_eq!(report.leaves - leaves, report.entries - entries + 15);
}

#[test]
fn who_race_for_the_head_of_the_log_lose_nothing() {
    let parties = Parties::new();
    let (test, units) = (&parties.test, parties.issued(40));
    let first = units.serials.first().number();
    let before = counts(test);
    let order = |at: u64| -> Order {
        let part = read(&format!("CA9001-XAL01-XAL-{0}..{0}-2024", first + at));
        first_transfer(parties.alorea.holding, parties.borvia.holding, part)
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..15 {
                    holder(test, "XBO", &Role::PartyApprover);
                }
            });
        }
        // Single orders take the way without a lock, where only the head keeps them apart.
        scope.spawn(|| {
            for at in 0..40 {
                test.must(&parties.alorea.officers, order(at));
            }
        });
    });
    let [leaves, _, events, entries] = counts(test);
    assert_eq!(events - before[2], 90);
    assert_eq!(entries - before[3], 80);
    assert_eq!(leaves - before[0], 170);
    let report = verified(test);
    assert_eq!(report.findings, []);
    let gaps = "SELECT max(batch_no) + 1 - count(*) AS number FROM transparency.log_batch";
    assert_eq!(test.number(gaps), 0);
}

#[test]
fn of_many_who_grant_one_role_one_does() {
    let parties = Parties::new();
    let test = &parties.test;
    let person = somebody(test);
    let role = Role::PartyApprover;
    let granted = thread::scope(|scope| {
        let racers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| test.registry.grant_role(&ADMINISTER, person, read("XAL"), &role))
            })
            .collect();
        racers.into_iter().filter_map(|it| it.join().unwrap().ok()).count()
    });
    assert_eq!(granted, 1);
    assert_eq!(caller(test, person, "XAL").roles().count(), 1);
}

/// Does this as a superuser, past all triggers, and expects a finding at the event.
fn found_after(sql: &str) {
    let test = TestRegistry::new();
    holder(&test, "secretariat", &Role::RegistryAdministrator);
    test.as_superuser(&format!("SET session_replication_role = replica; {sql}"));
    let findings: Vec<Finding> = verified(&test).findings;
    assert!(findings.iter().any(|it| it.place == "event 1"), "{sql}: {findings:#?}");
}

#[test]
fn whatever_is_changed_in_an_event_is_found() {
    let of_one = "WHERE log_index = 1";
    for change in [
        "kind = 'role-ended'",
        "section_id = 1",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "content = jsonb_set(content, '{event,role}', '\"auditor\"')",
        "content = jsonb_set(content, '{salt}', to_jsonb(repeat('0', 64)))",
        "content = '{}'",
    ] {
        found_after(&format!("UPDATE identity.event SET {change} {of_one}"));
    }
    found_after(&format!("DELETE FROM identity.event {of_one}"));
    found_after(&format!("UPDATE identity.event SET log_index = 7 {of_one}"));
}
