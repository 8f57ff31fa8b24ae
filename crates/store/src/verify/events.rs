//! Events against the log: each leaf that is no entry has its event, and says what the event says.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz};
use domain::event::EventRecord;
use jiff::Timestamp;

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

/// An event, when it was recorded, and the index of its leaf.
pub(super) struct Happened {
    pub(super) index: i64,
    pub(super) at: Timestamp,
    pub(super) record: EventRecord,
}

impl Happened {
    pub(super) fn leaf(&self) -> u64 {
        // No leaf has a negative index.
        u64::try_from(self.index).unwrap_or(u64::MAX)
    }
}

/// Makes the leaf of every event again, and compares it with the log. Gives the events as they say.
pub(super) fn compare(
    db: &mut PgConnection,
    findings: &mut Findings,
) -> Result<Vec<Happened>, DatabaseError> {
    let mut happened = Vec::new();
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
        } else if let Some(event) = events.next(db)? {
            match read(&event) {
                Ok(record) => {
                    if let Some(field) = difference(&event, &record, &leaf.leaf) {
                        let what = format!("made again, its {field} is different");
                        findings.add(place(index), what);
                    }
                    happened.push(Happened { index, at: event.recorded_at.to_jiff(), record });
                }
                Err(why) => findings.add(place(index), why),
            }
        }
    }
    while let Some(event) = events.next(db)? {
        findings.add(place(event.log_index), "the log has no leaf for it");
    }
    Ok(happened)
}

fn place(index: i64) -> String {
    format!("event {index}")
}

fn read(row: &EventRow) -> Result<EventRecord, String> {
    serde_json::from_value(row.content.clone())
        .map_err(|error| format!("its content cannot be read: {error}"))
}

/// In what an event differs from its leaf, or its columns from the event.
fn difference(row: &EventRow, kept: &EventRecord, leaf: &str) -> Option<&'static str> {
    let fields = [
        ("kind", kept.event.kind() == row.kind),
        ("section", kept.event.section().and_then(stored_section) == row.section_id),
        ("leaf", kept.leaf(row.recorded_at.to_jiff()) == leaf),
    ];
    fields.into_iter().find(|(_, same)| !same).map(|(field, _)| field)
}
