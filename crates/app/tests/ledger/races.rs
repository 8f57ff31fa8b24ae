//! Many at once: each unit moves once.

use std::thread;

use domain::account::{AccountKind, AccountNumber};
use domain::ledger::Order;
use domain::unit::UnitRange;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{cancel, first_transfer, open_account, read, transfer, use_towards_ndc};
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

/// The part of a range from one of its units to another, from 0.
fn part(units: UnitRange, from: u64, to: u64) -> UnitRange {
    let first = units.serials.first().number();
    let (from, to) = (first.saturating_add(from), first.saturating_add(to));
    read(&format!("CA9001-XAL01-XAL-{from}..{to}-2024"))
}

/// Two accounts, a use, a cancellation and another Party want overlapping parts at once.
#[test]
fn whatever_splits_transfers_uses_and_cancels_at_once_ranges_stay_disjoint_and_covering_r152() {
    let parties = Parties::new();
    let (test, borvia) = (&parties.test, &parties.borvia);
    test.must(&borvia.officers, open_account(AccountKind::Holding, None));
    let other = AccountNumber::new(borvia.party, AccountKind::Holding, 4);
    let mut issued = 0;
    for _ in 0..200 {
        let units = parties.issued(100);
        issued += 100;
        let abroad = first_transfer(parties.alorea.holding, borvia.holding, units);
        test.must(&parties.alorea.officers, abroad);
        let orders = [
            transfer(borvia.holding, other, part(units, 0, 59)),
            transfer(borvia.holding, parties.cendria.holding, part(units, 10, 19)),
            use_towards_ndc(borvia.holding, borvia.used, part(units, 40, 79), read("2026")),
            cancel(borvia.holding, borvia.cancelled, part(units, 60, 99)),
        ];
        let results = thread::scope(|scope| {
            let act = |order: &Order| test.act(&borvia.officers, vec![order.clone()]);
            let racers: Vec<_> = orders.iter().map(|it| scope.spawn(move || act(it))).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect::<Vec<_>>()
        });
        let succeeded = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(succeeded, 2, "of four, two do not overlap: {results:?}");
    }
    let covered = "SELECT sum(last_serial - first_serial + 1)::bigint AS number \
        FROM registry.unit_block";
    assert_eq!(test.number(covered), issued);
    let overlapping = "SELECT count(*) AS number FROM registry.unit_block AS it \
        JOIN registry.unit_block AS other USING (series_no) \
        WHERE it.first_serial < other.first_serial AND it.last_serial >= other.first_serial";
    assert_eq!(test.number(overlapping), 0);
    let report = verify(&test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}
