//! Reading a large result in portions, in order.

use std::collections::VecDeque;
use std::marker::PhantomData;

use diesel::connection::SimpleConnection as _;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;

use crate::error::DatabaseError;

/// How many rows a portion has.
const PORTION: &str = "FETCH 2000 FROM ";

/// A row that is read through a cursor: its columns, by their place in the query.
pub(super) trait Stored: 'static {
    /// The types of the columns.
    type SqlType: 'static;
    /// The name of the cursor.
    const NAME: &'static str;
    /// All such rows, in order.
    const QUERY: &'static str;
}

/// A cursor of the database, and the rows of its present portion.
pub(super) struct Cursor<Row> {
    rows: VecDeque<Row>,
    at_end: bool,
}

impl<Row: Stored> Cursor<Row>
where
    Fetch<Row>: for<'q> LoadQuery<'q, PgConnection, Row>,
{
    /// Opens a cursor over all such rows.
    pub(super) fn open(db: &mut PgConnection) -> Result<Self, DatabaseError> {
        db.batch_execute(&format!("DECLARE {} NO SCROLL CURSOR FOR {}", Row::NAME, Row::QUERY))?;
        Ok(Self { rows: VecDeque::new(), at_end: false })
    }

    /// The next row, which stays where it is.
    pub(super) fn peek(&mut self, db: &mut PgConnection) -> Result<Option<&Row>, DatabaseError> {
        if self.rows.is_empty() && !self.at_end {
            self.rows = Fetch::<Row>(PhantomData).load(db)?.into();
            self.at_end = self.rows.is_empty();
        }
        Ok(self.rows.front())
    }

    /// The next row.
    pub(super) fn next(&mut self, db: &mut PgConnection) -> Result<Option<Row>, DatabaseError> {
        self.peek(db)?;
        Ok(self.rows.pop_front())
    }
}

/// Fetches a portion. It is prepared once for each cursor, and its columns are found by their place.
pub(super) struct Fetch<Row>(PhantomData<Row>);

impl<Row: Stored> Query for Fetch<Row> {
    type SqlType = Row::SqlType;
}

impl<Row> RunQueryDsl<PgConnection> for Fetch<Row> {}

impl<Row: Stored> QueryId for Fetch<Row> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Row: Stored> QueryFragment<Pg> for Fetch<Row> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(PORTION);
        out.push_sql(Row::NAME);
        Ok(())
    }
}
