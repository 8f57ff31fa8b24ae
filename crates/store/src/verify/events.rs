//! Events against the log: each leaf that is no entry has its event, and says what the event says.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz};
use domain::event::EventRecord;
use jiff::Timestamp;

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
