//! Events against the log: each leaf that is no entry has its event, and says what the event says.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz};
use domain::event::EventRecord;

use super::Findings;
use super::cursor::{Cursor, Stored};
use crate::error::DatabaseError;
use crate::recorded::stored_section;

#[derive(Queryable)]
struct LeafRow {
    idx: i64,
    leaf: String,
}

impl Stored for LeafRow {
    type SqlType = (BigInt, Text);
    const NAME: &'static str = "verified_event_leaves";
    const QUERY: &'static str =
        "SELECT idx, leaf FROM transparency.log_leaf WHERE entry_no IS NULL ORDER BY idx";
}

#[derive(Queryable)]
struct EventRow {
    log_index: i64,
    kind: String,
    section_id: Option<i16>,
    content: serde_json::Value,
    recorded_at: jiff_diesel::Timestamp,
}

impl Stored for EventRow {
    type SqlType = (BigInt, Text, Nullable<SmallInt>, Jsonb, Timestamptz);
    const NAME: &'static str = "verified_events";
    const QUERY: &'static str = "SELECT log_index, kind, section_id, content, recorded_at \
        FROM identity.event ORDER BY log_index";
}

/// Makes the leaf of every event again, and compares it with the log.
pub(super) fn compare(db: &mut PgConnection, findings: &mut Findings) -> Result<(), DatabaseError> {
    let mut leaves = Cursor::<LeafRow>::open(db)?;
    let mut events = Cursor::<EventRow>::open(db)?;
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
