//! The steps that led to entries, from what the entries keep.

use std::sync::Arc;

use domain::access::Role;
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
        StepKind::Propose => return None,
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

/// Gives both persons the roles that they held then, by the entry's evidence.
pub(super) fn entitle(books: &mut Books, request: &Request, evidence: &Evidence) {
    let proposal = request.proposal();
    let mut set = |person: Id<Person>, section: SectionNo, roles: &[Role]| {
        books.roles.insert((person, section), roles.iter().copied().collect());
    };
    set(proposal.by.person, proposal.section, &evidence.initiator_roles);
    let approver = match &request.step {
        Step::Approve(approval) => Some(approval.by),
        Step::Reject(objection) => Some(objection.by),
        Step::Propose(_)
        | Step::Accept(_)
        | Step::Decline(_)
        | Step::Withdraw(_)
        | Step::Elapse(_) => books
            .proposals
            .get(&proposal.id)
            .and_then(|waiting| waiting.approved.as_ref().map(|approved| approved.consent.by)),
    };
    if let Some(approver) = approver {
        set(approver.person, proposal.section, &evidence.approver_roles);
    }
    match &request.step {
        // Whoever takes it back stands where an initiator would.
        Step::Withdraw(objection) => {
            set(objection.by.person, objection.section, &evidence.initiator_roles);
        }
        Step::Accept(acceptance) => {
            set(acceptance.by.person, acceptance.section, &evidence.receiver_roles);
        }
        Step::Decline(objection) => {
            set(objection.by.person, objection.section, &evidence.receiver_roles);
        }
        Step::Propose(_) | Step::Approve(_) | Step::Reject(_) | Step::Elapse(_) => {}
    }
}
