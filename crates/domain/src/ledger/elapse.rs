//! Time passes: what is due is carried out, what is late lapses.

use std::sync::Arc;

use jiff::Timestamp;

use super::approve::{awaiting, execute, still_entitled};
use super::books::Books;
use super::end::end;
use super::entry::{Receipt, moment};
use super::proposal::{Approved, Ending, Proposal};
use super::record::Entitlement;
use super::refusal::{Refusal, Refused};
use super::request::Request;
use super::stops;
use crate::access::Officer;
use crate::section::SectionNo;
use crate::section_terms::SectionTerms;

/// Does what has come due. Nobody asks for it, and nothing is done before its time.
pub(super) fn decide(
    books: &mut Books,
    request: &Request,
    proposal: &Arc<Proposal>,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let waiting = awaiting(books, proposal)?;
    let accepted = waiting.accepted.as_ref().map(|it| it.by);
    let Some(approved) = waiting.approved.clone() else {
        not_before(waiting.lapses, now)?;
        return Ok(lapse(books, request, now));
    };
    if approved.receiver.is_some() && accepted.is_none() {
        not_before(approved.lapses, now)?;
        return Ok(lapse(books, request, now));
    }
    not_before(approved.due, now)?;
    let lapses = match accepted {
        Some(_) => lapses_after(books, proposal.section, approved.due, now),
        None => approved.lapses,
    };
    let mark = books.mark();
    match attempt(books, request, (&approved, accepted), now) {
        Ok(receipt) => Ok(receipt),
        // A stop ends by itself or is lifted: until then the proposal waits.
        Err(refused) if refused.is_stopped() && now < lapses => Err(refused),
        Err(refused) => {
            books.rollback(mark);
            let because = (Entitlement::default(), Some(&refused));
            Ok(end(books, request, Ending::Failed, because, now))
        }
    }
}

/// When it lapses if it cannot be carried out from `due` on: the receiver's deadline is over once it
/// has accepted.
fn lapses_after(books: &Books, section: SectionNo, due: Timestamp, now: Timestamp) -> Timestamp {
    let days = books.sections.get(&section).map(|it| it.settings.terms_at(now).lapse_days);
    SectionTerms::days_later(due, days.unwrap_or(SectionTerms::default().lapse_days))
}

/// Carries it out, if both persons are still entitled and the rules still allow it.
fn attempt(
    books: &mut Books,
    request: &Request,
    (approved, accepted): (&Approved, Option<Officer>),
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let proposal = request.proposal();
    let entitled = still_entitled(books, proposal, approved.consent.by, now)?;
    let mut persons = vec![proposal.by, approved.consent.by];
    persons.extend(accepted);
    stops::none(books, proposal, &persons, now)?;
    execute(books, request, &entitled, approved.consent, now)
}

fn lapse(books: &mut Books, request: &Request, now: Timestamp) -> Receipt {
    end(books, request, Ending::Lapsed, (Entitlement::default(), None), now)
}

fn not_before(moment_of: Timestamp, now: Timestamp) -> Result<(), Refused> {
    if now < moment_of {
        return Err(Refusal::NotYet { until: moment(moment_of) }.into());
    }
    Ok(())
}
