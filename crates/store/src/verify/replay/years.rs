//! The ends of years, which nobody asks for: decided again like all else.

use std::collections::BTreeSet;

use diesel::pg::PgConnection;
use domain::ledger::{YearOver, end_year};
use domain::vintage::Year;
use jiff::{SignedDuration, Timestamp};

use super::super::steps::{Broken, broken};
use super::super::stored::EntryRow;
use super::{Findings, Replay};
use crate::error::DatabaseError;

/// For how long the registry may be at work after a year without ending it. Its clock looks every
/// second.
const LATE: SignedDuration = SignedDuration::from_hours(24);

/// Whether years end in time.
#[derive(Default)]
pub(super) struct InTime {
    /// The year that was over, and the first entry since that was no end of a year.
    at_work: Option<(Year, Timestamp)>,
    /// Years of which it was told.
    told: BTreeSet<Year>,
}

impl Replay {
    /// A year that is over has ended, if the registry was at work: who leaves the end of a year out is
    /// found by the entries that come after.
    pub(super) fn years_end_in_time(&mut self, row: &EntryRow, findings: &mut Findings) {
        let recorded = row.recorded_at.to_jiff();
        let Some(year) = self.books.year_to_end() else { return };
        if year.ends_before().is_none_or(|end| recorded < end) {
            return;
        }
        let InTime { at_work, told } = &mut self.in_time;
        let since = at_work.filter(|(of, _)| *of == year).map_or(recorded, |(_, since)| since);
        *at_work = Some((year, since));
        if recorded.duration_since(since) > LATE && told.insert(year) {
            let what = "it was over, entries were made for more than a day, and none ended it";
            findings.add(format!("year_end {year}"), what);
        }
    }

    /// The end of a year: the next one, and not before it was over.
    pub(super) fn year_end(
        &mut self,
        db: &mut PgConnection,
        row: EntryRow,
    ) -> Result<Result<(), Broken>, DatabaseError> {
        let YearOver { year } = match serde_json::from_str(&row.content) {
            Ok(over) => over,
            Err(error) => return Ok(broken(&format!("its content cannot be read: {error}"))),
        };
        if let Err(refused) = end_year(&mut self.books, year, row.recorded_at.to_jiff()) {
            return Ok(broken(&format!("decided again, it is refused: {refused}")));
        }
        let same = self.same_entries(db, row)?;
        self.books.settle();
        Ok(same)
    }
}
