//! How units, approaches, registries and authorizations are named (R-040 to R-049, R-053, R-054).

use proptest::prelude::*;

use super::world::{World, XAL, XBO, cancel, first_transfer, part, terms, the, transfer};
use crate::account::AccountNumber;
use crate::approach::ApproachId;
use crate::authorization::AuthorizationId;
use crate::digest::Digest;
use crate::entity::EntityId;
use crate::ledger::{CancellationReason, EntryNumber, Order};
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::registry::RegistryId;
use crate::serial::{NotASerial, Serial, Serials};
use crate::text::Text;
use crate::unit::{NotUnits, UnitRange};
use crate::vintage::Year;

#[test]
fn the_vectors_of_the_specification_read_as_it_says_r043_r044_r045_r047() {
    let valid = [
        ("CA0003-THA01-THA-1-2022", "CA0003-THA01-THA-1916-2022", 1916),
        ("CA0003-THA01-THA-1,000-2022", "CA0003-THA01-THA-1,999-2022", 1000),
        ("CA0003-THA01-THA-1-2020", "CA0003-THA01-THA-1-2020", 1),
        ("CA0001-UN01-MMR-1-2021", "CA0001-UN01-MMR-5-2021", 5),
    ];
    for (first, last, quantity) in valid {
        let units = UnitRange::between(first, last).unwrap();
        assert_eq!(units.units().count(), quantity, "{first}");
    }
    let thousand =
        UnitRange::between("CA0003-THA01-THA-1,000-2022", "CA0003-THA01-THA-1,999-2022").unwrap();
    assert_eq!(thousand.first_id(), "CA0003-THA01-THA-1000-2022");
    assert_eq!(thousand.last_id(), "CA0003-THA01-THA-1999-2022");
    assert_eq!(thousand.to_string(), "CA0003-THA01-THA-1000..1999-2022");
}

#[test]
fn the_vectors_of_the_specification_that_are_wrong_say_what_is_wrong_r045() {
    let (ten, nine) = (the("10"), the("9"));
    let between = UnitRange::between;
    assert_eq!(
        between("CA0003-THA01-THA-10-2022", "CA0003-THA01-THA-9-2022"),
        Err(NotUnits::Reversed { first: ten, last: nine })
    );
    assert_eq!(
        between("CA0003-THA01-THA-1-2022", "CA0003-THA01-THA-5-2023"),
        Err(NotUnits::TwoSeries)
    );
    let same = |text: &str| between(text, text);
    assert!(matches!(same("CA003-THA01-THA-1-2022"), Err(NotUnits::Approach(_))));
    assert!(matches!(same("CA0003-TH01-THA-1-2022"), Err(NotUnits::Registry(_))));
    assert_eq!(same("CA0003-THA01-THA-0-2022"), Err(NotUnits::Serial(NotASerial::Zero)));
}

#[test]
fn two_ends_that_differ_in_any_part_but_the_serial_are_refused_r045() {
    let first = "CA9001-XAL01-XAL-1-2024";
    for last in [
        "CA9002-XAL01-XAL-5-2024",
        "CA9001-XAL02-XAL-5-2024",
        "CA9001-XAL01-XBO-5-2024",
        "CA9001-XAL01-XAL-5-2025",
    ] {
        assert_eq!(UnitRange::between(first, last), Err(NotUnits::TwoSeries), "{last}");
    }
}

#[test]
fn an_end_of_a_range_is_one_unit_and_no_range_itself_r045() {
    let one = "CA9001-XAL01-XAL-1-2024";
    let range = "CA9001-XAL01-XAL-1..5-2024";
    assert!(UnitRange::between(one, range).is_err());
    assert!(UnitRange::between(range, range).is_err());
}

