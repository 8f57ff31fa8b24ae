//! Which HTTP status each refusal of the ledger has: one table.

use actix_web::http::StatusCode;
use domain::ledger::Refusal;

/// 403 where the person may not do it. 422 where the order is wrong by itself: sent again, it is
/// refused again. 409 where the ledger, as it stands, is in the way: later it may be accepted.
#[expect(clippy::too_many_lines, reason = "one table, in which nothing can be forgotten")]
pub(super) const fn of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::ProposalUnknown { .. } => StatusCode::NOT_FOUND,

        Refusal::InitiatorNotEntitled { .. }
        | Refusal::AccountNotRepresented { .. }
        | Refusal::EntityNotRepresented { .. }
        | Refusal::ApproverNotEntitled { .. }
        | Refusal::ReceiverNotEntitled {}
        | Refusal::OwnProposal {}
        | Refusal::MechanismOnly { .. }
        | Refusal::NotForMechanism { .. }
        | Refusal::WrongDesk { .. } => StatusCode::FORBIDDEN,

        Refusal::KeyReused { .. }
        | Refusal::ProposalEmpty {}
        | Refusal::OnePersonAlone { .. }
        | Refusal::AcceptanceAlone { .. }
        | Refusal::AmountNotConfirmed { .. }
        | Refusal::AboveActLimit { .. }
        | Refusal::AboveDayLimit { .. }
        | Refusal::TermOutOfRange { .. }
        | Refusal::StopEndsBefore { .. }
        | Refusal::ListTooLong { .. }
        | Refusal::TooManyOrders { .. }
        | Refusal::OccurredInFuture { .. }
        | Refusal::PartyNotAdmitted { .. }
        | Refusal::PeriodsOverlap { .. }
        | Refusal::ApproachNotAdmitted { .. }
        | Refusal::EntityPeriodReversed { .. }
        | Refusal::YearOfUseMismatch { .. }
        | Refusal::HolderMismatch { .. }
        | Refusal::WrongAccountKind { .. }
        | Refusal::SameAccount { .. }
        | Refusal::SameParty { .. }
        | Refusal::AuthorizationDate { .. }
        | Refusal::DefinitionMissing { .. }
        | Refusal::DefinitionForbidden { .. }
        | Refusal::SectorsMissing {}
        | Refusal::TimeframeReversed { .. }
        | Refusal::VintageTooEarly { .. }
        | Refusal::VintageTooLate { .. }
        | Refusal::RetirementUnnamed {}
        | Refusal::ConversionOfGhg {}
        | Refusal::ReportedYearAhead { .. }
        | Refusal::ClaimNotAllowed { .. }
        | Refusal::ClaimTwice { .. }
        | Refusal::MitigationContribution {}
        | Refusal::OmgeBelowLeast { .. }
        | Refusal::SharesAboveQuantity { .. }
        | Refusal::ReportInFuture { .. }
        | Refusal::DefinitionTwice {}
        | Refusal::MeasureMismatch { .. }
        | Refusal::RevocationDate { .. }
        | Refusal::YearOutsidePeriods { .. }
        | Refusal::PeriodUnknown { .. }
        | Refusal::InventoryEmpty { .. }
        | Refusal::YearNotOver { .. }
        | Refusal::LastDayTooEarly { .. }
        | Refusal::UnderlyingMismatch { .. } => StatusCode::UNPROCESSABLE_ENTITY,

        Refusal::AlreadyDecided { .. }
        | Refusal::AlreadyApproved { .. }
        | Refusal::AlreadyAccepted { .. }
        | Refusal::Lapsed { .. }
        | Refusal::WithdrawnTooLate { .. }
        | Refusal::NotYet { .. }
        | Refusal::Stopped { .. }
        | Refusal::AlreadyTrusted { .. }
        | Refusal::NotTrusted { .. }
        | Refusal::StopIdTaken {}
        | Refusal::StopUnknown { .. }
        | Refusal::StopOver { .. }
        | Refusal::ProposalIdTaken {}
        | Refusal::NotAsShown {}
        | Refusal::OccurredTooEarly { .. }
        | Refusal::SectionExists { .. }
        | Refusal::RegistryNotFree { .. }
        | Refusal::ApproachExists { .. }
        | Refusal::ApproachUnknown { .. }
        | Refusal::NotInApproach { .. }
        | Refusal::EntityNotAuthorized { .. }
        | Refusal::AccountUnknown { .. }
        | Refusal::AccountIdTaken {}
        | Refusal::TerminalAccount { .. }
        | Refusal::WrongAccountYear { .. }
        | Refusal::MetricMismatch { .. }
        | Refusal::AuthorizationVersion { .. }
        | Refusal::AuthorizationChanged { .. }
        | Refusal::CapBelowFirstTransferred { .. }
        | Refusal::AuthorizationUnknown { .. }
        | Refusal::DoesNotFit { .. }
        | Refusal::UnderlyingTaken { .. }
        | Refusal::RetirementOfItmo { .. }
        | Refusal::RetirementIsUse { .. }
        | Refusal::FundAccount { .. }
        | Refusal::ContributionOnly { .. }
        | Refusal::NotFundAccount { .. }
        | Refusal::BeneficiaryUnknown { .. }
        | Refusal::BeneficiaryReviewed { .. }
        | Refusal::ConversionVersion { .. }
        | Refusal::SubmissionDuplicate { .. }
        | Refusal::SubmissionObsolete { .. }
        | Refusal::ReportUnknown { .. }
        | Refusal::RegistryNotOutside { .. }
        | Refusal::OutsideAccountExists { .. }
        | Refusal::OutsideAccount { .. }
        | Refusal::NotOutside { .. }
        | Refusal::NotPendingAccount { .. }
        | Refusal::HostUnknown { .. }
        | Refusal::SerialsExhausted { .. }
        | Refusal::NotHeld { .. }
        | Refusal::Reserved { .. }
        | Refusal::TooManyBlocks { .. }
        | Refusal::AlreadyAuthorized { .. }
        | Refusal::NotAuthorized { .. }
        | Refusal::AlreadyFirstTransferred { .. }
        | Refusal::NotFirstTransferred { .. }
        | Refusal::FirstTransferByUse { .. }
        | Refusal::PartyNotAuthorized { .. }
        | Refusal::EntityNotCovered { .. }
        | Refusal::PurposeNotCovered { .. }
        | Refusal::VintageOutsideTimeframe { .. }
        | Refusal::UseOutsideTimeframe { .. }
        | Refusal::OutsidePeriod { .. }
        | Refusal::PeriodHasItmos { .. }
        | Refusal::PeriodIsFinal { .. }
        | Refusal::PartyWithdrew { .. }
        | Refusal::ParticipationMissing { .. }
        | Refusal::ParticipationDenied { .. }
        | Refusal::AfterLastDay { .. }
        | Refusal::AuthorizationRevoked { .. }
        | Refusal::NoSuchWay { .. }
        | Refusal::CapExceeded { .. } => StatusCode::CONFLICT,
    }
}
