//! What a Party has put into its structured summary, for the comparison with its AEF (X09).

use crate::adjustment::{Cell, FirstTransferYear, Summary};
use crate::metric::Metric;
use crate::vintage::Year;

/// Rows 5, 6 and 7 of the structured summary for a year, in t CO2 eq.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReportedAmounts {
    /// Row 5: first transferred, with an NDC among the purposes.
    pub first_transferred: u64,
    /// Row 6: first transferred for other international mitigation purposes alone.
    pub for_other_purposes: u64,
    /// Row 7: used towards the NDC, for the year.
    pub used_towards_ndc: u64,
}

impl ReportedAmounts {
    /// What a summary says of a year. None of a year that it does not cover, of a metric other than
    /// tonnes, and where first transfers stand in years other than those in which they occurred: then
    /// rows of the agreed electronic format, which go by that, say something else.
    pub fn of(summary: &Summary, year: Year) -> Option<Self> {
        let strict = summary.readings.first_transfer_year == FirstTransferYear::Strict;
        let comparable = strict && summary.metric == Metric::Ghg;
        let year = summary.year(year).filter(|_| comparable)?;
        let units = |cell: &Cell| {
            let counts = cell.blocks.iter().map(|block| block.units.units().count());
            counts.fold(0, u64::saturating_add)
        };
        Some(Self {
            first_transferred: units(&year.row_5),
            for_other_purposes: units(&year.row_6),
            used_towards_ndc: units(&year.row_7),
        })
    }
}
