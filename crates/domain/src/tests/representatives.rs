//! Representatives of entities: what they propose, for whom, and from where.

use std::sync::Arc;

use super::world::{
    OFFICE, World, XAL, XBO, cancel, contribute, entity, first_transfer, officer, open_account,
    part, record_approach, retire, terms, the, transfer, transfer_out, use_for_ndc, use_for_oimp,
};
use crate::access::{Officer, Role};
use crate::account::{AccountNumber, Holder};
use crate::entity::EntityId;
use crate::id::Id;
use crate::ledger::{
    CancellationReason, OpenAccount, Order, OrderKind, OtherPurpose, Proposal, Refusal, Refused,
};
use crate::section::SectionNo;
use crate::unit::UnitRange;

fn represents(entity: &str) -> Role {
    Role::EntityRepresentative(the(entity))
}

/// The representative of E-1 in XAL.
fn representative() -> Officer {
    officer(XAL, 5)
}

/// Alorea with two authorized entities, each with an account; units in the account of E-1.
struct Stage {
    world: World,
    own: AccountNumber,
    others: AccountNumber,
    partys: AccountNumber,
    used: AccountNumber,
    units: UnitRange,
}

impl Stage {
    fn new() -> Self {
        let mut world = World::new();
        let [own, others] = ["E-1", "E-2"].map(|number| {
            world.act(XAL, Order::AuthorizeEntity(entity(number)));
            account_of(&mut world, XAL, number)
        });
        let (partys, used) = (world.account(XAL, "100"), world.account(XAL, "210"));
        let mut conditions = terms("A1", "NDC and OIMP", Some("Use or Cancellation"));
        conditions.entities = vec![the("E-1"), the("E-2")];
        world.act(XAL, Order::Authorize(conditions));
        let units = world.issue(XAL, own, Some("A1"), 100);
        world.appoint(representative(), XAL, &[represents("E-1")]);
        Self { world, own, others, partys, used, units }
    }

    /// What the representative of E-1 proposes for it.
    fn draft(&mut self, order: Order) -> Arc<Proposal> {
        self.draft_as(representative(), order, Some("E-1"))
    }

    fn draft_as(&mut self, by: Officer, order: Order, entity: Option<&str>) -> Arc<Proposal> {
        let id = Id::from_uuid(self.world.fresh());
        let proposal = Proposal::new(id, XAL, vec![order], None, by);
        Arc::new(match entity {
            Some(entity) => proposal.for_entity(the(entity)),
            None => proposal,
        })
    }

    fn refused(&mut self, order: Order) -> Refusal {
        let proposal = self.draft(order);
        why(self.world.propose(&proposal))
    }

    fn use_of(&self, first: &str, last: &str) -> Order {
        use_for_oimp(self.own, self.used, part(self.units, first, last), OtherPurpose::Imp)
    }
}

fn account_of(world: &mut World, section: SectionNo, number: &str) -> AccountNumber {
    let holder = Holder::Entity { entity: the(number) };
    let order = OpenAccount { holder, ..open_account(world.fresh(), "100") };
    world.act(section, Order::OpenAccount(order));
    world.newest_account(section, "100")
}

fn why<T: std::fmt::Debug>(answer: Result<T, Refused>) -> Refusal {
    answer.unwrap_err().why
}

/// A request that is refused with this code.
pub(super) fn provoke(code: &str) -> Option<Refused> {
    let mut stage = Stage::new();
    let order = match code {
        "account-not-represented" => transfer(stage.partys, stage.own, stage.units),
        "entity-not-represented" => by_entity(stage.use_of("1", "1"), "E-2"),
        _ => return None,
    };
    let proposal = stage.draft(order);
    stage.world.propose(&proposal).err()
}

fn by_entity(mut order: Order, entity: &str) -> Order {
    if let Order::UseForOimp(order) = &mut order {
        order.entity = Some(the(entity));
    }
    order
}

#[test]
fn a_role_is_for_an_entity_if_and_only_if_it_is_a_representatives_r030() {
    for name in Role::NAMES {
        let is_representative = name == "entity-representative";
        assert_eq!(Role::named(name, None).is_err(), is_representative, "{name}");
        let for_one: Option<EntityId> = Some(the("AL-4471"));
        assert_eq!(Role::named(name, for_one).is_ok(), is_representative, "{name}");
        assert_eq!(name.parse::<Role>().is_err(), is_representative, "{name}");
        assert_eq!(format!("{name}:AL-4471").parse::<Role>().is_ok(), is_representative);
    }
    let text = "entity-representative:CHE 114.029 (b)-1";
    assert_eq!(the::<Role>(text).to_string(), text);
    for none in ["entity-representative:", "entity-representative: x", "", ":x", "king:x"] {
        assert!(none.parse::<Role>().is_err(), "{none}");
    }
}

