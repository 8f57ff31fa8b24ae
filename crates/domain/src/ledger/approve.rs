//! Approving: the second person's act. It carries the orders out, all or none, at once or when what
//! they wait for has come.

use std::sync::Arc;

use jiff::Timestamp;

use super::amount::{self, Unusual};
use super::books::Books;
use super::conditions::{self, Conditions};
use super::entry::{Receipt, moment};
use super::proposal::{Approved, Awaiting, Consent, Decision, Ending, Proposal};
use super::propose::{occurred, try_out};
use super::record::{Done, Entitlement, record};
use super::refusal::{Refusal, Refused};
use super::request::{Approval, Request};
use super::scene::{Effect, Scene};
use super::warning::Warned;
use super::{OrderKind, capacity, stops};
use crate::access::{Officer, Role};
use crate::digest::Digest;
use crate::section::SectionNo;

/// Proof that two different natural persons, both entitled now, stand behind a proposal. Only
/// [`both_entitled`] and [`still_entitled`] make one, and nothing is carried out without it.
pub(super) struct Entitled(pub(super) Entitlement);

impl Entitled {
    /// The same, and the receiver's officer by these roles.
    pub(super) fn and_receiver(self, receiver: Vec<Role>) -> Self {
        Self(Entitlement { receiver, ..self.0 })
    }
}

/// The second person approves: it is carried out now, or waits for its time or the receiver.
pub(super) fn decide(
    books: &mut Books,
    request: &Request,
    approval: &Approval,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let proposal = &approval.proposal;
    let waiting = awaiting(books, proposal)?;
    if let Some(approved) = &waiting.approved {
        return Err(Refusal::AlreadyApproved { entry: approved.consent.entry }.into());
    }
    let lapses = waiting.lapses;
    let entitled = both_entitled(books, approval, now)?;
    if lapses <= now {
        return Err(Refusal::Lapsed { lapsed: moment(lapses) }.into());
    }
    stops::none(books, proposal, &[proposal.by, approval.by], now)?;
    let conditions = conditions::of(books, proposal, now)?;
    conditions::spend(books, proposal.section, &conditions, now);
    if conditions.are_met(now) {
        let consent = Consent::to_be(approval.by, approval.shown, now);
        return execute(books, request, &entitled, consent, now);
    }
    could_be_carried_out(books, proposal, now)?;
    Ok(consent(books, request, (approval, entitled), &conditions, now))
}

/// Records that it is approved, and what it waits for.
fn consent(
    books: &mut Books,
    request: &Request,
    (approval, entitled): (&Approval, Entitled),
    conditions: &Conditions,
    now: Timestamp,
) -> Receipt {
    let mut done = Done::step("approve", request, entitled.0, now);
    done.effect.other_section = conditions.receiver;
    let receipt = record(books, done, now);
    let approved = Approved {
        consent: Consent::of(approval.by, approval.shown, receipt),
        due: conditions.due,
        lapses: conditions.lapses,
        receiver: conditions.receiver,
    };
    let id = approval.proposal.id;
    if let Some(mut waiting) = books.proposals.get(&id).cloned() {
        waiting.approved = Some(approved);
        books.proposals.set(id, waiting);
    }
    receipt
}

/// What is on record of a proposal that says exactly this.
pub(super) fn awaiting<'b>(
    books: &'b Books,
    proposal: &Arc<Proposal>,
) -> Result<&'b Awaiting, Refused> {
    let found = books.proposals.get(&proposal.id).filter(|it| it.proposal == *proposal);
    found.ok_or(Refusal::ProposalUnknown { proposal: proposal.id }.into())
}

/// Nobody approves their own proposal, nor one that differs from what they were shown; and both
/// persons still hold roles that allow it.
pub(super) fn both_entitled(
    books: &Books,
    approval: &Approval,
    now: Timestamp,
) -> Result<Entitled, Refused> {
    if approval.shown != approval.proposal.digest() {
        return Err(Refusal::NotAsShown {}.into());
    }
    still_entitled(books, &approval.proposal, approval.by, now)
}

