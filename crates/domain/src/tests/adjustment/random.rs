//! Histories by chance: laws that hold for all of them, and a second calculation, unit by unit.

mod naive;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{facts, first_transfer, for_airlines, inputs, summary};
use crate::adjustment::{
    Amount, Cell, Effect, Equality, Event, FirstTransferYear, Inputs, NetIncrease, Readings,
    Restated, Summary, Trigger, What,
};
use crate::ndc::AdjustmentMethod::{self, Averaging, MultiYear, Trajectory};
use crate::tests::world::{the, years};

const METHODS: [AdjustmentMethod; 3] = [Trajectory, Averaging, MultiYear];
const PARTIES: [&str; 4] = ["XAL", "XBO", "XCE", "XDE"];
const INVENTORY: [u32; 5] = [900, 905, 910, 915, 920];

/// What becomes of a few units.
#[derive(Clone, Debug)]
struct Fate {
    host: &'static str,
    vintage: i16,
    count: u64,
    /// Years from the vintage to the first transfer.
    lag: i16,
    for_oimp: bool,
    /// By whom, and how many years after the vintage.
    used: Option<(&'static str, i16)>,
}

fn fate() -> impl Strategy<Value = Fate> {
    let host = prop::sample::select(vec!["XAL", "XDE"]);
    let by = prop::sample::select(PARTIES.to_vec());
    let used = prop::option::of((by, 0_i16..=4));
    (host, 2021_i16..=2025, 1_u64..=5, 0_i16..=2, prop::bool::weighted(0.3), used).prop_map(
        |(host, vintage, count, lag, for_oimp, used)| {
            let used = used.filter(|_| !for_oimp);
            Fate { host, vintage, count, lag, for_oimp, used }
        },
    )
}

fn history() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(fate(), 0..12).prop_map(|fates| {
        let mut next = 1;
        let mut events = Vec::new();
        for fate in fates {
            let last = next + fate.count - 1;
            let Fate { host, vintage, .. } = fate;
            let units = format!("CA9001-{host}01-{host}-{next}..{last}-{vintage}");
            next = last + 1;
            events.extend(told(&fate, &units, i64::try_from(last).unwrap()));
        }
        events
    })
}

/// Every use lies in the period of its vintage, and comes no earlier than the first transfer.
fn told(fate: &Fate, units: &str, entry: i64) -> Vec<Event> {
    let year = fate.vintage + fate.lag;
    let day = format!("{year}-07-01");
    let transferred = if fate.for_oimp {
        // Issued in the year of the vintage, authorized when the first transfer occurs.
        let issued = the(&fate.vintage.to_string());
        let what = What::FirstTransferred { by: Trigger::Issuance { issued }, using: None };
        Event { what, ..for_airlines(entry, units, &day) }
    } else {
        first_transfer(entry, units, &day)
    };
    let used = fate.used.map(|(party, after)| {
        let used_for = (fate.vintage + after).min(2025);
        let day = format!("{}-08-01", used_for.max(year));
        let (party, year) = (the(party), the(&used_for.to_string()));
        Event { what: What::Used { party, year }, ..first_transfer(entry + 1000, units, &day) }
    });
    [transferred].into_iter().chain(used).collect()
}

fn told_by(party: &str, method: AdjustmentMethod, as_of: i16) -> Inputs {
    Inputs { as_of: the(&as_of.to_string()), ..inputs(party, method, INVENTORY) }
}

/// All that a summary must be able to prove by the blocks behind it.
fn proven(cell: &Cell, net: bool) -> bool {
    let mut sum = 0;
    for block in &cell.blocks {
        let serials = block.units.serials;
        let count = i128::from(serials.last().number() - serials.first().number() + 1);
        sum += if net && block.effect == Effect::Used { -count } else { count };
    }
    cell.amount == the::<Amount>(&sum.to_string())
}

/// The years to which events that occurred in this one belong.
fn touched(events: &[Event], party: &str, occurred: i16) -> BTreeSet<i16> {
    let theirs = events.iter().filter(|it| it.party() == the(party));
    let then = theirs.filter(|it| it.occurred_in().number() == occurred);
    then.map(|event| match event.what {
        What::FirstTransferred { .. } => event.vintage().number(),
        What::Used { year, .. } => year.number(),
    })
    .collect()
}

