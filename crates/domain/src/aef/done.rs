//! What a Party has to report of an act, if anything.

use super::action::{ActionKind, Subtype};
use super::facts::{Act, ActKind, Cancellation, Keeper};
use crate::authorization::FirstTransferDefinition;
use crate::party::PartyCode;
use crate::vintage::Year;

/// What a Party has to report of an act: one row at most, since nobody sends to itself. By which event
/// such units are first transferred as soon as they are there, their authorization says.
pub(crate) fn done(
    act: &Act,
    at_once: Option<FirstTransferDefinition>,
    party: PartyCode,
) -> Option<Done> {
    let from = act.from.party();
    Some(match &act.kind {
        ActKind::Authorized | ActKind::IssuedByMechanism => issued(act, at_once, party)?,
        ActKind::Moved => moved(act, party)?,
        ActKind::Contributed if from == Some(party) => {
            Done::of(ActionKind::Transfer).with(Subtype::VoluntaryToAdaptationFund)
        }
        ActKind::UsedTowardsNdc(year) if from == Some(party) => {
            Done { year_of_use: Some(*year), ..Done::of(ActionKind::Use).by(party) }
        }
        ActKind::UsedForOimp { named, entity } if from == Some(party) => {
            let used = if act.is_first_transfer {
                Done::of(ActionKind::FirstTransfer).with(Subtype::UseOrCancellation)
            } else {
                Done::of(ActionKind::Use)
            };
            let entity = entity.as_ref().map(|it| it.to_string().into());
            Done { purpose: Some(named.as_str().into()), entity, ..used.by(party) }
        }
        ActKind::Cancelled(reason) if from == Some(party) => cancelled(act, *reason)?.by(party),
        ActKind::Contributed
        | ActKind::UsedTowardsNdc(_)
        | ActKind::UsedForOimp { .. }
        | ActKind::Cancelled(_)
        | ActKind::Retired => return None,
    })
}

/// What the row says was done.
pub(crate) struct Done {
    pub(crate) kind: ActionKind,
    pub(crate) subtype: Option<Subtype>,
    pub(crate) abroad: bool,
    pub(crate) purpose: Option<Box<str>>,
    pub(crate) by: Option<PartyCode>,
    pub(crate) entity: Option<Box<str>>,
    pub(crate) year_of_use: Option<Year>,
}

impl Done {
    fn of(kind: ActionKind) -> Self {
        let (subtype, abroad, purpose, by) = (None, false, None, None);
        Self { kind, subtype, abroad, purpose, by, entity: None, year_of_use: None }
    }

    fn with(self, subtype: Subtype) -> Self {
        Self { subtype: Some(subtype), ..self }
    }

    fn by(self, party: PartyCode) -> Self {
        Self { by: Some(party), ..self }
    }
}

/// Issuance and authorization are reported where they are the first transfer, by the host; so are the
/// mandatory movements of the mechanism.
fn issued(act: &Act, at_once: Option<FirstTransferDefinition>, party: PartyCode) -> Option<Done> {
    if !act.is_first_transfer || act.units.series.party != party {
        return None;
    }
    if act.kind == ActKind::IssuedByMechanism && act.to == Keeper::Fund {
        return Some(Done::of(ActionKind::Transfer).with(Subtype::MandatoryToAdaptationFund));
    }
    let first = Done::of(ActionKind::FirstTransfer);
    if act.to == Keeper::Nobody {
        return Some(first.with(Subtype::MandatoryOmge).by(party));
    }
    match at_once? {
        FirstTransferDefinition::Authorization => Some(first.with(Subtype::Authorization)),
        FirstTransferDefinition::Issuance => Some(first.with(Subtype::Issuance)),
        FirstTransferDefinition::UseOrCancellation => None,
    }
}

/// The sender's and the receiver's rows of one act. Moves inside a section, and of outcomes
/// that are not first transferred by it, are no actions.
fn moved(act: &Act, party: PartyCode) -> Option<Done> {
    let (from, to) = (act.from.party()?, act.to.party()?);
    if from == to || !(act.is_first_transfer || act.was_first_transferred) {
        return None;
    }
    if from == party {
        let sent = if act.is_first_transfer {
            Done::of(ActionKind::FirstTransfer).with(Subtype::ToAnotherParty)
        } else {
            Done::of(ActionKind::Transfer)
        };
        return Some(Done { abroad: true, ..sent });
    }
    (to == party).then(|| Done::of(ActionKind::Acquisition))
}

/// An outcome that ends without a first transfer is nobody's ITMO, and not reported.
fn cancelled(act: &Act, reason: Cancellation) -> Option<Done> {
    if act.is_first_transfer {
        let first = Done::of(ActionKind::FirstTransfer).with(Subtype::UseOrCancellation);
        let purpose = (reason == Cancellation::OtherPurpose).then(|| "OP".into());
        return Some(Done { purpose, ..first });
    }
    if !act.was_first_transferred {
        return None;
    }
    let other = |kind| Done::of(kind).with(Subtype::OtherCancellations);
    Some(match reason {
        Cancellation::OtherPurpose => {
            Done { purpose: Some("OP".into()), ..other(ActionKind::Cancellation) }
        }
        Cancellation::Voluntary => other(ActionKind::VoluntaryCancellation),
        Cancellation::Omge => Done::of(ActionKind::Cancellation).with(Subtype::VoluntaryOmge),
        Cancellation::Other => other(ActionKind::Cancellation),
    })
}
