//! Rows, cells and what is left out.

use super::{balances, first_transfer, for_airlines, inputs, kilotonnes, of_years, summary, used};
use crate::adjustment::{
    Amount, Block, Effect, ElapsedYears, Event, Figures, FirstTransferYear, Inputs, Readings,
    Trigger, Using, Verdict, What, WhyLeftOut,
};
use crate::metric::Metric;
use crate::ndc::AdjustmentMethod::{Averaging, MultiYear, Trajectory};
use crate::tests::world::{the, years};

const FLAT: [u32; 5] = [1000; 5];
const V2021: &str = "CA9001-XAL01-XAL-1..10000-2021";
const V2023: &str = "CA9001-XAL01-XAL-10001..30000-2023";

fn without(year: &str, inputs: Inputs) -> Inputs {
    let mut inventory = inputs.inventory.clone();
    inventory.remove(&the(year));
    Inputs { inventory, ..inputs }
}

#[test]
fn rows_one_and_two_and_nine_belong_to_methods_and_are_absent_elsewhere_r210_r211_r212() {
    for (method, rows) in [
        (Trajectory, [true, false, false]),
        (MultiYear, [false, true, false]),
        (Averaging, [false, false, true]),
    ] {
        let told = inputs("XAL", method, FLAT);
        let told = Inputs { trajectory: told.inventory.clone(), ..told };
        for year in summary(&[], &told).years {
            let there = [year.row_1, year.row_2, year.row_9].map(|cell| cell.is_some());
            assert_eq!(there, rows, "{method}");
        }
    }
}

#[test]
fn the_net_quantity_goes_by_event_and_adds_up_over_the_years_r213() {
    let own = Event {
        what: What::Used { party: the("XAL"), year: the("2024") },
        ..used(3, V2023, "2024")
    };
    let events =
        [first_transfer(1, V2021, "2022-06-01"), first_transfer(2, V2023, "2024-06-01"), own];
    let ours = summary(&events, &inputs("XAL", Trajectory, FLAT));
    let row = |row: fn(&crate::adjustment::YearSummary) -> &Amount| {
        of_years(&ours, |year| Some(row(year)))
    };
    assert_eq!(row(|year| &year.row_8.amount), ["0", "10", "0", "0", "0"]);
    assert_eq!(row(|year| &year.row_11.amount), ["0", "10", "10", "10", "10"]);
    let adjustments = of_years(&ours, |year| year.row_10.as_ref().map(|cell| &cell.amount));
    assert_eq!(adjustments, ["10", "0", "20", "-20", "0"], "by vintage and by year of use");
}

#[test]
fn a_year_without_a_figure_has_no_balance_and_leaves_the_test_open_r208() {
    let told = Inputs { budget: Some(the("9000000")), ..inputs("XAL", MultiYear, FLAT) };
    let events = [first_transfer(1, V2021, "2022-06-01")];
    let ours = summary(&events, &without("2023", told));
    assert_eq!(balances(&ours), ["1010", "1000", "-", "1000", "1000"]);
    let test = ours.multi_year.unwrap();
    assert_eq!((test.adjusted, test.unadjusted), (None, None));
    assert_eq!(
        (test.verdict, test.unadjusted_verdict),
        (Verdict::Undetermined, Verdict::Undetermined)
    );
}

#[test]
fn a_test_is_open_before_the_period_is_over_and_without_a_limit_r212() {
    let told = inputs("XAL", MultiYear, FLAT);
    let verdict = |told: Inputs| summary(&[], &told).multi_year.unwrap().verdict;
    assert_eq!(verdict(told.clone()), Verdict::Undetermined);
    let told = Inputs { budget: Some(the("5000000")), ..told };
    assert_eq!(verdict(told.clone()), Verdict::Met);
    assert_eq!(verdict(Inputs { as_of: the("2024"), ..told.clone() }), Verdict::Undetermined);
    let trajectory = told.inventory.clone();
    let summed = Inputs { budget: None, trajectory, ..told };
    assert_eq!(verdict(summed.clone()), Verdict::Met, "a whole trajectory is a budget");
    let mut trajectory = summed.trajectory.clone();
    trajectory.remove(&the("2022"));
    assert_eq!(verdict(Inputs { trajectory, ..summed }), Verdict::Undetermined);
}

