//! II02: an action is reported once.
//!
//! Decision: two rows are one action if type, subtype, registry and identifiers are equal, and the
//! moments too, where both have one; else the days. With days alone, two true actions of a day on the
//! same units look like one: whoever reports moments is spared that. The later row is the one that
//! fails.

use super::corpus::{Mention, UnitRow};
use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::{ActionRow, When};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in &look.aef.actions {
        let equal = look.others(UnitRow::Action(row)).find(|other| is_same(look, row, other));
        if let Some(other) = equal {
            let cause = format!("The same {} of {} is reported twice.", row.kind, row.when.day());
            let side = look.side(&other, "the same action");
            let place = cell(row, action::FIRST_ID);
            failures.push(
                inconsistent(CheckId::II02, place, cause).on([row.outcome.units]).against([side]),
            );
        }
    }
    failures
}

fn is_same(look: &Look<'_, '_>, row: &ActionRow, other: &Mention<'_>) -> bool {
    let UnitRow::Action(theirs) = other.row else { return false };
    (other.filing, theirs.at) < (look.filing, row.at) && is_repeated(theirs, row)
}

/// Whether two rows are one action that is reported twice: no other check fails for that.
pub(super) fn is_repeated(one: &ActionRow, other: &ActionRow) -> bool {
    one.kind == other.kind
        && one.subtype == other.subtype
        && one.outcome.registry == other.outcome.registry
        && one.outcome.units == other.outcome.units
        && is_at_once(one.when, other.when)
}

fn is_at_once(one: When, other: When) -> bool {
    match (one, other) {
        (When::Moment(one), When::Moment(other)) => one == other,
        (one, other) => one.day() == other.day(),
    }
}
