//! Uses towards an NDC and for other purposes (R-147, R-148, R-160).

use super::world::{
    World, XAL, XBO, XCE, part, terms, the, transfer, use_for_ndc, use_for_oimp, years,
};
use crate::authorization::Terms;
use crate::ledger::{OpenAccount, Order, OtherPurpose, Refusal, UseTowardsNdc, try_out};

#[test]
fn a_party_uses_itmos_that_lie_in_its_own_section_r147() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let (used, of_another) = (world.account(XBO, "200"), world.account(XAL, "200"));
    assert_eq!(world.code(XAL, use_for_ndc(to, of_another, units, "2025")), "account-unknown");
    world.act(XBO, use_for_ndc(to, used, part(units, "1", "40"), "2025"));
    assert_eq!(world.place(part(units, "1", "40")), used);
    assert_eq!(world.place(part(units, "41", "100")), to);
    let entry = world.entry(world.books.head.entry);
    assert!(entry.leaf.contains(r#""year_of_use":"2025""#), "{}", entry.leaf);
}

#[test]
fn what_was_not_first_transferred_is_not_used_towards_an_ndc_r143_r147() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let used = world.account(XAL, "200");
    assert_eq!(
        world.refused(XAL, use_for_ndc(from, used, units, "2025")),
        Refusal::NotFirstTransferred { units }
    );
}

#[test]
fn the_user_is_an_authorized_party_or_the_authorizing_one_r147() {
    let only_xbo = Terms { parties: vec![the("XBO")], ..terms("A1", "NDC", None) };
    let (mut world, from, to, units) = World::abroad(only_xbo);
    let third = world.account(XCE, "100");
    let used = [XAL, XBO, XCE].map(|section| world.account(section, "200"));
    world.act(XBO, transfer(to, third, part(units, "1", "30")));
    world.act(XBO, transfer(to, from, part(units, "31", "60")));
    assert_eq!(
        world.refused(XCE, use_for_ndc(third, used[2], part(units, "1", "30"), "2025")),
        Refusal::PartyNotAuthorized { party: the("XCE"), authorization: the("A1") }
    );
    world.act(XAL, use_for_ndc(from, used[0], part(units, "31", "60"), "2025"));
    world.act(XBO, use_for_ndc(to, used[1], part(units, "61", "100"), "2025"));
}

#[test]
fn vintage_and_year_of_use_lie_in_one_ndc_period_of_the_user_r147() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let mut open = |year: &str| {
        let id = world.fresh();
        let account = super::world::open_account(id, "200");
        let account = OpenAccount { year_of_use: Some(the(year)), ..account };
        world.act(XBO, Order::OpenAccount(account));
        world.newest_account(XBO, "200")
    };
    let (in_2020, in_2021, in_2025, in_2026) =
        (open("2020"), open("2021"), open("2025"), open("2026"));
    for (into, year) in [(in_2020, "2020"), (in_2026, "2026")] {
        assert_eq!(
            world.refused(XBO, use_for_ndc(to, into, units, year)),
            Refusal::OutsidePeriod { vintage: the("2024"), year: the(year), party: the("XBO") }
        );
    }
    world.act(XBO, use_for_ndc(to, in_2021, part(units, "1", "1"), "2021"));
    world.act(XBO, use_for_ndc(to, in_2025, part(units, "2", "2"), "2025"));
}

#[test]
fn a_party_without_a_period_uses_nothing_r147() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let used = world.account(XBO, "200");
    let mut borvia = world.books.sections.get(&XBO).unwrap().clone();
    borvia.ndc_periods.clear();
    world.books.sections.set(XBO, borvia);
    assert_eq!(world.code(XBO, use_for_ndc(to, used, units, "2025")), "outside-ndc-period");
}

#[test]
fn a_year_of_use_is_mandatory_r147() {
    let order = r#"{"from":"XAL-100-0001-58","into":"XAL-200-0002-58",
        "units":"CA9001-XAL01-XAL-1-2024"}"#;
    assert!(serde_json::from_str::<UseTowardsNdc>(order).is_err());
}