#[test]
fn a_single_year_ndc_is_held_against_its_target_in_the_last_year_r210_r211() {
    let events = [first_transfer(1, "CA9001-XAL01-XAL-1..10000-2025", "2025-06-01")];
    for (method, target, verdict) in [
        (Trajectory, "1010000", Verdict::Met),
        (Trajectory, "1009999", Verdict::NotMet),
        (Averaging, "1002000", Verdict::Met),
        (Averaging, "1001999.9999", Verdict::NotMet),
    ] {
        let told = Inputs { target: Some(the(target)), ..inputs("XAL", method, FLAT) };
        let test = summary(&events, &told).target_year.unwrap();
        assert_eq!(test.verdict, verdict, "{method} {target}");
        assert_eq!(test.unadjusted, Some(the("1000000")));
    }
    assert_eq!(summary(&events, &inputs("XAL", MultiYear, FLAT)).target_year, None);
}

#[test]
fn an_indicator_must_reach_its_target_with_the_adjustment_r204() {
    let metric = Metric::NonGhg("hectares of forest".to_owned());
    let event = first_transfer(1, "CA9001-XAL01-XAL-1..15-2025", "2025-06-01");
    let events = [Event { metric: metric.clone(), ..event }];
    let told = Inputs { metric, target: Some(the("986")), ..inputs("XAL", Trajectory, FLAT) };
    let told = Inputs { inventory: [(the("2025"), the("1000"))].into(), ..told };
    let test = summary(&events, &told).target_year.unwrap();
    assert_eq!((test.unadjusted_verdict, test.verdict), (Verdict::Met, Verdict::NotMet));
}

#[test]
fn the_portion_under_para_10_is_balanced_where_there_is_one_r200() {
    let told = inputs("XAL", Trajectory, FLAT);
    let portion: Figures = [(the("2021"), the("400000")), (the("2025"), the("300000"))].into();
    let events = [first_transfer(1, V2021, "2022-06-01")];
    let ours = summary(&events, &Inputs { portion: Some(portion), ..told });
    assert_eq!(balances(&ours), ["410", "-", "-", "-", "300"], "row 3 does not stand in for row 4");
    assert!(ours.years.iter().all(|year| year.row_3.is_some()));
    let figures = of_years(&ours, |year| year.figure());
    assert_eq!(figures, ["400", "-", "-", "-", "300"]);
    assert_eq!(ours.target_year.unwrap().unadjusted, Some(the("300000")));
}

#[test]
fn averages_divide_by_calendar_years_or_by_those_with_a_figure_r211() {
    let events = [first_transfer(1, V2021, "2022-06-01"), first_transfer(2, V2023, "2024-06-01")];
    let told = without("2023", inputs("XAL", Averaging, FLAT));
    let average = |elapsed| {
        let readings = Readings { elapsed, ..told.readings };
        let ours = summary(&events, &Inputs { readings, ..told.clone() });
        of_years(&ours, |year| year.row_9.as_ref().map(|cell| &cell.amount))
    };
    assert_eq!(average(ElapsedYears::Calendar), ["0", "5", "3.3333", "7.5", "6"]);
    assert_eq!(average(ElapsedYears::Inventory), ["0", "5", "5", "10", "7.5"]);
    let none = Inputs { inventory: Figures::new(), ..told.clone() };
    let readings = Readings { elapsed: ElapsedYears::Inventory, ..none.readings };
    let ours = summary(&events, &Inputs { readings, ..none });
    assert!(ours.years.iter().all(|year| year.row_9.is_none()), "nothing to divide by");
}

