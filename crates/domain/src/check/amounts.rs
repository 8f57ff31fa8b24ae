//! What a Party has put into its structured summary, for the comparison with its AEF (X09).

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
