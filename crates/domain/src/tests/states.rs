//! The states of units and of proposals: every way in the tables is gone, and no other.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::world::{
    QUN, World, XAL, XBO, article_6_4, authorize_units, cancel, contribute, first_transfer, issue,
    no_waiting, officer, part, retire, revoke, terms, the, transfer, transfer_in, transfer_out,
    use_for_ndc, use_for_oimp,
};
use crate::access::Role;
use crate::authorization::Terms;
use crate::ledger::states::{
    PROPOSAL_WAYS, ProposalStage, UNIT_WAYS, UnitState, proposal_way, unit_way,
};
use crate::ledger::{
    CancellationReason, Order, OrderKind, OtherPurpose, Proposal, Refusal, RetirementPurpose,
    StepKind,
};
use crate::section::SectionNo;
use crate::section_terms::SectionTerms;
use crate::unit::UnitRange;

type UnitWays = BTreeSet<(Option<UnitState>, OrderKind, UnitState)>;
type ProposalWays = BTreeSet<(Option<ProposalStage>, StepKind, ProposalStage)>;

/// A world, and the ways that units went in it.
struct Walk {
    world: World,
    gone: UnitWays,
}

impl Walk {
    fn of(purposes: &str, definition: Option<&str>) -> (Self, UnitRange) {
        let (world, _, _, units) = World::stage(terms("A1", purposes, definition));
        (Self { world, gone: BTreeSet::new() }, units)
    }

    /// Carries out an order, and notes the way that these units went.
    fn go(&mut self, section: SectionNo, order: Order, units: UnitRange) {
        let (before, by) = (self.state(units), order.kind());
        self.world.act(section, order);
        self.gone.insert((before, by, self.state(units).unwrap()));
    }

    fn state(&self, units: UnitRange) -> Option<UnitState> {
        let (_, block) = self.world.books.blocks_in(&units).next()?;
        let mut accounts = self.world.books.accounts.iter();
        let (number, account) = accounts.find(|(_, it)| it.id == block.account)?;
        Some(self.world.books.state_of(&block, (*number, account)))
    }
}

fn serials(series: &str, first: u64, last: u64) -> UnitRange {
    the(&format!("{series}-{first}..{last}-2024"))
}

const HERE: &str = "CA9001-XAL01-XAL";

/// What may become of outcomes that are authorized for everything, by their first transfer or not.
fn at_home() -> UnitWays {
    let (mut walk, units) = Walk::of("NDC and OIMP", Some("Use or Cancellation"));
    let from = walk.world.place(units);
    let to = walk.world.account(XBO, "100");
    let ends = ["100", "210", "300", "330", "R"].map(|kind| walk.world.account(XAL, kind));
    let [other, used, cancelled, otherwise, retired] = ends;
    let outside = walk.world.outside(XAL, "XBO02");
    let ten = |first: u64| part(units, &first.to_string(), &(first + 9).to_string());
    walk.go(XAL, transfer(from, other, ten(1)), ten(1));
    walk.go(XAL, first_transfer(from, to, ten(11)), ten(11));
    walk.go(XAL, transfer_out(from, outside, ten(21)), ten(21));
    walk.go(XAL, use_for_oimp(from, used, ten(31), OtherPurpose::Imp), ten(31));
    walk.go(XAL, cancel(from, cancelled, ten(41), CancellationReason::OtherPurpose), ten(41));
    let planned = serials(HERE, 101, 110);
    walk.go(XAL, issue(from, None, 10), planned);
    walk.go(XAL, transfer(from, other, planned), planned);
    walk.go(XAL, authorize_units(other, planned, "A1"), planned);
    let more = serials(HERE, 111, 120);
    walk.go(XAL, issue(from, None, 10), more);
    let half = |first: &str, last: &str| part(more, first, last);
    let (low, high) = (half("111", "115"), half("116", "120"));
    walk.go(XAL, retire(from, retired, low, RetirementPurpose::OwnNdc), low);
    walk.go(XAL, cancel(from, otherwise, high, CancellationReason::Other), high);
    walk.go(XAL, revoke("A1"), ten(51));
    walk.gone
}

