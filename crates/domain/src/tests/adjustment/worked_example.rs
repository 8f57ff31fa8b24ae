//! The example of a host XAL and a user XBO in the period 2021 to 2025, line by line. Vintage v is
//! first transferred in v + 1, vintage 2025 in 2025; the user uses each unit in that year.

use super::{
    balances, facts, first_transfer, for_airlines, inputs, kilotonnes, of_years, summary, used,
};
use crate::adjustment::{Amount, Event, Facts, Inputs, Summary, Verdict};
use crate::metric::Metric;
use crate::ndc::AdjustmentMethod::{Averaging, MultiYear, Trajectory};
use crate::tests::world::{the, years};

const V2022: &str = "CA9001-XAL01-XAL-1..10000-2022";
const V2023: &str = "CA9001-XAL01-XAL-10001..30000-2023";
const V2024: &str = "CA9001-XAL01-XAL-30001..60000-2024";
const V2025: &str = "CA9001-XAL01-XAL-60001..100000-2025";

fn events() -> Vec<Event> {
    let transferred = [
        (1, V2022, "2023-06-01"),
        (2, V2023, "2024-06-01"),
        (3, V2024, "2025-06-01"),
        (4, V2025, "2025-12-01"),
    ];
    let uses = [(5, V2022, "2023"), (6, V2023, "2024"), (7, V2024, "2025"), (8, V2025, "2025")];
    let transferred = transferred.map(|(entry, units, day)| first_transfer(entry, units, day));
    let uses = uses.map(|(entry, units, year)| used(entry, units, year));
    transferred.into_iter().chain(uses).collect()
}

fn host(method: crate::ndc::AdjustmentMethod) -> Inputs {
    inputs("XAL", method, [1000, 1010, 1020, 1030, 1040])
}

fn user(method: crate::ndc::AdjustmentMethod) -> Inputs {
    inputs("XBO", method, [500, 495, 490, 485, 480])
}

fn sum(summary: &Summary) -> String {
    kilotonnes(&summary.years.iter().filter_map(|year| year.balance()).sum())
}

#[test]
fn the_quantities_of_the_example_are_those_of_its_table_r201_r213() {
    let ours = summary(&events(), &host(Trajectory));
    let by_vintage = of_years(&ours, |year| Some(&year.by_vintage.amount));
    assert_eq!(by_vintage, ["0", "10", "20", "30", "40"]);
    let by_event = of_years(&ours, |year| Some(&year.row_5.amount));
    assert_eq!(by_event, ["0", "0", "10", "20", "70"]);
    let theirs = summary(&events(), &user(Trajectory));
    let by_use = of_years(&theirs, |year| Some(&year.row_7.amount));
    assert_eq!(by_use, ["0", "0", "10", "20", "70"]);
}

#[test]
fn methods_t_and_m_add_first_transfers_by_vintage_and_subtract_uses_r200_r210_r212() {
    for method in [Trajectory, MultiYear] {
        let ours = summary(&events(), &host(method));
        assert_eq!(balances(&ours), ["1000", "1020", "1040", "1060", "1080"]);
        assert_eq!(sum(&ours), "5200");
        let theirs = summary(&events(), &user(method));
        assert_eq!(balances(&theirs), ["500", "495", "480", "465", "410"]);
        assert_eq!(sum(&theirs), "2350");
        let net = [&ours, &theirs].map(|it| it.years.iter().map(|it| it.row_10.as_ref().unwrap()));
        let net: Amount = net.into_iter().flatten().map(|cell| &cell.amount).sum();
        assert!(net.is_zero(), "over both nothing is added");
    }
}

#[test]
fn the_sign_of_the_balance_is_that_of_para_8_and_not_of_programmes_r200() {
    // Inventory minus adjustment would give 990 and 505; adding what was acquired, 1000 and 500.
    let [transferred, use_] = [first_transfer(1, V2022, "2022-06-01"), used(2, V2022, "2022")];
    let ours = summary(&[transferred.clone(), use_.clone()], &host(MultiYear));
    assert_eq!(balances(&ours)[1], "1020");
    let theirs = summary(&[transferred.clone(), use_], &user(MultiYear));
    assert_eq!(balances(&theirs)[1], "485");
    let acquired = summary(&[transferred], &user(MultiYear));
    assert_eq!(balances(&acquired)[1], "495", "acquisition alone changes nothing");
}

