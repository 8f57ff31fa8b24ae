//! Events against the log: each leaf that is no entry has its event, and says what the event says.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz};
use domain::event::EventRecord;

use super::Findings;
use super::cursor::Cursor;
use crate::error::DatabaseError;
use crate::recorded::stored_section;

const LEAVES: &str =
    "SELECT idx, leaf FROM transparency.log_leaf WHERE entry_no IS NULL ORDER BY idx";

const EVENTS: &str = "SELECT log_index, kind, section_id, content, recorded_at \
    FROM identity.event ORDER BY log_index";

#[derive(QueryableByName)]
struct LeafRow {
    #[diesel(sql_type = BigInt)]
    idx: i64,
    #[diesel(sql_type = Text)]
    leaf: String,
}

#[derive(QueryableByName)]
struct EventRow {
    #[diesel(sql_type = BigInt)]
    log_index: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<SmallInt>)]
    section_id: Option<i16>,
    #[diesel(sql_type = Jsonb)]
    content: serde_json::Value,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: jiff_diesel::Timestamp,
}

/// Makes the leaf of every event again, and compares it with the log.
pub(super) fn compare(db: &mut PgConnection, findings: &mut Findings) -> Result<(), DatabaseError> {
    let mut leaves = Cursor::<LeafRow>::open(db, "verified_event_leaves", LEAVES)?;
    let mut events = Cursor::<EventRow>::open(db, "verified_events", EVENTS)?;
    while let Some(leaf) = leaves.next(db)? {
        while let Some(event) = events.peek(db)? {
            if event.log_index >= leaf.idx {
                break;
            }
            findings.add(place(event.log_index), "the log has no leaf for it");
            events.next(db)?;
        }
        let index = leaf.idx;
        if events.peek(db)?.is_none_or(|event| event.log_index != index) {
            findings.add(place(index), "it is missing: the leaf is nobody's");
        } else if let Some(event) = events.next(db)?
            && let Err(why) = same(&event, &leaf.leaf)
        {
            findings.add(place(index), why);
        }
    }
    while let Some(event) = events.next(db)? {
        findings.add(place(event.log_index), "the log has no leaf for it");
    }
    Ok(())
}

fn place(index: i64) -> String {
    format!("event {index}")
}

/// Whether an event says what its leaf says, and its columns what the event says.
fn same(row: &EventRow, leaf: &str) -> Result<(), String> {
    let kept: EventRecord = serde_json::from_value(row.content.clone())
        .map_err(|error| format!("its content cannot be read: {error}"))?;
    let fields = [
        ("kind", kept.event.kind() == row.kind),
        ("section", kept.event.section().and_then(stored_section) == row.section_id),
        ("leaf", kept.leaf(row.recorded_at.to_jiff()) == leaf),
    ];
    match fields.iter().find(|(_, same)| !same) {
        Some((field, _)) => Err(format!("made again, its {field} is different")),
        None => Ok(()),
    }
}