#[test]
fn a_first_transfer_by_authorization_or_issuance_has_the_year_of_the_reading_r161() {
    let by = |by| Event {
        what: What::FirstTransferred { by, using: None },
        ..for_airlines(1, V2021, "2024-03-01")
    };
    let row_6 = |event: &Event, first_transfer_year| {
        let told = inputs("XAL", Averaging, FLAT);
        let readings = Readings { first_transfer_year, ..told.readings };
        let ours = summary(std::slice::from_ref(event), &Inputs { readings, ..told });
        of_years(&ours, |year| Some(&year.row_6.amount))
    };
    let (strict, programme) = (["0", "0", "0", "10", "0"], ["0", "10", "0", "0", "0"]);
    for (trigger, expected) in [
        (Trigger::Authorization { given: the("2022") }, programme),
        (Trigger::Issuance { issued: the("2022") }, programme),
        (Trigger::UseOrCancellation, strict),
        (Trigger::Transfer, strict),
    ] {
        let event = by(trigger);
        assert_eq!(row_6(&event, FirstTransferYear::Strict), strict, "{trigger:?}");
        assert_eq!(row_6(&event, FirstTransferYear::Programme), expected, "{trigger:?}");
    }
}

#[test]
fn the_first_transfer_and_not_the_use_makes_the_host_adjust_in_the_vintage_year_r164() {
    let told = inputs("XAL", Trajectory, FLAT);
    let transferred = [first_transfer(1, V2021, "2022-06-01")];
    let expected = ["1010", "1000", "1000", "1000", "1000"];
    assert_eq!(balances(&summary(&transferred, &told)), expected);
    let [transferred] = transferred;
    let used = [transferred, used(2, V2021, "2024")];
    assert_eq!(balances(&summary(&used, &told)), expected, "the use adds nothing");
}

#[test]
fn each_cell_names_the_blocks_behind_it_r221() {
    let events = [first_transfer(7, V2023, "2024-06-01"), first_transfer(3, V2021, "2022-06-01")];
    let ours = summary(&events, &inputs("XAL", Averaging, FLAT));
    let block =
        |entry, units: &str| Block { entry, units: the(units), effect: Effect::FirstTransferred };
    let (first, second) = (block(3, V2021), block(7, V2023));
    let year = |year: &str| ours.year(the(year)).unwrap();
    assert_eq!(year("2022").row_5.blocks, [first]);
    assert_eq!(year("2024").row_5.blocks, [second]);
    assert_eq!(year("2024").row_11.blocks, [first, second]);
    assert_eq!(year("2024").row_12.as_ref().unwrap().blocks, [first, second]);
    assert_eq!(year("2021").by_vintage.blocks, [first]);
    assert!(year("2021").row_3.as_ref().unwrap().blocks.is_empty(), "the Party told it");
}

#[test]
fn rows_five_to_seven_are_broken_down_by_what_para_23_asks_for_r222_r078() {
    let (one, other) = ("CA9001-XAL01-XAL-1..10-2023", "CA9001-XAL01-XAL-11..30-2023");
    let wind = Event {
        activity_type: the("Wind"),
        sector: the("Urban development"),
        ..first_transfer(3, "CA9001-XAL01-XAL-31..60-2023", "2024-03-01")
    };
    let entity = What::FirstTransferred {
        by: Trigger::UseOrCancellation,
        using: Some(Using::Entity(the("AIR-1"))),
    };
    let airlines = "CA9001-XAL01-XAL-61..100-2023";
    let airlines = Event { what: entity, ..for_airlines(4, airlines, "2024-04-01") };
    let events = [
        first_transfer(1, one, "2024-01-01"),
        first_transfer(2, other, "2024-02-01"),
        wind,
        airlines,
        used(5, one, "2024"),
    ];
    let ours = summary(&events, &inputs("XAL", Trajectory, FLAT));
    let said = |part: &crate::adjustment::Part| {
        let part = serde_json::to_value(part).unwrap();
        let words = ["oimp", "using", "sector", "activity_type", "source_category", "amount"];
        words.map(|word| part[word].to_string().replace('"', "")).join(" ")
    };
    let breakdown = &ours.year(the("2024")).unwrap().breakdown;
    assert_eq!(
        breakdown.row_5.iter().map(said).collect::<Vec<_>>(),
        [
            "null {party:XBO} Energy generation Solar energy 30",
            "null {party:XBO} Urban development Wind null 30",
        ]
    );
    assert_eq!(breakdown.row_5[0].cell.blocks.len(), 2);
    assert_eq!(
        breakdown.row_6.iter().map(said).collect::<Vec<_>>(),
        ["CORSIA {entity:AIR-1} Energy generation Solar energy 40"]
    );
    let theirs = summary(&events, &inputs("XBO", Trajectory, FLAT));
    let breakdown = &theirs.year(the("2024")).unwrap().breakdown;
    let [part] = breakdown.row_7.as_slice() else { panic!("{breakdown:?}") };
    assert_eq!(said(part), "null {party:XBO} Energy generation Solar energy 10");
    assert_eq!(part.shared.first_transferring_party, the("XAL"));
}

