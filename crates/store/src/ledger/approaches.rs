//! Cooperative approaches, as seldom orders read and write them.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::ledger::Books;

use super::rows::{parsed, section_no};
use super::seldom::added;
use super::wanted::Seldom;
use crate::error::DatabaseError;
use crate::schema::registry as table;

/// Adds what is wanted to the books.
pub(super) fn load(
    db: &mut PgConnection,
    wanted: &Seldom,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::approach as a;
    if wanted.approaches.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = wanted.approaches.iter().map(ToString::to_string).collect();
    let found: Vec<(String, i16, String, Vec<String>, i64)> = a::table
        .filter(a::id.eq_any(ids))
        .select((a::id, a::section_id, a::title, a::parties, a::recorded_entry))
        .load(db)?;
    for (id, section, title, parties, recorded) in found {
        let parties =
            parties.iter().map(|party| parsed(party, "Party")).collect::<Result<_, _>>()?;
        let section = section_no(section)?;
        let approach = domain::approach::Approach { section, title, parties, recorded };
        books.approaches.load(parsed(&id, "approach")?, approach);
    }
    Ok(())
}

/// Writes those that are new.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for (id, approach) in added(&books.approaches) {
        use table::approach as a;
        let parties: Vec<_> = approach.parties.iter().map(ToString::to_string).collect();
        diesel::insert_into(a::table)
            .values((
                a::id.eq(id.to_string()),
                a::section_id.eq(approach.section.number()),
                a::title.eq(&approach.title),
                a::parties.eq(parties),
                a::recorded_entry.eq(approach.recorded),
            ))
            .execute(db)?;
    }
    Ok(())
}
