//! Proposing: the first person's act. It reserves the units that the orders name.

use std::sync::Arc;

use jiff::Timestamp;

use super::amount::{self, Unusual};
use super::approve::carry_out;
use super::books::{Books, SeriesNo};
use super::end::lapses;
use super::entry::Receipt;
use super::proposal::{Awaiting, Proposal, ProposalNumber, Reservation};
use super::record::{Done, Entitlement, record};
use super::refusal::{Refusal, Refused};
use super::request::Request;
use super::scene::{Effect, Scene};
use super::warning::Warned;
use super::{Order, capacity, conditions, stops};
use crate::access::Role;
use crate::section::SectionNo;
use crate::serial::Serials;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// Records a proposal, if it could be carried out now; carries out what one person does alone.
pub(super) fn decide(
    books: &mut Books,
    request: &Request,
    proposal: &Arc<Proposal>,
    now: Timestamp,
) -> Result<Receipt, Refused> {
    let initiator = entitled(books, proposal)?;
    let entitlement = Entitlement { initiator, ..Entitlement::default() };
    if let Some(replaced) = proposal.replaces() {
        // What stands in the place of another comes with it.
        return Err(Refusal::ProposalUnknown { proposal: replaced }.into());
    }
    let effects = ready(books, proposal, now)?;
    if takes_one_person(proposal)? {
        put_on_record(books, proposal, now);
        return carry_out(books, request, &entitlement, (proposal.by, None), now);
    }
    let done = Done::step("propose", request, entitlement, now);
    put_up(books, proposal, (done, &effects), now)
}

/// What a proposal would do now: it is new, and no stop or rule is in its way.
pub(super) fn ready(
    books: &mut Books,
    proposal: &Proposal,
    now: Timestamp,
) -> Result<Vec<Effect>, Refused> {
    if books.proposals.get(&proposal.id).is_some() {
        return Err(Refusal::ProposalIdTaken {}.into());
    }
    stops::none(books, proposal, &[proposal.by], now)?;
    try_out(books, proposal, now)
}

