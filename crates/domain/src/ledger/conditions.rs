//! What an approved proposal waits for under both sections' terms, and the sender's limits.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::books::Books;
use super::order::Order;
use super::proposal::Proposal;
use super::refusal::{Refusal, Refused};
use crate::account::{AccountKind, AccountNumber};
use crate::quantity::Units;
use crate::section::{Section, SectionNo, Spent};
use crate::section_terms::SectionTerms;

/// What has to come before orders are carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Conditions {
    /// Not before this moment.
    pub(super) due: Timestamp,
    /// Not without this section's acceptance.
    pub(super) receiver: Option<SectionNo>,
    /// If it cannot be carried out by then, it lapses.
    pub(super) lapses: Timestamp,
    /// How many units leave for other sections.
    leaving: u64,
}

impl Conditions {
    /// Whether there is nothing to wait for.
    pub(super) fn are_met(&self, now: Timestamp) -> bool {
        self.due <= now && self.receiver.is_none()
    }
}

/// What the proposal waits for if it is approved now. It is refused where it goes beyond a limit.
pub(super) fn of(
    books: &Books,
    proposal: &Proposal,
    now: Timestamp,
) -> Result<Conditions, Refused> {
    let met = |terms: &SectionTerms| Conditions {
        due: now,
        receiver: None,
        lapses: SectionTerms::days_later(now, terms.lapse_days),
        leaving: 0,
    };
    let Some(section) = books.sections.get(&proposal.section) else {
        return Ok(met(&SectionTerms::default()));
    };
    let terms = section.settings.terms_at(now);
    let abroad: Vec<_> = proposal.orders.iter().filter_map(|it| leaving(it, section)).collect();
    if abroad.is_empty() {
        return Ok(met(terms));
    }
    let sum = abroad.iter().fold(0_u64, |sum, (_, units)| sum.saturating_add(*units));
    within_limits(section, terms, sum, now)?;
    let receiver = receiver(books, proposal, &abroad, now)?;
    let trusted = abroad.iter().all(|(to, _)| section.settings.trusts(*to, now));
    let due = if trusted { now } else { terms.waiting_over(now) };
    let lapses = match receiver {
        Some((_, days)) => SectionTerms::days_later(now, days),
        None => SectionTerms::days_later(due, terms.lapse_days),
    };
    let receiver = receiver.map(|(section, _)| section);
    Ok(Conditions { due, receiver, lapses, leaving: sum })
}

/// The account in another section, or for another registry, that an order sends units to, and how
/// many.
fn leaving(order: &Order, section: &Section) -> Option<(AccountNumber, u64)> {
    let (to, (_, units)) = (order.destination()?, order.units()?);
    let leaves = to.party() != section.party || to.kind() == AccountKind::Outside;
    leaves.then(|| (to, units.units().count()))
}

/// The section that wants to be asked, and how many days it has to answer.
fn receiver(
    books: &Books,
    proposal: &Proposal,
    abroad: &[(AccountNumber, u64)],
    now: Timestamp,
) -> Result<Option<(SectionNo, u16)>, Refused> {
    // What goes to another registry has no receiver here.
    let here = abroad.iter().filter(|(to, _)| to.kind() != AccountKind::Outside);
    let parties: BTreeSet<_> = here.map(|(to, _)| to.party()).collect();
    let asks = |party| {
        let (number, section) = books.section_of(party)?;
        let terms = section.settings.terms_at(now);
        terms.acceptance.then_some((party, number, terms.acceptance_days))
    };
    let Some((party, number, days)) = parties.iter().find_map(|party| asks(*party)) else {
        return Ok(None);
    };
    // Whoever is asked sees the whole proposal: it holds nothing that is for others.
    if parties.len() > 1 || abroad.len() != proposal.orders.len() {
        return Err(Refusal::AcceptanceAlone { party }.into());
    }
    Ok(Some((number, days)))
}

fn within_limits(
    section: &Section,
    terms: &SectionTerms,
    units: u64,
    now: Timestamp,
) -> Result<(), Refusal> {
    if let Some(most) = terms.units_per_act.filter(|most| units > most.count()) {
        return Err(Refusal::AboveActLimit { units, most });
    }
    let spent = section.spent.filter(|spent| spent.day == day(now)).map_or(0, |it| it.units);
    let sum = spent.saturating_add(units);
    match terms.units_per_day.filter(|most| sum > most.count()) {
        Some(most) => Err(Refusal::AboveDayLimit { units, spent, most }),
        None => Ok(()),
    }
}

/// Counts what was approved towards the day's limit. It stays counted, whatever becomes of it.
pub(super) fn spend(
    books: &mut Books,
    section: SectionNo,
    conditions: &Conditions,
    now: Timestamp,
) {
    let Some(mut own) = books.sections.get(&section).cloned() else { return };
    if conditions.leaving == 0 || own.settings.terms_at(now).units_per_day.is_none() {
        return;
    }
    let day = day(now);
    let before = own.spent.filter(|spent| spent.day == day).map_or(0, |spent| spent.units);
    let units = before.saturating_add(conditions.leaving).min(Units::MAX);
    own.spent = Some(Spent { day, units });
    books.sections.set(section, own);
}

fn day(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}
