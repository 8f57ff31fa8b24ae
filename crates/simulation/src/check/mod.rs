//! The invariants of `docs/ARCHITECTURE.md`: 5 to 11, and 14.

mod caps;
mod entries;
mod past;
mod persons;
mod registers;
mod units;
mod warnings;
mod whole;
mod years;

use domain::ledger::{Books, Head, Request};
use domain::vintage::Year;

use crate::answer::Answer;
use crate::world::World;
pub(crate) use past::history;
pub(crate) use warnings::{tried_out, tried_out_replacement};
pub(crate) use whole::everything;

/// What the books were before a request.
pub(crate) struct Before {
    head: Head,
    /// All of them, where all is looked at.
    books: Option<Books>,
}

impl Before {
    pub(crate) fn of(books: &Books, whole: bool) -> Self {
        Self { head: books.head.clone(), books: whole.then(|| books.clone()) }
    }
}

/// What one request touched; and everything, if it is time for that.
pub(crate) fn after(
    world: &World,
    before: &Before,
    request: &Request,
    answer: Answer,
) -> Result<(), String> {
    if answer.is_done() {
        entries::grew(world, before)?;
        units::touched(world, request)?;
        caps::touched(world)?;
        persons::two(world, request)?;
        warnings::same(world)?;
    } else {
        entries::unchanged(world, before)?;
    }
    match &before.books {
        Some(_) => everything(world),
        None => Ok(()),
    }
}

/// What the end of a year touched.
pub(crate) fn after_year(
    world: &World,
    before: &Before,
    year: Year,
    answer: Answer,
) -> Result<(), String> {
    if answer.is_done() {
        entries::grew(world, before)?;
        years::ended(world, year)?;
    } else {
        entries::unchanged(world, before)?;
    }
    years::all(world)
}

/// An invariant, by its number, that holds or not.
pub(crate) fn holds(
    invariant: u8,
    holds: bool,
    otherwise: impl FnOnce() -> String,
) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("invariant {invariant}: {}", otherwise())) }
}
