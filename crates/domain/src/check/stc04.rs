//! STC04: the first transfer is the event that the authorization defines.
//!
//! Decision: as R-160 has it; any version of the authorization may define it. The mandatory movements
//! of the Article 6.4 mechanism are first transfers by themselves. A first transfer without a
//! subtype, or with `Not yet defined`, is remarked: the field is optional.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::{ActionKind, ActionRow, AuthorizationRow, Definition, Subtype};
use crate::authorization::FirstTransferDefinition as Defined;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let first = look.aef.actions.iter().filter(|row| row.kind == ActionKind::FirstTransfer);
    first.filter_map(|row| of_row(look, row)).collect()
}

fn of_row(look: &Look<'_, '_>, row: &ActionRow) -> Option<Failure> {
    let failure = |cause| {
        Some(
            inconsistent(CheckId::STC04, cell(row, action::SUBTYPE), cause).on([row.outcome.units]),
        )
    };
    let subtype = match row.subtype {
        None | Some(Subtype::NotYetDefined) => {
            let cause = "The row does not say which event the first transfer was.".to_owned();
            return failure(cause).map(Failure::remark);
        }
        Some(subtype) => subtype,
    };
    let versions = look.versions(&row.outcome);
    if versions.is_empty() || versions.iter().any(|(_, it)| defines(it, subtype)) {
        return None;
    }
    let defined = versions.last().and_then(|(_, it)| it.definition.as_ref());
    let defined =
        defined.map_or_else(|| "first international transfer".to_owned(), ToString::to_string);
    failure(format!("The event was {subtype}, and the authorization defines {defined}."))
}

fn defines(authorization: &AuthorizationRow, subtype: Subtype) -> bool {
    let listed = match &authorization.definition {
        Some(Definition::Listed(listed)) => Some(*listed),
        Some(Definition::Unlisted(_)) | None => None,
    };
    let unlisted = matches!(authorization.definition, Some(Definition::Unlisted(_)));
    match subtype {
        Subtype::ToAnotherParty => authorization.purposes.include_ndc() || unlisted,
        Subtype::Authorization => listed == Some(Defined::Authorization),
        Subtype::Issuance => listed == Some(Defined::Issuance),
        Subtype::UseOrCancellation | Subtype::OtherCancellations | Subtype::VoluntaryOmge => {
            listed == Some(Defined::UseOrCancellation)
        }
        Subtype::MandatoryOmge | Subtype::MandatoryToAdaptationFund => true,
        Subtype::VoluntaryToAdaptationFund | Subtype::NotYetDefined => false,
    }
}
