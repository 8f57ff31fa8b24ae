//! The ends of years.

use domain::vintage::Year;
use jiff::Timestamp;

use super::proposals::Desk;
use super::{Ledger, must, year};
use crate::answer::{Answer, Code, Entries, No};

impl Ledger {
    /// The year that ends next; none before there is an entry.
    pub(crate) fn year_to_end(&self) -> Option<i16> {
        self.years.last().map(|(ended, _)| ended + 1).or(self.began)
    }
}

impl Desk {
    /// Ends a year, or says why it does not end.
    pub(crate) fn end_year(&mut self, asked: Year, now: Timestamp) -> Answer {
        match self.ended(asked.number(), now) {
            Ok(entry) => Answer::Done(Entries(entry, entry)),
            Err(code) => Answer::Refused(No::from(code)),
        }
    }

    fn ended(&mut self, asked: i16, now: Timestamp) -> Result<i64, Code> {
        let ledger = &mut self.ledger;
        must(ledger.year_to_end() == Some(asked), "year-not-next")?;
        // A year is over as soon as it is another year.
        must(year(now) > asked, "year-not-over")?;
        ledger.entry += 1;
        std::rc::Rc::make_mut(&mut ledger.years).push((asked, ledger.entry));
        Ok(ledger.entry)
    }
}
