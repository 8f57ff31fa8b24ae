//! The end of a year is one entry and changes nothing else (5); years end in order, each once.

use domain::ledger::{Books, Cause, YearOver};
use domain::vintage::Year;

use super::holds;
use crate::world::World;

/// One entry was made, of this year, when it was recorded; no unit and no proposal has changed.
pub(super) fn ended(world: &World, year: Year) -> Result<(), String> {
    let books = &world.books;
    let [entry] = books.entries() else {
        return Err(format!("invariant 5: {} entries end a year", books.entries().len()));
    };
    let same = entry.cause == Cause::YearOver(YearOver { year })
        && (entry.recorded, entry.occurred) == (world.now, world.now)
        && Year::of(entry.recorded) > year;
    holds(5, same, || format!("entry {} ends {year} otherwise", entry.number))?;
    holds(5, nothing_else(books), || format!("the end of {year} changed something"))
}

fn nothing_else(books: &Books) -> bool {
    books.past().is_empty()
        && books.blocks.changes().is_empty()
        && books.reservations.changes().is_empty()
        && books.sections.changes().is_empty()
        && books.proposals.changes().is_empty()
        && books.decisions.changes().is_empty()
}

/// The years that have ended are those of the naive ledger, and follow on one another.
pub(super) fn all(world: &World) -> Result<(), String> {
    let ended: Vec<_> =
        world.books.year_ends.iter().map(|(year, it)| (year.number(), it.entry)).collect();
    let naive = &*world.desk.ledger.years;
    holds(5, ended == *naive, || format!("years ended {ended:?}, not {naive:?}"))?;
    let mut follow = ended.windows(2).map(|pair| pair[0].0 + 1 == pair[1].0);
    holds(5, follow.all(|it| it), || format!("a year was left out: {ended:?}"))
}
