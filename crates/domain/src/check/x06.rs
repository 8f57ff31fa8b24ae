//! X06: units are first transferred once.
//!
//! Decision: the later row fails, or the one that is reported later. The mandatory
//! movements of authorized A6.4ERs are first transfers, however they are reported. The
//! same row twice is another check's.

use std::cmp::Ordering;

use super::corpus::{Mention, UnitRow};
use super::failure::Failure;
use super::id::CheckId;
use super::ii02::is_repeated;
use super::look::{Look, action, cell, common, inconsistent};
use super::x05::order;
use crate::aef::ActionRow;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in look.aef.actions.iter().filter(|row| row.is_first_transfer()) {
        let mut others = look.others(UnitRow::Action(row));
        let Some((former, theirs)) = others.find_map(|it| is_former(look, row, it)) else {
            continue;
        };
        let units = common(row.outcome.units, &former);
        let cause = format!("{units} were first transferred on {} already.", theirs.when.day());
        let side = look.side(&former, format!("First transfer on {}", theirs.when.day()));
        let failure = inconsistent(CheckId::X06, cell(row, action::KIND), cause);
        failures.push(failure.on([units]).against([side]));
    }
    failures
}

fn is_former<'c>(
    look: &Look<'_, 'c>,
    row: &ActionRow,
    other: Mention<'c>,
) -> Option<(Mention<'c>, &'c ActionRow)> {
    let UnitRow::Action(theirs) = other.row else { return None };
    let comes_first = match order(theirs.when, row.when) {
        Some(Ordering::Less) => true,
        Some(Ordering::Greater) => false,
        Some(Ordering::Equal) | None => (other.filing, theirs.at) < (look.filing, row.at),
    };
    let is_former = theirs.is_first_transfer() && comes_first && !is_repeated(theirs, row);
    is_former.then_some((other, theirs))
}
