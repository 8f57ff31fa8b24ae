//! Participation leads to no net increase of emissions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell::Cell;
use super::event::{Block, Effect, Event};
use super::facts::Facts;
use crate::approach::ApproachId;
use crate::metric::Metric;
use crate::vintage::{Year, Years};

/// What all hosts of an approach add, and all users subtract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NetIncrease {
    /// The approach.
    pub approach: ApproachId,
    /// What the amounts are in.
    pub metric: Metric,
    /// Within the period.
    pub within: Flows,
    /// Over the periods up to the end of this one.
    pub so_far: Flows,
}

/// What was added and what was subtracted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Flows {
    /// By all hosts, of vintages of these years.
    pub first_transferred: Cell,
    /// By all users, for these years.
    pub used: Cell,
    /// Whether more was used than first transferred: then emissions rose on balance, which must never
    /// be.
    pub increases: bool,
}

impl Flows {
    fn of(events: &[&Event], fits: impl Fn(Year) -> bool) -> Self {
        let of = |effect| {
            let blocks = events.iter().filter(|event| fits(event.adjusted_year()));
            let blocks = blocks.map(|event| event.block());
            Cell::count(blocks.filter(|block: &Block| block.effect == effect).collect())
        };
        let (first_transferred, used) = (of(Effect::FirstTransferred), of(Effect::Used));
        let increases = used.amount > first_transferred.amount;
        Self { first_transferred, used, increases }
    }
}

impl NetIncrease {
    /// The table of a period: a line for each approach and metric, in order. It takes the events of
    /// all Parties.
    pub fn table(facts: &Facts, period: Years) -> Vec<Self> {
        let mut lines: BTreeMap<(ApproachId, &Metric), Vec<&Event>> = BTreeMap::new();
        for event in facts.events() {
            let key = (event.units.series.approach, &event.metric);
            lines.entry(key).or_default().push(event);
        }
        let line = |((approach, metric), events): ((ApproachId, &Metric), Vec<&Event>)| Self {
            approach,
            metric: metric.clone(),
            within: Flows::of(&events, |year| period.contains(year)),
            so_far: Flows::of(&events, |year| year <= period.last),
        };
        lines.into_iter().map(line).collect()
    }

    /// Whether nothing was used that was not first transferred, within the period and so far.
    pub const fn is_none(&self) -> bool {
        !self.within.increases && !self.so_far.increases
    }
}
