//! The public life of units, found by any serial or range.

use app::Limit;
use app::units::{Found, Piece};
use domain::account::AccountKind;
use testkit::registry::Parties;

use crate::world::{lived, units};

/// The pieces, in words: serials, Party, kind of account.
fn told(pieces: &[Piece]) -> Vec<String> {
    let told = pieces.iter().map(|piece| {
        let (first, last) = (piece.units.serials.first(), piece.units.serials.last());
        format!("{first}..{last} {} {}", piece.party, piece.kind)
    });
    told.collect()
}

fn find(parties: &Parties, serials: &str) -> Option<Found> {
    parties.test.registry.find_units(units(serials)).wait().unwrap()
}

#[test]
fn a_serial_inside_a_split_block_is_found_where_it_is() {
    let parties = lived();
    for (serial, place) in [
        ("1", "1..1 XAL 100"),
        ("2000", "2000..2000 XAL 100"),
        ("2001", "2001..2001 XBO 310"),
        ("2050", "2050..2050 XCE 100"),
        ("2101", "2101..2101 XBO 100"),
        ("3000", "3000..3000 XBO 200"),
        ("3500", "3500..3500 XAL 100"),
    ] {
        assert_eq!(told(&find(&parties, serial).unwrap().pieces), [place]);
        let life = parties.test.registry.life(units(serial), None, Limit::default()).unwrap();
        assert_eq!(told(&life.unwrap().pieces), [place]);
    }
}

#[test]
fn a_range_comes_in_pieces_cut_to_what_was_asked() {
    let parties = lived();
    let found = find(&parties, "1995..2600").unwrap();
    assert_eq!(
        told(&found.pieces),
        [
            "1995..2000 XAL 100",
            "2001..2010 XBO 310",
            "2011..2100 XCE 100",
            "2101..2500 XBO 100",
            "2501..2600 XBO 200",
        ]
    );
    assert_eq!(found.more, None);
    let used = found.pieces.last().unwrap();
    assert_eq!(used.year_of_use.unwrap().to_string(), "2026");
    assert_eq!(used.kind, AccountKind::UseTowardsNdc);
    assert_eq!(used.authorization.as_ref().unwrap().id, "A-1");
    assert!(used.first_transfer.is_some() && found.pieces[0].first_transfer.is_none());
    assert_eq!(used.issued.sector, "Energy generation");
    assert_eq!(used.issued.metric, "GHG");
}

#[test]
fn what_was_never_issued_is_not_there() {
    let parties = lived();
    let limit = Limit::default();
    for serials in ["3501", "3501..9000", "9223372036854775806"] {
        assert_eq!(find(&parties, serials), None, "{serials}");
        assert_eq!(parties.test.registry.life(units(serials), None, limit).unwrap(), None);
        assert_eq!(parties.test.registry.history(units(serials), None, None, limit).unwrap(), None);
    }
    // A series that never was: no such vintage, no such approach.
    for range in ["CA9001-XAL01-XAL-1-2023", "CA9009-XAL01-XAL-1-2024"] {
        let range = range.parse().unwrap();
        assert_eq!(parties.test.registry.find_units(range).wait().unwrap(), None);
        assert_eq!(parties.test.registry.life(range, None, limit).unwrap(), None);
    }
}

#[test]
fn the_part_of_a_range_that_was_never_issued_is_named() {
    let parties = lived();
    let life = parties.test.registry.life(units("3400..4000"), None, Limit::default());
    let life = life.unwrap().unwrap();
    assert_eq!(told(&life.pieces), ["3400..3500 XAL 100"]);
    assert_eq!(life.never_issued, [units("3501..4000")]);
    assert_eq!(life.issued.len(), 1);
    assert_eq!(life.names[&"XBO".parse().unwrap()], "Borvia");
    assert_eq!(life.authorizations.len(), 1);
}

#[test]
fn history_is_newest_first_and_tells_only_of_the_units_asked_for() {
    let parties = lived();
    let life = parties.test.registry.life(units("2050"), None, Limit::default()).unwrap().unwrap();
    let acts: Vec<_> = life.history.items.iter().map(|action| action.act.as_str()).collect();
    // Not the use, and not the cancellation: they split its block and left it where it was.
    assert_eq!(acts, ["transfer", "first-transfer", "issue"]);
    let first: Vec<_> = life.history.items.iter().map(|action| action.first_transfer).collect();
    assert_eq!(first, [false, true, false]);
    for action in &life.history.items {
        assert_eq!(action.blocks.len(), 1);
        assert_eq!(action.blocks[0].units, units("2050"));
    }
    let numbers: Vec<_> = life.history.items.iter().map(|action| action.entry).collect();
    assert!(numbers.is_sorted_by(|newer, older| newer > older));
}

#[test]
fn a_long_history_comes_page_by_page() {
    let parties = lived();
    let registry = &parties.test.registry;
    let limit = Limit::new(2).unwrap();
    let whole = registry.history(units("1..3500"), None, None, Limit::MAX).unwrap().unwrap();
    let whole: Vec<_> = whole.items.iter().map(|action| action.entry).collect();
    assert_eq!(whole.len(), 6);
    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = registry.history(units("1..3500"), None, before, limit).unwrap().unwrap();
        assert!(page.items.len() <= 2);
        paged.extend(page.items.iter().map(|action| action.entry));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
}

#[test]
fn a_range_of_many_blocks_says_where_it_goes_on() {
    let parties = Parties::new();
    parties.issued(1000);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let orders = (0..60).map(|number| {
        let serial = 10 + number * 10;
        testkit::orders::first_transfer(
            alorea.holding,
            borvia.holding,
            units(&format!("{serial}..{}", serial + 4)),
        )
    });
    parties.test.act(&alorea.officers, orders.collect()).unwrap();
    let found = find(&parties, "1..1000").unwrap();
    assert_eq!(found.pieces.len(), 100);
    let last = found.pieces.last().unwrap().units.serials.last().number();
    assert_eq!(found.more, Some(units(&format!("{}..1000", last + 1))));
    let rest = parties.test.registry.find_units(found.more.unwrap()).wait().unwrap().unwrap();
    assert_eq!(found.pieces.len() + rest.pieces.len(), 121);
    assert_eq!(rest.more, None);
    let life = parties.test.registry.life(units("1..1000"), None, Limit::default());
    let life = life.unwrap().unwrap();
    assert_eq!((life.pieces, life.more), (found.pieces, found.more));
    assert_eq!(life.never_issued, []);
}

#[test]
fn many_who_ask_at_once_all_get_their_own_answer() {
    let parties = lived();
    let asked: Vec<_> = (1..=3600_u64).step_by(7).collect();
    let lookups: Vec<_> = asked
        .iter()
        .map(|serial| parties.test.registry.find_units(units(&serial.to_string())))
        .collect();
    for (serial, lookup) in asked.into_iter().zip(lookups) {
        match lookup.wait().unwrap() {
            Some(found) => assert_eq!(found.pieces[0].units, units(&serial.to_string())),
            None => assert!(serial > 3500, "{serial}"),
        }
    }
}
