//! A role lets somebody act, from when it is granted until it ends.

use std::thread::sleep;
use std::time::Duration;

use app::{Draft, EndError, GrantError, ProposeError};
use domain::access::Role;
use domain::id::Id;
use testkit::orders::{first_transfer, open_section, read};
use testkit::registry::{Officers, Parties, TestRegistry, refusal, uuid};

use crate::operator::{ADMINISTER, caller, holder, somebody, wanted};

#[test]
fn who_was_granted_a_role_can_propose_and_who_was_not_cannot() {
    let test = TestRegistry::new();
    let person = somebody(&test);
    let draft = || Draft {
        orders: vec![open_section("XAL", "Alorea")],
        occurred: None,
        entity: None,
        replaces: None,
        confirmed: None,
    };
    let before = caller(&test, person, "secretariat");
    let denied = test.registry.propose(&before, draft(), test.key());
    assert!(matches!(denied.err(), Some(ProposeError::Denied(_))));

    let (desk, role) = (read("secretariat"), Role::RegistryAdministrator);
    test.registry.grant_role(&ADMINISTER, person, desk, &role).unwrap();
    let initiator = caller(&test, person, "secretariat");
    let approver = caller(&test, holder(&test, "secretariat", &role), "secretariat");
    let officers = Officers { initiator, approver };
    test.act(&officers, draft().orders).unwrap();
}

#[test]
fn the_ledger_refuses_a_proposal_by_whose_role_has_ended_r031() {
    let parties = Parties::new();
    let (test, units) = (&parties.test, parties.issued(10));
    let order = || vec![first_transfer(parties.alorea.holding, parties.borvia.holding, units)];
    let person = holder(test, "XAL", &Role::PartyInitiator);
    let initiator = caller(test, person, "XAL");
    let officers = Officers { initiator, ..parties.alorea.officers.clone() };
    let role = Role::PartyInitiator;

    let proposal = test.propose(&officers, order()).unwrap();
    test.registry.end_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    let approved = refusal(test.approve(&officers, proposal)).unwrap();
    assert_eq!(approved.why.code(), "initiator-not-entitled");
    // The caller in hand still carries the role: it is the ledger that asks again.
    let proposed = refusal(test.propose(&officers, order())).unwrap();
    assert_eq!(proposed.why.code(), "initiator-not-entitled");

    test.registry.grant_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    test.approve(&officers, proposal).unwrap();
}

#[test]
fn the_ledger_refuses_an_approval_by_whose_role_has_ended_r031() {
    let parties = Parties::new();
    let (test, units) = (&parties.test, parties.issued(10));
    let person = holder(test, "XAL", &Role::PartyApprover);
    let approver = caller(test, person, "XAL");
    let officers = Officers { approver, ..parties.alorea.officers.clone() };
    let order = first_transfer(parties.alorea.holding, parties.borvia.holding, units);
    let proposal = test.propose(&officers, vec![order]).unwrap();
    test.registry.end_role(&ADMINISTER, person, read("XAL"), &Role::PartyApprover).unwrap();
    let refused = refusal(test.approve(&officers, proposal)).unwrap();
    assert_eq!(refused.why.code(), "approver-not-entitled");
}

#[test]
fn a_role_that_is_granted_anew_counts_at_once_r031() {
    let parties = Parties::new();
    let (test, units) = (&parties.test, parties.issued(10));
    let role = Role::PartyApprover;
    // With another role the person is somebody whom the ledger writer remembers.
    let person = holder(test, "XAL", &Role::Auditor);
    test.registry.grant_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    let approver = caller(test, person, "XAL");
    let officers = Officers { approver, ..parties.alorea.officers.clone() };
    let order = first_transfer(parties.alorea.holding, parties.borvia.holding, units);
    let proposal = test.propose(&officers, vec![order]).unwrap();
    test.registry.end_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    let refused = refusal(test.approve(&officers, proposal)).unwrap();
    assert_eq!(refused.why.code(), "approver-not-entitled");
    test.registry.grant_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    test.approve(&officers, proposal).unwrap();
}

#[test]
fn a_role_begins_and_ends_for_a_caller_within_a_second_c8() {
    let parties = Parties::new();
    let registry = &parties.test.registry;
    let person = holder(&parties.test, "XAL", &Role::PartyApprover);
    let made = registry.make_token(&ADMINISTER, &wanted(person, "XAL")).unwrap();
    let roles = || {
        let caller = registry.authenticate(made.secret.reveal()).unwrap();
        caller.roles().cloned().collect::<Vec<_>>()
    };
    assert_eq!(roles(), [Role::PartyApprover]);
    registry.end_role(&ADMINISTER, person, read("XAL"), &Role::PartyApprover).unwrap();
    sleep(Duration::from_secs(1));
    assert_eq!(roles(), []);
    registry.grant_role(&ADMINISTER, person, read("XAL"), &Role::Auditor).unwrap();
    sleep(Duration::from_secs(1));
    assert_eq!(roles(), [Role::Auditor]);
}

#[test]
fn a_role_in_one_section_is_none_in_another() {
    let parties = Parties::new();
    let test = &parties.test;
    let person = holder(test, "XAL", &Role::PartyInitiator);
    let elsewhere = caller(test, person, "XBO");
    assert_eq!(elsewhere.roles().count(), 0);
    assert_eq!(caller(test, person, "XAL").roles().count(), 1);
}

#[test]
fn a_role_is_held_once_and_ends_once() {
    let parties = Parties::new();
    let registry = &parties.test.registry;
    let role = Role::PartyApprover;
    let person = holder(&parties.test, "XAL", &role);
    let again = registry.grant_role(&ADMINISTER, person, read("XAL"), &role);
    assert!(matches!(again, Err(GrantError::Held)), "{again:?}");
    registry.grant_role(&ADMINISTER, person, read("XBO"), &role).unwrap();
    registry.end_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    let again = registry.end_role(&ADMINISTER, person, read("XAL"), &role);
    assert!(matches!(again, Err(EndError::NotHeld)), "{again:?}");
    let people = registry.people(&ADMINISTER).unwrap();
    let ada = people.iter().find(|it| it.id == person).unwrap();
    let roles: Vec<_> = ada.roles.iter().map(|it| (it.party, it.ended.is_some())).collect();
    assert_eq!(roles, [(Some(read("XAL")), true), (Some(read("XBO")), false)]);
}

#[test]
fn a_role_is_granted_to_somebody_known_in_a_section_that_is_there() {
    let parties = Parties::new();
    let registry = &parties.test.registry;
    let person = somebody(&parties.test);
    let events = || parties.test.number("SELECT count(*) AS number FROM identity.event");
    let before = events();
    let grant = |person, desk: &str, role| {
        registry.grant_role(&ADMINISTER, person, read(desk), &role).unwrap_err()
    };
    let nobody = grant(Id::from_uuid(uuid()), "XAL", Role::PartyApprover);
    assert!(matches!(nobody, GrantError::NoSuchPerson));
    let nowhere = grant(person, "XZZ", Role::PartyApprover);
    assert!(matches!(nowhere, GrantError::NoSuchSection(party) if party == read("XZZ")));
    for (desk, role) in
        [("XAL", Role::RegistryAdministrator), ("secretariat", Role::PartyInitiator)]
    {
        assert!(matches!(grant(person, desk, role), GrantError::NotThere { .. }));
    }
    assert_eq!(events(), before);
}
