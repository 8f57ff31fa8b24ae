//! Reading a large result in portions, in order.

use std::collections::VecDeque;

use diesel::connection::SimpleConnection as _;
use diesel::deserialize::QueryableByName;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use crate::error::DatabaseError;

/// How many rows a portion has.
const PORTION: usize = 2_000;

/// A cursor of the database, and the rows of its present portion.
pub(super) struct Cursor<Row> {
    name: &'static str,
    rows: VecDeque<Row>,
    at_end: bool,
}

impl<Row: QueryableByName<Pg> + 'static> Cursor<Row> {
    /// Opens a cursor over a query.
    pub(super) fn open(
        db: &mut PgConnection,
        name: &'static str,
        query: &str,
    ) -> Result<Self, DatabaseError> {
        db.batch_execute(&format!("DECLARE {name} NO SCROLL CURSOR FOR {query}"))?;
        Ok(Self { name, rows: VecDeque::new(), at_end: false })
    }

    /// The next row, which stays where it is.
    pub(super) fn peek(&mut self, db: &mut PgConnection) -> Result<Option<&Row>, DatabaseError> {
        if self.rows.is_empty() && !self.at_end {
            let fetch = format!("FETCH {PORTION} FROM {}", self.name);
            self.rows = diesel::sql_query(fetch).load(db)?.into();
            self.at_end = self.rows.len() < PORTION;
        }
        Ok(self.rows.front())
    }

    /// The next row.
    pub(super) fn next(&mut self, db: &mut PgConnection) -> Result<Option<Row>, DatabaseError> {
        self.peek(db)?;
        Ok(self.rows.pop_front())
    }
}