proptest! {
    #[test]
    fn unit_by_unit_and_year_by_year_the_rows_are_the_same_r200_r204_r211_r213(
        events in history(), as_of in 2020_i16..=2027, programme: bool, indicator: bool,
    ) {
        for (party, method) in PARTIES.into_iter().flat_map(|it| METHODS.map(|method| (it, method))) {
            let told = told_by(party, method, as_of);
            let first_transfer_year =
                if programme { FirstTransferYear::Programme } else { FirstTransferYear::Strict };
            let readings = Readings { first_transfer_year, ..told.readings };
            let metric = if indicator { "hectares of forest" } else { "GHG" };
            let told = Inputs { readings, metric: the(metric), ..told };
            let events: Vec<_> = events
                .iter()
                .map(|event| Event { metric: the(metric), ..event.clone() })
                .collect();
            let ours: Vec<_> = summary(&events, &told).years.iter().map(naive::rows_of).collect();
            let question = naive::Question { party, method, as_of, programme, indicator };
            prop_assert_eq!(ours, naive::rows(&events, &question));
        }
    }

    #[test]
    fn the_order_in_which_events_come_does_not_matter_r205(
        (events, shuffled) in history().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
    ) {
        for method in METHODS {
            let told = told_by("XAL", method, 2026);
            prop_assert_eq!(summary(&events, &told), summary(&shuffled, &told));
        }
    }

    #[test]
    fn what_was_both_first_transferred_and_used_adds_up_to_nothing_over_all_parties_r200(
        events in history(),
    ) {
        let used: BTreeSet<_> = events
            .iter()
            .filter(|it| matches!(it.what, What::Used { .. }))
            .map(|it| it.units)
            .collect();
        let both: Vec<_> = events.into_iter().filter(|it| used.contains(&it.units)).collect();
        for method in [Trajectory, MultiYear] {
            let summaries = PARTIES.map(|party| summary(&both, &told_by(party, method, 2028)));
            let cells = summaries.iter().flat_map(|it| &it.years).filter_map(|it| it.row_10.as_ref());
            let net: Amount = cells.map(|cell| &cell.amount).sum();
            prop_assert!(net.is_zero(), "{}", net);
        }
    }

    #[test]
    fn a_later_report_restates_no_other_years_than_those_of_what_happened_since_r205(
        events in history(), as_of in 2021_i16..=2027,
    ) {
        for (party, method) in PARTIES.into_iter().flat_map(|it| [(it, Trajectory), (it, MultiYear)]) {
            let report = |as_of| summary(&events, &told_by(party, method, as_of));
            let touched = touched(&events, party, as_of + 1);
            for restated in Restated::between(&report(as_of), &report(as_of + 1)) {
                prop_assert!(touched.contains(&restated.year.number()), "{:?}", restated);
                prop_assert!(!restated.because.is_empty());
            }
        }
    }

    #[test]
    fn each_figure_is_the_sum_of_the_blocks_behind_it_r221(events in history(), as_of in 2021_i16..=2027) {
        for method in METHODS {
            for year in summary(&events, &told_by("XAL", method, as_of)).years {
                let counts = [&year.row_5, &year.row_6, &year.row_7, &year.by_vintage];
                prop_assert!(counts.iter().all(|cell| proven(cell, false)));
                prop_assert!(proven(&year.row_8, true) && proven(&year.row_11, true));
                let adjustment = year.row_10.as_ref().unwrap();
                prop_assert!(method == Averaging || proven(adjustment, true));
                let balance = year.row_12.as_ref().unwrap();
                prop_assert_eq!(&balance.blocks, &adjustment.blocks);
                let parts = [&year.breakdown.row_5, &year.breakdown.row_6, &year.breakdown.row_7];
                for (parts, row) in parts.into_iter().zip(counts) {
                    let sum: Amount = parts.iter().map(|part| &part.cell.amount).sum();
                    prop_assert_eq!(&sum, &row.amount);
                }
            }
        }
    }

    #[test]
    fn over_all_periods_both_ways_of_counting_agree_and_nothing_rises_on_balance_r207_r220(
        events in history(), programme: bool,
    ) {
        let facts = facts(&events);
        for party in PARTIES {
            let told = told_by(party, Trajectory, 2030);
            let first_transfer_year =
                if programme { FirstTransferYear::Programme } else { FirstTransferYear::Strict };
            let told = Inputs { readings: Readings { first_transfer_year, ..told.readings }, ..told };
            let periods = [years("2021", "2025"), years("2026", "2030")];
            let all = periods.map(|period| {
                Summary::of(&facts, &Inputs { period, ..told.clone() }).unwrap()
            });
            let equality = Equality::over(&all);
            prop_assert!(equality.holds(), "{:?}", equality);
        }
        for line in NetIncrease::table(&facts, years("2021", "2025")) {
            prop_assert!(line.is_none(), "{:?}", line);
        }
    }
}
