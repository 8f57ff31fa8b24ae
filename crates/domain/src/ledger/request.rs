//! What the ledger is asked to do next: a step on the way of two persons.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entry::{Key, Receipt};
use super::proposal::{Proposal, Reason};
use crate::access::Officer;
use crate::digest::Digest;
use crate::section::SectionNo;

/// What the ledger is asked to do next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The step.
    pub step: Step,
    /// The idempotency key that it came with.
    pub key: Option<Key>,
    /// 32 random bytes: the salt of its commitments.
    pub salt: Digest,
}

/// A step on the way of two persons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// The first person proposes; what one person may do alone is carried out at once.
    Propose(Arc<Proposal>),
    /// The first person proposes something else in place of a proposal, which ends by it.
    Replace(Replacement),
    /// The second person approves.
    Approve(Approval),
    /// The receiver's section accepts what was approved, where it asks for that.
    Accept(Acceptance),
    /// The receiver's section does not accept.
    Decline(Objection),
    /// The second person does not approve.
    Reject(Objection),
    /// The proposing section does not want it any more.
    Withdraw(Objection),
    /// Time has passed: what is due is carried out, what is late lapses. Nobody asks for it.
    Elapse(Arc<Proposal>),
}

/// The kinds of step, as entries keep them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// [`Step::Propose`]
    Propose,
    /// [`Step::Replace`]
    Replace,
    /// [`Step::Approve`]
    Approve,
    /// [`Step::Accept`]
    Accept,
    /// [`Step::Decline`]
    Decline,
    /// [`Step::Reject`]
    Reject,
    /// [`Step::Withdraw`]
    Withdraw,
    /// [`Step::Elapse`]
    Elapse,
}

impl StepKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Propose,
        Self::Replace,
        Self::Approve,
        Self::Accept,
        Self::Decline,
        Self::Reject,
        Self::Withdraw,
        Self::Elapse,
    ];

    /// Whether a proposal begins by it.
    pub const fn begins(self) -> bool {
        matches!(self, Self::Propose | Self::Replace)
    }

    /// The kind in a word, as entries keep it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Replace => "replace",
            Self::Approve => "approve",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Reject => "reject",
            Self::Withdraw => "withdraw",
            Self::Elapse => "elapse",
        }
    }
}

/// A proposal in place of another of the same section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replacement {
    /// The new proposal, which names the old one.
    pub proposal: Arc<Proposal>,
    /// The old one.
    pub replaced: Arc<Proposal>,
}

/// An approval of what was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approval {
    /// What is approved.
    pub proposal: Arc<Proposal>,
    /// The digest of what the approver was shown.
    pub shown: Digest,
    /// Who approves.
    pub by: Officer,
}

/// An acceptance of what was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptance {
    /// What is accepted.
    pub proposal: Arc<Proposal>,
    /// The digest of what was shown.
    pub shown: Digest,
    /// Who accepts.
    pub by: Officer,
    /// The section that they accept for.
    pub section: SectionNo,
}

/// That a proposal is not to be carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Objection {
    /// Which proposal.
    pub proposal: Arc<Proposal>,
    /// Who says so.
    pub by: Officer,
    /// The section that they say so for.
    pub section: SectionNo,
    /// Why.
    pub reason: Reason,
}

/// How a request was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was done.
    Done(Receipt),
    /// It had been done before: the same key, or the same approval, came again.
    Repeated(Receipt),
}

impl Outcome {
    /// The receipt.
    pub const fn receipt(&self) -> &Receipt {
        match self {
            Self::Done(receipt) | Self::Repeated(receipt) => receipt,
        }
    }
}

impl Step {
    /// Its kind.
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Propose(_) => StepKind::Propose,
            Self::Replace(_) => StepKind::Replace,
            Self::Approve(_) => StepKind::Approve,
            Self::Accept(_) => StepKind::Accept,
            Self::Decline(_) => StepKind::Decline,
            Self::Reject(_) => StepKind::Reject,
            Self::Withdraw(_) => StepKind::Withdraw,
            Self::Elapse(_) => StepKind::Elapse,
        }
    }
}

impl Request {
    /// The proposal that it is about.
    pub const fn proposal(&self) -> &Arc<Proposal> {
        match &self.step {
            Step::Propose(proposal) | Step::Elapse(proposal) => proposal,
            Step::Replace(replacement) => &replacement.proposal,
            Step::Approve(approval) => &approval.proposal,
            Step::Accept(acceptance) => &acceptance.proposal,
            Step::Decline(objection) | Step::Reject(objection) | Step::Withdraw(objection) => {
                &objection.proposal
            }
        }
    }

    /// The proposal in whose place that one stands, if it replaces one.
    pub const fn replaced(&self) -> Option<&Arc<Proposal>> {
        if let Step::Replace(replacement) = &self.step {
            return Some(&replacement.replaced);
        }
        None
    }

    /// The section that acts; where only time acts, the one that had proposed.
    pub fn section(&self) -> SectionNo {
        match &self.step {
            Step::Propose(proposal) | Step::Elapse(proposal) => proposal.section,
            Step::Replace(replacement) => replacement.proposal.section,
            Step::Approve(approval) => approval.proposal.section,
            Step::Accept(acceptance) => acceptance.section,
            Step::Decline(objection) | Step::Reject(objection) | Step::Withdraw(objection) => {
                objection.section
            }
        }
    }

    /// Who acts; nobody where only time does.
    pub fn officer(&self) -> Option<Officer> {
        match &self.step {
            Step::Propose(proposal) => Some(proposal.by),
            Step::Replace(replacement) => Some(replacement.proposal.by),
            Step::Approve(approval) => Some(approval.by),
            Step::Accept(acceptance) => Some(acceptance.by),
            Step::Decline(objection) | Step::Reject(objection) | Step::Withdraw(objection) => {
                Some(objection.by)
            }
            Step::Elapse(_) => None,
        }
    }

    /// Why it is not to be carried out, if somebody says so.
    pub const fn reason(&self) -> Option<&Reason> {
        match &self.step {
            Step::Decline(objection) | Step::Reject(objection) | Step::Withdraw(objection) => {
                Some(&objection.reason)
            }
            Step::Propose(_)
            | Step::Replace(_)
            | Step::Approve(_)
            | Step::Accept(_)
            | Step::Elapse(_) => None,
        }
    }
}
