//! What the ledger warns of and does all the same.

use super::world::{
    QUN, World, XAL, XBO, article_6_4, authorize_units, cancel, first_transfer, issue, part, terms,
    the, transfer_out, use_for_oimp,
};
use crate::authorization::Terms;
use crate::ledger::{CancellationReason, Order, OtherPurpose, Warned, Warning, try_out};
use crate::section::SectionNo;

const BY_END: &str = "Use or Cancellation";

/// What the order would be warned of, without refusal.
fn tried(world: &mut World, section: SectionNo, order: Order) -> Vec<Warning> {
    let proposal = world.draft(section, vec![order]);
    let now = world.now;
    try_out(&mut world.books, &proposal, now).unwrap().remove(0).warnings
}

/// Carries it out; what its two entries keep must be the same.
fn warned(world: &mut World, section: SectionNo, order: Order) -> Vec<Warned> {
    let proposal = world.draft(section, vec![order]);
    let proposed = *world.propose(&proposal).unwrap().receipt();
    let approved = *world.approve(&proposal).unwrap().receipt();
    let of = |entry: i64| world.entry(entry).evidence().unwrap().warnings.clone();
    let warnings = of(approved.last_entry);
    assert_eq!(of(proposed.last_entry), warnings, "what was shown is what was recorded");
    assert_eq!(proposed.warned, !warnings.is_empty());
    assert_eq!(approved.warned, !warnings.is_empty());
    let leaf: serde_json::Value =
        serde_json::from_str(&world.entry(approved.last_entry).leaf).unwrap();
    let codes: Vec<_> = warnings.iter().map(|it| it.code.as_str()).collect();
    let told = leaf["facts"].get("warnings").cloned().unwrap_or_else(|| serde_json::json!([]));
    assert_eq!(told, serde_json::json!(codes));
    warnings
}

fn nearly(first_transferred: u64) -> Vec<Warning> {
    let (authorization, cap) = (the("A1"), the("100"));
    vec![Warning::CapNearlyReached { authorization, cap, first_transferred }]
}

#[test]
fn from_nine_tenths_of_the_cap_on_each_first_transfer_is_warned_of_r114() {
    let capped = Terms { quantity: Some(the("100")), ..terms("A1", "NDC", None) };
    let (mut world, from, to, units) = World::stage(capped);
    let move_on = |first, last| first_transfer(from, to, part(units, first, last));
    assert_eq!(tried(&mut world, XAL, move_on("1", "89")), []);
    assert_eq!(tried(&mut world, XAL, move_on("1", "90")), nearly(90));
    assert_eq!(warned(&mut world, XAL, move_on("1", "89")), []);
    let numbers = [("authorization", "A1"), ("cap", "100"), ("first_transferred", "90")];
    let numbers = numbers.map(|(name, number)| (name.to_owned(), number.to_owned())).into();
    let (code, rule) = ("cap-nearly-reached".to_owned(), "R-114".to_owned());
    assert_eq!(
        warned(&mut world, XAL, move_on("90", "90")),
        [Warned { order: 0, code, rule, blocking: false, numbers }]
    );
}

#[test]
fn every_way_of_first_transfer_is_held_against_nine_tenths_r114() {
    let at_once = Terms { quantity: Some(the("100")), ..terms("A1", "OIMP", Some("Issuance")) };
    let mut world = World::new();
    let from = world.account(XAL, "100");
    world.act(XAL, Order::Authorize(at_once));
    assert_eq!(tried(&mut world, XAL, issue(from, Some("A1"), 95)), nearly(95));
    let planned = world.issue(XAL, from, None, 90);
    assert_eq!(tried(&mut world, XAL, authorize_units(from, planned, "A1")), nearly(90));

    let by_end = Terms { quantity: Some(the("100")), ..terms("A1", "OP", Some(BY_END)) };
    let (mut world, from, _, units) = World::stage(by_end);
    let (end, gone) = (world.account(XAL, "210"), world.account(XAL, "330"));
    let used = use_for_oimp(from, end, units, OtherPurpose::Op);
    assert_eq!(tried(&mut world, XAL, used), nearly(100));
    let cancelled = cancel(from, gone, units, CancellationReason::Other);
    assert_eq!(tried(&mut world, XAL, cancelled), nearly(100));

    let abroad = Terms { quantity: Some(the("100")), ..terms("A1", "NDC", None) };
    let (mut world, from, _, units) = World::stage(abroad);
    let out = world.outside(XAL, "XDE01");
    assert_eq!(tried(&mut world, XAL, transfer_out(from, out, units)), nearly(100));
}

