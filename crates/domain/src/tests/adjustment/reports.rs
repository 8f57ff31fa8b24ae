//! One report beside another, and all Parties beside one another.

use jiff::civil::Date;

use super::{balances, facts, first_transfer, for_airlines, inputs, summary, used};
use crate::adjustment::{
    Amount, Equality, Event, Facts, Finality, FirstTransferYear, Inputs, NetIncrease, NotFacts,
    Restated, Summary, TransparencyReport, WhyLeftOut,
};
use crate::ndc::AdjustmentMethod::{Averaging, Trajectory};
use crate::tests::world::{the, years};

const FLAT: [u32; 5] = [1000; 5];
const V2022: &str = "CA9001-XAL01-XAL-1..10000-2022";

fn text(amount: Option<&Amount>) -> String {
    amount.map_or_else(|| "-".to_owned(), ToString::to_string)
}

#[test]
fn two_reports_differ_in_the_years_of_the_vintages_between_them_and_say_why_r205() {
    let events = [
        first_transfer(1, V2022, "2023-06-01"),
        first_transfer(2, "CA9001-XAL01-XAL-10001..10010-2023", "2023-07-01"),
    ];
    let mut inventory = inputs("XAL", Trajectory, FLAT).inventory;
    inventory.remove(&the("2021"));
    let report = |as_of: &str, inventory| {
        let told = Inputs { as_of: the(as_of), inventory, ..inputs("XAL", Trajectory, FLAT) };
        summary(&events, &told)
    };
    let (earlier, later) = (report("2022", inventory.clone()), report("2023", inventory.clone()));
    let restated = Restated::between(&earlier, &later);
    let [year] = restated.as_slice() else { panic!("{restated:?}") };
    assert_eq!(year.year, the("2022"));
    let said = |amount: &Option<Amount>| text(amount.as_ref());
    assert_eq!([said(&year.balance.before), said(&year.balance.after)], ["1000000", "1010000"]);
    assert_eq!([said(&year.adjustment.before), said(&year.adjustment.after)], ["0", "10000"]);
    assert_eq!(year.because, [events[0].block()]);
    inventory.insert(the("2021"), the("990000"));
    let again = Restated::between(&later, &report("2023", inventory));
    let [year] = again.as_slice() else { panic!("{again:?}") };
    assert_eq!(year.year, the("2021"));
    assert_eq!([said(&year.figure.before), said(&year.figure.after)], ["-", "990000"]);
    assert!(year.because.is_empty(), "a figure was told, no unit moved");
    assert!(Restated::between(&later, &later).is_empty());
}

#[test]
fn a_period_is_final_when_the_first_report_with_its_last_year_is_due_r206() {
    for (end, lag, number, due) in [
        ("2030", 2, 5, "2032-12-31"),
        ("2030", 3, 6, "2034-12-31"),
        ("2030", 4, 6, "2034-12-31"),
        ("2030", 1, 5, "2032-12-31"),
        ("2030", 0, 4, "2030-12-31"),
        ("2025", 2, 3, "2028-12-31"),
        ("2021", 2, 1, "2024-12-31"),
    ] {
        let report = TransparencyReport::first_with(the(end), lag).unwrap();
        assert_eq!((report.number, report.due), (number, the(due)), "{end} {lag}");
    }
    assert_eq!(TransparencyReport::first_with(the("9998"), 200), None);
}

#[test]
fn after_its_last_day_a_period_takes_no_adjustment_of_the_party_r206() {
    let finality = Finality::by_default(the("XAL"), years("2021", "2025"), 2).unwrap();
    assert_eq!(finality.last_day, the("2028-12-31"));
    let late = first_transfer(1, V2022, "2029-01-01");
    let refused = |event: &Event, day: &str| {
        let day: Date = the(day);
        finality.refuses(event, FirstTransferYear::Strict, day).is_some()
    };
    assert!(!refused(&late, "2028-12-31"));
    assert!(refused(&late, "2029-01-01"));
    let next = first_transfer(1, "CA9001-XAL01-XAL-1..10-2026", "2029-01-01");
    assert!(!refused(&next, "2029-01-01"), "of the next period");
    assert!(!refused(&used(1, V2022, "2023"), "2029-01-01"), "of another Party");
    let set = Finality { last_day: the("2030-05-31"), ..finality };
    assert_eq!(set.refuses(&late, FirstTransferYear::Strict, the("2030-05-31")), None);
}

