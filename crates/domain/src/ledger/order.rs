//! What can be asked of the ledger, as plain values.

use serde::{Deserialize, Serialize};

use super::authorize_units::AuthorizeUnits;
use super::ending::{Cancel, UseForOimp, UseTowardsNdc};
use super::explain_inconsistency::ExplainInconsistency;
use super::file_report::FileReport;
use super::issue::Issue;
use super::issue_article_6_4::IssueArticle64;
use super::open_section::OpenSection;
use super::record_conversion::RecordConversion;
use super::retire::Retire;
use super::review_beneficiary::ReviewBeneficiary;
use super::revoke_authorization::RevokeAuthorization;
use super::set_adjustment_settings::SetAdjustmentSettings;
use super::set_ndc_period::SetNdcPeriod;
use super::set_terms::{SetTerms, Trust};
use super::stops::{LiftStop, SetStop};
use crate::account::{AccountKind, AccountNumber, Holder};
use crate::approach::ApproachId;
use crate::authorization::Terms;
use crate::beneficiary::Beneficiary;
use crate::entity::EntityAuthorization;
use crate::focal_point::FocalPoint;
use crate::id::{AccountRecord, Id};
use crate::inventory::InventoryYear;
use crate::metric::Metric;
use crate::participation::{InitialReport, Participation};
use crate::party::PartyCode;
use crate::text::Text;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// What somebody asks of the ledger: a plain value, which can wait, be signed and be replayed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "kebab-case")]
pub enum Order {
    /// Opens a Party's section.
    OpenSection(OpenSection),
    /// Opens an account.
    OpenAccount(OpenAccount),
    /// Records a cooperative approach.
    RecordApproach(RecordApproach),
    /// Records the authorization of an entity.
    AuthorizeEntity(EntityAuthorization),
    /// Records an authorization, or a new version of one.
    Authorize(Terms),
    /// Puts planned units under an authorization.
    AuthorizeUnits(AuthorizeUnits),
    /// Issues units.
    Issue(Issue),
    /// Transfers units to another Party for the first time.
    FirstTransfer(Transfer),
    /// Transfers units that were first transferred before, or moves units inside a section.
    Transfer(Transfer),
    /// Uses units towards the Party's NDC.
    UseTowardsNdc(UseTowardsNdc),
    /// Uses units for another international mitigation purpose.
    UseForOimp(UseForOimp),
    /// Takes units out of circulation.
    Cancel(Cancel),
    /// Lays down the section's own terms.
    SetTerms(SetTerms),
    /// Trusts an account of another section.
    TrustRecipient(Trust),
    /// Trusts it no longer.
    DistrustRecipient(Trust),
    /// Stops something.
    SetStop(SetStop),
    /// Lifts a stop.
    LiftStop(LiftStop),
    /// Sets outcomes aside for good before their first transfer.
    Retire(Retire),
    /// Gives ITMOs to the Adaptation Fund.
    ContributeToAdaptation(Transfer),
    /// Publishes or withholds the beneficiary of a use or a cancellation.
    ReviewBeneficiary(ReviewBeneficiary),
    /// Records how a non-GHG metric is converted, or a new version of it.
    RecordConversion(RecordConversion),
    /// Moves units to another registry.
    TransferOut(Transfer),
    /// Takes back units from another registry.
    TransferIn(Transfer),
    /// Issues authorized units of the Article 6.4 mechanism.
    #[serde(rename = "issue-article-6-4")]
    IssueArticle64(IssueArticle64),
    /// Revokes an authorization.
    RevokeAuthorization(RevokeAuthorization),
    /// Records what a Party declares of its participation.
    RecordParticipation(Participation),
    /// Records a Party's initial report, or where its review stands.
    RecordInitialReport(InitialReport),
    /// Adds a period of a Party's NDC, or changes one.
    SetNdcPeriod(SetNdcPeriod),
    /// Names the focal point of the section.
    SetFocalPoint(FocalPoint),
    /// Records the figures of a year of the Party's NDC.
    RecordInventoryYear(InventoryYear),
    /// Lays down what counts for the adjustments of a period.
    SetAdjustmentSettings(SetAdjustmentSettings),
    /// Files a report of a year, or a corrected version of it.
    FileReport(FileReport),
    /// Explains what does not agree in a report.
    ExplainInconsistency(ExplainInconsistency),
}

