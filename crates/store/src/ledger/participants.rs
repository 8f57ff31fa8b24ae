//! Who takes part in approaches, as reports will see it: asked only where it may matter.

use std::collections::{BTreeMap, BTreeSet};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::approach::{ApproachId, Participants};
use domain::authorization::Terms;
use domain::ledger::Books;

use super::rows::{parsed, unreadable};
use crate::error::DatabaseError;
use crate::schema::registry as table;

/// Who takes part in approaches, by all authorizations under them, of whatever section.
pub(super) fn load(
    db: &mut PgConnection,
    approaches: &BTreeSet<ApproachId>,
    books: &mut Books,
) -> Result<(), DatabaseError> {
    use table::{authorization as a, section as s};
    if approaches.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = approaches.iter().map(ToString::to_string).collect();
    let found: Vec<(String, serde_json::Value, String)> = a::table
        .inner_join(s::table.on(s::id.eq(a::section_id)))
        .filter(a::approach.eq_any(names))
        .select((a::approach, a::terms, s::party))
        .load(db)?;
    let mut participants: BTreeMap<ApproachId, Participants> = BTreeMap::new();
    for (approach, terms, party) in found {
        let terms: Terms =
            serde_json::from_value(terms).map_err(|_foreign| unreadable("authorization"))?;
        let of_approach = participants.entry(parsed(&approach, "approach")?).or_default();
        of_approach.add(parsed(&party, "Party")?, &terms.parties);
    }
    for (approach, of_approach) in participants {
        books.participants.load(approach, of_approach);
    }
    Ok(())
}
