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
        let draft = Draft { orders: vec![order], occurred };
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
    let found = parties.test.registry.find_units(units("1..100")).wait().unwrap().unwrap();
    let found: Vec<_> =
        found.pieces.iter().map(|piece| piece.authorization.as_ref().unwrap().version).collect();
    assert_eq!(found, [1, 2]);
}
