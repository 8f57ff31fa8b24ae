//! Whether a stop is in the way.

use domain::access::Officer;
use domain::ledger::{Order, Proposal};
use domain::stop::StopTarget;
use jiff::Timestamp;

use super::facts::facts;
use super::policy::is_brake;
use super::{DESK, Ledger, Stop};
use crate::answer::No;

impl Stop {
    pub(crate) fn is_on(&self, now: Timestamp) -> bool {
        !self.lifted && self.until.is_none_or(|until| until > now)
    }
}

impl Ledger {
    /// No stop is in the way of these persons doing this.
    pub(crate) fn nothing_stops(
        &self,
        proposal: &Proposal,
        persons: &[Officer],
        now: Timestamp,
    ) -> Result<(), No> {
        for stop in self.stops.values().filter(|stop| stop.is_on(now)) {
            for (at, order) in proposal.orders.iter().enumerate() {
                if self.stops_this(stop, proposal, order, persons) {
                    return Err(No { order: Some(at), code: "stopped" });
                }
            }
        }
        Ok(())
    }

    fn stops_this(
        &self,
        stop: &Stop,
        proposal: &Proposal,
        order: &Order,
        persons: &[Officer],
    ) -> bool {
        let facts = facts(order);
        let actor = self.sections.get(&proposal.section).map(|it| it.party);
        let receiver = facts.to.map(|to| to.party());
        // A Party's own stop is no stop for others, unless they send to it.
        let reaches = receiver.and_then(|party| self.section_of(party)) == Some(stop.section);
        if stop.section != DESK && stop.section != proposal.section && !reaches {
            return false;
        }
        if let StopTarget::Person { person } = &stop.target {
            return persons.iter().any(|it| it.person == *person);
        }
        if is_brake(order.kind()) {
            return false;
        }
        let concerns = |party| actor == Some(party) || receiver == Some(party);
        match &stop.target {
            StopTarget::Person { .. } => false,
            StopTarget::Account { account } => [facts.from, facts.to].contains(&Some(*account)),
            StopTarget::Units { units } => facts.units.is_some_and(|named| {
                let first = named.serials.first().max(units.serials.first());
                let last = named.serials.last().min(units.serials.last());
                named.series == units.series && first <= last
            }),
            StopTarget::Approach { approach } => facts.approach == Some(*approach),
            StopTarget::Section { party } => concerns(*party),
            StopTarget::Pair { one, other } => concerns(*one) && concerns(*other),
            StopTarget::Proposal { proposal: held, .. } => proposal.id == *held,
            StopTarget::Everything {} => true,
        }
    }
}
