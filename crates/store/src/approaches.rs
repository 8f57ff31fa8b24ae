//! Cooperative approaches.

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::approach::ApproachId;
use domain::party::PartyCode;

use crate::error::DatabaseError;
use crate::ledger::rows::parsed;
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{approach as a, section as s};
use crate::store::Reading;

/// A cooperative approach, as everybody may know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApproachFacts {
    /// The identifier that the CARP gave.
    pub id: ApproachId,
    /// What it is called.
    pub title: String,
    /// The Parties that take part.
    pub parties: Vec<PartyCode>,
    /// The Party that recorded it.
    pub recorded_by: PartyCode,
    /// The entry that recorded it.
    pub recorded_entry: i64,
}

type Row = (String, String, Vec<String>, String, i64);

impl Reading<'_, ReadPublic> {
    /// Approaches, in the order of their identifiers; those in which a Party takes part, or all.
    pub fn approaches(
        &mut self,
        party: Option<PartyCode>,
        after: Option<ApproachId>,
        limit: Limit,
    ) -> Result<Page<ApproachFacts, ApproachId>, StoreError> {
        let mut query = a::table
            .inner_join(s::table.on(s::id.eq(a::section_id)))
            .order(a::id)
            .select((a::id, a::title, a::parties, s::party, a::recorded_entry))
            .limit(limit.rows())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(a::id.gt(after.to_string()));
        }
        if let Some(party) = party {
            query = query.filter(a::parties.contains(vec![party.to_string()]));
        }
        let rows: Vec<Row> = query.load(self.db).map_err(DatabaseError::from)?;
        let approaches = rows.into_iter().map(approach).collect::<Result<_, _>>()?;
        Ok(Page::of(approaches, limit, |approach| approach.id))
    }

    /// An approach, if it is recorded.
    pub fn approach(&mut self, id: ApproachId) -> Result<Option<ApproachFacts>, StoreError> {
        let row: Option<Row> = a::table
            .inner_join(s::table.on(s::id.eq(a::section_id)))
            .filter(a::id.eq(id.to_string()))
            .select((a::id, a::title, a::parties, s::party, a::recorded_entry))
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        Ok(row.map(approach).transpose()?)
    }
}

fn approach(row: Row) -> Result<ApproachFacts, DatabaseError> {
    let (id, title, parties, recorded_by, recorded_entry) = row;
    Ok(ApproachFacts {
        id: parsed(&id, "approach")?,
        title,
        parties: parties.iter().map(|it| parsed(it, "Party")).collect::<Result<_, _>>()?,
        recorded_by: parsed(&recorded_by, "Party")?,
        recorded_entry,
    })
}
