//! States of the ledger: the present one, and those of the past in either of the two times.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Timestamptz};
use domain::access::Act;
use jiff::Timestamp;

use crate::error::DatabaseError;
use crate::ledger::writer::StoreError;
use crate::schema::published::log_batch as b;
use crate::store::Reading;

/// Which of the two times of an entry a question goes by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Time {
    /// When the registry recorded it.
    #[default]
    Recorded,
    /// When it occurred: then, or earlier.
    Occurred,
}

/// A moment in the past, at which a question is to be answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// The moment. What happened at it has happened.
    pub moment: Timestamp,
    /// The time by which it goes.
    pub time: Time,
}

/// How far the ledger had come when it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// When it was read, by the registry's clock.
    pub moment: Timestamp,
    /// The last entry of the log; 0 while it is empty.
    pub entry: i64,
}

/// Which rows are the state: what [`AsOf`] comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// The current blocks.
    Present,
    /// What the entries up to this one had made.
    Entry(i64),
    /// What had occurred by this moment.
    Occurred(jiff_diesel::Timestamp),
}

impl State {
    /// A condition on an entry's number, or on when it occurred: the text, and then the state. The
    /// present has no condition.
    pub(crate) fn push<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, Pg>,
        by_entry: &'static str,
        by_occurred: &'static str,
    ) -> QueryResult<()> {
        match self {
            Self::Present => Ok(()),
            Self::Entry(entry) => {
                out.push_sql(by_entry);
                out.push_bind_param::<BigInt, _>(entry)
            }
            Self::Occurred(moment) => {
                out.push_sql(by_occurred);
                out.push_bind_param::<Timestamptz, _>(moment)
            }
        }
    }
}

impl<A: Act> Reading<'_, A> {
    /// How far the ledger has come.
    pub fn standing(&mut self) -> Result<Standing, StoreError> {
        let (moment, entry): (jiff_diesel::Timestamp, i64) = b::table
            .order(b::batch_no.desc())
            .select((diesel::dsl::sql::<Timestamptz>("registry.now()"), b::last_entry))
            .first(self.db)
            .map_err(DatabaseError::from)?;
        Ok(Standing { moment: moment.to_jiff(), entry })
    }

    /// The state that a question is about.
    pub(crate) fn state(&mut self, at: Option<AsOf>) -> Result<State, StoreError> {
        match at {
            None => Ok(State::Present),
            Some(AsOf { moment, time: Time::Occurred }) => Ok(State::Occurred(moment.into())),
            Some(AsOf { moment, time: Time::Recorded }) => {
                let entry = LastEntryBy { moment: moment.into() }.get_result(self.db);
                Ok(State::Entry(entry.map_err(DatabaseError::from)?))
            }
        }
    }
}

/// The last entry that was recorded by a moment. Batches are numbered without a gap and in the
/// order of their times, so that halving finds it in a few steps, without an index on the time.
#[derive(QueryId)]
struct LastEntryBy {
    moment: jiff_diesel::Timestamp,
}

impl QueryFragment<Pg> for LastEntryBy {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "WITH RECURSIVE search (low, high) AS (
                SELECT 0::bigint, max(batch_no) FROM published.log_batch
                UNION ALL
                SELECT
                    CASE WHEN middle.recorded_at <= wanted.moment THEN middle.batch_no
                        ELSE search.low END,
                    CASE WHEN middle.recorded_at <= wanted.moment THEN search.high
                        ELSE middle.batch_no - 1 END
                FROM search
                JOIN published.log_batch AS middle
                    ON middle.batch_no = (search.low + search.high + 1) / 2
                CROSS JOIN (SELECT ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.moment)?;
        out.push_sql(
            " AS moment) AS wanted
                WHERE search.low < search.high
            )
            SELECT last_entry FROM published.log_batch
            WHERE batch_no = (SELECT low FROM search WHERE low = high)",
        );
        Ok(())
    }
}

impl Query for LastEntryBy {
    type SqlType = BigInt;
}

impl RunQueryDsl<PgConnection> for LastEntryBy {}
