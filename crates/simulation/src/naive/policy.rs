//! Who may do what, as a table of its own.

use domain::access::Role;
use domain::ledger::OrderKind;

/// What kind of act an order is, for the policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    /// Of the secretariat's desk.
    Desk,
    /// What a Party's administrator enters.
    Entered,
    /// What a Party reports, by whoever acts for it.
    Reported,
    /// What creates, moves or ends units.
    OfUnits,
    /// What one person does alone, since it only stops something.
    SetsStop,
    Distrusts,
    LiftsStop,
}

pub(crate) fn sort(kind: OrderKind) -> Sort {
    match kind {
        OrderKind::OpenSection => Sort::Desk,
        OrderKind::OpenAccount
        | OrderKind::RecordApproach
        | OrderKind::AuthorizeEntity
        | OrderKind::Authorize
        | OrderKind::SetTerms
        | OrderKind::TrustRecipient
        | OrderKind::ReviewBeneficiary
        | OrderKind::RecordConversion
        | OrderKind::RevokeAuthorization
        | OrderKind::RecordParticipation
        | OrderKind::RecordInitialReport
        | OrderKind::SetNdcPeriod
        | OrderKind::SetFocalPoint
        | OrderKind::RecordInventoryYear
        | OrderKind::SetAdjustmentSettings => Sort::Entered,
        OrderKind::FileReport | OrderKind::ExplainInconsistency => Sort::Reported,
        OrderKind::AuthorizeUnits
        | OrderKind::Issue
        | OrderKind::FirstTransfer
        | OrderKind::Transfer
        | OrderKind::UseTowardsNdc
        | OrderKind::UseForOimp
        | OrderKind::Cancel
        | OrderKind::Retire
        | OrderKind::ContributeToAdaptation
        | OrderKind::TransferOut
        | OrderKind::TransferIn
        | OrderKind::IssueArticle64 => Sort::OfUnits,
        OrderKind::SetStop => Sort::SetsStop,
        OrderKind::DistrustRecipient => Sort::Distrusts,
        OrderKind::LiftStop => Sort::LiftsStop,
    }
}

/// One person does it alone, at once.
pub(crate) fn alone(kind: OrderKind) -> bool {
    [Sort::SetsStop, Sort::Distrusts].contains(&sort(kind))
}

/// A brake can be pulled, and released, whatever is stopped.
pub(crate) fn is_brake(kind: OrderKind) -> bool {
    [Sort::SetsStop, Sort::Distrusts, Sort::LiftsStop].contains(&sort(kind))
}

/// What an entity may want done with the units that it holds: it sends them, or ends them for other
/// purposes; it issues, returns and retires nothing.
pub(crate) fn is_for_holders(kind: OrderKind) -> bool {
    [
        OrderKind::FirstTransfer,
        OrderKind::Transfer,
        OrderKind::ContributeToAdaptation,
        OrderKind::UseForOimp,
        OrderKind::Cancel,
    ]
    .contains(&kind)
}

pub(crate) fn may_propose(role: &Role, kind: OrderKind) -> bool {
    use Role::{PartyAdministrator, PartyApprover, PartyInitiator, RegistryAdministrator};
    if let Role::EntityRepresentative(_) = role {
        return is_for_holders(kind);
    }
    let who: &[Role] = match sort(kind) {
        Sort::Desk => &[RegistryAdministrator],
        Sort::Entered => &[PartyAdministrator],
        Sort::Reported => &[PartyAdministrator, PartyInitiator],
        Sort::OfUnits => &[PartyInitiator],
        Sort::SetsStop => {
            &[RegistryAdministrator, PartyAdministrator, PartyInitiator, PartyApprover]
        }
        Sort::Distrusts => &[PartyAdministrator, PartyInitiator, PartyApprover],
        Sort::LiftsStop => &[RegistryAdministrator, PartyAdministrator],
    };
    who.contains(role)
}

pub(crate) fn may_approve(role: &Role, kind: OrderKind) -> bool {
    use Role::{PartyAdministrator, PartyApprover, RegistryAdministrator};
    let who: &[Role] = match sort(kind) {
        Sort::Desk => &[RegistryAdministrator],
        Sort::Entered | Sort::Reported | Sort::OfUnits => &[PartyAdministrator, PartyApprover],
        Sort::SetsStop | Sort::Distrusts => &[],
        Sort::LiftsStop => &[RegistryAdministrator, PartyAdministrator, PartyApprover],
    };
    who.contains(role)
}

pub(crate) fn may_accept(role: &Role) -> bool {
    [Role::PartyAdministrator, Role::PartyApprover].contains(role)
}
