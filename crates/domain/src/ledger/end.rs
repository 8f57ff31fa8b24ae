//! Ending a proposal without carrying it out: rejected, withdrawn, declined, lapsed or failed. The
//! units that it reserved are free again; none has moved.

use std::sync::Arc;

use jiff::Timestamp;

use super::approve::{awaiting, release};
use super::books::Books;
use super::capacity;
use super::entry::{Receipt, moment};
use super::proposal::{Decision, Ending, Proposal};
use super::record::{Done, Entitlement, record};
use super::refusal::{Refusal, Refused};
use super::request::{Objection, Request};
use crate::access::{Officer, Role};
use crate::section::SectionNo;
use crate::section_terms::SectionTerms;

/// The second person says no: somebody else who could have approved.
pub(super) fn reject(
    books: &mut Books,
    request: &Request,
    objection: &Objection,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let waiting = awaiting(books, &objection.proposal)?;
    if objection.by.person == objection.proposal.by.person {
        return Err(Refusal::OwnProposal {}.into());
    }
    if let Some(approved) = &waiting.approved {
        return Err(Refusal::AlreadyApproved { entry: approved.consent.entry }.into());
    }
    let by = (objection.by, objection.section);
    let roles = entitled(books, &objection.proposal, by, |role, kind| role.may_approve(kind))?;
    let entitlement = Entitlement { approver: roles, ..Entitlement::default() };
    Ok(end(books, request, Ending::Rejected, (entitlement, None), now))
}

/// The proposing section takes it back.
pub(super) fn withdraw(
    books: &mut Books,
    request: &Request,
    objection: &Objection,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let by = (objection.by, objection.section);
    let initiator = may_take_back(books, &objection.proposal, by, now)?;
    let entitlement = Entitlement { initiator, ..Entitlement::default() };
    Ok(end(books, request, Ending::Withdrawn, (entitlement, None), now))
}

/// Whoever could have proposed or approved it may take it back, a representative only what was
/// proposed for their entity: at any time while it is undecided or waits for the receiver, and
/// until some hours before it is carried out. Gives their roles.
pub(super) fn may_take_back(
    books: &Books,
    proposal: &Arc<Proposal>,
    (by, section): (Officer, SectionNo),
    now: Timestamp,
) -> Result<Vec<Role>, Refused> {
    let waiting = awaiting(books, proposal)?;
    let accepted = waiting.accepted.is_some();
    let proposes = |role: &Role, kind| {
        role.may_propose(kind) && (role.entity().is_none() || capacity::counts(role, proposal))
    };
    let allowed = |role: &Role, kind| proposes(role, kind) || role.may_approve(kind);
    let roles = entitled(books, proposal, (by, section), allowed)?;
    if let Some(approved) = &waiting.approved
        && (approved.receiver.is_none() || accepted)
    {
        let section = books.sections.get(&section);
        let terms = section.map(|it| it.settings.terms_at(now).clone());
        let until = terms.unwrap_or_default().withdrawable_until(approved.due);
        if now > until {
            return Err(Refusal::WithdrawnTooLate { until: moment(until) }.into());
        }
    }
    Ok(roles)
}

/// The receiver's section does not want the units.
pub(super) fn decline(
    books: &mut Books,
    request: &Request,
    objection: &Objection,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let entitlement = super::accept::receiving(books, &objection.proposal, objection.section)
        .and_then(|_| super::accept::entitled(books, objection.by, objection.section))?;
    Ok(end(books, request, Ending::Declined, (entitlement, None), now))
}

/// The roles of the person, each order being covered by one of them.
fn entitled(
    books: &Books,
    proposal: &Proposal,
    (by, section): (Officer, SectionNo),
    allowed: impl Fn(&Role, super::OrderKind) -> bool,
) -> Result<Vec<Role>, Refused> {
    if section != proposal.section {
        return Err(Refusal::ProposalUnknown { proposal: proposal.id }.into());
    }
    let roles = books.roles_of(by.person, proposal.section);
    for (at, order) in proposal.orders.iter().enumerate() {
        if !roles.iter().any(|role| allowed(role, order.kind())) {
            let why = Refusal::ApproverNotEntitled { order: order.kind().as_str() };
            return Err(Refused { order: Some(at), why });
        }
    }
    Ok(roles)
}

/// Ends it. `because` says by whose roles, and what the rules said where time has ended it.
pub(super) fn end(
    books: &mut Books,
    request: &Request,
    ending: Ending,
    (entitlement, refused): (Entitlement, Option<&Refused>),
    now: Timestamp,
) -> Receipt {
    let proposal = request.proposal();
    release(books, proposal);
    let receiver = books.proposals.get(&proposal.id).and_then(|it| it.receiver());
    let mut done = Done::step(ending.as_str(), request, entitlement, now);
    let reason = match refused {
        Some(refused) => Some(refused.to_string()),
        None => request.reason().map(ToString::to_string),
    };
    if let Some(reason) = &reason {
        done.effect = done.effect.private("reason", reason);
    }
    let acting = request.section();
    done.effect.other_section =
        if acting == proposal.section { receiver } else { Some(proposal.section) };
    let receipt = record(books, done, now);
    let decision = Decision {
        section: proposal.section,
        ending,
        by: request.officer(),
        at: now,
        shown: None,
        reason,
        receipt,
    };
    books.decisions.set(proposal.id, decision);
    receipt
}

/// When what is proposed now lapses, if nobody decides it.
pub(super) fn lapses(books: &Books, section: SectionNo, now: Timestamp) -> Timestamp {
    let terms = books.sections.get(&section).map(|it| it.settings.terms_at(now).lapse_days);
    SectionTerms::days_later(now, terms.unwrap_or(SectionTerms::default().lapse_days))
}
