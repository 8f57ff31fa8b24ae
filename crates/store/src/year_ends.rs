//! The ends of calendar years, as everybody may know them.

use diesel::prelude::*;
use domain::access::{Act, LetTimePass};
use domain::ledger::YearEnd;
use domain::vintage::Year;

use crate::error::DatabaseError;
use crate::ledger::rows;
use crate::ledger::writer::StoreError;
use crate::schema::published::{entry as e, log_batch as b, year_end as y};
use crate::store::Reading;

impl<A: Act> Reading<'_, A> {
    /// The entry that ended a year; nothing, as long as it has not ended.
    pub fn year_end(&mut self, year: Year) -> Result<Option<YearEnd>, StoreError> {
        let found: Option<(i64, i64, jiff_diesel::Timestamp)> = y::table
            .inner_join(e::table.on(e::entry_no.eq(y::entry_no)))
            .filter(y::year.eq(year.number()))
            .select((e::entry_no, e::log_index, e::recorded_at))
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        let read = |(entry, leaf, recorded): (i64, i64, jiff_diesel::Timestamp)| {
            let leaf_index = rows::index(leaf)?;
            Ok::<_, DatabaseError>(YearEnd { entry, leaf_index, recorded: recorded.to_jiff() })
        };
        Ok(found.map(read).transpose()?)
    }
}

impl Reading<'_, LetTimePass> {
    /// The years that are over by the database's clock and have not ended, in order.
    pub fn years_over(&mut self) -> Result<Vec<Year>, StoreError> {
        let last: Option<i16> = y::table
            .select(diesel::dsl::max(y::year))
            .first(self.db)
            .map_err(DatabaseError::from)?;
        let mut year = match last {
            Some(last) => rows::year(i32::from(last))?.next(),
            None => self.first_year()?,
        };
        let now = self.now()?;
        let mut over = Vec::new();
        while let Some(this) = year.filter(|it| it.ends_before().is_some_and(|end| end <= now)) {
            over.push(this);
            year = this.next();
        }
        Ok(over)
    }

    /// The year in which the first entry was made, if there is one.
    fn first_year(&mut self) -> Result<Option<Year>, StoreError> {
        let began: Option<jiff_diesel::Timestamp> = b::table
            .filter(b::last_entry.ge(1))
            .order(b::batch_no)
            .select(b::recorded_at)
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        Ok(began.map(|at| Year::of(at.to_jiff())))
    }
}
