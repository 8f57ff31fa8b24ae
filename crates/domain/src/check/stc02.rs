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
use crate::vintage::Year;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    look.aef.actions.iter().filter_map(|row| of_row(look, row)).collect()
}

fn of_row(look: &Look<'_, '_>, row: &ActionRow) -> Option<Failure> {
    let (field, wanted, covers) = wanted(&Purposeful::of(row))?;
    let versions = look.versions(&row.outcome);
    if versions.is_empty() || versions.iter().any(|(_, it)| covers(it.purposes)) {
        return None;
    }
    let authorization = &row.outcome.authorization;
    let purposes = versions.last().map(|(_, it)| it.purposes.to_string()).unwrap_or_default();
    let cause = format!("It is for {wanted}, and {authorization} is for {purposes}.");
    Some(inconsistent(CheckId::STC02, cell(row, field), cause).on([row.outcome.units]))
}

/// What a row says of what units went for.
pub(crate) struct Purposeful<'r> {
    pub(crate) kind: ActionKind,
    pub(crate) subtype: Option<Subtype>,
    pub(crate) purpose: Option<&'r str>,
    pub(crate) year_of_use: Option<Year>,
}

impl<'r> Purposeful<'r> {
    fn of(row: &'r ActionRow) -> Self {
        let ActionRow { kind, subtype, year_of_use, .. } = *row;
        Self { kind, subtype, purpose: row.purpose.as_deref(), year_of_use }
    }

    /// A holder may always cancel freely, whatever words go with it.
    fn is_free(&self) -> bool {
        let for_omge =
            matches!(self.subtype, Some(Subtype::VoluntaryOmge | Subtype::MandatoryOmge));
        let named = matches!(self.purpose, Some("OP" | "IMP" | "OIMP"));
        match self.kind {
            ActionKind::VoluntaryCancellation => true,
            ActionKind::Cancellation => for_omge || !named,
            ActionKind::Authorization
            | ActionKind::FirstTransfer
            | ActionKind::Transfer
            | ActionKind::Acquisition
            | ActionKind::Use => self.purpose == Some(CONFIDENTIAL),
        }
    }
}

/// What the units went for: where it stands, what it is, and which purposes cover it.
pub(crate) type Wanted = (u8, &'static str, fn(Purposes) -> bool);

/// What purposes a row needs, if it needs any.
pub(crate) fn wanted(row: &Purposeful<'_>) -> Option<Wanted> {
    let ends = row.kind.ends() || row.kind == ActionKind::FirstTransfer;
    if row.kind == ActionKind::Use && row.year_of_use.is_some() {
        return Some((action::YEAR_OF_USE, "an NDC", Purposes::include_ndc));
    }
    if row.is_free() {
        return None;
    }
    match row.purpose {
        Some("IMP") if ends => Some((action::PURPOSE, "IMP", Purposes::include_imp)),
        Some("OP") if ends => Some((action::PURPOSE, "OP", Purposes::include_op)),
        Some(_named) if ends => Some((action::PURPOSE, "OIMP", Purposes::include_oimp)),
        _ => None,
    }
}
