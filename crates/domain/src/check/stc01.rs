//! STC01: actions are reported in the year in which they happened.
//!
//! Decision: as published; the year is that of UTC.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let year = look.year();
    let elsewhere = look.aef.actions.iter().filter(|row| row.when.year() != year.number());
    elsewhere
        .map(|row| {
            let cause = format!("It happened on {}, and the report is for {year}.", row.when.day());
            inconsistent(CheckId::STC01, cell(row, action::DATE), cause).on([row.outcome.units])
        })
        .collect()
}
