//! Stops: whether one is in the way, and how they are set and lifted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::books::Books;
use super::order::Order;
use super::proposal::Proposal;
use super::refusal::{Refusal, Refused};
use super::scene::{Effect, Scene};
use crate::access::Officer;
use crate::account::AccountNumber;
use crate::id::{Id, Stopped};
use crate::section::SectionNo;
use crate::stop::{Stop, StopTarget};
use crate::text::Text;

/// Stops something: one person, at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetStop {
    /// Its identifier, made beforehand.
    pub id: Id<Stopped>,
    /// What is stopped.
    pub target: StopTarget,
    /// Why.
    pub reason: Text<500>,
    /// When it ends by itself, if nobody lifts it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// Lifts a stop: two persons of the section that set it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiftStop {
    /// Which stop.
    pub stop: Id<Stopped>,
    /// Why.
    pub reason: Text<500>,
}

/// No stop is in the way of these persons carrying these orders out now.
pub(super) fn none(
    books: &Books,
    proposal: &Proposal,
    persons: &[Officer],
    now: Timestamp,
) -> Result<(), Refused> {
    for (id, stop) in books.stops.iter().filter(|(_, stop)| stop.is_on(now)) {
        let own = books.sections.get(&proposal.section).map(|it| it.party);
        let hit = proposal.orders.iter().position(|order| {
            reaches(books, stop, proposal, order)
                && stop.target.hits(order, (proposal.id, own), persons)
        });
        if let Some(order) = hit {
            let until = stop.until.map_or_else(|| "lifted".to_owned(), super::entry::moment);
            let why = Refusal::Stopped { stop: *id, target: stop.target.as_str(), until };
            return Err(Refused { order: Some(order), why });
        }
    }
    Ok(())
}

/// The secretariat's stops reach everywhere, a Party's own only what its section does or gets.
fn reaches(books: &Books, stop: &Stop, proposal: &Proposal, order: &Order) -> bool {
    let destination = order.destination().map(AccountNumber::party);
    let receiver = destination.and_then(|party| books.section_of(party));
    stop.section == SectionNo::SECRETARIAT
        || stop.section == proposal.section
        || receiver.is_some_and(|(number, _)| number == stop.section)
}

/// One person sets a stop.
pub(super) fn set(scene: &mut Scene<'_>, order: &SetStop) -> Result<Effect, Refusal> {
    if scene.books.stops.get(&order.id).is_some() {
        return Err(Refusal::StopIdTaken {});
    }
    if let Some(until) = order.until.filter(|until| *until <= scene.now) {
        return Err(Refusal::StopEndsBefore { until: super::entry::moment(until) });
    }
    let stop = Stop {
        section: scene.section,
        target: order.target.clone(),
        reason: order.reason.clone(),
        by: scene.by,
        set: scene.entry(),
        since: scene.now,
        until: order.until,
        lifted: None,
    };
    scene.books.stops.set(order.id, stop);
    let target = serde_json::to_string(&order.target).unwrap_or_default();
    Ok(Effect::default()
        .private("reason", &order.reason)
        .private("stop", &format!("{} {target}", order.id)))
}

/// Two persons of the section that set it lift a stop.
pub(super) fn lift(scene: &mut Scene<'_>, order: &LiftStop) -> Result<Effect, Refusal> {
    let unknown = Refusal::StopUnknown { stop: order.stop };
    let found = scene.books.stops.get(&order.stop).cloned();
    let Some(stop) = found.filter(|it| it.section == scene.section) else { return Err(unknown) };
    if !stop.is_on(scene.now) {
        return Err(Refusal::StopOver { stop: order.stop });
    }
    let lifted = Some(scene.entry());
    scene.books.stops.set(order.stop, Stop { lifted, ..stop });
    Ok(Effect::default().private("reason", &order.reason).private("stop", &order.stop))
}
