//! The steps that led to entries, from what the entries keep.

use std::sync::Arc;

use domain::access::{Officer, Role};
use domain::id::{Id, Person};
use domain::ledger::{
    Acceptance, Approval, Books, Evidence, Objection, Proposal, Request, Step, StepKind,
};
use domain::section::SectionNo;

use crate::ledger::rows;

/// An entry that could not be decided again as it stands.
pub(super) struct Broken(pub(super) String);

pub(super) fn broken<T>(why: &str) -> Result<T, Broken> {
    Err(Broken(why.to_owned()))
}

/// What was asked after the proposal was made, from the entry's evidence.
pub(super) fn later_step(
    books: &Books,
    proposal: Arc<Proposal>,
    section: i16,
    evidence: &Evidence,
) -> Option<Step> {
    let shown = proposal.digest();
    let section = rows::section_no(section).ok()?;
    let waiting = books.proposals.get(&proposal.id)?;
    let objection = |proposal, section| {
        let (by, reason) = (evidence.by?, evidence.reason.clone()?);
        Some(Objection { proposal, by, section, reason })
    };
    Some(match evidence.step {
        StepKind::Propose | StepKind::Replace => return None,
        StepKind::Approve => Step::Approve(Approval { proposal, shown, by: evidence.by? }),
        StepKind::Accept => {
            // The entries of orders are the sender's, whoever took the last step.
            let section = waiting.receiver()?;
            Step::Accept(Acceptance { proposal, shown, by: evidence.by?, section })
        }
        StepKind::Decline => Step::Decline(objection(proposal, section)?),
        StepKind::Reject => Step::Reject(objection(proposal, section)?),
        StepKind::Withdraw => Step::Withdraw(objection(proposal, section)?),
        StepKind::Elapse => Step::Elapse(proposal),
    })
}

/// Somebody whose roles an entry keeps.
pub(super) struct Standing<'e> {
    /// As what they stand in the entry.
    pub(super) who: &'static str,
    pub(super) person: Id<Person>,
    pub(super) section: SectionNo,
    /// The roles that the entry says they held.
    pub(super) roles: &'e [Role],
}

/// Whose roles the evidence of an entry keeps, and which.
pub(super) fn standings<'e>(
    books: &Books,
    request: &Request,
    evidence: &'e Evidence,
) -> Vec<Standing<'e>> {
    let (proposal, section) = (request.proposal(), request.proposal().section);
    let initiator = |by: Officer| Standing {
        who: "initiator",
        person: by.person,
        section,
        roles: &evidence.initiator_roles,
    };
    let approver = |by: Officer| Standing {
        who: "approver",
        person: by.person,
        section,
        roles: &evidence.approver_roles,
    };
    let receiver = |by: Officer, section| Standing {
        who: "receiver",
        person: by.person,
        section,
        roles: &evidence.receiver_roles,
    };
    let both = |second| std::iter::once(initiator(proposal.by)).chain(second).collect::<Vec<_>>();
    let second = || {
        let waiting = books.proposals.get(&proposal.id);
        waiting.and_then(|it| it.approved.as_ref()).map(|it| approver(it.consent.by))
    };
    match &request.step {
        Step::Propose(_) | Step::Replace(_) => both(None),
        Step::Approve(approval) => both(Some(approver(approval.by))),
        Step::Accept(acceptance) => {
            let receiver = receiver(acceptance.by, acceptance.section);
            both(second()).into_iter().chain([receiver]).collect()
        }
        Step::Decline(objection) => vec![receiver(objection.by, objection.section)],
        Step::Reject(objection) => vec![approver(objection.by)],
        // Whoever takes it back stands where an initiator would.
        Step::Withdraw(objection) => vec![initiator(objection.by)],
        // What has lapsed or failed was by nobody's roles.
        Step::Elapse(_) if evidence.order.is_none() => Vec::new(),
        Step::Elapse(_) => both(second()),
    }
}
