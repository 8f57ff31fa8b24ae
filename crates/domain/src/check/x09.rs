//! X09: the sums are those of rows 5, 6 and 7 of the structured summary.
//!
//! Decision: t CO2 eq alone. First transfers count in the year of the event, by whether an NDC is
//! among the purposes of the newest version of their authorization; uses count for the year of use,
//! in whatever year they are reported.

use super::amounts::ReportedAmounts;
use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, inconsistent};
use crate::aef::{ActionRow, Place, TableId};

pub(super) fn check(look: &Look<'_, '_>, summary: &ReportedAmounts) -> Vec<Failure> {
    let own = own_amounts(look);
    let compared = [
        ("row 5, first transferred", own.first_transferred, summary.first_transferred),
        ("row 6, for other purposes", own.for_other_purposes, summary.for_other_purposes),
        ("row 7, used towards the NDC", own.used_towards_ndc, summary.used_towards_ndc),
    ];
    let unequal = compared.into_iter().filter(|(_, rows, said)| rows != said);
    unequal
        .map(|(what, rows, said)| {
            let place = Place { table: TableId::Actions, row: 0, field: None };
            let cause = format!(
                "The rows of {} sum up to {rows} for {what}, and the summary says {said}.",
                look.year()
            );
            inconsistent(CheckId::X09, place, cause)
        })
        .collect()
}

/// The sums of the rows.
fn own_amounts(look: &Look<'_, '_>) -> ReportedAmounts {
    let mut sums = ReportedAmounts::default();
    let tonnes = |row: &ActionRow| {
        let ghg = row.outcome.non_ghg_metric.is_none();
        if ghg { row.outcome.units.units().count() } else { 0 }
    };
    let party = look.party();
    let first = look.aef.actions.iter();
    for row in first.filter(|row| row.is_first_transfer() && row.outcome.party == party) {
        let newest = look.versions(&row.outcome).iter().max_by_key(|(_, it)| it.version);
        let for_ndc = newest.is_none_or(|(_, it)| it.purposes.include_ndc());
        let sum = if for_ndc { &mut sums.first_transferred } else { &mut sums.for_other_purposes };
        *sum = sum.saturating_add(tonnes(row));
    }
    for row in look.corpus.all_of(party).flat_map(|aef| &aef.actions) {
        if row.year_of_use == Some(look.year()) {
            sums.used_towards_ndc = sums.used_towards_ndc.saturating_add(tonnes(row));
        }
    }
    sums
}
