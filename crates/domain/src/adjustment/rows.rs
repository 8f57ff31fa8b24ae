//! The twelve rows of the structured summary as a reader sees them: a figure, or why there is none.

use super::cell::Cell;
use super::summary::Summary;
use super::year::YearSummary;
use crate::ndc::AdjustmentMethod;

/// What stands in a row of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown<'s> {
    /// A figure, told or calculated.
    Figure(&'s Cell),
    /// The method does not have this row, or the Party balances no portion: "N/A".
    NotApplicable,
    /// Nobody has told the figure, or one that it is made of, which is not zero.
    Missing,
}

impl Summary {
    /// The rows of one of its years, from 1 to 12.
    pub fn rows<'s>(&self, year: &'s YearSummary) -> [Shown<'s>; 12] {
        let of = |method| self.method == method;
        let row = |applies: bool, cell: &'s Option<Cell>| match cell {
            _ if !applies => Shown::NotApplicable,
            Some(cell) => Shown::Figure(cell),
            None => Shown::Missing,
        };
        [
            row(of(AdjustmentMethod::Trajectory), &year.row_1),
            row(of(AdjustmentMethod::MultiYear), &year.row_2),
            row(true, &year.row_3),
            row(year.balances_portion, &year.row_4),
            Shown::Figure(&year.row_5),
            Shown::Figure(&year.row_6),
            Shown::Figure(&year.row_7),
            Shown::Figure(&year.row_8),
            row(of(AdjustmentMethod::Averaging), &year.row_9),
            row(true, &year.row_10),
            Shown::Figure(&year.row_11),
            row(true, &year.row_12),
        ]
    }
}