/// Both persons are two, and hold roles that allow it now, whenever they said so.
pub(super) fn still_entitled(
    books: &Books,
    proposal: &Proposal,
    approver: Officer,
    now: Timestamp,
) -> Result<Entitled, Refused> {
    if approver.person == proposal.by.person {
        return Err(Refusal::OwnProposal {}.into());
    }
    let initiator_roles = books.roles_of(proposal.by.person, proposal.section);
    let approver_roles = books.roles_of(approver.person, proposal.section);
    for (at, order) in proposal.orders.iter().enumerate() {
        let (kind, name) = (order.kind(), order.kind().as_str());
        let may_approve = |role: &Role| may_approve(books, proposal.section, role, kind, now);
        if !approver_roles.iter().any(may_approve) {
            let why = Refusal::ApproverNotEntitled { order: name };
            return Err(Refused { order: Some(at), why });
        }
        capacity::may_propose(books, proposal, &initiator_roles, order)
            .map_err(|why| Refused { order: Some(at), why })?;
    }
    let receiver = Vec::new();
    Ok(Entitled(Entitlement { initiator: initiator_roles, approver: approver_roles, receiver }))
}

/// The policy, narrowed by the section's own terms.
fn may_approve(
    books: &Books,
    section: SectionNo,
    role: &Role,
    kind: OrderKind,
    now: Timestamp,
) -> bool {
    let narrowed = kind.concerns_units() && *role == Role::PartyAdministrator;
    let terms = books.sections.get(&section).map(|it| it.settings.terms_at(now));
    let let_them = terms.is_none_or(|terms| terms.administrators_approve_units);
    role.may_approve(kind) && (!narrowed || let_them)
}

/// Whether the orders could be carried out now, the proposal's own units being free.
pub(super) fn could_be_carried_out(
    books: &mut Books,
    proposal: &Proposal,
    now: Timestamp,
) -> Result<Vec<Effect>, Refused> {
    let mark = books.mark();
    release(books, proposal);
    let tried = try_out(books, proposal, now);
    books.rollback(mark);
    tried
}

/// Frees what the proposal reserved, carries its orders out one after the other, each an entry that
/// the next order sees, and records the decision.
pub(super) fn execute(
    books: &mut Books,
    request: &Request,
    Entitled(entitlement): &Entitled,
    consent: Consent,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let proposal = request.proposal();
    release(books, proposal);
    let decided = (consent.by, Some(consent.shown));
    carry_out(books, request, entitlement, decided, now)
}

/// Carries the orders out and records who decided it.
pub(super) fn carry_out(
    books: &mut Books,
    request: &Request,
    entitlement: &Entitlement,
    (by, shown): (Officer, Option<Digest>),
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let proposal = request.proposal();
    let occurred = occurred(proposal, now)?;
    let unusual = Unusual::of(books, proposal);
    let mut receipts: Option<(Receipt, Receipt)> = None;
    let mut warned = false;
    for (at, order) in proposal.orders.iter().enumerate() {
        let (section, by) = (proposal.section, proposal.by);
        let mut scene =
            Scene { books, section, occurred, now, by, order: order.kind(), moves: Vec::new() };
        let effect =
            super::rule(&mut scene, order).map_err(|why| Refused { order: Some(at), why })?;
        let effect = unusual.told(at, effect);
        let (act, entitlement) = (order.kind().as_str(), entitlement.clone());
        let warnings = Warned::of(at, &effect.warnings).take(Warned::MOST).collect();
        let order = Some(at);
        let done = Done { act, effect, order, request, entitlement, occurred, warnings };
        let receipt = record(books, done, now);
        warned |= receipt.warned;
        receipts = Some((receipts.map_or(receipt, |(first, _)| first), receipt));
    }
    amount::remember(books, proposal);
    let (first, last) = receipts.ok_or(Refusal::ProposalEmpty {})?;
    let receipt = Receipt { first_entry: first.first_entry, warned, ..last };
    let (section, ending) = (proposal.section, Ending::Executed);
    let decision =
        Decision { section, ending, by: Some(by), at: now, shown, reason: None, receipt };
    books.decisions.set(proposal.id, decision);
    Ok(receipt)
}

/// Frees what the proposal reserved.
pub(super) fn release(books: &mut Books, proposal: &Proposal) {
    for order in &proposal.orders {
        let Some((_, units)) = order.units() else { continue };
        let own: Vec<_> = books
            .reservations_in(&units)
            .filter(|(_, reservation)| reservation.proposal == proposal.id)
            .map(|(key, _)| key)
            .collect();
        for key in own {
            books.reservations.remove(&key);
        }
    }
}