/// What may become of outcomes whose first transfer is another event.
fn by_definition() -> UnitWays {
    let mut gone = BTreeSet::new();
    for definition in ["Authorisation", "Issuance"] {
        let (mut walk, units) = Walk::of("OIMP", Some(definition));
        let from = walk.world.place(units);
        let (at_once, planned) = (serials(HERE, 101, 110), serials(HERE, 111, 120));
        walk.go(XAL, issue(from, Some("A1"), 10), at_once);
        walk.go(XAL, issue(from, None, 10), planned);
        walk.go(XAL, authorize_units(from, planned, "A1"), planned);
        gone.append(&mut walk.gone);
    }
    let (mut walk, units) = Walk::of("NDC", None);
    let from = walk.world.place(units);
    let [otherwise, retired] = ["330", "R"].map(|kind| walk.world.account(XAL, kind));
    let (low, high) = (part(units, "1", "10"), part(units, "11", "20"));
    walk.go(XAL, issue(from, Some("A1"), 10), serials(HERE, 101, 110));
    walk.go(XAL, cancel(from, otherwise, low, CancellationReason::Other), low);
    walk.go(XAL, retire(from, retired, high, RetirementPurpose::OwnNdc), high);
    gone.append(&mut walk.gone);
    gone
}

/// What may become of ITMOs.
fn abroad() -> UnitWays {
    let (mut walk, units) = Walk::of("NDC and OIMP", Some("Use or Cancellation"));
    let from = walk.world.place(units);
    let to = walk.world.account(XBO, "100");
    walk.world.act(XAL, first_transfer(from, to, units));
    let ends = ["100", "200", "210", "310"].map(|kind| walk.world.account(XBO, kind));
    let [other, used, used_for_oimp, cancelled] = ends;
    let (fund, outside) = (walk.world.fund(XBO), walk.world.outside(XBO, "XDE01"));
    let ten = |first: u64| part(units, &first.to_string(), &(first + 9).to_string());
    walk.go(XBO, transfer(to, other, ten(1)), ten(1));
    walk.go(XBO, use_for_ndc(to, used, ten(11), "2025"), ten(11));
    walk.go(XBO, use_for_oimp(to, used_for_oimp, ten(21), OtherPurpose::Imp), ten(21));
    walk.go(XBO, cancel(to, cancelled, ten(31), CancellationReason::Voluntary), ten(31));
    walk.go(XBO, contribute(to, fund, ten(41)), ten(41));
    walk.go(XBO, transfer_out(to, outside, ten(51)), ten(51));
    walk.go(XBO, transfer_in(outside, to, ten(51)), ten(51));
    walk.gone
}

/// What becomes of the units of the mechanism.
fn of_the_mechanism() -> UnitWays {
    let mut gone = BTreeSet::new();
    for (purposes, definition) in [("NDC", None), ("OIMP", Some("Issuance"))] {
        let mut world = World::new();
        let places = world.mechanism();
        let approach = the("CA0001");
        world.act(XAL, Order::Authorize(Terms { approach, ..terms("A1", purposes, definition) }));
        let issued = |first, last| serials("CA0001-UN01-XAL", first, last);
        let mut walk = Walk { world, gone: BTreeSet::new() };
        let all = Order::IssueArticle64(article_6_4(places, 100));
        walk.go(QUN, all, issued(1, 1));
        for units in [issued(94, 94), issued(100, 100)] {
            let (state, by) = (walk.state(units).unwrap(), OrderKind::IssueArticle64);
            walk.gone.insert((None, by, state));
        }
        gone.append(&mut walk.gone);
    }
    gone
}

