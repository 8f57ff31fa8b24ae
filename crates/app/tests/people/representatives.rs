//! Representatives of entities: whom the operator appoints, what they see, and what verifying finds.

use app::holdings::HoldingsWanted;
use app::proposals::WhichProposal;
use app::{ApproveError, Draft, GrantError, Limit, ProposeError, ReadError};
use domain::access::{Caller, Role};
use domain::account::{AccountKind, AccountNumber};
use domain::entity::EntityId;
use domain::id::{Id, Proposed};
use domain::ledger::Order;
use domain::unit::UnitRange;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{authorize_entity, open_entity_account, read, transfer};
use testkit::registry::{Officers, Parties, refusal};

use crate::operator::{ADMINISTER, somebody};

fn represents(entity: &str) -> Role {
    Role::EntityRepresentative(read(entity))
}

/// Alorea with two entities, each with an account and ten units in it, and a representative of each.
struct Scene {
    parties: Parties,
    accounts: [AccountNumber; 2],
    representatives: [Caller; 2],
}

impl Scene {
    fn new() -> Self {
        let parties = Parties::new();
        let (test, alorea) = (&parties.test, &parties.alorea);
        parties.issued(100);
        let accounts =
            [("E-1", 4, "1..10"), ("E-2", 5, "11..20")].map(|(entity, number, units)| {
                test.must(&alorea.officers, authorize_entity(entity, "CA9001"));
                test.must(&alorea.officers, open_entity_account(entity));
                let account = AccountNumber::new(alorea.party, AccountKind::Holding, number);
                test.must(&alorea.officers, transfer(alorea.holding, account, serials(units)));
                account
            });
        let representatives = ["E-1", "E-2"].map(|entity| test.representative(read("XAL"), entity));
        Self { parties, accounts, representatives }
    }

    /// Who proposes together with the officer who approves.
    fn with(&self, initiator: &Caller) -> Officers {
        let approver = self.parties.alorea.officers.approver.clone();
        Officers { initiator: initiator.clone(), approver }
    }

    /// Some of an entity's units go to the Party.
    fn back(&self, which: usize, units: &str) -> Order {
        transfer(self.accounts[which], self.parties.alorea.holding, serials(units))
    }

    fn proposed(&self, by: &Caller, order: Order) -> Id<Proposed> {
        self.parties.test.propose(&self.with(by), vec![order]).unwrap()
    }
}

fn serials(serials: &str) -> UnitRange {
    read(&format!("CA9001-XAL01-XAL-{serials}-2024"))
}

#[test]
fn only_who_is_authorized_can_be_represented_and_by_whom_the_operator_says_r030() {
    let parties = Parties::new();
    let (test, registry) = (&parties.test, &parties.test.registry);
    let person = somebody(test);
    let grant =
        |desk: &str, role: &Role| registry.grant_role(&ADMINISTER, person, read(desk), role);
    let role = represents("E-1");
    let unknown = grant("XAL", &role).unwrap_err();
    assert!(matches!(unknown, GrantError::NoSuchEntity(entity) if entity == read("E-1")));
    test.must(&parties.alorea.officers, authorize_entity("E-1", "CA9001"));
    grant("XAL", &role).unwrap();
    assert!(matches!(grant("XAL", &role), Err(GrantError::Held)));
    assert!(matches!(grant("XBO", &role), Err(GrantError::NoSuchEntity(_))), "another section");
    assert!(matches!(grant("secretariat", &role), Err(GrantError::NotThere { .. })));
    let facts = registry.people(&ADMINISTER).unwrap();
    let theirs = facts.iter().find(|it| it.id == person).unwrap();
    assert_eq!(theirs.roles.iter().map(|it| &it.role).collect::<Vec<_>>(), [&role]);
    registry.end_role(&ADMINISTER, person, read("XAL"), &role).unwrap();
    grant("XAL", &role).unwrap();
}

#[test]
fn a_representative_sees_the_entitys_accounts_and_proposals_and_nothing_else_t01_r030() {
    let scene = Scene::new();
    let (registry, alorea) = (&scene.parties.test.registry, &scene.parties.alorea);
    let [mine, theirs] = &scene.representatives;
    let own = scene.proposed(mine, scene.back(0, "1..2"));
    let others = scene.proposed(theirs, scene.back(1, "11..12"));
    let officers = scene.proposed(&alorea.officers.initiator, scene.back(0, "3..4"));
    let accounts = registry.accounts(mine, None, Limit::MAX).unwrap().items;
    let accounts: Vec<_> = accounts.into_iter().map(|(number, _)| number).collect();
    assert_eq!(accounts, [scene.accounts[0]]);
    for hidden in [scene.accounts[1], alorea.holding, alorea.used] {
        assert_eq!(registry.account(mine, hidden).unwrap(), None);
        let wanted = HoldingsWanted { account: Some(hidden), ..HoldingsWanted::default() };
        assert_eq!(registry.holdings(mine, &wanted, None, Limit::MAX).unwrap().items, []);
    }
    let (standing, _) = registry.newest().unwrap();
    let past = app::AsOf { moment: standing.moment, time: app::Time::Recorded };
    for at in [None, Some(past)] {
        let wanted = HoldingsWanted { at, ..HoldingsWanted::default() };
        let held = registry.holdings(mine, &wanted, None, Limit::MAX).unwrap().items;
        let held: Vec<_> = held.iter().map(|it| (it.account, it.units, it.reserved)).collect();
        let reserved = at.is_none().then_some(4);
        assert_eq!(held, [(scene.accounts[0], serials("1..10"), reserved)]);
    }
    let listed = registry.proposals(mine, None, None, Limit::MAX).unwrap().items;
    assert_eq!(listed.iter().map(|it| it.id).collect::<Vec<_>>(), [own]);
    assert_eq!(listed[0].named.party, Some(alorea.party));
    for (id, seen) in [(own, true), (others, false), (officers, false)] {
        let whole = registry.whole_proposal(mine, WhichProposal::Id(id)).unwrap();
        assert_eq!(whole.is_some(), seen);
        assert_eq!(registry.recall(mine, id).is_some(), seen, "nor what is remembered");
        assert_eq!(matches!(registry.proposal(mine, id), Err(ApproveError::Unknown)), !seen);
    }
}