const OTHER: [OtherPurpose; 2] = [OtherPurpose::Imp, OtherPurpose::Op];

#[test]
fn each_purpose_admits_the_uses_that_it_names_and_no_other_r148() {
    for (purposes, ndc, imp, op) in [
        ("NDC", true, false, false),
        ("OIMP", false, true, true),
        ("IMP", false, true, false),
        ("OP", false, false, true),
        ("NDC and OIMP", true, true, true),
        ("NDC and IMP", true, true, false),
        ("NDC and OP", true, false, true),
    ] {
        let definition = (purposes != "NDC").then_some("Issuance");
        let (mut world, from, to, units) = World::stage(terms("A1", purposes, definition));
        if purposes == "NDC" {
            world.act(XAL, super::world::first_transfer(from, to, units));
        } else {
            world.act(XAL, transfer(from, to, units));
        }
        let (used, end) = (world.account(XBO, "200"), world.account(XBO, "210"));
        let by_ndc = use_for_ndc(to, used, part(units, "1", "1"), "2025");
        let [by_imp, by_op] =
            OTHER.map(|purpose| use_for_oimp(to, end, part(units, "2", "2"), purpose));
        for (order, allowed) in [(by_ndc, ndc), (by_imp, imp), (by_op, op)] {
            let order_text = format!("{purposes}: {order:?}");
            let proposal = world.draft(XBO, vec![order]);
            let tried = try_out(&mut world.books, &proposal, world.now);
            let found = tried.map(|_| ()).map_err(|refused| refused.why.code());
            let expected = if allowed { Ok(()) } else { Err("purpose-not-covered") };
            assert_eq!(found, expected, "{order_text}");
        }
    }
}

#[test]
fn a_double_purpose_is_used_once_r148() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC and IMP", Some("Issuance")));
    world.act(XAL, transfer(from, to, units));
    let (used, end) = (world.account(XBO, "200"), world.account(XBO, "210"));
    world.act(XBO, use_for_ndc(to, used, units, "2025"));
    let again = use_for_oimp(to, end, units, OtherPurpose::Imp);
    assert_eq!(world.code(XBO, again), "not-held");
}

#[test]
fn use_is_the_first_transfer_only_where_the_authorization_says_so_r160() {
    let (mut world, from, _, units) =
        World::stage(terms("A1", "OIMP", Some("Use or Cancellation")));
    let end = world.account(XAL, "210");
    let receipt = world.act(XAL, use_for_oimp(from, end, part(units, "1", "30"), OtherPurpose::Op));
    assert_eq!(world.block(part(units, "1", "30")).first_transfer, Some(receipt.last_entry));
    assert_eq!(world.block(part(units, "31", "100")).first_transfer, None);
    assert_eq!(world.first_transferred(XAL, "A1"), 30);
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains(r#""first_transfer":true"#), "{leaf}");

    let (mut world, from, _, units) = World::stage(terms("A1", "OIMP", Some("Issuance")));
    let before = world.block(units).first_transfer;
    let end = world.account(XAL, "210");
    let receipt = world.act(XAL, use_for_oimp(from, end, units, OtherPurpose::Op));
    assert_eq!(world.block(units).first_transfer, before);
    assert_eq!(world.first_transferred(XAL, "A1"), 100, "counted once");
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains(r#""first_transfer":false"#), "{leaf}");
}

#[test]
fn an_authorization_amended_to_issuance_does_not_first_transfer_by_use_r160() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let amended = Terms {
        version: 2,
        used: Some(years("2021", "2030")),
        ..terms("A1", "NDC and IMP", Some("Issuance"))
    };
    world.act(XAL, Order::Authorize(amended));
    let end = world.account(XAL, "210");
    assert_eq!(
        world.refused(XAL, use_for_oimp(from, end, units, OtherPurpose::Imp)),
        Refusal::NotFirstTransferred { units }
    );
}