/// The kinds of order, for the policy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OrderKind {
    /// [`Order::OpenSection`]
    OpenSection,
    /// [`Order::OpenAccount`]
    OpenAccount,
    /// [`Order::RecordApproach`]
    RecordApproach,
    /// [`Order::AuthorizeEntity`]
    AuthorizeEntity,
    /// [`Order::Authorize`]
    Authorize,
    /// [`Order::AuthorizeUnits`]
    AuthorizeUnits,
    /// [`Order::Issue`]
    Issue,
    /// [`Order::FirstTransfer`]
    FirstTransfer,
    /// [`Order::Transfer`]
    Transfer,
    /// [`Order::UseTowardsNdc`]
    UseTowardsNdc,
    /// [`Order::UseForOimp`]
    UseForOimp,
    /// [`Order::Cancel`]
    Cancel,
    /// [`Order::SetTerms`]
    SetTerms,
    /// [`Order::TrustRecipient`]
    TrustRecipient,
    /// [`Order::DistrustRecipient`]
    DistrustRecipient,
    /// [`Order::SetStop`]
    SetStop,
    /// [`Order::LiftStop`]
    LiftStop,
    /// [`Order::Retire`]
    Retire,
    /// [`Order::ContributeToAdaptation`]
    ContributeToAdaptation,
    /// [`Order::ReviewBeneficiary`]
    ReviewBeneficiary,
    /// [`Order::RecordConversion`]
    RecordConversion,
    /// [`Order::TransferOut`]
    TransferOut,
    /// [`Order::TransferIn`]
    TransferIn,
    /// [`Order::IssueArticle64`]
    IssueArticle64,
    /// [`Order::RevokeAuthorization`]
    RevokeAuthorization,
    /// [`Order::RecordParticipation`]
    RecordParticipation,
    /// [`Order::RecordInitialReport`]
    RecordInitialReport,
    /// [`Order::SetNdcPeriod`]
    SetNdcPeriod,
    /// [`Order::SetFocalPoint`]
    SetFocalPoint,
    /// [`Order::RecordInventoryYear`]
    RecordInventoryYear,
    /// [`Order::SetAdjustmentSettings`]
    SetAdjustmentSettings,
    /// [`Order::FileReport`]
    FileReport,
    /// [`Order::ExplainInconsistency`]
    ExplainInconsistency,
}

impl OrderKind {
    /// All kinds.
    pub const ALL: [Self; 33] = [
        Self::OpenSection,
        Self::OpenAccount,
        Self::RecordApproach,
        Self::AuthorizeEntity,
        Self::Authorize,
        Self::AuthorizeUnits,
        Self::Issue,
        Self::FirstTransfer,
        Self::Transfer,
        Self::UseTowardsNdc,
        Self::UseForOimp,
        Self::Cancel,
        Self::SetTerms,
        Self::TrustRecipient,
        Self::DistrustRecipient,
        Self::SetStop,
        Self::LiftStop,
        Self::Retire,
        Self::ContributeToAdaptation,
        Self::ReviewBeneficiary,
        Self::RecordConversion,
        Self::TransferOut,
        Self::TransferIn,
        Self::IssueArticle64,
        Self::RevokeAuthorization,
        Self::RecordParticipation,
        Self::RecordInitialReport,
        Self::SetNdcPeriod,
        Self::SetFocalPoint,
        Self::RecordInventoryYear,
        Self::SetAdjustmentSettings,
        Self::FileReport,
        Self::ExplainInconsistency,
    ];

