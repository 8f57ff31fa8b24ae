//! The ends of years: the clock asks for them, in time, and by chance when it should not.

use domain::ledger::end_year;
use domain::vintage::Year;
use jiff::{SignedDuration, Timestamp};

use crate::answer::{Answer, Entries, No};
use crate::check::{self, Before};
use crate::world::World;

/// After so long the clock has looked; before, it may not have.
const LOOKED: SignedDuration = SignedDuration::from_hours(20);

/// What was said to the end of a year.
#[derive(Clone, Debug)]
pub struct EndedYear {
    /// The year.
    pub year: Year,
    /// What the books said.
    pub books: Answer,
    /// What the naive ledger said.
    pub naive: Answer,
    /// What is wrong, if anything.
    pub wrong: Option<String>,
}

impl World {
    /// The year that the clock asks to end at this moment: that which is over, soon after it is; or by
    /// chance one that is not over, has ended, or would leave another out.
    pub fn year_to_end(&mut self, now: Timestamp) -> Option<Year> {
        let next = self.desk.ledger.year_to_end();
        let due = next.and_then(|it| Year::new(it).ok());
        let since = due.and_then(Year::ends_before).map(|end| now.duration_since(end));
        if let Some(since) = since.filter(|it| !it.is_negative())
            && (since > LOOKED || self.dice.percent(40))
        {
            return due;
        }
        if !self.dice.once_in(400) {
            return None;
        }
        let about = next.unwrap_or(2025);
        Year::new(about + self.dice.one(&[-1, 0, 0, 1])).ok()
    }

    /// Asks both ledgers to end a year, and compares what they say and what they are.
    pub fn end_year(&mut self, year: Year, now: Timestamp) -> EndedYear {
        self.now = now;
        let before = Before::of(&self.books, false);
        let books = match end_year(&mut self.books, year, now) {
            Ok(ended) => Answer::Done(Entries(ended.entry, ended.entry)),
            Err(why) => Answer::Refused(No::from(why.code())),
        };
        let naive = self.desk.end_year(year, now);
        let mut wrong = (books != naive).then(|| "the two answers differ".to_owned());
        if wrong.is_none() {
            wrong = check::after_year(self, &before, year, books).err();
        }
        self.books.settle();
        EndedYear { year, books, naive, wrong }
    }
}
