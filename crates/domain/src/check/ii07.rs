//! II07: the approach is that of the identifiers.
//!
//! Decision: as published. The other fields that identifiers repeat are judged when the file is read.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, inconsistent, shared};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let wrong = look.unit_rows().filter(|row| {
        let outcome = row.outcome();
        outcome.approach != outcome.units.series.approach
    });
    wrong
        .map(|row| {
            let outcome = row.outcome();
            let (field, named) = (outcome.approach, outcome.units.series.approach);
            let cause = format!("The field says {field}, and the identifiers {named}.");
            inconsistent(CheckId::II07, row.shared(shared::APPROACH), cause).on([outcome.units])
        })
        .collect()
}
