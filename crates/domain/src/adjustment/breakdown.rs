//! Rows 5 to 7 in their parts (para 23(j), R-222).

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell::Cell;
use super::event::{Block, Event, FirstTransferYear, Using};
use super::source_category::SourceCategory;
use super::year::Row;
use crate::approach::ApproachId;
use crate::code_list::{ActivityType, Sector};
use crate::party::PartyCode;
use crate::text::Text;
use crate::vintage::{Vintage, Year};

/// The parts of rows 5 to 7 of one year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Breakdown {
    /// First transferred, with purposes that include an NDC.
    pub row_5: Vec<Part>,
    /// First transferred for OIMP alone.
    pub row_6: Vec<Part>,
    /// Used towards the NDC.
    pub row_7: Vec<Part>,
}

/// Units that share all that para 23(j) asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Part {
    /// What they share.
    #[serde(flatten)]
    pub shared: Shared,
    /// The source category of inventories, where the sector has one.
    pub source_category: Option<SourceCategory>,
    /// How many, and which.
    #[serde(flatten)]
    pub cell: Cell,
}

/// What para 23(j) asks for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Shared {
    /// The cooperative approach.
    pub approach: ApproachId,
    /// The OIMP, as the authorization names it.
    pub oimp: Option<Text<100>>,
    /// The first transferring Party.
    pub first_transferring_party: PartyCode,
    /// The using Party or entity, as far as it is known.
    pub using: Option<Using>,
    /// The year in which the mitigation occurred.
    pub vintage: Vintage,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
}

impl Shared {
    fn of(event: &Event) -> Self {
        let series = event.units.series;
        Self {
            approach: series.approach,
            oimp: event.oimp.clone(),
            first_transferring_party: series.party,
            using: event.using(),
            vintage: series.vintage,
            sector: event.sector,
            activity_type: event.activity_type,
        }
    }
}

impl Breakdown {
    /// The parts of what touched a Party's balance in a year, by when things occurred.
    pub fn of_year(party: PartyCode, year: Year, events: &[Event]) -> Self {
        let counts =
            |it: &&Event| it.party() == party && it.event_year(FirstTransferYear::Strict) == year;
        let of_row = |row| events.iter().filter(counts).filter(|it| Row::of(it) == row).collect();
        Self::of(&[Row::Ndc, Row::Oimp, Row::Used].map(of_row))
    }

    /// The parts of what rows 5, 6 and 7 count.
    pub(super) fn of(rows: &[Vec<&Event>; 3]) -> Self {
        let [row_5, row_6, row_7] = rows.each_ref().map(|events| parts(events));
        Self { row_5, row_6, row_7 }
    }
}

fn parts(events: &[&Event]) -> Vec<Part> {
    let mut parts: BTreeMap<Shared, Vec<Block>> = BTreeMap::new();
    for event in events {
        parts.entry(Shared::of(event)).or_default().push(event.block());
    }
    let part = |(shared, blocks): (Shared, _)| Part {
        source_category: SourceCategory::of(shared.sector),
        shared,
        cell: Cell::count(blocks),
    };
    parts.into_iter().map(part).collect()
}
