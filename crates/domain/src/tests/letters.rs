//! What letters of authorization say, field by field (R-110, R-117, R-118, R-162, R-163).

use super::world::{
    World, XAL, XBO, authorize_units, cancel, entity, first_transfer, issue, part, terms, the,
    transfer, use_for_ndc, use_for_oimp, years,
};
use crate::authorization::Terms;
use crate::ledger::{CancellationReason, Order, OtherPurpose, Refusal};

const BY_END: &str = "Use or Cancellation";

fn authorize(terms: Terms) -> Order {
    Order::Authorize(terms)
}

fn late(act: &'static str, last: &str) -> Refusal {
    Refusal::AfterLastDay { authorization: the("A1"), act, last: last.to_owned() }
}

#[test]
fn gwp_values_stand_with_tonnes_and_a_description_with_another_metric_r110_r075_r076() {
    let mut world = World::new();
    let hours = Terms {
        metric: the("megawatt hours"),
        metric_description: Some(the("renewable electricity generation")),
        ..terms("A1", "NDC", None)
    };
    let wrong = Terms { gwp_values: Some(the("CH4 = 28")), ..hours.clone() };
    let metric = the("megawatt hours");
    assert_eq!(world.refused(XAL, authorize(wrong)), Refusal::MeasureMismatch { metric });
    world.act(XAL, authorize(hours));
    let tonnes = Terms { gwp_values: Some(the("CH4 = 28")), ..terms("A2", "NDC", None) };
    world.act(XAL, authorize(tonnes));
}

#[test]
fn nothing_is_issued_or_put_under_an_authorization_after_its_last_day_of_issuance_r110() {
    let mut world = World::new();
    let from = world.account(XAL, "100");
    let planned = world.issue(XAL, from, None, 10);
    let last_issuance = Some(the("2026-11-22"));
    world.act(XAL, authorize(Terms { last_issuance, ..terms("A1", "NDC", None) }));
    world.issue(XAL, from, Some("A1"), 10);
    world.now = the("2026-11-23T00:00:00Z");
    assert_eq!(world.refused(XAL, issue(from, Some("A1"), 10)), late("issuance", "2026-11-22"));
    let order = authorize_units(from, planned, "A1");
    assert_eq!(world.refused(XAL, order), late("issuance", "2026-11-22"));
}

#[test]
fn nothing_is_used_after_the_last_day_of_use_r110() {
    let double = terms("A1", "NDC and IMP", Some(BY_END));
    let limited = Terms { last_use: Some(the("2026-11-22")), ..double };
    let (mut world, from, to, units) = World::stage(limited);
    let (here, used, end) =
        (world.account(XAL, "210"), world.account(XBO, "200"), world.account(XBO, "210"));
    world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "1"), "2025"));
    world.now = the("2026-11-23T00:00:00Z");
    let rest = part(units, "2", "50");
    for order in
        [use_for_ndc(to, used, rest, "2025"), use_for_oimp(to, end, rest, OtherPurpose::Imp)]
    {
        assert_eq!(world.refused(XBO, order), late("use", "2026-11-22"));
    }
    let first = use_for_oimp(from, here, part(units, "51", "100"), OtherPurpose::Imp);
    assert_eq!(world.refused(XAL, first), late("use", "2026-11-22"));
}

#[test]
fn what_needs_an_authorization_is_not_cancelled_after_its_last_day_and_the_rest_is_r110_r150() {
    let limited = Terms {
        last_cancellation: Some(the("2026-11-21")),
        ..terms("A1", "NDC and OP", Some(BY_END))
    };
    let (mut world, from, to, units) = World::stage(limited);
    let first = part(units, "1", "50");
    let ends =
        ["300", "310", "330"].map(|kind| (world.account(XAL, kind), world.account(XBO, kind)));
    world.act(XAL, first_transfer(from, to, first));
    let order = cancel(to, ends[0].1, first, CancellationReason::OtherPurpose);
    assert_eq!(world.refused(XBO, order), late("cancellation", "2026-11-21"));
    let order = cancel(from, ends[2].0, part(units, "51", "60"), CancellationReason::Other);
    assert_eq!(world.refused(XAL, order), late("cancellation", "2026-11-21"));
    world.act(XBO, cancel(to, ends[1].1, first, CancellationReason::Voluntary));
}

