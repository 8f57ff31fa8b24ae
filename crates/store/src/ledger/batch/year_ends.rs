//! The ends of calendar years. They queue for the ledger lock like anybody.

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::ledger::{Books, CannotEndYear, YearEnd, end_year};
use domain::section::SectionNo;
use domain::vintage::Year;

use super::{Batcher, LEDGER_LOCK, Loading, Wanted, load, rows, write};
use crate::error::DatabaseError;
use crate::schema::registry::{entry as e, year_end as y};
use crate::schema::transparency::log_batch as b;

type Ended = Result<YearEnd, CannotEndYear>;

impl Batcher {
    /// Ends a year, unless the rules say that it cannot end now.
    pub(in crate::ledger) fn end_year(&mut self, year: Year) -> Result<Ended, DatabaseError> {
        self.persistently(|this, _raced| this.ended(year))
    }

    fn ended(&mut self, year: Year) -> Result<Ended, DatabaseError> {
        // What is nobody's act stands with those of the registry itself.
        let desk = [SectionNo::SECRETARIAT.number()];
        self.set_scope(&desk)?;
        let installation = self.installation;
        self.connected()?.transaction(|db| {
            db.batch_execute(&format!("SELECT pg_advisory_xact_lock({LEDGER_LOCK})"))?;
            let loading = load::load(db, installation, &Wanted::default(), &desk, &[])?;
            let Loading { mut books, now, .. } = loading;
            years(db, &mut books)?;
            let ended = end_year(&mut books, year, now);
            if ended.is_ok() {
                write::write(db, &books, true)?;
                insert(db, &books)?;
            }
            Ok(ended)
        })
    }
}

/// When the first entry was made, and the last year that has ended.
fn years(db: &mut PgConnection, books: &mut Books) -> Result<(), DatabaseError> {
    let began: Option<jiff_diesel::Timestamp> = b::table
        .filter(b::last_entry.ge(1))
        .order(b::batch_no)
        .select(b::recorded_at)
        .first(db)
        .optional()?;
    books.began = began.map(|at| at.to_jiff());
    let last: Option<(i16, i64, i64, jiff_diesel::Timestamp)> = y::table
        .inner_join(e::table.on(e::entry_no.eq(y::entry_no)))
        .order(y::year.desc())
        .select((y::year, y::entry_no, e::log_index, e::recorded_at))
        .first(db)
        .optional()?;
    if let Some((year, entry, leaf, recorded)) = last {
        let leaf_index = rows::index(leaf)?;
        let ended = YearEnd { entry, leaf_index, recorded: recorded.to_jiff() };
        books.year_ends.load(rows::year(i32::from(year))?, ended);
    }
    Ok(())
}

fn insert(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for change in books.year_ends.changes() {
        let Some(ended) = change.after else { continue };
        diesel::insert_into(y::table)
            .values((y::year.eq(change.key.number()), y::entry_no.eq(ended.entry)))
            .execute(db)?;
    }
    Ok(())
}
