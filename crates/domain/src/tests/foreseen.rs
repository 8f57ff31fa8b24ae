//! What annual reports will fail by, act by act: the same is asked of the checks by chance in
//! `simulation/src/tests/reports.rs`.

use super::world::{
    QUN, World, XAL, XBO, XCE, cancel, contribute, first_transfer, issuing, part, record_approach,
    terms, the, transfer, transfer_out, use_for_oimp,
};
use crate::authorization::Terms;
use crate::ledger::{CancellationReason, Issue, Order, OtherPurpose, Warning, try_out};
use crate::section::SectionNo;
use crate::unit::UnitRange;

/// What the order would be warned of, without refusal.
fn tried(world: &mut World, section: SectionNo, order: Order) -> Vec<Warning> {
    let proposal = world.draft(section, vec![order]);
    let now = world.now;
    try_out(&mut world.books, &proposal, now).unwrap().remove(0).warnings
}

fn will_fail_ii01(party: &str) -> Vec<Warning> {
    vec![Warning::WillFailIi01 { party: the(party), approach: the("CA9001") }]
}

/// Units that only XBO may have, at XBO.
fn for_borvia() -> (World, crate::account::AccountNumber, UnitRange) {
    let named = Terms { parties: vec![the("XBO")], ..terms("A1", "NDC", None) };
    let (world, _, at, units) = World::abroad(named);
    (world, at, units)
}

#[test]
fn whoever_is_named_nowhere_fails_ii01_by_getting_passing_on_or_ending_units_r262() {
    let (mut world, at, units) = for_borvia();
    let (cendria, home) = (world.account(XCE, "100"), world.account(XAL, "100"));
    let out = world.outside(XBO, "XDE01");
    let fund = world.fund(XCE);
    assert_eq!(tried(&mut world, XBO, transfer(at, home, units)), [], "the host takes part");
    let abroad = transfer(at, cendria, part(units, "1", "10"));
    assert_eq!(tried(&mut world, XBO, abroad.clone()), will_fail_ii01("XCE"));
    assert_eq!(tried(&mut world, XBO, transfer_out(at, out, units)), will_fail_ii01("XDE"));
    world.act(XBO, abroad);
    let end = world.account(XCE, "310");
    let few = part(units, "1", "5");
    let ended = cancel(cendria, end, few, CancellationReason::Voluntary);
    assert_eq!(tried(&mut world, XCE, ended), will_fail_ii01("XCE"));
    assert_eq!(tried(&mut world, XCE, contribute(cendria, fund, few)), will_fail_ii01("XCE"));
    assert_eq!(tried(&mut world, XCE, transfer(cendria, at, few)), will_fail_ii01("XCE"));
    let inside = world.account(XCE, "100");
    assert_eq!(tried(&mut world, XCE, transfer(cendria, inside, few)), [], "that is no action");
}

#[test]
fn who_takes_part_is_asked_only_where_the_authorization_does_not_name_both_sides_r262() {
    let (mut world, at, units) = for_borvia();
    let (cendria, home) = (world.account(XCE, "100"), world.account(XAL, "100"));
    let asked = |world: &World, to| world.books.approaches_in_question(&[transfer(at, to, units)]);
    assert_eq!(asked(&world, home), [].into(), "it is of the one and names the other");
    assert_eq!(asked(&world, cendria), [units.series.approach].into());
}

#[test]
fn any_authorization_under_the_approach_whoever_gave_it_and_whatever_its_version_names_a_party_r262()
 {
    let cendria: fn(Terms) -> Terms = |it| Terms { parties: vec![the("XCE")], ..it };
    let any: fn(Terms) -> Terms = |it| Terms { parties: Vec::new(), ..it };
    for (change, warned) in [(cendria, false), (any, false)] {
        let (mut world, at, units) = for_borvia();
        let to = world.account(XCE, "100");
        assert!(!tried(&mut world, XBO, transfer(at, to, units)).is_empty());
        world.act(XBO, Order::Authorize(change(terms("B1", "NDC", None))));
        let narrower = Terms { version: 2, parties: vec![the("XAL")], ..terms("B1", "NDC", None) };
        world.act(XBO, Order::Authorize(narrower));
        assert_eq!(!tried(&mut world, XBO, transfer(at, to, units)).is_empty(), warned);
    }
    let (mut world, at, units) = for_borvia();
    world.act(XAL, record_approach("CA9002", &["XAL", "XCE"]));
    let elsewhere = Terms { approach: the("CA9002"), ..terms("C1", "NDC", None) };
    world.act(XAL, Order::Authorize(elsewhere));
    let to = world.account(XCE, "100");
    assert_eq!(tried(&mut world, XBO, transfer(at, to, units)), will_fail_ii01("XCE"));
}