#[test]
fn what_needs_the_whole_section_is_refused_to_a_representative_t01_r030() {
    let scene = Scene::new();
    let registry = &scene.parties.test.registry;
    let [mine, _] = &scene.representatives;
    let denied = |error: ReadError| assert!(matches!(error, ReadError::Denied(_)), "{error:?}");
    denied(registry.own_actions(mine, None, None, Limit::MAX).unwrap_err());
    denied(registry.incoming(mine, None, Limit::MAX).unwrap_err());
    denied(registry.incoming_one(mine, Id::from_uuid(registry.new_id())).unwrap_err());
    denied(registry.stops(mine, None, Limit::MAX).unwrap_err());
    denied(registry.desk_transfers(mine, None, None, Limit::MAX).unwrap_err());
}

#[test]
fn who_is_an_officer_as_well_sees_what_officers_see_and_says_for_whom_they_propose_r030() {
    let scene = Scene::new();
    let (test, alorea) = (&scene.parties.test, &scene.parties.alorea);
    let registry = &test.registry;
    let both = test.person(read("XAL"), &[represents("E-1"), Role::PartyInitiator]);
    let accounts = registry.accounts(&both, None, Limit::MAX).unwrap().items;
    assert_eq!(accounts.len(), 5);
    let propose = |by: &Caller, order: Order, entity: Option<&str>| {
        let draft = Draft {
            orders: vec![order],
            occurred: None,
            entity: entity.map(read),
            replaces: None,
            confirmed: None,
        };
        registry.propose(by, draft, test.key()).map(store::Ticket::wait)
    };
    let from_the_partys = transfer(alorea.holding, scene.accounts[0], serials("21..22"));
    propose(&both, from_the_partys.clone(), None).unwrap().unwrap();
    let refused = propose(&both, from_the_partys, Some("E-1")).unwrap();
    assert_eq!(refusal(refused).unwrap().why.code(), "account-not-represented");
    propose(&both, scene.back(0, "1..2"), Some("E-1")).unwrap().unwrap();
    let denied = |by: &Caller, entity: Option<&str>| {
        let denied = propose(by, scene.back(0, "3..4"), entity).unwrap_err();
        assert!(matches!(denied, ProposeError::Denied(_)), "{denied:?}");
    };
    denied(&both, Some("E-2"));
    let several = test.person(read("XAL"), &[represents("E-1"), represents("E-2")]);
    denied(&several, None);
    propose(&several, scene.back(0, "3..4"), Some("E-1")).unwrap().unwrap();
    let listed = registry.proposals(&several, None, None, Limit::MAX).unwrap().items;
    let entities: Vec<_> = listed.into_iter().map(|it| it.entity).collect();
    let of: Option<EntityId> = Some(read("E-1"));
    assert_eq!(entities, [of.clone(), of]);
}

#[test]
fn verifying_compares_for_which_entity_a_role_was_granted_and_counted_r030() {
    let scene = Scene::new();
    let (test, [mine, _]) = (&scene.parties.test, &scene.representatives);
    let proposal = scene.proposed(mine, scene.back(0, "1..2"));
    let entry = test.approve(&scene.with(mine), proposal).unwrap().first_entry;
    let found = || verify(&test.database.url(Login::Checker), &mut |_| {}).unwrap().findings;
    assert_eq!(found(), []);
    let change = |sql: &str| {
        test.as_superuser(&format!("SET session_replication_role = replica; {sql}"));
    };
    let person = mine.officer().person;
    let is = |entity: &str| {
        change(&format!(
            "UPDATE identity.role_grant SET entity_id = '{entity}' WHERE person_id = '{person}'"
        ));
    };
    is("E-2");
    let told = format!("{:?}", found());
    assert!(told.contains("its entity is not what the events say"), "{told}");
    is("E-1");
    assert_eq!(found(), []);
    let counted = |entity: &str| {
        change(&format!(
            "UPDATE registry.entry SET content = jsonb_set(content, '{{initiator_roles}}',
                '[\"entity-representative:{entity}\"]') WHERE entry_no = {entry}"
        ));
    };
    counted("E-2");
    let told = format!("{:?}", found());
    assert!(told.contains("roles are not those that the events gave them"), "{told}");
    counted("E-1");
    change(&format!(
        "UPDATE registry.proposal SET document = document || '{{\"entity\": \"E-2\"}}'
         WHERE id = '{proposal}'"
    ));
    let told = format!("{:?}", found());
    assert!(told.contains("its proposal was changed"), "{told}");
}