#[test]
fn an_identifier_has_five_parts_in_this_order_r040_r043() {
    let text = "CA9001-XAL01-XAL-7-2024";
    let one: UnitRange = the(text);
    assert_eq!(one.to_string(), text);
    assert_eq!(one.series.approach, the("CA9001"));
    assert_eq!(one.series.registry, the("XAL01"));
    assert_eq!(one.series.party, the("XAL"));
    assert_eq!(one.serials.first(), the("7"));
    assert_eq!(one.series.vintage, the("2024"));
    for wrong in [
        "CA9001-XAL-XAL01-7-2024",
        "CA9001-XAL01-XAL-7",
        "CA9001-XAL01-XAL-7-2024-1",
        "CA9001-XAL01-XAL--2024",
        "CA9001-XAL01-XAL-7-24",
        "ca9001-XAL01-XAL-7-2024",
        "CA9001-XAL01-XAL-7-2024 ",
        "",
    ] {
        assert!(wrong.parse::<UnitRange>().is_err(), "{wrong:?}");
    }
}

#[test]
fn an_approach_is_ca_and_four_digits_r041() {
    assert_eq!(the::<ApproachId>("CA0001").to_string(), "CA0001");
    for wrong in ["CA1", "CA00001", "ca0001", "CB0001", "CA000x", "CA-001", "CA٠٠٠١", ""] {
        assert!(wrong.parse::<ApproachId>().is_err(), "{wrong:?}");
    }
    assert!(!the::<ApproachId>("CA9000").is_fictional());
    assert!(the::<ApproachId>("CA9001").is_fictional());
}

#[test]
fn a_registry_is_a_party_or_un_and_two_digits_r042() {
    for right in ["CHE01", "XAL99", "UN01", "UN02", "UNA01"] {
        assert_eq!(the::<RegistryId>(right).to_string(), right);
    }
    for wrong in ["CH01", "CHE1", "CHE001", "che01", "UN1", "UN001", "01", "CHEé", "CHE+1", ""] {
        assert!(wrong.parse::<RegistryId>().is_err(), "{wrong:?}");
    }
}

#[test]
fn thousands_separators_are_read_where_they_belong_and_never_written_r044() {
    assert_eq!(the::<Serial>("1,204,501").to_string(), "1204501");
    for wrong in ["1,0", "1,0000", ",100", "1,,000", "1000,000", "0,001", "1,+00", "1.000"] {
        assert!(wrong.parse::<Serial>().is_err(), "{wrong:?}");
    }
}

#[test]
fn bad_numbers_are_no_serials_t25() {
    assert_eq!("0".parse::<Serial>(), Err(NotASerial::Zero));
    assert_eq!("9223372036854775807".parse::<Serial>(), Err(NotASerial::TooHigh));
    assert_eq!("9223372036854775808".parse::<Serial>(), Err(NotASerial::TooHigh));
    assert_eq!("18446744073709551616".parse::<Serial>(), Err(NotASerial::TooHigh));
    assert_eq!(the::<Serial>("9223372036854775806").number(), Serial::MAX);
    for wrong in ["-1", "+1", "1.5", "1e309", "٣", " 7", "7 ", "01", "0x10", ""] {
        assert_eq!(wrong.parse::<Serial>(), Err(NotASerial::NotANumber), "{wrong:?}");
    }
}

#[test]
fn bad_numbers_are_no_quantities_t25() {
    for wrong in
        ["0", "-1", "1.5", "1e309", "9223372036854775808", "٣", " 7", "7 ", "07", "1,000", "+7", ""]
    {
        assert!(wrong.parse::<Units>().is_err(), "{wrong:?}");
    }
    assert_eq!(the::<Units>("9223372036854775807").count(), Units::MAX);
    for json in ["7", "7.0", "null", "\"0\"", "[\"7\"]", "true"] {
        assert!(serde_json::from_str::<Units>(json).is_err(), "{json}");
    }
}

#[test]
fn reversed_ranges_and_ranges_beyond_the_highest_serial_are_refused_r045_t25() {
    let reversed = "CA9001-XAL01-XAL-5..4-2024".parse::<UnitRange>();
    assert_eq!(reversed, Err(NotUnits::Reversed { first: the("5"), last: the("4") }));
    let beyond = "CA9001-XAL01-XAL-1..9223372036854775807-2024".parse::<UnitRange>();
    assert_eq!(beyond, Err(NotUnits::Serial(NotASerial::TooHigh)));
    for wrong in ["0..5", "1..0", "..5", "5..", "1...5", "1..2..3", "1 ..5"] {
        assert!(format!("CA9001-XAL01-XAL-{wrong}-2024").parse::<UnitRange>().is_err(), "{wrong}");
    }
}