#[test]
fn method_v_divides_what_has_happened_so_far_by_the_years_so_far_r211() {
    let ours = summary(&events(), &host(Averaging));
    let average = of_years(&ours, |year| year.row_9.as_ref().map(|cell| &cell.amount));
    assert_eq!(average, ["0", "0", "3.3333", "7.5", "20"]);
    assert_eq!(balances(&ours), ["1000", "1010", "1023.3333", "1037.5", "1060"]);
    assert_eq!(
        ours.years.iter().map(|it| it.indicative).collect::<Vec<_>>(),
        [true, true, true, true, false]
    );
    let theirs = summary(&events(), &user(Averaging));
    let average = of_years(&theirs, |year| year.row_9.as_ref().map(|cell| &cell.amount));
    assert_eq!(average, ["0", "0", "-3.3333", "-7.5", "-20"]);
    assert_eq!(balances(&theirs), ["500", "495", "486.6667", "477.5", "460"]);
    assert_eq!((&ours.multi_year, &theirs.multi_year), (&None, &None), "it has no budget");
}

#[test]
fn a_budget_that_the_inventory_keeps_is_not_met_with_the_adjustments_r212() {
    for method in [Trajectory, MultiYear] {
        let told = Inputs { budget: Some(the("5150000")), ..host(method) };
        let test = summary(&events(), &told).multi_year.unwrap();
        assert_eq!(test.unadjusted.as_ref().map(kilotonnes).as_deref(), Some("5100"));
        assert_eq!(test.unadjusted_verdict, Verdict::Met);
        assert_eq!(test.adjusted.as_ref().map(kilotonnes).as_deref(), Some("5200"));
        assert_eq!(test.verdict, Verdict::NotMet);
    }
}

#[test]
fn a_first_transfer_restates_the_year_of_its_vintage_r205() {
    let report = |as_of: &str| {
        let told = Inputs { as_of: the(as_of), ..host(Trajectory) };
        summary(&events(), &told)
    };
    let (earlier, later) = (report("2022"), report("2023"));
    assert_eq!(balances(&earlier), ["1000", "1010"]);
    assert_eq!(balances(&later), ["1000", "1020", "1020"]);
}

#[test]
fn vintage_and_use_lie_in_the_same_period_r203() {
    let events = [first_transfer(1, V2025, "2025-12-01"), used(2, V2025, "2026")];
    for period in [years("2021", "2025"), years("2026", "2030")] {
        let told = Inputs { period, as_of: the("2026"), ..user(Trajectory) };
        let refused = Summary::of(&facts(&events), &told).unwrap_err();
        assert_eq!((refused.entry, refused.year), (2, the("2026")), "{period}");
    }
    let told = Inputs { as_of: the("2026"), ..host(Trajectory) };
    assert!(Summary::of(&facts(&events), &told).is_ok(), "the host's balance is as it was");
}

#[test]
fn for_other_purposes_the_host_adds_and_nobody_subtracts_r202() {
    let units = "CA9001-XAL01-XAL-100001..105000-2024";
    let mut events = events();
    events.push(for_airlines(9, units, "2025-03-01"));
    for method in [Trajectory, MultiYear] {
        let ours = summary(&events, &host(method));
        assert_eq!(balances(&ours), ["1000", "1020", "1040", "1065", "1080"], "1060 and 5");
        let for_oimp = of_years(&ours, |year| Some(&year.row_6.amount));
        assert_eq!(for_oimp, ["0", "0", "0", "0", "5"]);
        let theirs = summary(&events, &user(method));
        assert_eq!(balances(&theirs), ["500", "495", "480", "465", "410"], "as without them");
    }
    let nobody = Facts::new(vec![used(1, units, "2025")].into_iter().map(for_imp).collect());
    assert!(nobody.is_err(), "such units cannot be used towards an NDC");
}

fn for_imp(event: Event) -> Event {
    Event { purposes: the("IMP"), ..event }
}

#[test]
fn an_indicator_is_adjusted_the_other_way_round_r204() {
    let metric = Metric::NonGhg("megawatts of renewable capacity".to_owned());
    let units = "CA9001-XAL01-XAL-1..15-2024";
    let events = [first_transfer(1, units, "2024-06-01"), used(2, units, "2024")]
        .map(|event| Event { metric: metric.clone(), ..event });
    let indicator = |party: &str, value: &str| {
        let inventory = [(the("2024"), the(value))].into();
        let told = inputs(party, MultiYear, [0; 5]);
        let told = Inputs { metric: metric.clone(), inventory, ..told };
        let summary = summary(&events, &told);
        summary.balance(the("2024")).unwrap().to_string()
    };
    assert_eq!(indicator("XAL", "200"), "185");
    assert_eq!(indicator("XBO", "80"), "95");
}