/// Puts a proposal that is [`ready`] on record, and reserves its units. `done` is the step by which
/// it begins.
pub(super) fn put_up(
    books: &mut Books,
    proposal: &Arc<Proposal>,
    (done, effects): (Done<'_>, &[Effect]),
    now: Timestamp,
) -> Result<Receipt, Refused> {
    conditions::of(books, proposal, now)?;
    amount::confirmed(books, proposal)?;
    for order in &proposal.orders {
        if let Some((_, units)) = order.units() {
            reserve(books, proposal, units);
        }
    }
    put_on_record(books, proposal, now);
    let warnings = effects.iter().enumerate().flat_map(|(at, it)| Warned::of(at, &it.warnings));
    let warnings = warnings.take(Warned::MOST).collect();
    Ok(record(books, Done { warnings, ..done }, now))
}

/// Whether one person does all of it alone.
pub(super) fn takes_one_person(proposal: &Proposal) -> Result<bool, Refused> {
    let one = |order: &Order| order.kind().takes_one_person();
    match proposal.orders.iter().position(one) {
        Some(order) if !proposal.orders.iter().all(one) => {
            let name = proposal.orders.get(order).map_or("", |it| it.kind().as_str());
            let why = Refusal::OnePersonAlone { order: name };
            Err(Refused { order: Some(order), why })
        }
        found => Ok(found.is_some()),
    }
}

/// Gives the proposal its number.
fn put_on_record(books: &mut Books, proposal: &Arc<Proposal>, now: Timestamp) {
    let year = Year::of(now);
    let mut section = books.sections.get(&proposal.section).cloned();
    let number = match &mut section {
        Some(section) => {
            let (last_year, last) = section.last_proposal;
            let number = if last_year == year { last.saturating_add(1) } else { 1 };
            section.last_proposal = (year, number);
            number
        }
        // The secretariat's desk counts its few proposals by the ledger's own entries.
        None => u32::try_from(books.head.entry.saturating_add(1)).unwrap_or(u32::MAX),
    };
    if let Some(section) = section {
        books.sections.set(proposal.section, section);
    }
    let number = ProposalNumber { year, number };
    let entry = books.head.entry.saturating_add(1);
    let lapses = lapses(books, proposal.section, now);
    let proposal = Arc::clone(proposal);
    let (id, approved, accepted) = (proposal.id, None, None);
    let awaiting = Awaiting { proposal, number, at: now, entry, lapses, approved, accepted };
    books.proposals.set(id, awaiting);
}

/// The initiator holds, now, roles that may propose each of the orders.
pub(super) fn entitled(books: &Books, proposal: &Proposal) -> Result<Vec<Role>, Refused> {
    let roles = books.roles_of(proposal.by.person, proposal.section);
    for (at, order) in proposal.orders.iter().enumerate() {
        capacity::may_propose(books, proposal, &roles, order)
            .map_err(|why| Refused { order: Some(at), why })?;
    }
    Ok(roles)
}

/// What the orders would do if they were carried out now. The books stay as they are.
pub fn try_out(
    books: &mut Books,
    proposal: &Proposal,
    now: Timestamp,
) -> Result<Vec<Effect>, Refused> {
    let orders = proposal.orders.len();
    if orders == 0 {
        return Err(Refusal::ProposalEmpty {}.into());
    }
    if orders > Proposal::ORDERS_MAX {
        return Err(Refusal::TooManyOrders { orders, most: Proposal::ORDERS_MAX }.into());
    }
    let occurred = occurred(proposal, now)?;
    let unusual = Unusual::of(books, proposal);
    let mark = books.mark();
    let mut effects = Vec::with_capacity(orders);
    let mut refused = None;
    for (at, order) in proposal.orders.iter().enumerate() {
        let (section, by) = (proposal.section, proposal.by);
        let mut scene =
            Scene { books, section, occurred, now, by, order: order.kind(), moves: Vec::new() };
        match super::rule(&mut scene, order) {
            Ok(effect) => effects.push(unusual.told(at, effect)),
            Err(why) => {
                refused = Some(Refused { order: Some(at), why });
                break;
            }
        }
        books.head.entry = books.head.entry.saturating_add(1);
    }
    books.rollback(mark);
    refused.map_or(Ok(effects), Err)
}

/// When the orders happened: never after the present.
pub(super) fn occurred(proposal: &Proposal, now: Timestamp) -> Result<Timestamp, Refusal> {
    match &proposal.occurred {
        Some(earlier) if earlier.at > now => Err(Refusal::OccurredInFuture {
            occurred: super::entry::moment(earlier.at),
            now: super::entry::moment(now),
        }),
        // The ledger keeps microseconds: what is decided is what will be read again.
        Some(earlier) => {
            Ok(Timestamp::from_microsecond(earlier.at.as_microsecond()).unwrap_or(earlier.at))
        }
        None => Ok(now),
    }
}

/// Reserves what exists of the range and is not yet reserved by an earlier order of the proposal.
fn reserve(books: &mut Books, proposal: &Proposal, units: UnitRange) {
    let existing: Vec<_> = books
        .blocks_in(&units)
        .filter_map(|(key, block)| Some((key.0, Serials::new(key.1, block.last)?)))
        .filter_map(|(series, block)| Some((series, block.overlap(units.serials)?)))
        .collect();
    for (series, serials) in existing {
        reserve_free(books, proposal, series, UnitRange { serials, ..units });
    }
}

fn reserve_free(books: &mut Books, proposal: &Proposal, series: SeriesNo, units: UnitRange) {
    let mut free = Some(units.serials);
    let taken: Vec<_> = books.reservations_in(&units).collect();
    for (key, reservation) in taken {
        let (Some(open), Some(taken)) = (free, Serials::new(key.1, reservation.last)) else {
            break;
        };
        let (below, above) = open.without(taken);
        if let Some(below) = below {
            put(books, series, below, (proposal.id, proposal.section));
        }
        free = above;
    }
    if let Some(rest) = free {
        put(books, series, rest, (proposal.id, proposal.section));
    }
}

fn put(
    books: &mut Books,
    series: SeriesNo,
    run: Serials,
    (proposal, section): (crate::id::Id<crate::id::Proposed>, SectionNo),
) {
    let reservation = Reservation { last: run.last(), proposal, section };
    books.reservations.set((series, run.first()), reservation);
}
