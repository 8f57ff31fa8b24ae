//! Underlying units, which are behind one issuance only.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool};
use domain::ledger::{Books, Change};
use domain::underlying::UnderlyingRun;

use super::rows::unreadable;
use crate::error::DatabaseError;
use crate::schema::registry::underlying as table;

/// A row: the issuance, the section, and the run.
pub(crate) type Row = (i64, i16, String, String, Vec<i64>, Vec<i64>);

/// Loads the runs of any section that share a unit with this one: there is one at most for each unit.
pub(super) fn load(
    db: &mut PgConnection,
    run: &UnderlyingRun,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    let shares = sql::<Bool>("NOT EXISTS (SELECT FROM unnest(low, high, ")
        .bind::<Array<BigInt>, _>(&run.low)
        .sql(", ")
        .bind::<Array<BigInt>, _>(&run.high)
        .sql(") AS part (low, high, first, last) WHERE part.high < first OR last < part.low)");
    let found: Vec<Row> = table::table
        .filter(table::registry.eq(&run.registry))
        .filter(table::form.eq(&run.form))
        .filter(shares)
        .limit(1)
        .load(db)?;
    for (issuance, _section, registry, form, low, high) in found {
        let key = (registry.clone(), form.clone(), issuance);
        books.underlying.load(key, UnderlyingRun { registry, form, low, high });
    }
    Ok(())
}

/// Writes the runs that were added. Only the exclusion constraint sees those of all sections.
pub(super) fn write(db: &mut PgConnection, books: &Books) -> Result<(), DatabaseError> {
    for Change { key, after, .. } in books.underlying.changes() {
        let (Some(run), issuance) = (after, key.2) else { continue };
        let issued = books.issuances.get(&issuance).ok_or_else(|| unreadable("issuance"))?;
        diesel::insert_into(table::table)
            .values((
                table::issuance_no.eq(issuance),
                table::section_id.eq(issued.section.number()),
                table::registry.eq(&run.registry),
                table::form.eq(&run.form),
                table::low.eq(&run.low),
                table::high.eq(&run.high),
            ))
            .execute(db)?;
    }
    Ok(())
}