#[test]
fn units_of_another_metric_are_in_no_row_and_are_told_converted_r076() {
    let metric = Metric::NonGhg("megawatt hours of renewable electricity generation".to_owned());
    let event = first_transfer(1, "CA9001-XAL01-XAL-1..15-2023", "2024-01-01");
    let events = [Event { metric: metric.clone(), ..event }];
    let mut told = inputs("XAL", Trajectory, FLAT);
    let converted = |told: &Inputs| {
        let ours = summary(&events, told);
        assert_eq!(balances(&ours), ["1000"; 5]);
        let [left] = ours.left_out.as_slice() else { panic!("{:?}", ours.left_out) };
        assert_eq!(left.why, WhyLeftOut::OtherMetric);
        left.converted.as_ref().map(ToString::to_string)
    };
    assert_eq!(converted(&told), None);
    told.conversions.insert((the("CA9001"), metric), the("0.4571"));
    assert_eq!(converted(&told).as_deref(), Some("6.8565"));
}

#[test]
fn what_is_first_transferred_after_the_period_goes_by_vintage_only_and_is_told_r213() {
    let late = "CA9001-XAL01-XAL-1..5000-2025";
    let events = [first_transfer(1, late, "2026-06-01")];
    let told = Inputs { as_of: the("2026"), ..inputs("XAL", Trajectory, FLAT) };
    let ours = summary(&events, &told);
    assert_eq!(balances(&ours)[4], "1005");
    assert_eq!(ours.left_out[0].why, WhyLeftOut::EventOutsidePeriod);
    let averaged = summary(&events, &Inputs { method: Averaging, ..told.clone() });
    assert_eq!(balances(&averaged)[4], "1000");
    let next = Inputs { period: years("2026", "2030"), ..told };
    let next = summary(&events, &next);
    assert_eq!(kilotonnes(&next.years[0].row_5.amount), "5");
    assert_eq!(next.left_out[0].why, WhyLeftOut::VintageOutsidePeriod);
}

#[test]
fn a_use_for_a_year_to_come_waits_for_the_report_on_that_year_r201() {
    let early = Event { occurred: the("2023-02-01T00:00:00Z"), ..used(1, V2021, "2024") };
    let report = |as_of: &str| {
        let told = Inputs { as_of: the(as_of), ..inputs("XBO", Trajectory, FLAT) };
        summary(std::slice::from_ref(&early), &told)
    };
    assert_eq!(balances(&report("2023")), ["1000", "1000", "1000"]);
    assert_eq!(report("2023").left_out[0].why, WhyLeftOut::LaterYear);
    assert_eq!(balances(&report("2024")), ["1000", "1000", "1000", "990"]);
    assert!(report("2024").left_out.is_empty());
}

#[test]
fn without_a_method_and_a_metric_there_is_nothing_to_make_a_summary_of_r006() {
    let period = crate::ndc::NdcPeriod::from(years("2021", "2025"));
    assert_eq!(Inputs::of(the("XAL"), &period, the("2025")), None);
    let period = crate::ndc::NdcPeriod { method: Some(Averaging), ..period };
    assert_eq!(Inputs::of(the("XAL"), &period, the("2025")), None);
}