    /// The kind as it is stored, shown in the interface and written into the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenSection => "open-section",
            Self::OpenAccount => "open-account",
            Self::RecordApproach => "record-approach",
            Self::AuthorizeEntity => "authorize-entity",
            Self::Authorize => "authorize",
            Self::AuthorizeUnits => "authorize-units",
            Self::Issue => "issue",
            Self::FirstTransfer => "first-transfer",
            Self::Transfer => "transfer",
            Self::UseTowardsNdc => "use-towards-ndc",
            Self::UseForOimp => "use-for-oimp",
            Self::Cancel => "cancel",
            Self::SetTerms => "set-terms",
            Self::TrustRecipient => "trust-recipient",
            Self::DistrustRecipient => "distrust-recipient",
            Self::SetStop => "set-stop",
            Self::LiftStop => "lift-stop",
            Self::Retire => "retire",
            Self::ContributeToAdaptation => "contribute-to-adaptation",
            Self::ReviewBeneficiary => "review-beneficiary",
            Self::RecordConversion => "record-conversion",
            Self::TransferOut => "transfer-out",
            Self::TransferIn => "transfer-in",
            Self::IssueArticle64 => "issue-article-6-4",
            Self::RevokeAuthorization => "revoke-authorization",
            Self::RecordParticipation => "record-participation",
            Self::RecordInitialReport => "record-initial-report",
            Self::SetNdcPeriod => "set-ndc-period",
            Self::SetFocalPoint => "set-focal-point",
            Self::RecordInventoryYear => "record-inventory-year",
            Self::SetAdjustmentSettings => "set-adjustment-settings",
            Self::FileReport => "file-report",
            Self::ExplainInconsistency => "explain-inconsistency",
        }
    }

    /// Whether it creates, moves or ends units.
    pub const fn concerns_units(self) -> bool {
        matches!(
            self,
            Self::AuthorizeUnits
                | Self::Issue
                | Self::FirstTransfer
                | Self::Transfer
                | Self::UseTowardsNdc
                | Self::UseForOimp
                | Self::Cancel
                | Self::IssueArticle64
                | Self::TransferIn
                | Self::TransferOut
                | Self::ContributeToAdaptation
                | Self::Retire
        )
    }

    /// Whether it stops something, or lets it go on.
    pub const fn is_brake(self) -> bool {
        matches!(self, Self::SetStop | Self::LiftStop | Self::DistrustRecipient)
    }

    /// Whether one person does it alone, at once: what only ever stops something.
    pub const fn takes_one_person(self) -> bool {
        matches!(self, Self::SetStop | Self::DistrustRecipient)
    }
}

impl Order {
    /// Its kind.
    pub const fn kind(&self) -> OrderKind {
        match self {
            Self::OpenSection(_) => OrderKind::OpenSection,
            Self::OpenAccount(_) => OrderKind::OpenAccount,
            Self::RecordApproach(_) => OrderKind::RecordApproach,
            Self::AuthorizeEntity(_) => OrderKind::AuthorizeEntity,
            Self::Authorize(_) => OrderKind::Authorize,
            Self::AuthorizeUnits(_) => OrderKind::AuthorizeUnits,
            Self::Issue(_) => OrderKind::Issue,
            Self::FirstTransfer(_) => OrderKind::FirstTransfer,
            Self::Transfer(_) => OrderKind::Transfer,
            Self::UseTowardsNdc(_) => OrderKind::UseTowardsNdc,
            Self::UseForOimp(_) => OrderKind::UseForOimp,
            Self::Cancel(_) => OrderKind::Cancel,
            Self::SetTerms(_) => OrderKind::SetTerms,
            Self::TrustRecipient(_) => OrderKind::TrustRecipient,
            Self::DistrustRecipient(_) => OrderKind::DistrustRecipient,
            Self::SetStop(_) => OrderKind::SetStop,
            Self::LiftStop(_) => OrderKind::LiftStop,
            Self::Retire(_) => OrderKind::Retire,
            Self::ContributeToAdaptation(_) => OrderKind::ContributeToAdaptation,
            Self::ReviewBeneficiary(_) => OrderKind::ReviewBeneficiary,
            Self::RecordConversion(_) => OrderKind::RecordConversion,
            Self::TransferOut(_) => OrderKind::TransferOut,
            Self::TransferIn(_) => OrderKind::TransferIn,
            Self::IssueArticle64(_) => OrderKind::IssueArticle64,
            Self::RevokeAuthorization(_) => OrderKind::RevokeAuthorization,
            Self::RecordParticipation(_) => OrderKind::RecordParticipation,
            Self::RecordInitialReport(_) => OrderKind::RecordInitialReport,
            Self::SetNdcPeriod(_) => OrderKind::SetNdcPeriod,
            Self::SetFocalPoint(_) => OrderKind::SetFocalPoint,
            Self::RecordInventoryYear(_) => OrderKind::RecordInventoryYear,
            Self::SetAdjustmentSettings(_) => OrderKind::SetAdjustmentSettings,
            Self::FileReport(_) => OrderKind::FileReport,
            Self::ExplainInconsistency(_) => OrderKind::ExplainInconsistency,
        }
    }

