//! Transfers (R-050, R-051, R-143 to R-146, R-149, R-152 to R-154, R-160).

use jiff::Timestamp;

use super::world::{
    World, XAL, XBO, XCE, cancel, first_transfer, part, terms, the, transfer, use_for_ndc,
    use_for_oimp,
};
use crate::account::AccountNumber;
use crate::authorization::Terms;
use crate::ledger::{CancellationReason, OtherPurpose, Refusal};
use crate::unit::UnitRange;
use crate::vintage::Year;

#[test]
fn outcomes_become_itmos_by_a_first_transfer_and_in_no_other_way_r143() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    assert_eq!(
        world.refused(XAL, transfer(from, to, units)),
        Refusal::NotFirstTransferred { units }
    );
    let receipt = world.act(XAL, first_transfer(from, to, units));
    assert_eq!(world.block(units).first_transfer, Some(receipt.last_entry));
    assert_eq!((world.place(units), world.block(units).section), (to, XBO));
}

#[test]
fn without_authorization_nothing_goes_abroad_and_nothing_is_used_r144() {
    let (mut world, from, to, _) = World::stage(terms("A1", "NDC", None));
    let planned = world.issue(XAL, from, None, 10);
    let (used, end, gone) =
        (world.account(XAL, "200"), world.account(XAL, "210"), world.account(XAL, "300"));
    let unauthorized = Refusal::NotAuthorized { units: planned };
    assert_eq!(world.refused(XAL, first_transfer(from, to, planned)), unauthorized);
    let order = use_for_oimp(from, end, planned, OtherPurpose::Imp);
    assert_eq!(world.refused(XAL, order), unauthorized);
    let order = cancel(from, gone, planned, CancellationReason::OtherPurpose);
    assert_eq!(world.refused(XAL, order), unauthorized);
    let not_first = Refusal::NotFirstTransferred { units: planned };
    assert_eq!(world.refused(XAL, transfer(from, to, planned)), not_first);
    assert_eq!(world.refused(XAL, use_for_ndc(from, used, planned, "2025")), not_first);
}

#[test]
fn one_unauthorized_unit_holds_up_the_whole_act_r144_r152() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.issue(XAL, from, None, 1);
    let with_one_more = part(units, "1", "101");
    assert_eq!(
        world.refused(XAL, first_transfer(from, to, with_one_more)),
        Refusal::NotAuthorized { units: part(units, "101", "101") }
    );
}

#[test]
fn a_transfer_between_parties_is_one_entry_with_two_sides_r145() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let first = world.entry(world.books.head.entry).clone();
    assert_eq!((first.section, first.other_section), (XAL, Some(XBO)));
    let third = world.account(XCE, "100");
    let receipt = world.act(XBO, transfer(to, third, units));
    let entry = world.entry(receipt.last_entry);
    assert_eq!((entry.act, entry.section, entry.other_section), ("transfer", XBO, Some(XCE)));
    assert_eq!(world.block(units).section, XCE);
}

#[test]
fn a_move_inside_a_section_touches_no_other_r146() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let receipt = world.act(XAL, transfer(from, other, units));
    assert_eq!(world.entry(receipt.last_entry).other_section, None);
    assert_eq!(world.block(units).first_transfer, None, "and is no first transfer");
    assert_eq!(
        world.refused(XAL, transfer(other, other, units)),
        Refusal::SameAccount { account: other }
    );
    assert_eq!(
        world.refused(XAL, first_transfer(other, from, units)),
        Refusal::SameParty { party: the("XAL") }
    );
}

#[test]
fn a_unit_has_no_second_first_transfer_r149() {
    let (mut world, from, to, units) = World::abroad(terms("A1", "NDC", None));
    let entry = world.block(units).first_transfer.unwrap();
    assert_eq!(
        world.refused(XBO, first_transfer(to, from, units)),
        Refusal::AlreadyFirstTransferred { units, entry }
    );
    world.act(XBO, transfer(to, from, units));
    assert_eq!(world.code(XAL, first_transfer(from, to, units)), "already-first-transferred");
    assert_eq!(world.block(units).first_transfer, Some(entry), "the same as before");
    assert_eq!(world.first_transferred(XAL, "A1"), 100, "counted once");
}

#[test]
fn a_later_transfer_changes_the_holder_and_nothing_else_r165() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let (before, further) = (world.block(units), world.account(XCE, "100"));
    let receipt = world.act(XBO, transfer(to, further, units));
    let after = world.block(units);
    let moved = crate::ledger::Block {
        account: world.books.accounts.get(&further).unwrap().id,
        section: XCE,
        since_entry: receipt.last_entry,
        since_leaf: after.since_leaf,
        since_occurred: after.since_occurred,
        ..before
    };
    assert_eq!(after, moved);
    assert_eq!(world.first_transferred(XAL, "A1"), 100, "not counted again");
}

#[test]
fn units_first_transferred_by_issuance_go_abroad_by_a_plain_transfer_r149_r160() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC and OIMP", Some("Issuance")));
    assert_eq!(world.code(XAL, first_transfer(from, to, units)), "already-first-transferred");
    world.act(XAL, transfer(from, to, units));
    assert_eq!(world.first_transferred(XAL, "A1"), 100);
}

