//! The states of units and of proposals, and the ways from one to the next: one table each. What
//! decides goes no other way, and `itmo states` prints the same tables.

use super::order::OrderKind;
use super::proposal::{Awaiting, Decision, Ending};
use super::refusal::Refusal;
use super::request::StepKind;
use crate::account::{AccountKind, Holder};

/// A way from one state to another. Both may be the same: then only the place changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Way<S, B> {
    /// From which state; nothing where the life of a unit or a proposal begins.
    pub from: Option<S>,
    /// By what.
    pub by: B,
    /// To which state.
    pub to: S,
}

/// What has become of a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum UnitState {
    /// A mitigation outcome that is not authorized.
    Planned,
    /// A mitigation outcome that is authorized, and not first transferred.
    Authorized,
    /// An ITMO that somebody holds.
    Held,
    /// An ITMO that the Adaptation Fund holds.
    AdaptationFund,
    /// In another registry, and traced here.
    Outside,
    /// Used towards an NDC.
    UsedTowardsNdc,
    /// Used for other international mitigation purposes.
    UsedForOimp,
    /// Cancelled, after or by its first transfer.
    Cancelled,
    /// Cancelled without a first transfer.
    OutcomeCancelled,
    /// Set aside for good.
    Retired,
}

impl UnitState {
    /// All, in the order of a life.
    pub const ALL: [Self; 10] = [
        Self::Planned,
        Self::Authorized,
        Self::Held,
        Self::AdaptationFund,
        Self::Outside,
        Self::UsedTowardsNdc,
        Self::UsedForOimp,
        Self::Cancelled,
        Self::OutcomeCancelled,
        Self::Retired,
    ];

    /// The state in a word or two, as it is shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Authorized => "authorized",
            Self::Held => "held",
            Self::AdaptationFund => "held-by-adaptation-fund",
            Self::Outside => "outside",
            Self::UsedTowardsNdc => "used-towards-ndc",
            Self::UsedForOimp => "used-for-oimp",
            Self::Cancelled => "cancelled",
            Self::OutcomeCancelled => "outcome-cancelled",
            Self::Retired => "retired",
        }
    }

    /// The state of a unit, by the account that it is in, and by what has happened to it.
    pub fn of(kind: AccountKind, holder: &Holder, happened: Happened) -> Self {
        match (kind, happened) {
            (AccountKind::Holding, _) if *holder == Holder::AdaptationFund => Self::AdaptationFund,
            (AccountKind::Holding, Happened::Nothing) => Self::Planned,
            (AccountKind::Holding, Happened::Authorization) => Self::Authorized,
            (AccountKind::Holding, Happened::FirstTransfer) => Self::Held,
            (AccountKind::UseTowardsNdc, _) => Self::UsedTowardsNdc,
            (AccountKind::UseForOimp, _) => Self::UsedForOimp,
            (AccountKind::Retirement, _) => Self::Retired,
            (AccountKind::Outside, _) => Self::Outside,
            (
                AccountKind::Cancellation
                | AccountKind::VoluntaryCancellation
                | AccountKind::OmgeCancellation
                | AccountKind::OtherCancellation,
                Happened::FirstTransfer,
            ) => Self::Cancelled,
            (
                AccountKind::Cancellation
                | AccountKind::VoluntaryCancellation
                | AccountKind::OmgeCancellation
                | AccountKind::OtherCancellation,
                Happened::Nothing | Happened::Authorization,
            ) => Self::OutcomeCancelled,
        }
    }
}

/// The furthest of what has happened to a unit wherever it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Happened {
    /// It is not under an authorization in force.
    Nothing,
    /// It is under an authorization in force.
    Authorization,
    /// It was first transferred.
    FirstTransfer,
}

/// How far a proposal has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProposalStage {
    /// It waits for the second person.
    Waiting,
    /// It is approved, and waits for its time.
    Approved,
    /// It is approved, and waits for the receiver.
    ForReceiver,
    /// The receiver has accepted it, and it waits for its time.
    Accepted,
    /// It has ended.
    Ended(Ending),
}

impl ProposalStage {
    /// All, in the order of the path.
    pub const ALL: [Self; 11] = [
        Self::Waiting,
        Self::Approved,
        Self::ForReceiver,
        Self::Accepted,
        Self::Ended(Ending::Executed),
        Self::Ended(Ending::Rejected),
        Self::Ended(Ending::Withdrawn),
        Self::Ended(Ending::Declined),
        Self::Ended(Ending::Replaced),
        Self::Ended(Ending::Lapsed),
        Self::Ended(Ending::Failed),
    ];

    /// The stage in a word or two, as it is shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::ForReceiver => "for-receiver",
            Self::Accepted => "accepted",
            Self::Ended(ending) => ending.as_str(),
        }
    }

    /// How far what is on record has come.
    pub fn of(awaiting: Option<&Awaiting>, decision: Option<&Decision>) -> Option<Self> {
        if let Some(decision) = decision {
            return Some(Self::Ended(decision.ending));
        }
        let awaiting = awaiting?;
        Some(match &awaiting.approved {
            None => Self::Waiting,
            Some(_) if awaiting.accepted.is_some() => Self::Accepted,
            Some(approved) if approved.receiver.is_some() => Self::ForReceiver,
            Some(_) => Self::Approved,
        })
    }
}

use OrderKind as By;
use UnitState::{
    AdaptationFund, Authorized, Cancelled, Held, OutcomeCancelled, Outside, Planned, Retired,
    UsedForOimp, UsedTowardsNdc,
};