#[test]
fn a_definition_outside_the_list_is_kept_and_means_the_first_international_transfer_r162() {
    let words = Some(the("First international transfer"));
    let unlisted = Terms { first_transfer_unlisted: words.clone(), ..terms("A1", "OIMP", None) };
    let both = Terms { first_transfer: Some(the("Issuance")), ..unlisted.clone() };
    assert_eq!(World::new().refused(XAL, authorize(both)), Refusal::DefinitionTwice {});
    let alone = Terms { first_transfer_unlisted: words, ..terms("A1", "NDC", None) };
    assert_eq!(World::new().code(XAL, authorize(alone)), "definition-forbidden");

    let (mut world, from, to, units) = World::stage(unlisted.clone());
    let entry = world.entry(world.books.head.entry - 2);
    assert!(entry.leaf.contains(r#""first_transfer_unlisted":"First international transfer""#));
    assert!(world.block(units).first_transfer.is_none(), "not with its issuance");
    let (here, end) = (world.account(XAL, "210"), world.account(XBO, "210"));
    let order = use_for_oimp(from, here, units, OtherPurpose::Imp);
    assert_eq!(world.refused(XAL, order), Refusal::NotFirstTransferred { units }, "nor with a use");
    world.act(XAL, first_transfer(from, to, units));
    assert_eq!(world.first_transferred(XAL, "A1"), 100, "it is in the sums");
    world.act(XBO, use_for_oimp(to, end, units, OtherPurpose::Imp));
}

#[test]
fn a_party_may_say_what_it_means_by_its_definition_r163() {
    let note: crate::text::Text<500> = the("the inter-registry transfer triggers the adjustment");
    let noted =
        Terms { first_transfer_note: Some(note.clone()), ..terms("A1", "OIMP", Some(BY_END)) };
    let mut world = World::new();
    world.act(XAL, authorize(noted));
    let entry = world.entry(world.books.head.entry);
    assert!(entry.leaf.contains(note.as_str()), "{}", entry.leaf);
}

/// The first version lets everything happen; the second takes each thing away.
fn two_versions() -> (Terms, Vec<(&'static str, Terms)>) {
    let first = Terms { entities: vec![the("E-1")], ..terms("A1", "NDC and OIMP", Some(BY_END)) };
    let second = Terms { version: 2, ..first.clone() };
    let changes = vec![
        ("purpose-not-covered", Terms { purposes: the("OP"), ..second.clone() }),
        ("party-not-authorized", Terms { parties: vec![the("XCE")], ..second.clone() }),
        ("use-outside-timeframe", Terms { used: Some(years("2027", "2030")), ..second.clone() }),
        ("after-last-day", Terms { last_use: Some(the("2026-11-21")), ..second }),
    ];
    (first, changes)
}

#[test]
fn units_first_transferred_stay_under_the_version_then_in_force_field_by_field_r117_r118() {
    let (first, changes) = two_versions();
    for (code, second) in changes {
        let mut world = World::new();
        world.act(XAL, Order::AuthorizeEntity(entity("E-1")));
        world.act(XAL, authorize(first.clone()));
        let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
        let units = world.issue(XAL, from, Some("A1"), 100);
        let (before, after) = (part(units, "1", "50"), part(units, "51", "100"));
        world.act(XAL, first_transfer(from, to, before));
        world.act(XAL, authorize(second.clone()));
        let used = world.account(XBO, "200");
        world.act(XBO, use_for_ndc(to, used, before, "2025"));

        // What is first transferred later is under the second version.
        let moved = first_transfer(from, to, after);
        let proposal = world.draft(XAL, vec![moved]);
        let why = match world.carry_out(&proposal) {
            Ok(_) => world.code(XBO, use_for_ndc(to, used, after, "2025")),
            Err(refused) => refused.why.code(),
        };
        let by_use = code == "purpose-not-covered" && why == "first-transfer-by-use";
        assert!(why == code || by_use, "{code}: {why}");
    }
}

#[test]
fn a_change_of_the_definition_leaves_what_was_first_transferred_as_it_is_r117_r118() {
    let (mut world, from, to, units) = World::stage(terms("A1", "OIMP", Some("Issuance")));
    let by_end = Terms { version: 2, ..terms("A1", "OIMP", Some(BY_END)) };
    world.act(XAL, authorize(by_end));
    let later = world.issue(XAL, from, Some("A1"), 10);
    assert!(world.block(units).first_transfer.is_some());
    assert!(world.block(later).first_transfer.is_none());
    world.act(XAL, transfer(from, to, units));
    assert_eq!(world.code(XAL, transfer(from, to, later)), "not-first-transferred");
}
