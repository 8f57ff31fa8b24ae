//! As of a moment: by when it was recorded, and by when it occurred.

use app::holdings::HoldingsWanted;
use app::{AsOf, Draft, Limit, Time};
use domain::ledger::Occurred;
use jiff::Timestamp;
use testkit::orders::{first_transfer, read, transfer};
use testkit::registry::Parties;

use crate::world::{alorea_does, before, moment, units};

fn recorded(moment: Timestamp) -> AsOf {
    AsOf { moment, time: Time::Recorded }
}

fn occurred(moment: Timestamp) -> AsOf {
    AsOf { moment, time: Time::Occurred }
}

/// Where the units were: runs with their Party.
fn places(parties: &Parties, serials: &str, at: AsOf) -> Vec<String> {
    let found = parties.test.registry.units_at(units(serials), at).unwrap();
    let pieces = found.map(|found| found.pieces).unwrap_or_default();
    let told = pieces.iter().map(|piece| {
        let (first, last) = (piece.units.serials.first(), piece.units.serials.last());
        format!("{first}..{last} {}", piece.party)
    });
    told.collect()
}

#[test]
fn each_past_moment_is_told_as_it_was_after_any_number_of_splits() {
    let parties = Parties::new();
    let (alorea, borvia, cendria) = (&parties.alorea, &parties.borvia, &parties.cendria);
    let nothing = moment(&parties);
    parties.issued(100);
    let issued = moment(&parties);
    alorea_does(&parties, first_transfer(alorea.holding, borvia.holding, units("41..60")));
    let split = moment(&parties);
    let order = transfer(borvia.holding, cendria.holding, units("51..55"));
    parties.test.must(&borvia.officers, order);
    let split_again = moment(&parties);
    alorea_does(&parties, first_transfer(alorea.holding, borvia.holding, units("1..10")));
    let last = moment(&parties);

    for (at, whole) in [
        (nothing, vec![]),
        (issued, vec!["1..100 XAL"]),
        (split, vec!["1..40 XAL", "41..60 XBO", "61..100 XAL"]),
        (split_again, vec!["1..40 XAL", "41..50 XBO", "51..55 XCE", "56..60 XBO", "61..100 XAL"]),
        (
            last,
            vec![
                "1..10 XBO",
                "11..40 XAL",
                "41..50 XBO",
                "51..55 XCE",
                "56..60 XBO",
                "61..100 XAL",
            ],
        ),
    ] {
        assert_eq!(places(&parties, "1..100", recorded(at)), whole);
        // Nothing was imported: what occurred was recorded as it occurred.
        assert_eq!(places(&parties, "1..100", occurred(at)), whole);
    }
    assert_eq!(places(&parties, "54", recorded(split)), ["54..54 XBO"]);
    assert_eq!(places(&parties, "39..41", recorded(issued)), ["39..41 XAL"]);

    let registry = &parties.test.registry;
    let life = registry.life(units("54"), Some(recorded(split)), Limit::default());
    let life = life.unwrap().unwrap();
    let acts: Vec<_> = life.history.items.iter().map(|action| action.act.as_str()).collect();
    assert_eq!(acts, ["first-transfer", "issue"]);
    let life = registry.life(units("54"), Some(recorded(nothing)), Limit::default());
    let life = life.unwrap().unwrap();
    assert_eq!((life.pieces.len(), life.history.items.len()), (0, 0));
    assert_eq!(life.never_issued, [], "it was issued, only not yet then");
}

#[test]
fn what_occurred_earlier_than_it_was_recorded_is_told_by_either_time() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let start = moment(&parties);
    let act = |order, at: Timestamp| {
        let occurred = Some(Occurred { at, evidence: read("Letter 7") });
        let draft =
            Draft { orders: vec![order], occurred, entity: None, replaces: None, confirmed: None };
        let officers = &alorea.officers;
        let ticket = parties.test.registry.propose(&officers.initiator, draft, parties.test.key());
        let app::Answer::Done(receipt) = ticket.unwrap().wait().unwrap() else { panic!() };
        parties.test.approve(officers, receipt.proposal).unwrap();
    };
    let (issued, moved) = (before(start, 72), before(start, 48));
    act(testkit::orders::issue(alorea.holding, "CA9001", 100, "A-1"), issued);
    let between = moment(&parties);
    act(first_transfer(alorea.holding, borvia.holding, units("91..100")), moved);
    let after = moment(&parties);

    assert_eq!(places(&parties, "1..100", occurred(before(start, 73))), [""; 0]);
    assert_eq!(places(&parties, "1..100", occurred(before(start, 60))), ["1..100 XAL"]);
    assert_eq!(places(&parties, "1..100", occurred(moved)), ["1..90 XAL", "91..100 XBO"]);
    assert_eq!(places(&parties, "1..100", recorded(before(start, 60))), [""; 0]);
    assert_eq!(places(&parties, "1..100", recorded(between)), ["1..100 XAL"]);
    assert_eq!(places(&parties, "1..100", recorded(after)), ["1..90 XAL", "91..100 XBO"]);

    let held = |at| {
        let wanted = HoldingsWanted { at: Some(at), ..HoldingsWanted::default() };
        let caller = &borvia.officers.initiator;
        parties.test.registry.holdings(caller, &wanted, None, Limit::default()).unwrap().items.len()
    };
    assert_eq!((held(occurred(before(start, 49))), held(occurred(before(start, 47)))), (0, 1));
    assert_eq!((held(recorded(between)), held(recorded(after))), (0, 1));
}

