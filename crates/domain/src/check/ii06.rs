//! II06: who uses units is authorized to.
//!
//! Decision: every use names its Party, which the published checker asks though the field list does
//! not. The Party of a use towards an NDC is the authorizing one or one of those that a version of
//! the authorization lets use; an entity is one that a version names. `NA` is no entity.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::{ActionKind, ActionRow, CONFIDENTIAL};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    look.aef.actions.iter().filter_map(|row| of_row(look, row)).collect()
}

fn of_row(look: &Look<'_, '_>, row: &ActionRow) -> Option<Failure> {
    let failure = |field, cause| {
        Some(inconsistent(CheckId::II06, cell(row, field), cause).on([row.outcome.units]))
    };
    let versions = look.versions(&row.outcome);
    let authorization = &row.outcome.authorization;
    if row.kind == ActionKind::Use {
        let Some(party) = row.using_party else {
            return failure(
                action::USING_PARTY,
                "The use does not say which Party used.".to_owned(),
            );
        };
        let lets_use = versions.iter().any(|(_, it)| it.lets_use(party, row.outcome.party));
        if row.year_of_use.is_some() && !versions.is_empty() && !lets_use {
            let cause =
                format!("Authorization {authorization} does not let {party} use its units.");
            return failure(action::USING_PARTY, cause);
        }
    }
    let entity = row.using_entity.as_deref().filter(|it| *it != CONFIDENTIAL)?;
    let of_entity = |it: &crate::aef::AuthorizationRow| {
        it.entities.iter().any(|named| &**named == entity || &**named == CONFIDENTIAL)
    };
    if !versions.is_empty() && !versions.iter().any(|(_, it)| of_entity(it)) {
        let cause = format!("Authorization {authorization} does not name the entity {entity}.");
        return failure(action::USING_ENTITY, cause);
    }
    None
}
