//! Entries are only added, one after the other (5); what is refused or repeated changes nothing
//! (11).

use domain::ledger::Books;

use super::{Before, holds};
use crate::world::World;

/// The new entries follow on the last one without a gap, and nothing else came into the log.
pub(super) fn grew(world: &World, before: &Before) -> Result<(), String> {
    let books = &world.books;
    let first = before.head.entry + 1;
    for (number, entry) in (first..).zip(books.entries()) {
        holds(5, entry.number == number, || {
            format!("entry {} comes where {number} is due", entry.number)
        })?;
    }
    let new = i64::try_from(books.entries().len()).unwrap_or(i64::MAX);
    let newest = world.desk.ledger.entry;
    let counted = books.head.entry == before.head.entry + new && books.head.entry == newest;
    holds(5, new > 0 && counted, || {
        format!("{new} new entries, but the newest is {}, not {newest}", books.head.entry)
    })?;
    let grown = books.head.log.size() - before.head.log.size();
    holds(5, i64::try_from(grown) == Ok(new), || format!("{grown} leaves for {new} entries"))?;
    let leaves = before.head.log.size()..;
    let mut in_order = leaves.zip(books.entries()).map(|(leaf, entry)| entry.leaf_index == leaf);
    holds(5, in_order.all(|it| it), || "the leaves are not in the entries' order".to_owned())
}

/// The books are as they were.
pub(super) fn unchanged(world: &World, before: &Before) -> Result<(), String> {
    let books = &world.books;
    let same = books.head == before.head && nothing_changed(books);
    holds(11, same, || "the books changed, though nothing was done".to_owned())?;
    match &before.books {
        Some(before) => holds(11, before == books, || "the books are not as before".to_owned()),
        None => Ok(()),
    }
}

fn nothing_changed(books: &Books) -> bool {
    books.entries().is_empty()
        && books.past().is_empty()
        && books.sections.changes().is_empty()
        && books.accounts.changes().is_empty()
        && books.approaches.changes().is_empty()
        && books.entities.changes().is_empty()
        && books.authorizations.changes().is_empty()
        && books.authorization_names.changes().is_empty()
        && books.series.changes().is_empty()
        && books.issuances.changes().is_empty()
        && books.blocks.changes().is_empty()
        && books.reservations.changes().is_empty()
        && books.proposals.changes().is_empty()
        && books.decisions.changes().is_empty()
        && books.keys.changes().is_empty()
        && books.stops.changes().is_empty()
        && books.underlying.changes().is_empty()
        && books.beneficiaries.changes().is_empty()
        && books.conversions.changes().is_empty()
        && books.year_ends.changes().is_empty()
        && books.inventories.changes().is_empty()
}