#[test]
fn what_comes_after_finality_changes_no_balance_and_is_told_r206() {
    let events = [first_transfer(1, V2022, "2028-12-31"), {
        let units = "CA9001-XAL01-XAL-10001..20000-2022";
        first_transfer(2, units, "2029-01-01")
    }];
    let told = Inputs { as_of: the("2029"), ..inputs("XAL", Trajectory, FLAT) };
    assert_eq!(balances(&summary(&events, &told))[1], "1020");
    let finally = Inputs { last_day: Some(the("2028-12-31")), ..told };
    let ours = summary(&events, &finally);
    assert_eq!(balances(&ours)[1], "1010");
    let shut_out: Vec<_> = ours
        .left_out
        .iter()
        .filter(|it| it.why == WhyLeftOut::AfterFinality)
        .map(|it| it.block)
        .collect();
    assert_eq!(shut_out, [events[1].block()]);
}

#[test]
fn over_the_whole_history_rows_by_event_and_by_vintage_have_the_same_units_r220() {
    let late = "CA9001-XAL01-XAL-20001..25000-2025";
    let events = [
        first_transfer(1, V2022, "2023-06-01"),
        for_airlines(2, "CA9001-XAL01-XAL-10001..20000-2023", "2024-06-01"),
        first_transfer(3, late, "2026-06-01"),
        used(4, V2022, "2023"),
    ];
    for method in [Trajectory, Averaging] {
        let told = Inputs { as_of: the("2026"), ..inputs("XAL", method, FLAT) };
        let first = summary(&events, &told);
        let next = summary(&events, &Inputs { period: years("2026", "2030"), ..told.clone() });
        let one = Equality::over(std::slice::from_ref(&first));
        assert!(!one.holds());
        assert_eq!(
            (text(Some(&one.difference)), &one.only_in_one),
            ("-5000".to_owned(), &vec![events[2].block()])
        );
        let whole = Equality::over(&[first.clone(), next.clone()]);
        assert!(whole.holds(), "{whole:?}");
        assert_eq!(text(Some(&whole.by_event)), "25000");
        let twice = Equality::over(&[first.clone(), next.clone(), next]);
        assert_eq!(text(Some(&twice.difference)), "5000", "an error is found");
    }
}

#[test]
fn users_never_subtract_more_than_hosts_add_r207() {
    let table = |events: &[Event], period: [&str; 2]| {
        let lines = NetIncrease::table(&facts(events), years(period[0], period[1]));
        let said = |it: &NetIncrease| {
            let [within, so_far] = [&it.within, &it.so_far]
                .map(|flows| format!("{} {}", flows.first_transferred.amount, flows.used.amount));
            format!("{} {within} {so_far} {}", it.approach, it.is_none())
        };
        lines.iter().map(said).collect::<Vec<_>>()
    };
    let other = "CA9002-XCE01-XCE-1..7-2030";
    let events = [
        first_transfer(1, V2022, "2023-06-01"),
        used(2, "CA9001-XAL01-XAL-1..4000-2022", "2023"),
        first_transfer(3, other, "2030-06-01"),
        used(4, other, "2030"),
    ];
    assert_eq!(
        table(&events, ["2021", "2025"]),
        ["CA9001 10000 4000 10000 4000 true", "CA9002 0 0 0 0 true"]
    );
    assert_eq!(
        table(&events, ["2026", "2030"]),
        ["CA9001 0 0 10000 4000 true", "CA9002 7 7 7 7 true"]
    );
    let untold = [used(1, V2022, "2023")];
    assert_eq!(table(&untold, ["2021", "2025"]), ["CA9001 0 10000 0 10000 false"]);
}

#[test]
fn no_unit_is_first_transferred_or_used_twice_r149() {
    let whole = first_transfer(1, V2022, "2023-06-01");
    let part = first_transfer(2, "CA9001-XAL01-XAL-10000..10001-2022", "2024-06-01");
    let twice = Facts::new(vec![part.clone(), whole.clone()]).unwrap_err();
    let NotFacts::Twice { units, first, second, .. } = twice else { panic!("{twice}") };
    assert_eq!((units, first, second), (the("CA9001-XAL01-XAL-10000-2022"), 1, 2));
    let other = first_transfer(2, "CA9001-XAL01-XAL-10000..10001-2023", "2024-06-01");
    assert!(Facts::new(vec![whole.clone(), other]).is_ok(), "another vintage is another series");
    let uses = vec![used(3, V2022, "2023"), used(4, V2022, "2024")];
    assert!(matches!(Facts::new(uses), Err(NotFacts::Twice { first: 3, second: 4, .. })));
    assert!(Facts::new(vec![whole, used(3, V2022, "2023")]).is_ok());
}

#[test]
fn a_summary_that_cannot_be_is_refused_in_words_r203() {
    let wrong = used(9, V2022, "2026");
    let told = Inputs { as_of: the("2026"), ..inputs("XBO", Trajectory, FLAT) };
    let refused = Summary::of(&facts(&[wrong]), &told).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "entry 9 uses CA9001-XAL01-XAL-1..10000-2022 for 2026: vintage and use lie in different \
         periods of XBO"
    );
}
