//! II05: the units of another programme stay behind the same units.
//!
//! Decision: whole runs of digits are compared, so that one-unit blocks and numbers with equal
//! digits inside are read right. Identifiers that a Party keeps back are compared with nothing. A run
//! of another length than the block is remarked, since a programme may count in other units.

use super::corpus::Mention;
use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, common, inconsistent, shared};
use crate::aef::UnderlyingIds;
use crate::underlying::{is_moved, units_between};
use crate::unit::UnitRange;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in look.unit_rows() {
        let (ids, units) = (&row.outcome().underlying, row.outcome().units);
        if ids.are_masked() {
            continue;
        }
        let place = row.shared(shared::UNDERLYING_FIRST);
        let failure = |cause: String| inconsistent(CheckId::II05, place, cause).on([units]);
        match (&ids.first, &ids.last) {
            (Some(_), None) | (None, Some(_)) => {
                let cause = "One of the two identifiers of the underlying units is missing.";
                failures.push(failure(cause.to_owned()));
                continue;
            }
            (Some(first), Some(last)) => {
                if units_between(first, last).ok() != Some(units.units().count()) {
                    let cause = format!("{first} to {last} is no run as long as the block.");
                    failures.push(failure(cause).remark());
                }
            }
            (None, None) => {}
        }
        let other = look.others(row).find(|other| !agree((ids, units), other));
        if let Some(other) = other {
            let theirs = &other.row.outcome().underlying;
            let side = look.side(&other, format!("the underlying units are {}", shown(theirs)));
            let cause = format!("Behind the same units stand {} here.", shown(ids));
            let failure = inconsistent(CheckId::II05, place, cause);
            failures.push(failure.on([common(units, &other)]).against([side]));
        }
    }
    failures
}

/// Whether two rows about the same units name the same underlying units.
fn agree((ids, units): (&UnderlyingIds, UnitRange), other: &Mention<'_>) -> bool {
    let theirs = &other.row.outcome().underlying;
    if theirs.are_masked() {
        return true;
    }
    let there = other.serials.first().number();
    let here = units.serials.first().number();
    match (both(ids), both(theirs)) {
        (Some(ours), Some(others)) => {
            ids.registry == theirs.registry && is_moved(ours, others, here, there)
        }
        (None, None) => true,
        // Where one of two is missing, that row fails by itself.
        (Some(_), None) => theirs.first.is_some() || theirs.last.is_some(),
        (None, Some(_)) => ids.first.is_some() || ids.last.is_some(),
    }
}

/// Both identifiers, if both are there.
fn both(ids: &UnderlyingIds) -> Option<(&str, &str)> {
    Some((ids.first.as_deref()?, ids.last.as_deref()?))
}

fn shown(ids: &UnderlyingIds) -> String {
    let none = || "no units of another programme".to_owned();
    both(ids).map_or_else(none, |(first, last)| format!("{first} to {last}"))
}
