//! STC03: use and vintage lie in the NDC implementation period.
//!
//! Decision: in one of the periods that the Party has reported in Table 1 of any year, both in the
//! same, since a use may be reported after the end of the period that it belongs to.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let periods: Vec<_> =
        look.corpus.all_of(look.party()).map(|aef| aef.submission.period).collect();
    let mut failures = Vec::new();
    for row in &look.aef.actions {
        let Some(year) = row.year_of_use else { continue };
        let vintage = row.outcome.vintage;
        if periods.iter().any(|it| it.contains(year) && it.contains(vintage)) {
            continue;
        }
        let own = look.aef.submission.period;
        let (field, cause) = if periods.iter().any(|it| it.contains(year)) {
            let what = format!("The vintage, {vintage}, is outside the period of {year}.");
            (action::VINTAGE, what)
        } else {
            let what =
                format!("The year of use, {year}, is outside {} to {}.", own.first, own.last);
            (action::YEAR_OF_USE, what)
        };
        failures
            .push(inconsistent(CheckId::STC03, cell(row, field), cause).on([row.outcome.units]));
    }
    failures
}
