//! What was done with units in a year, by all Parties, out of what is published alone.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use domain::access::ReadPublic;
use domain::account::AccountKind;
use domain::party::PartyCode;
use domain::prefilled::AnnualLine;
use domain::registry::RegistryId;
use domain::vintage::Year;

use super::Span;
use crate::error::DatabaseError;
use crate::ledger::rows::{index, parsed};
use crate::ledger::writer::StoreError;
use crate::store::Reading;

/// Each block of each entry, with the state in which the entry left it: the current one or a past one,
/// found by its key. What is equal is added up.
const LINES: &str = "
    WITH moved AS (
        SELECT shown.entry_no, shown.act, shown.facts #>> '{facts,registry}' AS outside,
            block #>> '{from,kind}' AS from_kind, block #>> '{from,party}' AS from_party,
            block #>> '{to,kind}' AS to_kind, block #>> '{to,party}' AS to_party,
            string_to_array(block ->> 'units', '-') AS part
        FROM published.entry AS shown
        CROSS JOIN LATERAL jsonb_array_elements(shown.facts -> 'blocks') AS block
        WHERE shown.occurred_at >= $1 AND shown.occurred_at < $2
    ), run AS (
        SELECT moved.*, series.no, series.party AS host, series.approach,
            split_part(part[4], '..', 1)::bigint AS first,
            coalesce(nullif(split_part(part[4], '..', 2), ''), part[4])::bigint AS last
        FROM moved
        JOIN published.series ON series.approach = part[1] AND series.registry_id = part[2]
            AND series.party = part[3] AND series.vintage = part[5]::smallint
    )
    SELECT run.act, run.outside, run.from_kind, run.from_party, from_section.registry_id AS from_registry,
        run.to_kind, run.to_party, to_section.registry_id AS to_registry, run.host, run.approach,
        issuance.metric, coalesce(state.first_transfer_entry = run.entry_no, false) AS is_first,
        coalesce(state.first_transfer_entry < run.entry_no, false) AS was_first,
        sum(run.last - run.first + 1)::bigint AS units
    FROM run
    JOIN LATERAL (
        SELECT block.issuance_no, block.first_transfer_entry FROM published.unit_block AS block
        WHERE block.series_no = run.no AND block.first_serial = run.first
            AND block.since_entry = run.entry_no
        UNION ALL
        SELECT block.issuance_no, block.first_transfer_entry FROM published.unit_block_past AS block
        WHERE block.series_no = run.no AND block.first_serial = run.first
            AND block.since_entry = run.entry_no
        LIMIT 1
    ) AS state ON true
    JOIN published.issuance ON issuance.no = state.issuance_no
    JOIN published.section AS to_section ON to_section.party = run.to_party
    LEFT JOIN published.section AS from_section ON from_section.party = run.from_party
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    act: String,
    #[diesel(sql_type = Nullable<Text>)]
    outside: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    from_kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    from_party: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    from_registry: Option<String>,
    #[diesel(sql_type = Text)]
    to_kind: String,
    #[diesel(sql_type = Text)]
    to_party: String,
    #[diesel(sql_type = Text)]
    to_registry: String,
    #[diesel(sql_type = Text)]
    host: String,
    #[diesel(sql_type = Text)]
    approach: String,
    #[diesel(sql_type = Text)]
    metric: String,
    #[diesel(sql_type = Bool)]
    is_first: bool,
    #[diesel(sql_type = Bool)]
    was_first: bool,
    #[diesel(sql_type = BigInt)]
    units: i64,
}

impl Reading<'_, ReadPublic> {
    /// What was done with units in a year, equal acts added up.
    pub fn annual_lines(&mut self, year: Year) -> Result<Vec<AnnualLine>, StoreError> {
        let span = Span::of(year)?;
        let rows: Vec<Row> = diesel::sql_query(LINES)
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(span.from))
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(span.to))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        Ok(rows.iter().map(line).collect::<Result<_, _>>()?)
    }
}

type Place = (AccountKind, PartyCode, RegistryId);

fn place(kind: &str, party: &str, registry: &str) -> Result<Place, DatabaseError> {
    Ok((parsed(kind, "kind of account")?, parsed(party, "Party")?, parsed(registry, "registry")?))
}

fn line(row: &Row) -> Result<AnnualLine, DatabaseError> {
    let from = row.from_kind.as_deref().zip(row.from_party.as_deref());
    let from = from.zip(row.from_registry.as_deref());
    let outside = row.outside.as_deref().map(|it| parsed(it, "registry")).transpose()?;
    Ok(AnnualLine {
        act: row.act.clone(),
        from: from.map(|((kind, party), registry)| place(kind, party, registry)).transpose()?,
        to: place(&row.to_kind, &row.to_party, &row.to_registry)?,
        outside,
        host: parsed(&row.host, "Party")?,
        approach: parsed(&row.approach, "approach")?,
        metric: parsed(&row.metric, "metric")?,
        is_first_transfer: row.is_first,
        was_first_transferred: row.was_first,
        units: index(row.units)?,
    })
}
