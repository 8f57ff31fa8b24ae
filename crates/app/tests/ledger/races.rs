//! Many at once: each unit moves once.

use std::thread;

use domain::ledger::Order;
use testkit::orders::{first_transfer, read};
use testkit::registry::{Parties, refusal};

/// Two callers race for 80 of 100 units each: they overlap in 60, so one of them must fail.
#[test]
fn of_two_who_race_for_80_of_100_units_exactly_one_gets_them() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    for _ in 0..200 {
        let units = parties.issued(100);
        let first = units.serials.first().number();
        let part = |from: u64, to: u64| -> Order {
            let text = format!("CA9001-XAL01-XAL-{}..{}-2024", first + from, first + to);
            first_transfer(alorea.holding, borvia.holding, read(&text))
        };
        let (low, high) = (part(0, 79), part(20, 99));
        let results = thread::scope(|scope| {
            let low = scope.spawn(|| parties.test.act(&alorea.officers, vec![low.clone()]));
            let high = scope.spawn(|| parties.test.act(&alorea.officers, vec![high.clone()]));
            [low.join().unwrap(), high.join().unwrap()]
        });
        let succeeded = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(succeeded, 1, "{results:?}");
        let refused = results.into_iter().find_map(refusal).unwrap();
        assert!(["reserved", "not-held"].contains(&refused.why.code()), "{refused}");
    }
}

#[test]
fn fifty_transfers_of_one_block_succeed_once_t20() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let units = parties.issued(100);
    let order = first_transfer(alorea.holding, borvia.holding, units);
    let succeeded = thread::scope(|scope| {
        let racers: Vec<_> = (0..50)
            .map(|_| scope.spawn(|| parties.test.act(&alorea.officers, vec![order.clone()])))
            .collect();
        racers.into_iter().filter_map(|racer| racer.join().unwrap().ok()).count()
    });
    assert_eq!(succeeded, 1);
}
