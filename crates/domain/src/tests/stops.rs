//! Stops: set by one person, lifted by two; a stop never moves units (C20, WF-06).

use std::sync::Arc;

use super::world::{
    OFFICE, World, XAL, XBO, XCE, first_transfer, issue, officer, part, terms, the, transfer,
};
use crate::account::AccountNumber;
use crate::id::{Id, Stopped};
use crate::ledger::{Ending, LiftStop, Order, Outcome, Proposal, Refused, SetStop};
use crate::section::SectionNo;
use crate::section_terms::SectionTerms;
use crate::stop::StopTarget;
use crate::unit::UnitRange;

fn code(refused: Result<Outcome, Refused>) -> &'static str {
    refused.unwrap_err().why.code()
}

fn stop(world: &mut World, section: SectionNo, target: StopTarget) -> Id<Stopped> {
    stop_until(world, section, target, None).unwrap()
}

fn stop_until(
    world: &mut World,
    section: SectionNo,
    target: StopTarget,
    until: Option<&str>,
) -> Result<Id<Stopped>, Refused> {
    let id = Id::from_uuid(world.fresh());
    let order = SetStop { id, target, reason: the("a stolen laptop"), until: until.map(the) };
    let proposal = world.draft(section, vec![Order::SetStop(order)]);
    world.propose(&proposal).map(|_| id)
}

fn lift(world: &mut World, section: SectionNo, stop: Id<Stopped>) -> Result<Outcome, Refused> {
    let order = Order::LiftStop(LiftStop { stop, reason: the("it was found") });
    let proposal = world.draft(section, vec![order]);
    world.propose(&proposal)?;
    world.approve(&proposal)
}

/// A first transfer of ten units of XAL to XBO that waits for its approval, and one from XBO back.
struct Stage {
    world: World,
    abroad: Arc<Proposal>,
    from: AccountNumber,
    to: AccountNumber,
    units: UnitRange,
}

fn stage() -> Stage {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let abroad = world.draft(XAL, vec![first_transfer(from, to, part(units, "1", "10"))]);
    world.propose(&abroad).unwrap();
    Stage { world, abroad, from, to, units }
}

/// All that stops the transfer of [`stage`].
fn targets(stage: &Stage) -> Vec<StopTarget> {
    vec![
        StopTarget::Person { person: officer(XAL, 1).person },
        StopTarget::Person { person: officer(XAL, 2).person },
        StopTarget::Account { account: stage.from },
        StopTarget::Account { account: stage.to },
        StopTarget::Units { units: part(stage.units, "10", "11") },
        StopTarget::Approach { approach: the("CA9001") },
        StopTarget::Section { party: the("XAL") },
        StopTarget::Section { party: the("XBO") },
        StopTarget::Pair { one: the("XBO"), other: the("XAL") },
        StopTarget::Proposal { proposal: stage.abroad.id, parties: Vec::new() },
        StopTarget::Everything {},
    ]
}

#[test]
fn each_kind_of_stop_holds_an_approval_and_moves_nothing_wf06() {
    for target in targets(&stage()) {
        let mut stage = stage();
        let blocks: Vec<_> = stage.world.books.blocks.iter().map(|(k, b)| (*k, *b)).collect();
        let id = stop(&mut stage.world, OFFICE, target.clone());
        assert_eq!(code(stage.world.approve(&stage.abroad)), "stopped", "{target:?}");
        let after: Vec<_> = stage.world.books.blocks.iter().map(|(k, b)| (*k, *b)).collect();
        assert_eq!(after, blocks, "{target:?}");
        lift(&mut stage.world, OFFICE, id).unwrap();
        stage.world.approve(&stage.abroad).unwrap();
    }
}

#[test]
fn a_stop_on_something_else_stops_nothing() {
    let Stage { mut world, abroad, units, .. } = stage();
    let other = world.account(XAL, "100");
    for target in [
        StopTarget::Person { person: officer(XCE, 1).person },
        StopTarget::Account { account: other },
        StopTarget::Units { units: part(units, "11", "100") },
        StopTarget::Approach { approach: the("CA9002") },
        StopTarget::Section { party: the("XCE") },
        StopTarget::Pair { one: the("XAL"), other: the("XCE") },
        StopTarget::Proposal { proposal: Id::from_uuid(world.fresh()), parties: Vec::new() },
    ] {
        stop(&mut world, OFFICE, target);
    }
    world.approve(&abroad).unwrap();
}

#[test]
fn a_stopped_person_proposes_nothing_not_even_the_end_of_the_stop() {
    let Stage { mut world, from, .. } = stage();
    let id = stop(&mut world, OFFICE, StopTarget::Person { person: officer(XAL, 1).person });
    let issue = world.draft(XAL, vec![issue(from, None, 1)]);
    assert_eq!(code(world.propose(&issue)), "stopped");
    let own = stop_until(&mut world, XAL, StopTarget::Section { party: the("XAL") }, None);
    assert_eq!(own.unwrap_err().why.code(), "stopped");
    assert_eq!(code(lift(&mut world, XAL, id)), "stopped");
}