#[test]
fn the_sender_keeps_the_lower_part_and_every_part_its_attributes_r050_r051() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let before = world.block(units);
    let receipt = world.act(XAL, first_transfer(from, to, part(units, "61", "100")));
    let (kept, gone) = (part(units, "1", "60"), part(units, "61", "100"));
    assert_eq!((world.place(kept), world.place(gone)), (from, to));
    assert_eq!(world.block(kept).first_transfer, None, "a first transfer of the moved part alone");
    assert_eq!(world.block(gone).first_transfer, Some(receipt.last_entry));
    for half in [kept, gone] {
        assert_eq!(world.block(half).issuance, before.issuance);
        assert_eq!(world.block(half).authorization, before.authorization);
    }
    let third = world.account(XCE, "100");
    world.act(XBO, transfer(to, third, part(units, "71", "80")));
    for (first, last) in [("61", "70"), ("71", "80"), ("81", "100")] {
        let block = world.block(part(units, first, last));
        assert_eq!(block.first_transfer, Some(receipt.last_entry), "{first}..{last}");
    }
}

#[test]
fn one_act_may_take_parts_of_many_blocks_and_each_keeps_its_attributes_r051() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, first_transfer(from, to, part(units, "41", "60")));
    world.act(XBO, transfer(to, from, part(units, "41", "60")));
    let other = world.account(XAL, "100");
    world.act(XAL, transfer(from, other, part(units, "21", "80")));
    assert_eq!(world.block(part(units, "1", "20")).first_transfer, None);
    assert_eq!(world.block(part(units, "21", "40")).first_transfer, None);
    assert!(world.block(part(units, "41", "60")).first_transfer.is_some());
    assert_eq!(world.block(part(units, "61", "80")).first_transfer, None);
    assert_eq!(world.place(part(units, "81", "100")), from);
}

#[test]
fn the_log_keeps_the_ranges_of_each_act_though_neighbours_are_alike_again_r052() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let upper = part(units, "61", "100");
    let there = world.act(XAL, transfer(from, other, upper));
    let back = world.act(XAL, transfer(other, from, upper));
    let (lower, whole) = (world.block(part(units, "1", "60")), world.block(upper));
    assert_eq!((lower.account, lower.authorization), (whole.account, whole.authorization));
    world.act(XAL, transfer(from, other, units));
    let range = r#""units":"CA9001-XAL01-XAL-61..100-2024""#;
    for receipt in [there, back] {
        let leaf = &world.entry(receipt.last_entry).leaf;
        assert!(leaf.contains(range), "{leaf}");
    }
    let both = &world.entry(world.books.head.entry).leaf;
    assert!(both.contains("-1..60-2024") && both.contains(range), "{both}");
}

#[test]
fn a_section_moves_only_what_lies_in_the_account_it_names_r152() {
    let (mut world, from, to, units) = World::abroad(terms("A1", "NDC", None));
    let own = world.account(XAL, "100");
    let not_held = |account: AccountNumber, units: UnitRange| Refusal::NotHeld { units, account };
    assert_eq!(world.refused(XAL, transfer(from, own, units)), not_held(from, units));
    assert_eq!(
        world.refused(XAL, transfer(to, own, units)),
        Refusal::AccountUnknown { account: to },
        "another section's account is as unknown as none"
    );
    let none = AccountNumber::new(the("XBO"), the("100"), 77);
    assert_eq!(
        world.refused(XAL, transfer(none, own, units)),
        Refusal::AccountUnknown { account: none }
    );
    let beyond = part(units, "100", "101");
    assert_eq!(world.refused(XBO, transfer(to, own, beyond)), not_held(to, beyond));
    let other_vintage: UnitRange = the("CA9001-XAL01-XAL-1..100-2023");
    assert_eq!(world.refused(XBO, transfer(to, own, other_vintage)), not_held(to, other_vintage));
}

#[test]
fn the_receiver_of_a_first_transfer_is_an_authorized_party_r144_r160() {
    let only_xce = Terms { parties: vec![the("XCE")], ..terms("A1", "NDC", None) };
    let (mut world, from, to, units) = World::stage(only_xce);
    assert_eq!(
        world.refused(XAL, first_transfer(from, to, units)),
        Refusal::PartyNotAuthorized { party: the("XBO"), authorization: the("A1") }
    );
    let third = world.account(XCE, "100");
    world.act(XAL, first_transfer(from, third, units));
}

#[test]
fn the_event_of_the_first_transfer_follows_purposes_and_definition_r160() {
    for purposes in ["OIMP", "IMP", "OP"] {
        let (mut world, from, to, units) =
            World::stage(terms("A1", purposes, Some("Use or Cancellation")));
        assert_eq!(
            world.refused(XAL, first_transfer(from, to, units)),
            Refusal::FirstTransferByUse { authorization: the("A1") },
            "{purposes}: by use or cancellation alone"
        );
    }
    for purposes in ["NDC and OIMP", "NDC and IMP", "NDC and OP"] {
        let (mut world, from, to, units) =
            World::stage(terms("A1", purposes, Some("Use or Cancellation")));
        world.act(XAL, first_transfer(from, to, part(units, "1", "50")));
        let end = world.account(XAL, "210");
        let purpose = if purposes == "NDC and OP" { OtherPurpose::Op } else { OtherPurpose::Imp };
        let receipt = world.act(XAL, use_for_oimp(from, end, part(units, "51", "100"), purpose));
        let by_use = world.block(part(units, "51", "100"));
        assert_eq!(by_use.first_transfer, Some(receipt.last_entry), "whichever comes first");
        assert_eq!(world.first_transferred(XAL, "A1"), 100);
    }
}

