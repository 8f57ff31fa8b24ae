//! Sections: who has one, who opens it, and what it keeps (R-002 to R-004, R-072).

use super::world::{OFFICE, World, XAL, XBO, issue, open_section, the};
use crate::ledger::{OpenSection, Order, Refusal};
use crate::party::PartyCode;
use crate::section::{Installation, SectionNo};

fn opening(party: &str) -> OpenSection {
    let Order::OpenSection(order) = open_section(party) else { panic!("another order") };
    order
}

#[test]
fn a_section_is_opened_by_the_secretariat_at_the_partys_request_r002_r030() {
    let mut world = World::new();
    let order = || open_section("XDE");
    let of_a_party = world.draft(XAL, vec![order()]);
    assert_eq!(world.propose(&of_a_party).unwrap_err().why.code(), "initiator-not-entitled");
    let receipt = world.act(OFFICE, order());
    let entry = world.entry(receipt.last_entry);
    let (number, section) = world.books.section_of(the("XDE")).unwrap();
    assert_eq!((entry.section, entry.other_section), (OFFICE, Some(number)));
    assert_eq!((section.opened, section.settings.since), (entry.number, entry.number));
    let leaf = &entry.leaf;
    assert!(leaf.contains(r#""request":"#) && !leaf.contains("Letter"), "committed to: {leaf}");
    let mut unasked = serde_json::to_value(order()).unwrap();
    unasked.as_object_mut().unwrap().remove("request");
    assert!(serde_json::from_value::<Order>(unasked).is_err(), "without a request it is no order");
}

#[test]
fn the_european_union_has_a_section_like_any_other_party_r003() {
    let mut world = World::empty(Installation::Production);
    world.act(OFFICE, open_section("EUE"));
    world.act(OFFICE, open_section("FRA"));
    let union = world.books.sections.get(&SectionNo::new(1).unwrap()).unwrap();
    assert_eq!((union.party, union.registry), (the("EUE"), the("EUE01")));
    assert_eq!(world.code(OFFICE, open_section("EUE")), "section-exists");
}

#[test]
fn a_sections_units_carry_the_registry_that_it_was_opened_with_r004() {
    let mut world = World::new();
    let alien = OpenSection { registry: the("XBO07"), ..opening("XDE") };
    let taken = Refusal::RegistryNotFree { registry: the("XBO07"), party: the("XDE") };
    assert_eq!(world.refused(OFFICE, Order::OpenSection(alien)), taken);
    let its = world.books.sections.get(&XBO).unwrap().registry;
    assert_eq!(its, the("XBO01"));
    let into = world.account(XBO, "100");
    let receipt = world.act(XBO, issue(into, None, 5));
    assert!(world.entry(receipt.last_entry).leaf.contains("CA9001-XBO01-XBO-1..5-2024"));
}

#[test]
fn a_party_code_is_three_capital_letters_r072() {
    for code in ["XAL", "EUE", "MMR", "AAA", "ZZZ"] {
        assert_eq!(the::<PartyCode>(code).to_string(), code);
    }
    for wrong in ["", "XA", "XALO", "xal", "XA1", "XÄL", " XAL", "X-L"] {
        assert!(wrong.parse::<PartyCode>().is_err(), "{wrong:?}");
    }
    let listed = |code: &str| the::<PartyCode>(code).is_listed(the("2026-11-22"));
    assert!(listed("EUE") && !listed("IRN"));
}