#[test]
fn a_new_version_with_other_sectors_fails_nothing_and_is_not_warned_of_ii03_r117() {
    let mut world = World::new();
    let first = terms("A1", "NDC", None);
    world.act(XAL, Order::Authorize(first.clone()));
    let other = Terms { version: 2, sectors: vec![the("Agriculture")], ..first };
    assert_eq!(tried(&mut world, XAL, Order::Authorize(other)), []);
}

#[test]
fn a_purpose_by_a_name_that_the_authorization_does_not_cover_fails_stc02_r262() {
    let imp = terms("A1", "IMP", Some("Use or Cancellation"));
    let (mut world, from, _, units) = World::stage(imp);
    let into = world.account(XAL, "210");
    let named = |name: &str| {
        let mut order = use_for_oimp(from, into, units, OtherPurpose::Imp);
        if let Order::UseForOimp(order) = &mut order {
            order.named = the(name);
        }
        order
    };
    for (name, fails) in [("CORSIA", false), ("IMP", false), ("OP", true)] {
        let (party, authorization, named_so) = (the("XAL"), the("A1"), the(name));
        let due = Warning::WillFailStc02 { party, authorization, named: named_so };
        let due: Vec<_> = fails.then_some(due).into_iter().collect();
        assert_eq!(tried(&mut world, XAL, named(name)), due, "{name}");
    }
}

#[test]
fn what_the_host_first_transfers_to_the_mechanism_is_in_no_report_x08_r262() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let [pending, ..] = world.mechanism();
    let holding = world.account(QUN, "100");
    assert_ne!(pending, holding);
    let due = Warning::WillFailX08 { party: the("XAL"), approach: the("CA9001") };
    assert_eq!(tried(&mut world, XAL, first_transfer(from, holding, units)), [due]);
}

#[test]
fn every_table_needs_a_period_for_its_year_r230_r262() {
    let mut world = World::new();
    world.at("2032-03-01T12:00:00Z");
    let (party, year) = (the("XAL"), the("2032"));
    let due = [Warning::ReportNeedsPeriod { party, year }];
    let order = Order::Authorize(terms("A1", "NDC", None));
    assert_eq!(tried(&mut world, XAL, order.clone()), due);
    let entity = Order::AuthorizeEntity(super::world::entity("XAL 12-345"));
    assert_eq!(tried(&mut world, XAL, entity), due);
    world.act(XAL, order);
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    let issued = Issue { vintage: the("2027"), ..issuing(from, Some("A1"), 10) };
    world.act(XAL, Order::Issue(issued));
    let units = the("CA9001-XAL01-XAL-1..10-2027");
    let both = ["XAL", "XBO"]
        .map(|party| Warning::ReportNeedsPeriod { party: the(party), year: the("2032") });
    assert_eq!(tried(&mut world, XAL, first_transfer(from, to, units)), both);
}

#[test]
fn an_issuance_that_is_a_first_transfer_is_reported_and_another_is_not_r160_r262() {
    let warned = |definition: &str| {
        let mut world = World::new();
        world.at("2032-03-01T12:00:00Z");
        world.act(XAL, Order::Authorize(terms("A1", "OIMP", Some(definition))));
        let into = world.account(XAL, "100");
        let issued = Issue { vintage: the("2027"), ..issuing(into, Some("A1"), 10) };
        tried(&mut world, XAL, Order::Issue(issued))
    };
    let due = Warning::ReportNeedsPeriod { party: the("XAL"), year: the("2032") };
    assert_eq!(warned("Issuance"), [due]);
    assert_eq!(warned("Use or Cancellation"), []);
}
