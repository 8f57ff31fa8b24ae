//! X03: the entity that a row names is reported.
//!
//! Decision: in Table 5 of any submission, since the Party that authorized the entity need not be the
//! one that reports the act. Numbers that are kept back are looked up nowhere.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::CONFIDENTIAL;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in &look.aef.actions {
        let Some(entity) = row.using_entity.as_deref() else { continue };
        if entity == CONFIDENTIAL
            || look.corpus.has_entity(entity)
            || look.corpus.has_entity(CONFIDENTIAL)
        {
            continue;
        }
        let cause = format!("No Table 5 has an entity with the number {entity}.");
        let place = cell(row, action::USING_ENTITY);
        failures.push(inconsistent(CheckId::X03, place, cause).on([row.outcome.units]));
    }
    failures
}