#[test]
fn a_representative_proposes_what_a_holder_does_with_units_and_decides_nothing_r030() {
    let role = represents("E-1");
    let proposes: Vec<_> =
        OrderKind::ALL.into_iter().filter(|kind| role.may_propose(*kind)).collect();
    let all = [
        OrderKind::FirstTransfer,
        OrderKind::Transfer,
        OrderKind::UseForOimp,
        OrderKind::Cancel,
        OrderKind::ContributeToAdaptation,
    ];
    assert!(proposes.len() == all.len() && all.iter().all(|kind| proposes.contains(kind)));
    assert!(OrderKind::ALL.into_iter().all(|kind| !role.may_approve(kind)));
    assert!(!role.may_accept() && role.belongs_in(XAL) && !role.belongs_in(OFFICE));
}

#[test]
fn a_representative_proposes_from_the_entitys_account_and_an_officer_approves_r030() {
    let mut stage = Stage::new();
    let abroad = stage.world.account(XBO, "100");
    let gone = stage.world.account(XAL, "330");
    let units = stage.units;
    for (order, end) in [
        (stage.use_of("1", "10"), stage.used),
        (by_entity(stage.use_of("11", "20"), "E-1"), stage.used),
        (cancel(stage.own, gone, part(units, "21", "30"), CancellationReason::Other), gone),
        (first_transfer(stage.own, abroad, part(units, "41", "50")), abroad),
        (transfer(stage.own, stage.partys, part(units, "31", "40")), stage.partys),
    ] {
        let proposal = stage.draft(order.clone());
        stage.world.propose(&proposal).unwrap();
        let own = (representative(), proposal.digest());
        let refused = why(stage.world.approve_as(&proposal, own.0, own.1));
        assert_eq!(refused, Refusal::OwnProposal {});
        stage.world.approve(&proposal).unwrap();
        let Some((_, moved)) = order.units() else { panic!("units move") };
        assert_eq!(stage.world.place(moved), end);
    }
}

#[test]
fn a_representative_proposes_from_no_other_account_r030() {
    let mut stage = Stage::new();
    let world = &mut stage.world;
    world.act(XBO, Order::AuthorizeEntity(entity("E-1")));
    let elsewhere = account_of(world, XBO, "E-1");
    let unknown = AccountNumber::new(the("XAL"), the("100"), 99);
    let units = stage.units;
    for account in [stage.partys, stage.others, elsewhere, unknown, stage.used] {
        let refused = stage.refused(transfer(account, stage.own, units));
        let entity = the("E-1");
        assert_eq!(refused, Refusal::AccountNotRepresented { account, entity });
        assert_eq!(refused.rule(), "R-030");
    }
    let refused = stage.refused(by_entity(stage.use_of("1", "1"), "E-2"));
    assert_eq!(refused, Refusal::EntityNotRepresented { entity: the("E-1") });
}

#[test]
fn a_representative_proposes_nothing_that_is_for_officers_r030() {
    let mut stage = Stage::new();
    let (own, units) = (stage.own, stage.units);
    let (end, gone) = (stage.world.account(XAL, "200"), stage.world.outside(XAL, "XDE01"));
    for order in [
        use_for_ndc(own, end, units, "2025"),
        transfer_out(own, gone, units),
        Order::AuthorizeEntity(entity("E-1")),
        record_approach("CA9002", &["XAL"]),
    ] {
        let refused = stage.refused(order.clone());
        let order = order.kind().as_str();
        assert_eq!(refused, Refusal::InitiatorNotEntitled { order });
    }
    let retire = retire(own, end, units, crate::ledger::RetirementPurpose::OwnNdc);
    assert_eq!(stage.refused(retire).code(), "initiator-not-entitled");
    let fund = stage.world.fund(XAL);
    let refused = stage.refused(contribute(own, fund, units));
    assert_eq!(refused.code(), "not-first-transferred", "the act itself is theirs");
}

#[test]
fn in_which_capacity_somebody_proposes_is_said_and_no_other_role_stands_in_r030() {
    let mut stage = Stage::new();
    let both = [represents("E-1"), represents("E-2"), Role::PartyInitiator];
    let somebody = officer(XAL, 6);
    stage.world.appoint(somebody, XAL, &both);
    let moves = transfer(stage.partys, stage.own, stage.units);
    for entity in ["E-1", "E-2"] {
        let proposal = stage.draft_as(somebody, moves.clone(), Some(entity));
        assert_eq!(why(stage.world.propose(&proposal)).code(), "account-not-represented");
    }
    let use_of = stage.use_of("1", "1");
    let proposal = stage.draft_as(somebody, use_of.clone(), Some("E-2"));
    assert_eq!(why(stage.world.propose(&proposal)).code(), "account-not-represented");
    let proposal = stage.draft_as(representative(), use_of.clone(), None);
    assert_eq!(why(stage.world.propose(&proposal)).code(), "initiator-not-entitled");
    let stranger = stage.draft_as(officer(XAL, 1), use_of.clone(), Some("E-1"));
    assert_eq!(why(stage.world.propose(&stranger)).code(), "initiator-not-entitled");
    for entity in [Some("E-1"), None] {
        let proposal = stage.draft_as(somebody, use_of.clone(), entity);
        stage.world.propose(&proposal).unwrap();
        assert_eq!(proposal.entity(), entity.map(the::<EntityId>).as_ref());
        stage.world.withdraw(&proposal, officer(XAL, 2)).unwrap();
    }
}

