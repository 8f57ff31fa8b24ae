//! All events that balances are made of, checked against one another.

use super::event::{Effect, Event, What};
use crate::authorization::Purposes;
use crate::unit::UnitRange;

/// Events of one or of many Parties, in the order of their entries: no unit is first transferred
/// twice, none is used twice, and none is used for what it is not authorized for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts(Vec<Event>);

/// Why events cannot all be true.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotFacts {
    ///
    #[error("{units} are {effect} by entry {first} and again by entry {second}")]
    Twice {
        /// What both have.
        units: UnitRange,
        /// What happened to them twice.
        effect: Effect,
        /// One entry.
        first: i64,
        /// The other.
        second: i64,
    },
    ///
    #[error("{units} are used towards an NDC by entry {entry}, and are not authorized for that")]
    NotForAnNdc {
        /// The units.
        units: UnitRange,
        /// The entry.
        entry: i64,
        /// What they are authorized for.
        purposes: Purposes,
    },
}

impl Facts {
    /// The events, in whatever order they come.
    pub fn new(mut events: Vec<Event>) -> Result<Self, NotFacts> {
        events.sort_unstable();
        for event in &events {
            let used = matches!(event.what, What::Used { .. });
            if used && !event.purposes.include_ndc() {
                return Err(NotFacts::NotForAnNdc {
                    units: event.units,
                    entry: event.entry,
                    purposes: event.purposes,
                });
            }
        }
        none_twice(&events)?;
        Ok(Self(events))
    }

    /// The events, in the order of their entries.
    pub fn events(&self) -> &[Event] {
        &self.0
    }
}

/// In the order of their first units, runs are apart if each is apart from the one before it.
fn none_twice(events: &[Event]) -> Result<(), NotFacts> {
    let mut blocks: Vec<_> = events.iter().map(Event::block).collect();
    blocks.sort_unstable_by_key(|block| (block.effect, block.units, block.entry));
    for (one, other) in blocks.iter().zip(blocks.iter().skip(1)) {
        let same = (one.effect, one.units.series) == (other.effect, other.units.series);
        let serials = one.units.serials.overlap(other.units.serials).filter(|_| same);
        if let Some(serials) = serials {
            let (first, second) = (one.entry.min(other.entry), one.entry.max(other.entry));
            let units = UnitRange { serials, ..one.units };
            return Err(NotFacts::Twice { units, effect: one.effect, first, second });
        }
    }
    Ok(())
}
