//! What a later report says otherwise than an earlier one.

use std::collections::BTreeSet;

use serde::Serialize;

use super::amount::Amount;
use super::cell::Cell;
use super::event::Block;
use super::summary::Summary;
use super::year::YearSummary;
use crate::vintage::Year;

/// A year that a later report shows otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Restated {
    /// The year.
    pub year: Year,
    /// The figure of the inventory.
    pub figure: Change,
    /// The adjustment.
    pub adjustment: Change,
    /// The balance, or the adjusted indicator.
    pub balance: Change,
    /// The units that are behind one of the two adjustments only.
    pub because: Vec<Block>,
}

/// What an amount was, and what it is now; `null` where there was, or is, none.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// In the earlier report.
    pub before: Option<Amount>,
    /// In the later one.
    pub after: Option<Amount>,
}

impl Restated {
    /// The years that both reports cover and show differently, in order.
    pub fn between(earlier: &Summary, later: &Summary) -> Vec<Self> {
        let pairs = earlier.years.iter().filter_map(|year| Some((year, later.year(year.year)?)));
        pairs.map(|(before, after)| Self::of(before, after)).filter(Self::differs).collect()
    }

    fn of(before: &YearSummary, after: &YearSummary) -> Self {
        let change = |amount: fn(&YearSummary) -> Option<&Amount>| Change {
            before: amount(before).cloned(),
            after: amount(after).cloned(),
        };
        let [old, new] = [before, after].map(blocks);
        Self {
            year: after.year,
            figure: change(YearSummary::figure),
            adjustment: change(|year| year.row_10.as_ref().map(|cell| &cell.amount)),
            balance: change(YearSummary::balance),
            because: old.symmetric_difference(&new).copied().collect(),
        }
    }

    fn differs(&self) -> bool {
        let changes = [&self.figure, &self.adjustment, &self.balance];
        changes.iter().any(|it| it.before != it.after) || !self.because.is_empty()
    }
}

fn blocks(year: &YearSummary) -> BTreeSet<Block> {
    let cell: Option<&Cell> = year.row_10.as_ref();
    cell.into_iter().flat_map(|cell| &cell.blocks).copied().collect()
}
