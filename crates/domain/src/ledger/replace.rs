//! Replacing: an edited proposal is a new one that names the old one, which ends by it.

use std::sync::Arc;

use jiff::Timestamp;

use super::approve::release;
use super::books::Books;
use super::end::may_take_back;
use super::entry::Receipt;
use super::proposal::{Decision, Ending, Proposal};
use super::propose::{entitled, put_up, ready, takes_one_person, try_out};
use super::record::{Done, Entitlement};
use super::refusal::{Refusal, Refused};
use super::request::{Replacement, Request};
use super::scene::Effect;

/// Ends the old proposal and records the new one, in one entry: whoever could take the old one back
/// now, and could propose the new one. An approval of the old one is void, and its units are free
/// before the new one reserves its own.
pub(super) fn decide(
    books: &mut Books,
    request: &Request,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let Replacement { proposal, replaced } = replacement;
    let initiator = entitled(books, proposal)?;
    if takes_one_person(proposal)? {
        // What is carried out at once leaves nothing to stand in the old one's place.
        let order = proposal.orders.first().map_or("", |it| it.kind().as_str());
        return Err(Refused { order: Some(0), why: Refusal::OnePersonAlone { order } });
    }
    take_back(books, replacement, now)?;
    let receiver = books.proposals.get(&replaced.id).and_then(|it| it.receiver());
    let entitlement = Entitlement { initiator, ..Entitlement::default() };
    let mut done = Done::step("replace", request, entitlement, now);
    let said = format!("{} {}", replaced.id, replaced.digest());
    done.effect = done.effect.private("replaces", &said);
    done.effect.other_section = receiver;
    let effects = ready(books, proposal, now)?;
    let receipt = put_up(books, proposal, (done, &effects), now)?;
    let decision = Decision {
        section: replaced.section,
        ending: Ending::Replaced,
        by: Some(proposal.by),
        at: now,
        shown: None,
        reason: None,
        receipt: Receipt { proposal: replaced.id, warned: false, ..receipt },
    };
    books.decisions.set(replaced.id, decision);
    Ok(receipt)
}

/// What the new orders would do if they were carried out now, the old proposal's units being free.
/// The books stay as they are.
pub fn try_out_replacement(
    books: &mut Books,
    replacement: &Replacement,
    now: Timestamp,
) -> Result<Vec<Effect>, Refused> {
    let mark = books.mark();
    let tried = take_back(books, replacement, now)
        .and_then(|()| try_out(books, &replacement.proposal, now));
    books.rollback(mark);
    tried
}

/// The old proposal is one that the new one names, and that its proposer may take back now.
fn take_back(books: &mut Books, replacement: &Replacement, now: Timestamp) -> Result<(), Refused> {
    let Replacement { proposal, replaced } = replacement;
    names(proposal, replaced)?;
    if let Some(decision) = books.decisions.get(&replaced.id) {
        return Err(Refusal::AlreadyDecided { entry: decision.receipt.first_entry }.into());
    }
    may_take_back(books, replaced, (proposal.by, proposal.section), now)?;
    release(books, replaced);
    Ok(())
}

fn names(proposal: &Proposal, replaced: &Arc<Proposal>) -> Result<(), Refused> {
    if proposal.replaces() == Some(replaced.id) {
        return Ok(());
    }
    Err(Refusal::ProposalUnknown { proposal: replaced.id }.into())
}
