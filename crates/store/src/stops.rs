//! Stops, as they are read.

use diesel::prelude::*;
use domain::access::{Act, ReadDesk, ReadSection};
use domain::id::{Id, Stopped};
use domain::stop::Stop;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::waiting;
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::registry::stop as s;
use crate::store::Reading;

type Moment = jiff_diesel::Timestamp;
type Row = (
    (Uuid, i16, serde_json::Value, String, Uuid, Uuid, String, i64, Moment, Option<Moment>),
    Option<i64>,
);

/// A stop, with its identifier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StopLine {
    /// The identifier.
    pub id: Id<Stopped>,
    /// What it says.
    pub stop: Stop,
}

impl Reading<'_, ReadSection> {
    /// The stops that the section has set, or that concern it, newest first; the next page begins
    /// before the entry of the last one.
    pub fn stops(
        &mut self,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<StopLine, i64>, StoreError> {
        read(self, before, limit)
    }
}

impl Reading<'_, ReadDesk> {
    /// All stops, newest first.
    pub fn all_stops(
        &mut self,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<StopLine, i64>, StoreError> {
        read(self, before, limit)
    }

    /// The stops that have not been lifted.
    pub(crate) fn stops_on(&mut self) -> Result<Vec<StopLine>, StoreError> {
        let rows: Vec<Row> = s::table
            .filter(s::lifted_entry.is_null())
            .order(s::set_entry)
            .select(ROW)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        Ok(rows.into_iter().map(line).collect::<Result<_, _>>()?)
    }
}

/// The wall of sections decides which rows there are.
fn read<A: Act>(
    reading: &mut Reading<'_, A>,
    before: Option<i64>,
    limit: Limit,
) -> Result<Page<StopLine, i64>, StoreError> {
    let rows: Vec<Row> = s::table
        .filter(s::set_entry.lt(before.unwrap_or(i64::MAX)))
        .order(s::set_entry.desc())
        .limit(limit.rows())
        .select(ROW)
        .load(reading.db)
        .map_err(DatabaseError::from)?;
    let lines = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(Page::of(lines, limit, |line: &StopLine| line.stop.set))
}

fn line((columns, lifted): Row) -> Result<StopLine, DatabaseError> {
    let (id, section, target, reason, person, token, kind, set, since, until) = columns;
    let columns = (id, section, target.to_string(), reason, person, token, kind, set, since, until);
    let stop = waiting::read_stop(columns)?;
    Ok(StopLine { id: Id::from_uuid(id), stop: Stop { lifted, ..stop } })
}

type Columns = (
    (
        s::id,
        s::section_id,
        s::target,
        s::reason,
        s::set_by,
        s::set_token,
        s::set_kind,
        s::set_entry,
        s::since,
        s::until,
    ),
    s::lifted_entry,
);

const ROW: Columns = (
    (
        s::id,
        s::section_id,
        s::target,
        s::reason,
        s::set_by,
        s::set_token,
        s::set_kind,
        s::set_entry,
        s::since,
        s::until,
    ),
    s::lifted_entry,
);
