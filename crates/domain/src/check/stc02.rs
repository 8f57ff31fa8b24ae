//! STC02: units are used for what they are authorized for.
//!
//! Decision: purposes are sets, so that `NDC and OIMP` covers an NDC. A use with a year is one towards
//! an NDC; a use or a cancellation that names a purpose is one for OIMP. Free cancellations need no
//! purpose. Any version of the authorization may cover it, since a later one does not touch
//! what was first transferred before.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::{ActionKind, ActionRow, CONFIDENTIAL, Subtype};
use crate::authorization::Purposes;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    look.aef.actions.iter().filter_map(|row| of_row(look, row)).collect()
}

fn of_row(look: &Look<'_, '_>, row: &ActionRow) -> Option<Failure> {
    let (field, wanted, covers) = wanted(row)?;
    let versions = look.versions(&row.outcome);
    if versions.is_empty() || versions.iter().any(|(_, it)| covers(it.purposes)) {
        return None;
    }
    let authorization = &row.outcome.authorization;
    let purposes = versions.last().map(|(_, it)| it.purposes.to_string()).unwrap_or_default();
    let cause = format!("It is for {wanted}, and {authorization} is for {purposes}.");
    Some(inconsistent(CheckId::STC02, cell(row, field), cause).on([row.outcome.units]))
}

/// A holder may always cancel freely, whatever words go with it.
fn is_free(row: &ActionRow) -> bool {
    let for_omge = matches!(row.subtype, Some(Subtype::VoluntaryOmge | Subtype::MandatoryOmge));
    let named = matches!(row.purpose.as_deref(), Some("OP" | "IMP" | "OIMP"));
    match row.kind {
        ActionKind::VoluntaryCancellation => true,
        ActionKind::Cancellation => for_omge || !named,
        ActionKind::Authorization
        | ActionKind::FirstTransfer
        | ActionKind::Transfer
        | ActionKind::Acquisition
        | ActionKind::Use => row.purpose.as_deref() == Some(CONFIDENTIAL),
    }
}

/// What the units went for: where it stands, what it is, and which purposes cover it.
type Wanted = (u8, &'static str, fn(Purposes) -> bool);

fn wanted(row: &ActionRow) -> Option<Wanted> {
    let ends = row.kind.ends() || row.kind == ActionKind::FirstTransfer;
    if row.kind == ActionKind::Use && row.year_of_use.is_some() {
        return Some((action::YEAR_OF_USE, "an NDC", Purposes::include_ndc));
    }
    if is_free(row) {
        return None;
    }
    match row.purpose.as_deref() {
        Some("IMP") if ends => Some((action::PURPOSE, "IMP", Purposes::include_imp)),
        Some("OP") if ends => Some((action::PURPOSE, "OP", Purposes::include_op)),
        Some(_named) if ends => Some((action::PURPOSE, "OIMP", Purposes::include_oimp)),
        _ => None,
    }
}
