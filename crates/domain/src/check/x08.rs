//! X08: who transfers, uses or cancels units has got them before.
//!
//! Decision: a Party has got what it acquired, what it first transferred and kept, and what stands in
//! its holdings of an earlier year; on the same day counts as before. If the Party has not reported
//! the year before, the check waits.

use super::corpus::UnitRow;
use super::failure::Failure;
use super::id::CheckId;
use super::isc01::change;
use super::look::{Look, action, cell, inconsistent};
use super::runs::Runs;
use crate::aef::ActionRow;
use crate::unit::UnitRange;
use crate::vintage::Year;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let year = look.year();
    let before = Year::new(year.number().saturating_sub(1)).ok();
    let knows_before = before.is_some_and(|it| look.corpus.of(look.party(), it).is_some());
    let mut failures = Vec::new();
    for row in look.aef.actions.iter().filter(|row| change(row) < 0) {
        let missing = got_before(look, row).not_above_zero(row.outcome.units);
        if missing.is_empty() {
            continue;
        }
        let cause = format!("Nothing reported says how {} had got these units.", look.party());
        let failure = inconsistent(CheckId::X08, cell(row, action::FIRST_ID), cause).on(missing);
        failures.push(if knows_before { failure } else { failure.undetermined() });
    }
    failures
}

/// What of a row's units the Party had got by then.
fn got_before(look: &Look<'_, '_>, row: &ActionRow) -> Runs {
    let mut got = Runs::default();
    for mention in look.others(UnitRow::Action(row)) {
        let submission = &look.corpus.aef(mention.filing).submission;
        if submission.party != look.party() {
            continue;
        }
        let before = match mention.row {
            UnitRow::Action(other) => change(other) > 0 && other.when.day() <= row.when.day(),
            UnitRow::Holding(_) => submission.year < look.year(),
        };
        if before && let Some(serials) = row.outcome.units.serials.overlap(mention.serials) {
            got.add(UnitRange { series: row.outcome.units.series, serials }, 1);
        }
    }
    got
}
