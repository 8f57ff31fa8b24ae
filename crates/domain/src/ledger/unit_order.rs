//! The orders that create, move or end units: the one list of them, and of those that do not.

use super::authorize_units::AuthorizeUnits;
use super::ending::{Cancel, UseForOimp, UseTowardsNdc};
use super::issue::Issue;
use super::issue_article_6_4::IssueArticle64;
use super::order::{Order, Transfer};
use super::retire::Retire;
use crate::account::AccountNumber;
use crate::unit::UnitRange;

/// An order that does something with units.
#[derive(Clone, Copy, Debug)]
pub enum UnitOrder<'o> {
    /// [`Order::AuthorizeUnits`]
    AuthorizeUnits(&'o AuthorizeUnits),
    /// [`Order::Issue`]
    Issue(&'o Issue),
    /// [`Order::IssueArticle64`]
    IssueArticle64(&'o IssueArticle64),
    /// [`Order::FirstTransfer`]
    FirstTransfer(&'o Transfer),
    /// [`Order::Transfer`]
    Transfer(&'o Transfer),
    /// [`Order::TransferOut`]
    TransferOut(&'o Transfer),
    /// [`Order::TransferIn`]
    TransferIn(&'o Transfer),
    /// [`Order::ContributeToAdaptation`]
    ContributeToAdaptation(&'o Transfer),
    /// [`Order::UseTowardsNdc`]
    UseTowardsNdc(&'o UseTowardsNdc),
    /// [`Order::UseForOimp`]
    UseForOimp(&'o UseForOimp),
    /// [`Order::Cancel`]
    Cancel(&'o Cancel),
    /// [`Order::Retire`]
    Retire(&'o Retire),
}

impl UnitOrder<'_> {
    /// The units that it names, and the account that must hold them: what issues units names none.
    pub const fn units(self) -> Option<(AccountNumber, UnitRange)> {
        Some(match self {
            Self::AuthorizeUnits(order) => (order.account, order.units),
            Self::FirstTransfer(order)
            | Self::Transfer(order)
            | Self::TransferIn(order)
            | Self::TransferOut(order)
            | Self::ContributeToAdaptation(order) => (order.from, order.units),
            Self::UseTowardsNdc(order) => (order.from, order.units),
            Self::UseForOimp(order) => (order.from, order.units),
            Self::Cancel(order) => (order.from, order.units),
            Self::Retire(order) => (order.from, order.units),
            Self::Issue(_) | Self::IssueArticle64(_) => return None,
        })
    }

    /// The account that would receive units: where they are authorized, they stay.
    pub const fn destination(self) -> Option<AccountNumber> {
        Some(match self {
            Self::Issue(order) => order.into,
            Self::IssueArticle64(order) => order.pending,
            Self::FirstTransfer(order)
            | Self::Transfer(order)
            | Self::TransferIn(order)
            | Self::TransferOut(order)
            | Self::ContributeToAdaptation(order) => order.to,
            Self::UseTowardsNdc(order) => order.into,
            Self::UseForOimp(order) => order.into,
            Self::Cancel(order) => order.into,
            Self::Retire(order) => order.into,
            Self::AuthorizeUnits(_) => return None,
        })
    }
}

impl Order {
    /// The order, if it does something with units.
    pub const fn of_units(&self) -> Option<UnitOrder<'_>> {
        Some(match self {
            Self::AuthorizeUnits(order) => UnitOrder::AuthorizeUnits(order),
            Self::Issue(order) => UnitOrder::Issue(order),
            Self::IssueArticle64(order) => UnitOrder::IssueArticle64(order),
            Self::FirstTransfer(order) => UnitOrder::FirstTransfer(order),
            Self::Transfer(order) => UnitOrder::Transfer(order),
            Self::TransferOut(order) => UnitOrder::TransferOut(order),
            Self::TransferIn(order) => UnitOrder::TransferIn(order),
            Self::ContributeToAdaptation(order) => UnitOrder::ContributeToAdaptation(order),
            Self::UseTowardsNdc(order) => UnitOrder::UseTowardsNdc(order),
            Self::UseForOimp(order) => UnitOrder::UseForOimp(order),
            Self::Cancel(order) => UnitOrder::Cancel(order),
            Self::Retire(order) => UnitOrder::Retire(order),
            Self::OpenSection(_)
            | Self::OpenAccount(_)
            | Self::RecordApproach(_)
            | Self::AuthorizeEntity(_)
            | Self::Authorize(_)
            | Self::SetTerms(_)
            | Self::TrustRecipient(_)
            | Self::DistrustRecipient(_)
            | Self::SetStop(_)
            | Self::LiftStop(_)
            | Self::ReviewBeneficiary(_)
            | Self::RecordConversion(_)
            | Self::RevokeAuthorization(_)
            | Self::RecordParticipation(_)
            | Self::RecordInitialReport(_)
            | Self::SetNdcPeriod(_)
            | Self::SetFocalPoint(_)
            | Self::RecordInventoryYear(_)
            | Self::SetAdjustmentSettings(_)
            | Self::FileReport(_)
            | Self::ExplainInconsistency(_) => return None,
        })
    }
}
