//! X03: the entity that a row names is reported.
//!
//! Decision: in Table 5 of any submission, since the Party that authorized the entity need not be the
//! one that reports the act. Numbers that are kept back are looked up nowhere, and stand for any under
//! their approach. Where the Party's earlier reports are not at hand, the check waits.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::CONFIDENTIAL;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in &look.aef.actions {
        let Some(entity) = row.using_entity.as_deref() else { continue };
        let approach = row.outcome.approach;
        if entity == CONFIDENTIAL || look.corpus.may_have_entity(entity, approach) {
            continue;
        }
        let cause = format!("No Table 5 has an entity with the number {entity}.");
        let place = cell(row, action::USING_ENTITY);
        let failure = inconsistent(CheckId::X03, place, cause).on([row.outcome.units]);
        let knows = look.corpus.knows_before(look.party(), look.year());
        failures.push(if knows { failure } else { failure.undetermined() });
    }
    failures
}
