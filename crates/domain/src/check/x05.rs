//! X05: units that were used or cancelled do not appear again.
//!
//! Decision: the later row fails, whoever reports it. Of two ends, that is the later one, or the one
//! that is reported later. Acts of one day, whose moments are not known, are in no order; but units do
//! not end twice, nor are they held at the end of a year in which they ended.

use std::cmp::Ordering;

use super::corpus::{Mention, UnitRow};
use super::failure::Failure;
use super::id::CheckId;
use super::ii02::is_repeated;
use super::look::{Look, common, inconsistent, shared};
use crate::aef::When;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in look.unit_rows() {
        let Some(end) = look.others(row).find(|other| is_over(look, row, other)) else { continue };
        let UnitRow::Action(ended) = end.row else { continue };
        let units = common(row.outcome().units, &end);
        let cause =
            format!("{units} had come to their end by a {} of {}.", ended.kind, ended.when.day());
        let side = look.side(&end, format!("{} on {}", ended.kind, ended.when.day()));
        let failure = inconsistent(CheckId::X05, row.shared(shared::FIRST_ID), cause);
        failures.push(failure.on([units]).against([side]));
    }
    failures
}

/// Whether the units of a row had ended by another.
fn is_over(look: &Look<'_, '_>, row: UnitRow<'_>, other: &Mention<'_>) -> bool {
    let UnitRow::Action(end) = other.row else { return false };
    if !end.ends_units() {
        return false;
    }
    match row {
        UnitRow::Holding(_) => look.corpus.aef(other.filing).submission.year <= look.year(),
        UnitRow::Action(action) => match order(end.when, action.when) {
            Some(Ordering::Less) => true,
            Some(Ordering::Greater) => false,
            Some(Ordering::Equal) | None => {
                action.ends_units()
                    && (other.filing, end.at) < (look.filing, action.at)
                    && !is_repeated(end, action)
            }
        },
    }
}

/// Which of two comes first, if that is known.
pub(super) fn order(one: When, other: When) -> Option<Ordering> {
    match (one, other) {
        (When::Moment(one), When::Moment(other)) => Some(one.cmp(&other)),
        (one, other) => Some(one.day().cmp(&other.day())).filter(|it| it.is_ne()),
    }
}