#[test]
fn units_go_every_way_of_the_table_and_no_other_r143() {
    let mut gone = at_home();
    gone.append(&mut by_definition());
    gone.append(&mut abroad());
    gone.append(&mut of_the_mechanism());
    let table: UnitWays = UNIT_WAYS.iter().map(|way| (way.from, way.by, way.to)).collect();
    assert_eq!(gone, table);
}

/// A world in which proposals go their ways.
struct Path {
    world: World,
    gone: ProposalWays,
}

impl Path {
    fn step(&mut self, proposal: &Arc<Proposal>, step: StepKind) {
        let before = self.stage(proposal);
        let (own, receiver) = (officer(XAL, 2), officer(XBO, 2));
        let done = match step {
            StepKind::Propose => self.world.propose(proposal),
            StepKind::Replace => {
                let new = self.world.fresh();
                let (orders, by) = (proposal.orders.clone(), officer(XAL, 1));
                let new = Proposal::new(crate::id::Id::from_uuid(new), XAL, orders, None, by);
                let (proposal, replaced) = (new.instead_of(proposal.id), Arc::clone(proposal));
                let proposal = Arc::new(proposal);
                let begun = Arc::clone(&proposal);
                let replacement = crate::ledger::Replacement { proposal, replaced };
                let done = self.world.ask(crate::ledger::Step::Replace(replacement), None);
                self.gone.insert((None, step, self.stage(&begun).unwrap()));
                done
            }
            StepKind::Approve => self.world.approve(proposal),
            StepKind::Accept => self.world.accept(proposal, XBO, receiver),
            StepKind::Decline => {
                let objection = World::objection(proposal, XBO, receiver);
                self.world.ask(crate::ledger::Step::Decline(objection), None)
            }
            StepKind::Reject => self.world.reject(proposal, own),
            StepKind::Withdraw => self.world.withdraw(proposal, own),
            StepKind::Elapse => self.world.elapse(proposal),
        };
        done.unwrap();
        self.gone.insert((before, step, self.stage(proposal).unwrap()));
    }

    fn stage(&self, proposal: &Proposal) -> Option<ProposalStage> {
        let books = &self.world.books;
        let (id, decisions) = (proposal.id, &books.decisions);
        ProposalStage::of(books.proposals.get(&id), decisions.get(&id))
    }
}

/// A first transfer between sections of these terms goes these steps; before those with a number of
/// hours so much time passes. What is to fail has lost its initiator by then.
fn went(
    (sender, receiver): (SectionTerms, SectionTerms),
    steps: &[(StepKind, i64)],
    fails: bool,
) -> ProposalWays {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    for (section, terms) in [(XAL, sender), (XBO, receiver)] {
        let mut its = world.books.sections.get(&section).cloned().unwrap();
        its.settings.terms = terms;
        world.books.sections.load(section, its);
    }
    world.at("2026-11-26T10:00:00Z");
    let proposal = world.draft(XAL, vec![first_transfer(from, to, units)]);
    let mut path = Path { world, gone: BTreeSet::new() };
    path.step(&proposal, StepKind::Propose);
    for (step, hours) in steps {
        path.world.later(*hours);
        if fails && *hours > 0 {
            path.world.appoint(officer(XAL, 1), XAL, &[Role::Auditor]);
        }
        path.step(&proposal, *step);
    }
    path.gone
}

