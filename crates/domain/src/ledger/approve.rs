//! Approving: the second person's act. It carries the orders out, all or none.

use jiff::Timestamp;

use super::books::Books;
use super::propose::occurred;
use super::refusal::{Refusal, Refused};
use super::scene::{Effect, Scene};
use super::{Approval, Proposal};
use crate::access::Role;

/// Proof that two different natural persons, both entitled now, stand behind a proposal. Only
/// [`both_entitled`] makes one, and nothing is carried out without it.
pub(super) struct Entitled {
    pub(super) initiator: Vec<Role>,
    pub(super) approver: Vec<Role>,
}

/// Nobody approves their own proposal, nor one that differs from what they were shown; and both
/// persons still hold roles that allow it.
pub(super) fn both_entitled(books: &Books, approval: &Approval) -> Result<Entitled, Refused> {
    let proposal = &approval.proposal;
    if approval.shown != proposal.digest() {
        return Err(Refusal::NotAsShown {}.into());
    }
    if approval.by.person == proposal.by.person {
        return Err(Refusal::OwnProposal {}.into());
    }
    let initiator = books.roles_of(proposal.by.person, proposal.section);
    let approver = books.roles_of(approval.by.person, proposal.section);
    for (at, order) in proposal.orders.iter().enumerate() {
        let (kind, name) = (order.kind(), order.kind().as_str());
        if !approver.iter().any(|role| role.may_approve(kind)) {
            let why = Refusal::ApproverNotEntitled { order: name };
            return Err(Refused { order: Some(at), why });
        }
        if !initiator.iter().any(|role| role.may_propose(kind)) {
            let why = Refusal::InitiatorNotEntitled { order: name };
            return Err(Refused { order: Some(at), why });
        }
    }
    Ok(Entitled { initiator, approver })
}

/// Frees what the proposal reserved, and carries its orders out one after the other. `done` takes
/// each effect and makes the entry, so that the next order sees it.
pub(super) fn carry_out(
    books: &mut Books,
    proposal: &Proposal,
    now: Timestamp,
    mut done: impl FnMut(&mut Books, usize, Effect, Timestamp),
) -> Result<(), Refused> {
    let occurred = occurred(proposal, now)?;
    release(books, proposal);
    for (at, order) in proposal.orders.iter().enumerate() {
        let mut scene = Scene { books, section: proposal.section, occurred };
        let effect =
            super::rule(&mut scene, order).map_err(|why| Refused { order: Some(at), why })?;
        done(books, at, effect, occurred);
    }
    Ok(())
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
