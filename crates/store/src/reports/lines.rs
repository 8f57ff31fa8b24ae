//! The entries of a year that moved units of a Party, or that it moved.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz};
use domain::access::{ReadDesk, ReadSection};
use domain::aef::{Leaf, Line};
use domain::entity::EntityId;
use domain::party::PartyCode;
use jiff::Timestamp;

use super::Span;
use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::store::Reading;

/// The acts that may have moved units from Party to Party, or ended them.
const ACTS: [&str; 12] = [
    "authorize-units",
    "cancel",
    "contribute-to-adaptation",
    "first-transfer",
    "issue",
    "issue-article-6-4",
    "retire",
    "transfer",
    "transfer-in",
    "transfer-out",
    "use-for-oimp",
    "use-towards-ndc",
];

/// An entry of the ledger that moved units.
pub(super) struct StoredLine {
    pub(super) entry: i64,
    occurred: Timestamp,
    pub(super) recorded: Timestamp,
    act: String,
    pub(super) leaf: Leaf,
    entity: Option<EntityId>,
}

impl StoredLine {
    pub(super) fn read(&self) -> Line<'_> {
        let Self { entry, occurred, act, leaf, entity, .. } = self;
        Line { entry: *entry, occurred: *occurred, act, leaf, entity: entity.as_ref() }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    entry_no: i64,
    #[diesel(sql_type = Text)]
    act: String,
    #[diesel(sql_type = Timestamptz)]
    occurred_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Nullable<Jsonb>)]
    leaf: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<Text>)]
    entity: Option<String>,
}

/// The entries on either side of the section, each side by its index; and those of the mechanism's
/// section, whose units are their host's to report, and of acts by which units went to a registry of
/// the Party's own, or came from it. Which entity used units stands in the order.
const LINES: &str = "
    WITH mechanism AS (SELECT id FROM published.section WHERE party = 'QUN'),
    found AS (
        (SELECT entry_no FROM published.entry
        WHERE section_id = $1 AND act = ANY ($2) AND occurred_at >= $3 AND occurred_at < $4
            AND entry_no > $5 ORDER BY entry_no LIMIT $6)
        UNION
        (SELECT entry_no FROM published.entry
        WHERE other_section_id = $1 AND act = ANY ($2) AND occurred_at >= $3 AND occurred_at < $4
            AND entry_no > $5 ORDER BY entry_no LIMIT $6)
        UNION
        (SELECT entry_no FROM published.entry
        WHERE section_id = (SELECT id FROM mechanism) AND act = ANY ($2)
            AND occurred_at >= $3 AND occurred_at < $4
            AND entry_no > $5
            AND EXISTS (
                SELECT FROM jsonb_array_elements(facts -> 'blocks') AS block
                WHERE split_part(block ->> 'units', '-', 3) = $7
            )
            ORDER BY entry_no LIMIT $6)
        UNION
        (SELECT entry_no FROM published.entry
        WHERE act IN ('transfer-out', 'transfer-in') AND section_id <> $1
            AND occurred_at >= $3 AND occurred_at < $4 AND entry_no > $5
            AND left(facts #>> '{facts,registry}', 3) = $7
            ORDER BY entry_no LIMIT $6)
    ), newest AS (SELECT entry_no FROM found ORDER BY entry_no LIMIT $6)
    SELECT shown.entry_no, shown.act, shown.occurred_at, shown.recorded_at,
        shown.facts AS leaf,
        proposal.document -> 'orders' -> (kept.content ->> 'order')::integer ->> 'entity' AS entity
    FROM newest AS found
    JOIN published.entry AS shown ON shown.entry_no = found.entry_no
    LEFT JOIN registry.entry AS kept
        ON kept.entry_no = found.entry_no AND kept.section_id = $1 AND kept.act = 'use-for-oimp'
    LEFT JOIN registry.proposal
        ON proposal.section_id = $1 AND proposal.id = (kept.content ->> 'proposal')::uuid
    ORDER BY shown.entry_no";

impl Reading<'_, ReadSection> {
    /// The entries of a time that a Party may have to report, in their order: so many after one.
    pub(super) fn lines(
        &mut self,
        span: Span,
        party: PartyCode,
        (after, at_most): (i64, i64),
    ) -> Result<Vec<StoredLine>, StoreError> {
        let section = self.permit().on().number();
        let rows: Vec<Row> = diesel::sql_query(LINES)
            .bind::<SmallInt, _>(section)
            .bind::<Array<Text>, _>(ACTS.map(ToOwned::to_owned).to_vec())
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(span.from))
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(span.to))
            .bind::<BigInt, _>(after)
            .bind::<BigInt, _>(at_most)
            .bind::<Text, _>(party.to_string())
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let lines = rows.into_iter().map(|row| line(row, party));
        Ok(lines.collect::<Result<_, DatabaseError>>()?)
    }
}

/// The entries of all sections, as everybody may know them.
const ALL_LINES: &str = "
    SELECT entry_no, act, occurred_at, recorded_at, facts AS leaf, NULL::text AS entity
    FROM published.entry
    WHERE act = ANY ($1) AND entry_no > $2 ORDER BY entry_no LIMIT $3";

impl Reading<'_, ReadDesk> {
    /// The entries that moved units, of all sections, in their order: so many after one.
    pub(super) fn all_lines(
        &mut self,
        (after, at_most): (i64, i64),
    ) -> Result<Vec<StoredLine>, StoreError> {
        let rows: Vec<Row> = diesel::sql_query(ALL_LINES)
            .bind::<Array<Text>, _>(ACTS.map(ToOwned::to_owned).to_vec())
            .bind::<BigInt, _>(after)
            .bind::<BigInt, _>(at_most)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        Ok(rows.into_iter().map(whole).collect::<Result<_, DatabaseError>>()?)
    }
}

fn line(row: Row, party: PartyCode) -> Result<StoredLine, DatabaseError> {
    let mut line = whole(row)?;
    let leaf = &mut line.leaf;
    let outside = leaf.facts.get("registry").and_then(|it| it.as_str());
    let own_registry = outside.is_some_and(|it| it.starts_with(party.as_str()));
    leaf.blocks.retain(|block| {
        let place = |at: PartyCode| at == party;
        own_registry
            || place(block.units.series.party)
            || place(block.to.party)
            || block.from.is_some_and(|from| place(from.party))
    });
    Ok(line)
}

/// An entry with all its blocks.
fn whole(row: Row) -> Result<StoredLine, DatabaseError> {
    let leaf: Option<Leaf> = row.leaf.and_then(|leaf| serde_json::from_value(leaf).ok());
    let leaf = leaf.ok_or_else(|| unreadable("leaf"))?;
    let entity = row.entity.map(|entity| parsed(&entity, "entity")).transpose()?;
    let occurred = row.occurred_at.to_jiff();
    let (entry, act, recorded) = (row.entry_no, row.act, row.recorded_at.to_jiff());
    Ok(StoredLine { entry, occurred, recorded, act, leaf, entity })
}
