//! How often each unit occurs: sums over runs of serials.

use std::collections::BTreeMap;

use crate::serial::{Serial, Serials};
use crate::unit::{Series, UnitRange};

/// For each unit a whole number: how often it came in, less how often it went out.
#[derive(Default)]
pub(super) struct Runs {
    /// Where the number changes, and by how much. An end is written at the serial after it.
    changes: BTreeMap<Series, BTreeMap<u64, i64>>,
}

impl Runs {
    /// Adds a number to each unit of a range.
    pub(super) fn add(&mut self, units: UnitRange, number: i64) {
        let of_series = self.changes.entry(units.series).or_default();
        let (first, last) = (units.serials.first().number(), units.serials.last().number());
        let mut change = |at: u64, by: i64| {
            let sum = of_series.entry(at).or_insert(0);
            *sum = sum.saturating_add(by);
        };
        change(first, number);
        change(last.saturating_add(1), number.saturating_neg());
    }

    /// The units whose number is not zero, as runs of equal numbers, in order.
    pub(super) fn unequal_to_zero(&self) -> impl Iterator<Item = (UnitRange, i64)> {
        self.changes.iter().flat_map(|(series, changes)| {
            let mut number = 0_i64;
            let ends = changes.keys().skip(1);
            let runs: Vec<_> = changes
                .iter()
                .zip(ends)
                .filter_map(|((first, by), end)| {
                    number = number.saturating_add(*by);
                    let run = run(*first, *end)?;
                    (number != 0).then_some((UnitRange { series: *series, serials: run }, number))
                })
                .collect();
            runs
        })
    }

    /// The units of a range whose number is not above zero.
    pub(super) fn not_above_zero(&self, units: UnitRange) -> Vec<UnitRange> {
        let mut missing = vec![units.serials];
        for (run, number) in self.unequal_to_zero() {
            if run.series == units.series && number > 0 {
                missing = missing.into_iter().flat_map(|rest| without(rest, run.serials)).collect();
            }
        }
        missing.into_iter().map(|serials| UnitRange { series: units.series, serials }).collect()
    }
}

fn run(first: u64, end: u64) -> Option<Serials> {
    let last = end.checked_sub(1)?;
    Serials::new(Serial::new(first).ok()?, Serial::new(last).ok()?)
}

/// What is left of a run without another.
pub(super) fn without(rest: Serials, taken: Serials) -> Vec<Serials> {
    match rest.overlap(taken) {
        None => vec![rest],
        Some(common) => {
            let (below, above) = rest.without(common);
            below.into_iter().chain(above).collect()
        }
    }
}