#[test]
fn an_authorization_covers_in_the_version_of_that_moment() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.issued(100);
    alorea_does(&parties, first_transfer(alorea.holding, borvia.holding, units("1..10")));
    let first = moment(&parties);
    let terms = testkit::orders::terms("A-1", "CA9001");
    let second = domain::authorization::Terms { version: 2, ..terms };
    alorea_does(&parties, domain::ledger::Order::Authorize(second));
    let now = moment(&parties);
    let versions = |at| {
        let found = parties.test.registry.units_at(units("1..100"), at).unwrap().unwrap();
        let version = |piece: &app::units::Piece| piece.authorization.as_ref().unwrap().version;
        found.pieces.iter().map(version).collect::<Vec<_>>()
    };
    // What was first transferred stays under what was then the newest.
    assert_eq!(versions(recorded(first)), [1, 1]);
    assert_eq!(versions(recorded(now)), [1, 2]);
    assert_eq!(versions(occurred(first)), [1, 1]);
    assert_eq!(versions_now(&parties), [1, 2]);
}

#[test]
fn what_is_remembered_of_an_authorization_grows_with_its_versions() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.issued(100);
    alorea_does(&parties, first_transfer(alorea.holding, borvia.holding, units("1..10")));
    assert_eq!(versions_now(&parties), [1, 1], "the first is remembered");
    let terms = testkit::orders::terms("A-1", "CA9001");
    let second = domain::authorization::Terms { version: 2, ..terms };
    alorea_does(&parties, domain::ledger::Order::Authorize(second));
    assert_eq!(versions_now(&parties), [1, 2], "and serves those that are under it");
    alorea_does(&parties, first_transfer(alorea.holding, borvia.holding, units("11..20")));
    assert_eq!(versions_now(&parties), [1, 2, 2], "and no others");
}

/// Under which version each part of the hundred units is.
fn versions_now(parties: &Parties) -> Vec<i32> {
    let found = parties.test.registry.find_units(units("1..100")).wait().unwrap().unwrap();
    let version = |piece: &app::units::Piece| piece.authorization.as_ref().unwrap().version;
    found.pieces.iter().map(version).collect()
}

/// What each state was is noted when it is the present, and asked for again when it is past.
#[test]
fn forty_random_transfers_later_every_state_in_between_is_still_told() {
    let parties = Parties::new();
    parties.issued(500);
    let places = [&parties.alorea, &parties.borvia, &parties.cendria];
    // A generator of its own: the same transfers in each run.
    let mut seed = 62_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut noted = Vec::new();
    for _ in 0..40 {
        let found = parties.test.registry.find_units(units("1..500")).wait().unwrap().unwrap();
        noted.push((moment(&parties), found.clone()));
        let length = u64::try_from(found.pieces.len()).unwrap();
        let piece = &found.pieces[usize::try_from(random(length)).unwrap()];
        let (first, last) =
            (piece.units.serials.first().number(), piece.units.serials.last().number());
        let from = first + random(last - first + 1);
        let to = from + random(last - from + 1);
        let giver = places.iter().find(|place| place.party == piece.party).unwrap();
        let taker = places[usize::try_from(random(3)).unwrap()];
        let moved = units(&format!("{from}..{to}"));
        if giver.party == taker.party {
            continue;
        }
        let make = if piece.first_transfer.is_some() { transfer } else { first_transfer };
        parties.test.must(&giver.officers, make(giver.holding, taker.holding, moved));
    }
    let mut states = std::collections::BTreeSet::new();
    for (moment, found) in noted {
        for at in [recorded(moment), occurred(moment)] {
            let then = parties.test.registry.units_at(units("1..500"), at).unwrap().unwrap();
            assert_eq!(then, found, "{at:?}");
        }
        let held: usize = places
            .iter()
            .map(|place| {
                let wanted = HoldingsWanted { at: Some(recorded(moment)), ..Default::default() };
                let caller = &place.officers.initiator;
                let page = parties.test.registry.holdings(caller, &wanted, None, Limit::MAX);
                page.unwrap().items.len()
            })
            .sum();
        assert_eq!(held, found.pieces.len());
        states.insert(found.pieces.len());
    }
    assert!(states.len() > 10, "the transfers split and split again: {states:?}");
}
