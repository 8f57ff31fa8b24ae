//! Accepting: where the receiver's section wants to be asked, its officer's act.

use jiff::Timestamp;

use super::approve::{awaiting, execute, still_entitled};
use super::books::Books;
use super::entry::{Receipt, moment};
use super::proposal::{Approved, Consent, Proposal};
use super::record::{Done, Entitlement, record};
use super::refusal::{Refusal, Refused};
use super::request::{Acceptance, Request};
use super::stops;
use crate::access::{Officer, Role};
use crate::section::SectionNo;

/// Accepts what was approved. It is carried out now, unless it still waits for its time.
pub(super) fn decide(
    books: &mut Books,
    request: &Request,
    acceptance: &Acceptance,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let proposal = &acceptance.proposal;
    let approved = receiving(books, proposal, acceptance.section)?;
    if acceptance.shown != proposal.digest() {
        return Err(Refusal::NotAsShown {}.into());
    }
    if approved.lapses <= now {
        return Err(Refusal::Lapsed { lapsed: moment(approved.lapses) }.into());
    }
    let receiver = entitled(books, acceptance.by, acceptance.section)?;
    let entitled = still_entitled(books, proposal, approved.consent.by, now)?;
    let persons = [proposal.by, approved.consent.by, acceptance.by];
    stops::none(books, proposal, &persons, now)?;
    let entitled = entitled.and_receiver(receiver.receiver);
    if approved.due <= now {
        let receipt = execute(books, request, &entitled, approved.consent, now)?;
        return Ok(accepted(books, acceptance, receipt));
    }
    let mut done = Done::step("accept", request, entitled.0, now);
    done.effect.other_section = Some(proposal.section);
    let receipt = record(books, done, now);
    Ok(accepted(books, acceptance, receipt))
}

/// Keeps who has accepted, so that the same acceptance gets its receipt when it comes again.
fn accepted(books: &mut Books, acceptance: &Acceptance, receipt: Receipt) -> Receipt {
    let consent = Consent::of(acceptance.by, acceptance.shown, receipt);
    let id = acceptance.proposal.id;
    if let Some(mut waiting) = books.proposals.get(&id).cloned() {
        waiting.accepted = Some(consent);
        books.proposals.set(id, waiting);
    }
    receipt
}

/// The approval of a proposal that waits for this section; any other proposal is not there.
pub(super) fn receiving(
    books: &Books,
    proposal: &std::sync::Arc<Proposal>,
    section: SectionNo,
) -> Result<Approved, Refused> {
    let waiting = awaiting(books, proposal)?;
    let asked = waiting.approved.as_ref().filter(|it| it.receiver == Some(section));
    let Some(approved) = asked else {
        return Err(Refusal::ProposalUnknown { proposal: proposal.id }.into());
    };
    match &waiting.accepted {
        Some(accepted) => Err(Refusal::AlreadyAccepted { entry: accepted.entry }.into()),
        None => Ok(approved.clone()),
    }
}

/// The person may accept for the section, now.
pub(super) fn entitled(
    books: &Books,
    by: Officer,
    section: SectionNo,
) -> Result<Entitlement, Refused> {
    let receiver = books.roles_of(by.person, section);
    if receiver.iter().any(Role::may_accept) {
        Ok(Entitlement { receiver, ..Entitlement::default() })
    } else {
        Err(Refusal::ReceiverNotEntitled {}.into())
    }
}