#[test]
fn what_the_mechanism_issues_is_held_against_nine_tenths_of_the_hosts_cap_r114_r173() {
    let of = |purposes, definition| Terms {
        approach: the("CA0001"),
        quantity: Some(the("100")),
        ..terms("A1", purposes, definition)
    };
    // Of one hundred, seven are first transferred by the two movements; under some definitions all.
    for (terms, warnings) in
        [(of("NDC", None), vec![]), (of("OIMP", Some("Issuance")), nearly(100))]
    {
        let mut world = World::new();
        let places = world.mechanism();
        world.act(XAL, Order::Authorize(terms));
        let order = Order::IssueArticle64(article_6_4(places, 100));
        assert_eq!(tried(&mut world, QUN, order), warnings);
    }
}

#[test]
fn an_id_with_characters_that_some_checkers_do_not_read_is_warned_of_r054() {
    let mut world = World::new();
    for (id, warnings) in [("A 1-2", 0), ("A/1", 1), ("A.1", 1)] {
        let found = warned(&mut world, XAL, Order::Authorize(terms(id, "NDC", None)));
        assert_eq!(found.len(), warnings, "{id}");
        assert!(found.iter().all(|it| it.code == "unusual-authorization-id" && !it.blocking));
    }
}

#[test]
fn a_definition_outside_the_list_raises_a_blocking_warning_and_is_recorded_r162() {
    let mut world = World::new();
    let words = Some(the("First international transfer"));
    let unlisted = Terms { first_transfer_unlisted: words, ..terms("A1", "OIMP", None) };
    let found = warned(&mut world, XAL, Order::Authorize(unlisted));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code.as_str(), found[0].blocking), ("definition-unlisted", true));
    assert_eq!(found[0].numbers["definition"], "First international transfer");
}

#[test]
fn two_sets_of_gwp_values_within_one_approach_are_warned_of_r075() {
    let mut world = World::new();
    world.act(XAL, super::world::record_approach("CA9002", &["XAL"]));
    let with = |id, approach, values| Terms {
        approach: the(approach),
        gwp_values: Some(the(values)),
        ..terms(id, "NDC", None)
    };
    let first = with("A1", "CA9001", "CH4 = 28");
    assert_eq!(warned(&mut world, XAL, Order::Authorize(first.clone())), []);
    let same = with("B1", "CA9001", "CH4 = 28");
    assert_eq!(warned(&mut world, XBO, Order::Authorize(same)), []);
    let elsewhere = with("A2", "CA9002", "CH4 = 25");
    assert_eq!(warned(&mut world, XAL, Order::Authorize(elsewhere)), []);
    let silent = terms("A3", "NDC", None);
    assert_eq!(warned(&mut world, XAL, Order::Authorize(silent)), []);
    let other = with("B2", "CA9001", "CH4 = 25");
    let found = warned(&mut world, XBO, Order::Authorize(other));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "gwp-values-mixed");
    assert_eq!(found[0].numbers["other_values"], "CH4 = 28");
    let itself = Terms { version: 2, gwp_values: Some(the("CH4 = 27.9")), ..first };
    let found = warned(&mut world, XAL, Order::Authorize(itself));
    assert_eq!(found[0].numbers["other"], "B1", "its own former version is no other");
}

#[test]
fn each_order_of_a_batch_has_its_own_warnings() {
    for (ids, warned) in [(["A1", "A/2"], 1), (["B/1", "B2"], 0)] {
        let mut world = World::new();
        let orders = ids.map(|id| Order::Authorize(terms(id, "NDC", None)));
        let proposal = world.draft(XAL, orders.into());
        let proposed = *world.propose(&proposal).unwrap().receipt();
        let warnings = &world.entry(proposed.last_entry).evidence().unwrap().warnings;
        assert_eq!(warnings.iter().map(|it| it.order).collect::<Vec<_>>(), [warned]);
        let receipt = *world.approve(&proposal).unwrap().receipt();
        assert!(receipt.warned, "whichever of its entries it is");
        let entries = [receipt.first_entry, receipt.last_entry];
        let kept = entries.map(|entry| world.entry(entry).evidence().unwrap().warnings.len());
        assert_eq!(kept, if warned == 0 { [1, 0] } else { [0, 1] });
    }
}