#[test]
fn a_stop_is_lifted_by_two_persons_of_the_section_that_set_it() {
    let Stage { mut world, abroad, .. } = stage();
    let everything = stop(&mut world, OFFICE, StopTarget::Everything {});
    assert_eq!(code(lift(&mut world, XAL, everything)), "stop-unknown");
    let order = LiftStop { stop: everything, reason: the("it was found") };
    let lifting = world.draft(OFFICE, vec![Order::LiftStop(order)]);
    world.propose(&lifting).unwrap();
    let own = world.approve_as(&lifting, officer(OFFICE, 1), lifting.digest());
    assert_eq!(code(own), "own-proposal");
    assert_eq!(code(world.approve(&abroad)), "stopped");
    world.approve(&lifting).unwrap();
    world.approve(&abroad).unwrap();
    assert_eq!(code(lift(&mut world, OFFICE, everything)), "stop-over");
}

#[test]
fn a_stop_ends_by_itself_and_can_be_set_again() {
    let Stage { mut world, abroad, .. } = stage();
    let ended =
        stop_until(&mut world, OFFICE, StopTarget::Everything {}, Some("2026-01-01T00:00:00Z"));
    assert_eq!(ended.unwrap_err().why.code(), "stop-ends-before");
    let until = Some("2026-11-23T00:00:00Z");
    let id = stop_until(&mut world, OFFICE, StopTarget::Everything {}, until).unwrap();
    world.at("2026-11-22T23:59:59Z");
    assert_eq!(code(world.approve(&abroad)), "stopped");
    world.at("2026-11-23T00:00:00Z");
    world.approve(&abroad).unwrap();
    let order =
        SetStop { id, target: StopTarget::Everything {}, reason: the("again"), until: None };
    let again = world.draft(OFFICE, vec![Order::SetStop(order)]);
    assert_eq!(code(world.propose(&again)), "stop-id-taken");
}

#[test]
fn a_partys_own_stop_reaches_no_further_than_its_section() {
    let Stage { mut world, abroad, to, .. } = stage();
    // XCE has nothing to do with it.
    stop(&mut world, XCE, StopTarget::Everything {});
    stop(&mut world, XCE, StopTarget::Section { party: the("XAL") });
    world.approve(&abroad).unwrap();
    // XBO stops what it gets and what it does, not what XAL does at home.
    stop(&mut world, XBO, StopTarget::Everything {});
    let (from, own) = (abroad.orders[0].units().unwrap().0, world.account(XAL, "100"));
    let rest = the("CA9001-XAL01-XAL-11..20-2024");
    let incoming = world.draft(XAL, vec![first_transfer(from, to, rest)]);
    assert_eq!(code(world.propose(&incoming)), "stopped");
    let away = transfer(to, from, the("CA9001-XAL01-XAL-1..10-2024"));
    let away = world.draft(XBO, vec![away]);
    assert_eq!(code(world.propose(&away)), "stopped");
    world.act(XAL, transfer(from, own, rest));
}

/// The transfer of [`stage`], approved, and waiting for its time.
fn waiting() -> Stage {
    let mut stage = stage();
    let mut section = stage.world.books.sections.get(&XAL).cloned().unwrap();
    section.settings.terms = SectionTerms::default();
    stage.world.books.sections.load(XAL, section);
    stage.world.approve(&stage.abroad).unwrap();
    stage
}

#[test]
fn what_is_stopped_when_its_time_comes_waits_and_goes_on_when_the_stop_is_lifted() {
    let Stage { mut world, abroad, to, units, .. } = waiting();
    let held =
        stop(&mut world, OFFICE, StopTarget::Proposal { proposal: abroad.id, parties: Vec::new() });
    world.later(25);
    assert_eq!(code(world.elapse(&abroad)), "stopped");
    lift(&mut world, OFFICE, held).unwrap();
    world.elapse(&abroad).unwrap();
    assert_eq!(world.place(part(units, "1", "10")), to);
}

#[test]
fn what_stays_stopped_ends_after_its_days_and_frees_its_units() {
    let Stage { mut world, abroad, from, units, .. } = waiting();
    stop(&mut world, OFFICE, StopTarget::Proposal { proposal: abroad.id, parties: Vec::new() });
    let approved = world.books.proposals.get(&abroad.id).unwrap().approved.clone().unwrap();
    world.now = approved.lapses - jiff::SignedDuration::from_secs(2);
    assert_eq!(code(world.elapse(&abroad)), "stopped");
    world.elapse(&abroad).unwrap();
    let decision = world.books.decisions.get(&abroad.id).unwrap();
    assert_eq!(decision.ending, Ending::Failed);
    assert!(decision.reason.clone().unwrap().starts_with("order 1: stopped"));
    assert_eq!(world.place(part(units, "1", "10")), from);
    world.act(XAL, first_transfer(from, abroad.orders[0].destination().unwrap(), units));
}

#[test]
fn a_stopped_transfer_can_be_withdrawn() {
    let Stage { mut world, abroad, .. } = waiting();
    stop(&mut world, OFFICE, StopTarget::Everything {});
    world.withdraw(&abroad, officer(XAL, 1)).unwrap();
}

#[test]
fn a_stop_takes_effect_at_once_and_one_person_sets_it_r031() {
    let Stage { mut world, abroad, .. } = stage();
    let id = stop(&mut world, XAL, StopTarget::Section { party: the("XAL") });
    let known = world.books.stops.get(&id).unwrap();
    assert_eq!((known.by, known.section), (officer(XAL, 1), XAL));
    assert_eq!(code(world.approve(&abroad)), "stopped");
}