#[test]
fn proposals_go_every_way_of_the_table_and_no_other_r031() {
    use StepKind::{Accept, Approve, Decline, Elapse, Reject, Replace, Withdraw};
    let asks = || SectionTerms { acceptance: true, ..no_waiting() };
    let (at_once, waits) = (|| (no_waiting(), no_waiting()), || (usual(), no_waiting()));
    let (asked, both) = (|| (no_waiting(), asks()), || (usual(), asks()));
    let month = 24 * 40;
    let paths = [
        went(at_once(), &[(Approve, 0)], false),
        went(at_once(), &[(Reject, 0)], false),
        went(at_once(), &[(Withdraw, 0)], false),
        went(at_once(), &[(Elapse, month)], false),
        went(at_once(), &[(Replace, 0)], false),
        went(waits(), &[(Approve, 0), (Replace, 0)], false),
        went(asked(), &[(Approve, 0), (Replace, 0)], false),
        went(both(), &[(Approve, 0), (Accept, 0), (Replace, 0)], false),
        went(waits(), &[(Approve, 0), (Withdraw, 0)], false),
        went(waits(), &[(Approve, 0), (Elapse, 24)], false),
        went(waits(), &[(Approve, 0), (Elapse, 24)], true),
        went(asked(), &[(Approve, 0), (Accept, 0)], false),
        went(asked(), &[(Approve, 0), (Decline, 0)], false),
        went(asked(), &[(Approve, 0), (Withdraw, 0)], false),
        went(asked(), &[(Approve, 0), (Elapse, month)], false),
        went(both(), &[(Approve, 0), (Accept, 0), (Withdraw, 0)], false),
        went(both(), &[(Approve, 0), (Accept, 0), (Elapse, 24)], false),
        went(both(), &[(Approve, 0), (Accept, 0), (Elapse, 24)], true),
    ];
    let mut gone: ProposalWays = paths.into_iter().flatten().collect();
    gone.insert(alone());
    let table: ProposalWays = PROPOSAL_WAYS.iter().map(|way| (way.from, way.by, way.to)).collect();
    assert_eq!(gone, table);
}

fn usual() -> SectionTerms {
    SectionTerms::default()
}

/// What one person does alone is carried out as it is proposed.
fn alone() -> (Option<ProposalStage>, StepKind, ProposalStage) {
    let mut world = World::new();
    let stop = crate::ledger::SetStop {
        id: crate::id::Id::from_uuid(world.fresh()),
        target: crate::stop::StopTarget::Everything {},
        reason: the("a drill"),
        until: None,
    };
    let proposal = world.draft(super::world::OFFICE, vec![Order::SetStop(stop)]);
    let mut path = Path { world, gone: BTreeSet::new() };
    path.step(&proposal, StepKind::Propose);
    path.gone.first().copied().unwrap()
}

#[test]
fn what_is_not_in_a_table_is_refused_r143_r031() {
    let states = || UnitState::ALL.into_iter();
    for from in states().map(Some).chain([None]) {
        for by in OrderKind::ALL {
            for to in states() {
                let listed = UNIT_WAYS.iter().any(|it| (it.from, it.by, it.to) == (from, by, to));
                assert_eq!(unit_way(from, by, to).is_ok(), listed, "{from:?} {by:?} {to:?}");
            }
        }
    }
    let (from, to) = (ProposalStage::Approved, ProposalStage::Waiting);
    let refused = proposal_way(Some(from), StepKind::Approve, to);
    let (from, by, to) = ("approved", "approve", "waiting");
    assert_eq!(refused, Err(Refusal::NoSuchWay { from, by, to }));
}

#[test]
fn every_state_is_reached_and_what_is_used_cancelled_or_retired_is_for_good_r021() {
    for state in UnitState::ALL {
        assert!(UNIT_WAYS.iter().any(|way| way.to == state), "{state:?}");
        let leaves = UNIT_WAYS.iter().any(|way| way.from == Some(state));
        let lives =
            [UnitState::Planned, UnitState::Authorized, UnitState::Held, UnitState::Outside];
        assert_eq!(leaves, lives.contains(&state), "{state:?}");
    }
    for stage in ProposalStage::ALL {
        assert!(PROPOSAL_WAYS.iter().any(|way| way.to == stage), "{stage:?}");
        let leaves = PROPOSAL_WAYS.iter().any(|way| way.from == Some(stage));
        assert_eq!(leaves, !matches!(stage, ProposalStage::Ended(_)), "{stage:?}");
    }
}
