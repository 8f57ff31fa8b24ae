//! How Parties convert non-GHG metrics, as everybody may know it.

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::approach::ApproachId;
use domain::conversion::Factor;
use domain::metric::Metric;
use domain::party::PartyCode;

use crate::error::DatabaseError;
use crate::ledger::rows::parsed;
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{conversion as c, section as s};
use crate::store::Reading;

/// A version of how a Party converts a metric under an approach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConversionFacts {
    /// The Party.
    pub party: PartyCode,
    /// The cooperative approach.
    pub approach: ApproachId,
    /// The metric.
    pub metric: Metric,
    /// The version, from 1.
    pub version: i32,
    /// The method, in words.
    pub method: String,
    /// How many t CO2 eq one unit of the metric stands for.
    pub factor: Factor,
    /// The entry that recorded this version.
    pub recorded_entry: i64,
}

/// Which conversions are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConversionsWanted {
    /// Those of this Party.
    pub party: Option<PartyCode>,
    /// Those under this approach.
    pub approach: Option<ApproachId>,
    /// Those of this metric.
    pub metric: Option<Metric>,
}

type Row = (String, String, String, i32, String, String, i64);

impl Reading<'_, ReadPublic> {
    /// Versions of conversions, in the order in which they were recorded.
    pub fn conversions(
        &mut self,
        wanted: &ConversionsWanted,
        after: Option<i64>,
        limit: Limit,
    ) -> Result<Page<ConversionFacts, i64>, StoreError> {
        let mut query = c::table
            .inner_join(s::table.on(s::id.eq(c::section_id)))
            .order(c::recorded_entry)
            .select((
                s::party,
                c::approach,
                c::metric,
                c::version,
                c::method,
                c::factor,
                c::recorded_entry,
            ))
            .limit(limit.rows())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(c::recorded_entry.gt(after));
        }
        if let Some(party) = wanted.party {
            query = query.filter(s::party.eq(party.to_string()));
        }
        if let Some(approach) = wanted.approach {
            query = query.filter(c::approach.eq(approach.to_string()));
        }
        if let Some(metric) = &wanted.metric {
            query = query.filter(c::metric.eq(metric.to_string()));
        }
        let rows: Vec<Row> = query.load(self.db).map_err(DatabaseError::from)?;
        let found = rows.into_iter().map(facts).collect::<Result<_, _>>()?;
        Ok(Page::of(found, limit, |it: &ConversionFacts| it.recorded_entry))
    }
}

fn facts(row: Row) -> Result<ConversionFacts, DatabaseError> {
    let (party, approach, metric, version, method, factor, recorded_entry) = row;
    Ok(ConversionFacts {
        party: parsed(&party, "Party")?,
        approach: parsed(&approach, "approach")?,
        metric: parsed(&metric, "metric")?,
        version,
        method,
        factor: parsed(&factor, "factor")?,
        recorded_entry,
    })
}
