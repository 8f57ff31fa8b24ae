//! Cancellations (R-148 to R-151, R-160).

use super::world::{World, XAL, XBO, cancel, first_transfer, part, terms, the};
use crate::ledger::{CancellationReason, Refusal};

const REASONS: [(CancellationReason, &str); 4] = [
    (CancellationReason::OtherPurpose, "300"),
    (CancellationReason::Voluntary, "310"),
    (CancellationReason::Omge, "320"),
    (CancellationReason::Other, "330"),
];

#[test]
fn each_reason_has_its_own_account_r020() {
    for (reason, kind) in REASONS {
        let (mut world, _, to, units) =
            World::abroad(terms("A1", "NDC and OP", Some("Use or Cancellation")));
        for (_, other) in REASONS {
            let into = world.account(XBO, other);
            let order = cancel(to, into, part(units, "1", "1"), reason);
            if other == kind {
                world.act(XBO, order);
                assert_eq!(world.place(part(units, "1", "1")), into);
            } else {
                assert_eq!(world.code(XBO, order), "wrong-account-kind");
            }
        }
    }
}

#[test]
fn voluntary_and_omge_cancellation_are_free_for_held_units_of_any_purpose_r148_r150_r151() {
    for (purposes, definition) in [("NDC", None), ("NDC and IMP", Some("Use or Cancellation"))] {
        let (mut world, _, to, units) = World::abroad(terms("A1", purposes, definition));
        let (free, omge) = (world.account(XBO, "310"), world.account(XBO, "320"));
        world.act(XBO, cancel(to, free, part(units, "1", "10"), CancellationReason::Voluntary));
        world.act(XBO, cancel(to, omge, part(units, "11", "20"), CancellationReason::Omge));
        assert_eq!(world.first_transferred(XAL, "A1"), 100);
        assert_eq!(world.place(part(units, "21", "100")), to, "and takes nothing besides");
    }
}

#[test]
fn voluntary_and_omge_cancellation_are_for_units_that_were_first_transferred_r143() {
    for (reason, kind) in [REASONS[1], REASONS[2]] {
        let (mut world, from, _, units) =
            World::stage(terms("A1", "OIMP", Some("Use or Cancellation")));
        let gone = world.account(XAL, kind);
        assert_eq!(
            world.refused(XAL, cancel(from, gone, units, reason)),
            Refusal::NotFirstTransferred { units }
        );
    }
}

#[test]
fn cancellation_for_another_purpose_needs_that_purpose_r148() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let gone = world.account(XBO, "300");
    let order = cancel(to, gone, units, CancellationReason::OtherPurpose);
    assert_eq!(
        world.refused(XBO, order),
        Refusal::PurposeNotCovered { purpose: "OP", purposes: the("NDC") }
    );
}

#[test]
fn cancellation_is_the_first_transfer_only_where_the_authorization_says_so_r160() {
    for (reason, kind) in [REASONS[0], REASONS[3]] {
        let (mut world, from, _, units) =
            World::stage(terms("A1", "OP", Some("Use or Cancellation")));
        let gone = world.account(XAL, kind);
        let receipt = world.act(XAL, cancel(from, gone, part(units, "1", "40"), reason));
        let ended = world.block(part(units, "1", "40"));
        assert_eq!(ended.first_transfer, Some(receipt.last_entry), "{reason:?}");
        assert_eq!(world.first_transferred(XAL, "A1"), 40);
        let leaf = &world.entry(receipt.last_entry).leaf;
        assert!(leaf.contains(r#""first_transfer":true"#), "{leaf}");
        assert_eq!(world.block(part(units, "41", "100")).first_transfer, None);
    }
}

#[test]
fn an_outcome_may_end_for_other_reasons_without_a_first_transfer_r160() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let planned = world.issue(XAL, from, None, 10);
    let gone = world.account(XAL, "330");
    let both = part(units, "91", "110");
    let receipt = world.act(XAL, cancel(from, gone, both, CancellationReason::Other));
    assert_eq!(world.block(part(units, "91", "100")).first_transfer, None);
    assert_eq!(world.block(planned).first_transfer, None);
    assert_eq!(world.first_transferred(XAL, "A1"), 0);
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains(r#""first_transfer":false"#), "{leaf}");
}

#[test]
fn one_cancellation_of_mixed_units_first_transfers_only_those_that_say_so_r160() {
    let (mut world, from, to, units) =
        World::stage(terms("A1", "NDC and OP", Some("Use or Cancellation")));
    world.issue(XAL, from, None, 10);
    world.act(XAL, first_transfer(from, to, part(units, "1", "10")));
    world.act(XBO, super::world::transfer(to, from, part(units, "1", "10")));
    let before = world.block(part(units, "1", "10")).first_transfer;
    let gone = world.account(XAL, "330");
    let all = part(units, "1", "110");
    let receipt = world.act(XAL, cancel(from, gone, all, CancellationReason::Other));
    assert_eq!(world.block(part(units, "1", "10")).first_transfer, before);
    let now_first = world.block(part(units, "11", "100")).first_transfer;
    assert_eq!(now_first, Some(receipt.last_entry));
    assert_eq!(world.block(part(units, "101", "110")).first_transfer, None);
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
}