#[test]
fn a_dated_act_keeps_both_times_and_lies_after_the_units_last_r153() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let future = world.dated(XAL, transfer(from, other, units), "2026-11-22T12:59:59Z");
    assert_eq!(world.propose(&future).unwrap_err().why.code(), "occurred-in-future");
    let early = world.dated(XAL, transfer(from, other, units), "2026-11-22T11:59:59Z");
    assert_eq!(world.propose(&early).unwrap_err().why.code(), "occurred-too-early");
    let issued: Timestamp = world.block(units).since_occurred;
    world.now = the("2026-11-23T00:00:00Z");
    let between = world.dated(XAL, transfer(from, other, units), "2026-11-22T18:00:00Z");
    let receipt = world.carry_out(&between).unwrap();
    let entry = world.entry(receipt.last_entry);
    assert!(issued < entry.occurred);
    assert_eq!(entry.occurred, the("2026-11-22T18:00:00Z"));
    assert_eq!(entry.recorded, world.now);
    assert!(entry.leaf.contains(r#""occurred":"2026-11-22T18:00:00.000000Z""#), "{}", entry.leaf);
}

#[test]
fn an_act_may_happen_at_the_moment_of_the_units_last_and_at_the_present_one_r153() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    world.now = the("2026-11-23T00:00:00Z");
    for (one, another) in [(from, other), (other, from)] {
        let order = transfer(one, another, units);
        let same = world.dated(XAL, order, "2026-11-22T18:00:00Z");
        world.carry_out(&same).unwrap();
    }
    let present = world.dated(XAL, transfer(from, other, units), "2026-11-24T00:00:00Z");
    world.at("2026-11-24T00:00:00Z");
    world.carry_out(&present).unwrap();
    assert_eq!(world.place(units), other);
}

#[test]
fn a_time_has_no_more_than_microseconds_so_that_it_reads_back_the_same_r153() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    world.now = the("2026-11-23T00:00:00Z");
    let fine = world.dated(XAL, transfer(from, other, units), "2026-11-22T18:00:00.123456789Z");
    world.carry_out(&fine).unwrap();
    assert_eq!(world.block(units).since_occurred, the("2026-11-22T18:00:00.123456Z"));
}

#[test]
fn the_year_ends_strictly_before_the_first_of_january_in_utc_r153_r154() {
    for (moment, year) in [
        ("2026-12-31T23:59:59.999999Z", "2026"),
        ("2027-01-01T00:00:00Z", "2027"),
        ("2027-01-01T00:30:00+01:00", "2026"),
        ("2026-12-31T23:30:00-01:00", "2027"),
    ] {
        assert_eq!(Year::of(the(moment)), the(year), "{moment}");
    }
}

/// Where a unit was at a moment, by when things happened.
fn place_at(world: &World, unit: UnitRange, at: &str) -> Option<AccountNumber> {
    let at: Timestamp = the(at);
    let serial = unit.serials.first();
    let now = world.books.blocks_in(&unit).map(|(key, block)| (key, block, None));
    let past = world.books.past().iter().map(|it| (it.key, it.block, Some(it.until_occurred)));
    let mut rows = now.chain(past).filter(|(key, block, until)| {
        let covers = key.1 <= serial && serial <= block.last;
        covers && block.since_occurred < at && until.is_none_or(|until| at <= until)
    });
    let (_, block, _) = rows.next()?;
    assert_eq!(rows.next(), None, "in one place");
    world.books.accounts.iter().find(|(_, it)| it.id == block.account).map(|(number, _)| *number)
}

#[test]
fn the_position_of_31_december_has_what_happened_strictly_before_the_new_year_r154() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let (early, late) = (part(units, "1", "1"), part(units, "2", "2"));
    world.now = the("2027-03-01T00:00:00Z");
    let order = first_transfer(from, to, early);
    let in_time = world.dated(XAL, order, "2026-12-31T23:59:59.999999Z");
    world.carry_out(&in_time).unwrap();
    let too_late = world.dated(XAL, first_transfer(from, to, late), "2027-01-01T00:00:00Z");
    world.carry_out(&too_late).unwrap();
    let cut_off = "2027-01-01T00:00:00Z";
    assert_eq!(place_at(&world, early, cut_off), Some(to));
    assert_eq!(place_at(&world, late, cut_off), Some(from));
    assert_eq!(place_at(&world, late, "2027-01-01T00:00:00.000001Z"), Some(to));
    assert_eq!(place_at(&world, late, "2026-11-01T00:00:00Z"), None, "not yet issued");
}