#[test]
fn a_year_has_four_digits_r053() {
    for wrong in ["24", "02024", "20 4", "+2024", "٢٠٢٤", "0999", "2024.0", ""] {
        assert!(wrong.parse::<Year>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_party_code_is_three_capital_letters() {
    for wrong in ["che", "CH", "CHEE", "C1E", "ÄBC", ""] {
        assert!(wrong.parse::<PartyCode>().is_err(), "{wrong:?}");
    }
    let today = the("2026-11-22");
    assert!(the::<PartyCode>("EUE").is_listed(today));
    assert!(!the::<PartyCode>("USA").is_listed(today), "it has withdrawn");
}

#[test]
fn an_authorization_id_is_read_with_slash_and_dot_and_known_as_unusual_r054() {
    assert!(!the::<AuthorizationId>("CH 2024-1").is_unusual());
    assert!(the::<AuthorizationId>("CH/2024.1").is_unusual());
    for wrong in ["", " A", "A ", "A_1", "A\n1", "Ä1", &"A".repeat(101)] {
        assert!(wrong.parse::<AuthorizationId>().is_err(), "{wrong:?}");
    }
}

#[test]
fn other_texts_are_bounded_and_plain() {
    for wrong in ["", " x", "x ", "a\u{0}b", "a\nb", &"x".repeat(11)] {
        assert!(wrong.parse::<Text<10>>().is_err(), "{wrong:?}");
    }
    assert!("ÄÖÜäöüßéèê".parse::<Text<10>>().is_ok(), "characters count, not bytes");
    for wrong in ["", "A,1", "A\t1", &"1".repeat(61)] {
        assert!(wrong.parse::<EntityId>().is_err(), "{wrong:?}");
    }
    for wrong in ["", " ", "ghg", "non-GHG", "NON-GHG", "MWh ", "M\nWh", &"x".repeat(201)] {
        assert!(wrong.parse::<Metric>().is_err(), "{wrong:?}");
    }
    for wrong in ["", "0f", &"g".repeat(64), &"0".repeat(65), &"é".repeat(32)] {
        assert!(wrong.parse::<Digest>().is_err(), "{wrong:?}");
    }
    for wrong in ["XAL-100-1-58", "XAL-100-0001-00", "XAL-999-0001-58", "XAL-100-0001", ""] {
        assert!(wrong.parse::<AccountNumber>().is_err(), "{wrong:?}");
    }
}

#[test]
fn an_order_with_an_unknown_field_is_no_order() {
    let open = r#"{"order":"open-section","party":"XAL","registry":"XAL01","name":"Alorea",
        "request":"Letter 1","ndc_periods":[]"#;
    assert!(serde_json::from_str::<Order>(&format!("{open}}}")).is_ok());
    assert!(serde_json::from_str::<Order>(&format!("{open},\"extra\":1}}")).is_err());
    assert!(serde_json::from_str::<Order>(r#"{"order":"steal"}"#).is_err());
    let holder = serde_json::from_str::<crate::account::Holder>;
    assert!(holder(r#"{"kind":"party"}"#).is_ok());
    assert!(holder(r#"{"kind":"entity","entity":"E-1"}"#).is_ok());
    assert!(holder(r#"{"kind":"party","entity":"E-1"}"#).is_err());
}

#[test]
fn an_entry_is_named_by_its_number_in_digits() {
    for number in ["1", "48240", "9223372036854775807"] {
        assert_eq!(the::<EntryNumber>(number).to_string(), number);
    }
    for none in ["", "-1", "+1", "1.0", " 1", "x", "9223372036854775808"] {
        assert!(none.parse::<EntryNumber>().is_err(), "{none:?}");
    }
}

#[test]
fn serials_rise_over_all_approaches_and_vintages_of_a_registry_r048() {
    let mut world = World::new();
    world.act(XAL, super::world::record_approach("CA9002", &["XAL"]));
    let into = world.account(XAL, "100");
    let first = world.issue(XAL, into, None, 10);
    let mut other = super::world::issuing(into, None, 5);
    other.approach = the("CA9002");
    other.vintage = the("2023");
    world.act(XAL, Order::Issue(other));
    let third = world.issue(XAL, into, None, 1);
    assert_eq!(first.to_string(), "CA9001-XAL01-XAL-1..10-2024");
    assert_eq!(third.to_string(), "CA9001-XAL01-XAL-16-2024", "11 to 15 are in another series");
    let into = world.account(XBO, "100");
    let abroad = world.issue(XBO, into, None, 3);
    assert_eq!(abroad.to_string(), "CA9001-XBO01-XBO-1..3-2024", "each registry has its own");
}

#[test]
fn units_keep_their_identifiers_through_split_transfer_and_end_r049() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    let (other, gone) = (world.account(XBO, "100"), world.account(XBO, "310"));
    world.act(XAL, first_transfer(from, to, part(units, "31", "60")));
    world.act(XBO, transfer(to, other, part(units, "41", "50")));
    world.act(XBO, cancel(other, gone, part(units, "45", "45"), CancellationReason::Voluntary));
    let unit: UnitRange = the("CA9001-XAL01-XAL-45-2024");
    assert_eq!(world.place(unit), gone);
    let whole: Vec<_> = world
        .books
        .blocks_in(&units)
        .map(|((_, first), block)| (first.number(), block.last.number()))
        .collect();
    assert_eq!(whole, [(1, 30), (31, 40), (41, 44), (45, 45), (46, 50), (51, 60), (61, 100)]);
}

proptest! {
    #[test]
    fn overlap_is_the_highest_first_up_to_the_lowest_last_r046(
        (a, b, c, d) in (1_u64..60, 0_u64..30, 1_u64..60, 0_u64..30),
    ) {
        let run = |first: u64, more: u64| {
            Serials::new(Serial::new(first).unwrap(), Serial::new(first + more).unwrap()).unwrap()
        };
        let (one, other) = (run(a, b), run(c, d));
        let expected = a.max(c) <= (a + b).min(c + d);
        prop_assert_eq!(one.overlap(other).is_some(), expected);
        let common = (a..=a + b).filter(|serial| (c..=c + d).contains(serial)).count();
        let found = one.overlap(other).map_or(0, |it| it.units().count());
        prop_assert_eq!(found, u64::try_from(common).unwrap());
        let (below, above) = one.without(other);
        let left = below.into_iter().chain(above).map(|it| it.units().count()).sum::<u64>();
        prop_assert_eq!(left + found, one.units().count());
    }

    #[test]
    fn what_is_written_is_read_back_r043(
        approach in 0_u16..10_000, number in 0_u8..100, year in 1000_i16..10_000,
        first in 1..=Serial::MAX, more in 0..1000_u64,
    ) {
        let last = first.saturating_add(more).min(Serial::MAX);
        let text = format!("CA{approach:04}-XAL{number:02}-XAL-{first}..{last}-{year}");
        let units: UnitRange = text.parse().unwrap();
        prop_assert_eq!(units.units().count(), last - first + 1);
        prop_assert_eq!(units.to_string().parse(), Ok(units));
        prop_assert_eq!(UnitRange::between(&units.first_id(), &units.last_id()), Ok(units));
    }

    #[test]
    fn whatever_text_is_read_is_written_and_read_again_the_same(
        text in "(CA[0-9]{3,4}-)?[A-Z0-9٣é]{0,5}[-., 0-9]{0,12}\\PC{0,8}",
    ) {
        fn again<T: std::str::FromStr + ToString + PartialEq>(text: &str) -> bool {
            let Ok(value) = text.parse::<T>() else { return true };
            value.to_string().parse().is_ok_and(|read: T| read == value)
        }
        prop_assert!(again::<UnitRange>(&text));
        prop_assert!(again::<Serial>(&text));
        prop_assert!(again::<Units>(&text));
        prop_assert!(again::<AccountNumber>(&text));
        prop_assert!(again::<RegistryId>(&text));
        prop_assert!(again::<ApproachId>(&text));
        prop_assert!(again::<PartyCode>(&text));
        prop_assert!(again::<AuthorizationId>(&text));
        prop_assert!(again::<EntityId>(&text));
        prop_assert!(again::<Metric>(&text));
        prop_assert!(again::<Year>(&text));
        prop_assert!(again::<Text<30>>(&text));
    }
}