/// All ways of units.
pub const UNIT_WAYS: [Way<UnitState, OrderKind>; 27] = [
    Way { from: None, by: By::Issue, to: Planned },
    Way { from: None, by: By::Issue, to: Authorized },
    Way { from: None, by: By::Issue, to: Held },
    Way { from: None, by: By::IssueArticle64, to: Authorized },
    Way { from: None, by: By::IssueArticle64, to: Held },
    Way { from: None, by: By::IssueArticle64, to: AdaptationFund },
    Way { from: None, by: By::IssueArticle64, to: Cancelled },
    Way { from: Some(Planned), by: By::AuthorizeUnits, to: Authorized },
    Way { from: Some(Planned), by: By::AuthorizeUnits, to: Held },
    Way { from: Some(Planned), by: By::Transfer, to: Planned },
    Way { from: Some(Planned), by: By::Retire, to: Retired },
    Way { from: Some(Planned), by: By::Cancel, to: OutcomeCancelled },
    Way { from: Some(Authorized), by: By::RevokeAuthorization, to: Planned },
    Way { from: Some(Authorized), by: By::Transfer, to: Authorized },
    Way { from: Some(Authorized), by: By::FirstTransfer, to: Held },
    Way { from: Some(Authorized), by: By::TransferOut, to: Outside },
    Way { from: Some(Authorized), by: By::UseForOimp, to: UsedForOimp },
    Way { from: Some(Authorized), by: By::Cancel, to: Cancelled },
    Way { from: Some(Authorized), by: By::Cancel, to: OutcomeCancelled },
    Way { from: Some(Authorized), by: By::Retire, to: Retired },
    Way { from: Some(Held), by: By::Transfer, to: Held },
    Way { from: Some(Held), by: By::TransferOut, to: Outside },
    Way { from: Some(Held), by: By::ContributeToAdaptation, to: AdaptationFund },
    Way { from: Some(Held), by: By::UseTowardsNdc, to: UsedTowardsNdc },
    Way { from: Some(Held), by: By::UseForOimp, to: UsedForOimp },
    Way { from: Some(Held), by: By::Cancel, to: Cancelled },
    Way { from: Some(Outside), by: By::TransferIn, to: Held },
];

use ProposalStage::{Accepted, Approved, Ended, ForReceiver, Waiting};

/// All ways of proposals.
pub const PROPOSAL_WAYS: [Way<ProposalStage, StepKind>; 24] = [
    Way { from: None, by: StepKind::Propose, to: Waiting },
    Way { from: None, by: StepKind::Propose, to: Ended(Ending::Executed) },
    Way { from: None, by: StepKind::Replace, to: Waiting },
    Way { from: Some(Waiting), by: StepKind::Approve, to: Ended(Ending::Executed) },
    Way { from: Some(Waiting), by: StepKind::Approve, to: Approved },
    Way { from: Some(Waiting), by: StepKind::Approve, to: ForReceiver },
    Way { from: Some(Waiting), by: StepKind::Reject, to: Ended(Ending::Rejected) },
    Way { from: Some(Waiting), by: StepKind::Withdraw, to: Ended(Ending::Withdrawn) },
    Way { from: Some(Waiting), by: StepKind::Replace, to: Ended(Ending::Replaced) },
    Way { from: Some(Waiting), by: StepKind::Elapse, to: Ended(Ending::Lapsed) },
    Way { from: Some(ForReceiver), by: StepKind::Accept, to: Ended(Ending::Executed) },
    Way { from: Some(ForReceiver), by: StepKind::Accept, to: Accepted },
    Way { from: Some(ForReceiver), by: StepKind::Decline, to: Ended(Ending::Declined) },
    Way { from: Some(ForReceiver), by: StepKind::Withdraw, to: Ended(Ending::Withdrawn) },
    Way { from: Some(ForReceiver), by: StepKind::Replace, to: Ended(Ending::Replaced) },
    Way { from: Some(ForReceiver), by: StepKind::Elapse, to: Ended(Ending::Lapsed) },
    Way { from: Some(Approved), by: StepKind::Withdraw, to: Ended(Ending::Withdrawn) },
    Way { from: Some(Approved), by: StepKind::Replace, to: Ended(Ending::Replaced) },
    Way { from: Some(Approved), by: StepKind::Elapse, to: Ended(Ending::Executed) },
    Way { from: Some(Approved), by: StepKind::Elapse, to: Ended(Ending::Failed) },
    Way { from: Some(Accepted), by: StepKind::Withdraw, to: Ended(Ending::Withdrawn) },
    Way { from: Some(Accepted), by: StepKind::Replace, to: Ended(Ending::Replaced) },
    Way { from: Some(Accepted), by: StepKind::Elapse, to: Ended(Ending::Executed) },
    Way { from: Some(Accepted), by: StepKind::Elapse, to: Ended(Ending::Failed) },
];

/// Whether an order may lead a unit from there to here.
pub fn unit_way(from: Option<UnitState>, by: OrderKind, to: UnitState) -> Result<(), Refusal> {
    if UNIT_WAYS.contains(&Way { from, by, to }) {
        return Ok(());
    }
    let from = from.map_or(NOTHING, UnitState::as_str);
    Err(Refusal::NoSuchWay { from, by: by.as_str(), to: to.as_str() })
}

/// Whether a step may lead a proposal from there to here.
pub fn proposal_way(
    from: Option<ProposalStage>,
    by: StepKind,
    to: ProposalStage,
) -> Result<(), Refusal> {
    if PROPOSAL_WAYS.contains(&Way { from, by, to }) {
        return Ok(());
    }
    let from = from.map_or(NOTHING, ProposalStage::as_str);
    Err(Refusal::NoSuchWay { from, by: by.as_str(), to: to.as_str() })
}

/// What was before a unit, or a proposal.
const NOTHING: &str = "nothing";