#[test]
fn whoever_represents_no_longer_when_it_is_approved_proposed_nothing_r030() {
    let mut stage = Stage::new();
    let use_of = stage.use_of("1", "10");
    let proposal = stage.draft(use_of);
    stage.world.propose(&proposal).unwrap();
    for roles in [&[][..], &[represents("E-2")], &[Role::PartyInitiator]] {
        stage.world.appoint(representative(), XAL, roles);
        let refused = why(stage.world.approve(&proposal));
        assert_eq!(refused, Refusal::InitiatorNotEntitled { order: "use-for-oimp" });
    }
    stage.world.appoint(representative(), XAL, &[represents("E-1")]);
    stage.world.approve(&proposal).unwrap();
}

#[test]
fn the_entry_keeps_for_which_entity_the_role_counted_r030() {
    let mut stage = Stage::new();
    let use_of = stage.use_of("1", "10");
    let proposal = stage.draft(use_of);
    let receipt = stage.world.carry_out(&proposal).unwrap();
    let evidence = stage.world.entry(receipt.first_entry).evidence().unwrap();
    assert_eq!(evidence.initiator_roles, [represents("E-1")]);
    let json = serde_json::to_value(evidence).unwrap();
    assert_eq!(json["initiator_roles"][0], "entity-representative:E-1");
}

#[test]
fn a_representative_withdraws_what_was_proposed_for_the_entity_and_nothing_else_r030() {
    let mut stage = Stage::new();
    let colleague = officer(XAL, 6);
    stage.world.appoint(colleague, XAL, &[represents("E-1")]);
    stage.world.appoint(officer(XAL, 7), XAL, &[represents("E-2")]);
    let use_of = stage.use_of("1", "10");
    let officers = stage.draft_as(officer(XAL, 1), use_of.clone(), None);
    stage.world.propose(&officers).unwrap();
    let refused = why(stage.world.withdraw(&officers, representative()));
    assert_eq!(refused.code(), "approver-not-entitled");
    stage.world.withdraw(&officers, officer(XAL, 1)).unwrap();
    let proposal = stage.draft(use_of);
    stage.world.propose(&proposal).unwrap();
    assert_eq!(why(stage.world.reject(&proposal, colleague)).code(), "approver-not-entitled");
    let refused = why(stage.world.withdraw(&proposal, officer(XAL, 7)));
    assert_eq!(refused.code(), "approver-not-entitled");
    stage.world.withdraw(&proposal, colleague).unwrap();
}

#[test]
fn a_person_represents_in_one_section_and_is_an_officer_in_another_r030_r031() {
    let mut stage = Stage::new();
    let person = representative();
    stage.world.appoint(person, XBO, &[Role::PartyApprover]);
    let use_of = stage.use_of("1", "10");
    let proposal = stage.draft(use_of);
    stage.world.propose(&proposal).unwrap();
    stage.world.appoint(person, XAL, &[represents("E-1"), Role::PartyApprover]);
    let refused = why(stage.world.approve_as(&proposal, person, proposal.digest()));
    assert_eq!(refused, Refusal::OwnProposal {}, "one person is one, whatever the roles");
    stage.world.approve(&proposal).unwrap();
}

#[test]
fn units_leave_while_an_authorization_of_the_entity_for_their_approach_is_current_r025_r113() {
    let mut stage = Stage::new();
    let world = &mut stage.world;
    world.act(XAL, record_approach("CA9002", &["XAL", "XBO"]));
    let mut elsewhere = entity("E-3");
    elsewhere.approach = the("CA9002");
    world.act(XAL, Order::AuthorizeEntity(elsewhere));
    let its = account_of(world, XAL, "E-3");
    let units = stage.units;
    let (own, partys) = (stage.own, stage.partys);
    world.act(XAL, transfer(own, its, units));
    let refused = world.refused(XAL, transfer(its, partys, units));
    assert_eq!(
        refused,
        Refusal::EntityNotAuthorized { entity: the("E-3") },
        "its authorization is for another approach"
    );
    assert_eq!(world.place(units), its, "holdings stay");
    world.act(XAL, Order::AuthorizeEntity(entity("E-3")));
    world.act(XAL, transfer(its, own, units));
    let use_of = stage.use_of("1", "10");
    stage.world.now = the("2027-01-01T00:00:00Z");
    assert_eq!(stage.refused(use_of).code(), "entity-not-authorized");
}
