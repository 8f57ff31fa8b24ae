//! What other sections want to send to this one, if it accepts.

use std::sync::Arc;

use diesel::prelude::*;
use domain::access::ReadSection;
use domain::id::{Id, Proposed};
use domain::ledger::Proposal;
use domain::party::PartyCode;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, section_no, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::section as s;
use crate::schema::registry::incoming as i;
use crate::store::Reading;

type Moment = jiff_diesel::Timestamp;
type Row = (Uuid, i16, serde_json::Value, i64, Moment, Moment, Moment);

/// What another section wants to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Incoming {
    /// The Party that wants to send.
    pub from: PartyCode,
    /// The sender's proposal: the orders are all to this section.
    pub proposal: Arc<Proposal>,
    /// The entry since which this section is asked.
    pub entry: i64,
    /// When it was asked.
    pub asked: Timestamp,
    /// It is not carried out before this moment.
    pub due: Timestamp,
    /// It lapses if it is not accepted by then.
    pub lapses: Timestamp,
}

impl Reading<'_, ReadSection> {
    /// What others want to send, newest first; the next page begins before the entry of the last.
    pub fn incoming(
        &mut self,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<Incoming, i64>, StoreError> {
        let rows: Vec<Row> = i::table
            .filter(i::section_id.eq(self.permit().on().number()))
            .filter(i::asked_entry.lt(before.unwrap_or(i64::MAX)))
            .order(i::asked_entry.desc())
            .limit(limit.rows())
            .select(ROW)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let incoming = rows.into_iter().map(|row| self.read(row)).collect::<Result<_, _>>()?;
        Ok(Page::of(incoming, limit, |incoming: &Incoming| incoming.entry))
    }

    /// One of them, by its proposal.
    pub fn incoming_one(&mut self, id: Id<Proposed>) -> Result<Option<Incoming>, StoreError> {
        let row: Option<Row> = i::table
            .filter(i::section_id.eq(self.permit().on().number()))
            .filter(i::proposal_id.eq(id.uuid()))
            .select(ROW)
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        row.map(|row| self.read(row)).transpose()
    }

    fn read(&mut self, row: Row) -> Result<Incoming, StoreError> {
        let (id, from, document, entry, asked, due, lapses) = row;
        let party: String = s::table
            .filter(s::id.eq(from))
            .select(s::party)
            .first(self.db)
            .map_err(DatabaseError::from)?;
        let section = section_no(from)?;
        let proposal = crate::ledger::document::read(Id::from_uuid(id), section, document)
            .map_err(|_foreign| unreadable("proposal"))?;
        Ok(Incoming {
            from: parsed(&party, "Party")?,
            proposal: Arc::new(proposal),
            entry,
            asked: asked.to_jiff(),
            due: due.to_jiff(),
            lapses: lapses.to_jiff(),
        })
    }
}

const ROW: (
    i::proposal_id,
    i::from_section_id,
    i::document,
    i::asked_entry,
    i::asked_at,
    i::due_at,
    i::lapses_at,
) = (
    i::proposal_id,
    i::from_section_id,
    i::document,
    i::asked_entry,
    i::asked_at,
    i::due_at,
    i::lapses_at,
);