    /// The units that it names, and the account that must hold them.
    pub const fn units(&self) -> Option<(AccountNumber, UnitRange)> {
        match self.of_units() {
            Some(order) => order.units(),
            None => None,
        }
    }

    /// Who benefits from the use or the cancellation, if the order names it.
    pub const fn beneficiary(&self) -> Option<&Beneficiary> {
        if let Self::UseForOimp(order) = self {
            return order.beneficiary.as_ref();
        }
        if let Self::Cancel(order) = self { order.beneficiary.as_ref() } else { None }
    }

    /// The account that would receive units.
    pub const fn destination(&self) -> Option<AccountNumber> {
        match self.of_units() {
            Some(order) => order.destination(),
            None => None,
        }
    }

    /// The approach that it is done under.
    pub const fn approach(&self) -> Option<ApproachId> {
        match self {
            Self::RecordApproach(order) => Some(order.id),
            Self::AuthorizeEntity(order) => Some(order.approach),
            Self::Authorize(order) => Some(order.approach),
            Self::Issue(order) => Some(order.approach),
            Self::AuthorizeUnits(order) => Some(order.units.series.approach),
            Self::FirstTransfer(order)
            | Self::Transfer(order)
            | Self::TransferIn(order)
            | Self::TransferOut(order)
            | Self::ContributeToAdaptation(order) => Some(order.units.series.approach),
            Self::UseTowardsNdc(order) => Some(order.units.series.approach),
            Self::UseForOimp(order) => Some(order.units.series.approach),
            Self::Cancel(order) => Some(order.units.series.approach),
            Self::Retire(order) => Some(order.units.series.approach),
            Self::RecordConversion(order) => Some(order.approach),
            Self::IssueArticle64(_) => Some(ApproachId::ARTICLE_6_4),
            Self::OpenSection(_)
            | Self::OpenAccount(_)
            | Self::SetTerms(_)
            | Self::TrustRecipient(_)
            | Self::DistrustRecipient(_)
            | Self::SetStop(_)
            | Self::LiftStop(_)
            | Self::ReviewBeneficiary(_)
            | Self::RevokeAuthorization(_)
            | Self::RecordParticipation(_)
            | Self::RecordInitialReport(_)
            | Self::SetNdcPeriod(_)
            | Self::SetFocalPoint(_)
            | Self::RecordInventoryYear(_)
            | Self::SetAdjustmentSettings(_)
            | Self::FileReport(_)
            | Self::ExplainInconsistency(_) => None,
        }
    }
}

/// Opens an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenAccount {
    /// Its identifier, made beforehand.
    pub id: Id<AccountRecord>,
    /// Its kind.
    pub kind: AccountKind,
    /// Who holds it.
    pub holder: Holder,
    /// What its units measure.
    pub metric: Metric,
    /// The calendar year of use, for kind 200 and for no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_of_use: Option<Year>,
    /// The name that its people know it by.
    pub name: Text<200>,
}

/// Records a cooperative approach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordApproach {
    /// The id that the CARP gave.
    pub id: ApproachId,
    /// What it is called.
    pub title: Text<200>,
    /// The Parties that take part.
    pub parties: Vec<PartyCode>,
}

/// Moves units from one account to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The account that holds them.
    pub from: AccountNumber,
    /// The account that receives them.
    pub to: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// A reference that both Parties see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text<200>>,
}
