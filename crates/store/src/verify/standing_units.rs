//! What else stands about units - what is behind them, and who benefits - against the books.

use std::collections::BTreeMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::ledger::Books;

use super::Findings;
use super::standing::by_key;
use crate::error::DatabaseError;
use crate::schema::registry as table;

/// Compares these tables with the books.
pub(super) fn compare(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    underlying(db, books, findings)
}

fn underlying(
    db: &mut PgConnection,
    books: &Books,
    findings: &mut Findings,
) -> Result<(), DatabaseError> {
    let found: Vec<crate::ledger::underlying::Row> = table::underlying::table.load(db)?;
    let found = found.into_iter().map(|(issuance, section, registry, form, low, high)| {
        (issuance, (section, registry, form, low, high))
    });
    let mut expected = BTreeMap::new();
    for ((_, _, issuance), run) in books.underlying.iter() {
        let section = books.issuances.get(issuance).map_or(0, |it| it.section.number());
        let (registry, form) = (run.registry.clone(), run.form.clone());
        expected.insert(*issuance, (section, registry, form, run.low.clone(), run.high.clone()));
    }
    by_key("underlying", expected, found.collect(), findings);
    Ok(())
}
