//! Whether what goes by the year of the event and what goes by vintage are the same units.

use std::collections::BTreeMap;

use serde::Serialize;

use super::amount::Amount;
use super::cell::Cell;
use super::event::Block;
use super::summary::Summary;
use super::year::YearSummary;

/// First transfers counted in both ways, over all years of some summaries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Equality {
    /// The sum of rows 5 and 6.
    pub by_event: Amount,
    /// The sum by vintage.
    pub by_vintage: Amount,
    /// What the first has more than the second: over the whole history, anything but zero is an error.
    pub difference: Amount,
    /// The units that one of the two has and the other has not.
    pub only_in_one: Vec<Block>,
}

impl Equality {
    /// Over the summaries of one Party: over its whole history, if they are of all its periods and
    /// know the same.
    pub fn over(summaries: &[Summary]) -> Self {
        let years = || summaries.iter().flat_map(|summary| &summary.years);
        let by_event = years().flat_map(event_rows).map(|cell| &cell.amount).sum::<Amount>();
        let by_vintage = years().map(|year| &year.by_vintage.amount).sum::<Amount>();
        let mut balance: BTreeMap<Block, i64> = BTreeMap::new();
        for block in years().flat_map(event_rows).flat_map(|cell| &cell.blocks) {
            let times = balance.entry(*block).or_default();
            *times = times.saturating_add(1);
        }
        for block in years().flat_map(|year| &year.by_vintage.blocks) {
            let times = balance.entry(*block).or_default();
            *times = times.saturating_sub(1);
        }
        balance.retain(|_, times| *times != 0);
        let difference = by_event.minus(&by_vintage);
        Self { by_event, by_vintage, difference, only_in_one: balance.into_keys().collect() }
    }

    /// Whether both have the same units.
    pub fn holds(&self) -> bool {
        self.only_in_one.is_empty() && self.difference.is_zero()
    }
}

const fn event_rows(year: &YearSummary) -> [&Cell; 2] {
    [&year.row_5, &year.row_6]
}
