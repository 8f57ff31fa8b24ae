//! What is the same for all units of the blocks that entries moved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Nullable};
use domain::access::{Act, ReadSection};
use domain::aef::{BlockFacts, Registers};
use domain::code_list::{ActivityType, MitigationType, Sector};
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::serial::Serials;
use domain::underlying::Underlying;
use domain::unit::{Series, UnitRange};
use domain::vintage::Year;
use jiff::Timestamp;

use super::Names;
use super::lines::StoredLine;
use super::terms::Versions;
use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, serial, stored, unreadable};
use crate::ledger::writer::StoreError;
use crate::schema::published::{entry as e, issuance as i};
use crate::store::Reading;

/// A block as an entry left it.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) issuance: i64,
    pub(super) authorization: Option<i32>,
    pub(super) first_transfer: Option<i64>,
}

/// Issuances and authorizations, to look blocks up in.
pub(super) struct Origins {
    issuances: BTreeMap<i64, Issued>,
    versions: Versions,
}

/// What of an issuance is read.
type IssuedRow = (i64, i64, i64, String, String, String, jiff_diesel::Timestamp);

struct Issued {
    serials: Serials,
    mitigation_type: MitigationType,
    sector: Sector,
    activity_type: ActivityType,
    underlying: Option<Underlying>,
    occurred: Timestamp,
}

impl Origins {
    /// What is the same for all units of a block, if they are authorized.
    pub(super) fn facts(&self, origin: Origin) -> Option<BlockFacts> {
        let issued = self.issuances.get(&origin.issuance)?;
        let terms = self.versions.as_of(origin.authorization?, origin.first_transfer)?;
        Some(BlockFacts {
            terms: Arc::clone(terms),
            mitigation_type: issued.mitigation_type,
            sector: issued.sector,
            activity_type: issued.activity_type,
            issued: issued.serials,
            issued_in: Some(Year::of(issued.occurred)),
            underlying: issued.underlying.clone(),
        })
    }
}

/// What acts are read with.
pub(super) struct StoredBlocks {
    registries: BTreeMap<PartyCode, RegistryId>,
    blocks: BTreeMap<(i64, Series, i64), Origin>,
    origins: Origins,
}

impl Registers for StoredBlocks {
    fn registry_of(&self, party: PartyCode) -> Option<RegistryId> {
        self.registries.get(&party).copied()
    }

    fn block(&self, entry: i64, units: UnitRange) -> Option<(Option<BlockFacts>, Option<i64>)> {
        let key = (entry, units.series, stored(units.serials.first()));
        let origin = *self.blocks.get(&key)?;
        Some((self.origins.facts(origin), origin.first_transfer))
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    entry: i64,
    #[diesel(sql_type = BigInt)]
    series_no: i64,
    #[diesel(sql_type = BigInt)]
    first_serial: i64,
    #[diesel(sql_type = BigInt)]
    issuance_no: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    authorization_no: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    first_transfer_entry: Option<i64>,
}

/// A moved block begins where its entry says, for as long as it lies there.
const BLOCKS: &str = "
    SELECT wanted.entry, wanted.series_no, wanted.first_serial, block.issuance_no,
        block.authorization_no, block.first_transfer_entry
    FROM unnest($1, $2, $3) AS wanted (entry, series_no, first_serial)
    CROSS JOIN LATERAL (
        SELECT issuance_no, authorization_no, first_transfer_entry FROM published.unit_block
        WHERE series_no = wanted.series_no AND first_serial = wanted.first_serial
            AND since_entry = wanted.entry
        UNION ALL
        SELECT issuance_no, authorization_no, first_transfer_entry FROM published.unit_block_past
        WHERE series_no = wanted.series_no AND first_serial = wanted.first_serial
            AND since_entry = wanted.entry
    ) AS block";

#[derive(QueryableByName)]
struct Behind {
    #[diesel(sql_type = BigInt)]
    issuance_no: i64,
    #[diesel(sql_type = Jsonb)]
    underlying: serde_json::Value,
}

impl<A: Act> Reading<'_, A> {
    /// The blocks that these entries moved, as each left them, without what is behind them.
    pub(super) fn published_blocks_of(
        &mut self,
        lines: &[StoredLine],
        names: &Names,
    ) -> Result<StoredBlocks, StoreError> {
        let blocks = self.left_by(lines, names)?;
        let origins = self.published_origins(blocks.values())?;
        Ok(StoredBlocks { registries: names.registries.clone(), blocks, origins })
    }

    /// How each entry left the blocks that it moved.
    fn left_by(
        &mut self,
        lines: &[StoredLine],
        names: &Names,
    ) -> Result<BTreeMap<(i64, Series, i64), Origin>, StoreError> {
        let (mut entries, mut series, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines {
            for block in &line.leaf.blocks {
                let number = names.series.get(&block.units.series);
                entries.push(line.entry);
                series.push(*number.ok_or_else(|| unreadable("series"))?);
                firsts.push(stored(block.units.serials.first()));
            }
        }
        let rows: Vec<Row> = diesel::sql_query(BLOCKS)
            .bind::<Array<BigInt>, _>(entries)
            .bind::<Array<BigInt>, _>(series)
            .bind::<Array<BigInt>, _>(firsts)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut blocks = BTreeMap::new();
        for row in &rows {
            let series = names.numbers.get(&row.series_no).ok_or_else(|| unreadable("series"))?;
            let origin = Origin {
                issuance: row.issuance_no,
                authorization: row.authorization_no,
                first_transfer: row.first_transfer_entry,
            };
            blocks.insert((row.entry, *series, row.first_serial), origin);
        }
        Ok(blocks)
    }

    /// The issuances and authorizations of blocks, as everybody may know them.
    fn published_origins<'b>(
        &mut self,
        blocks: impl Iterator<Item = &'b Origin> + Clone,
    ) -> Result<Origins, StoreError> {
        let issuances: BTreeSet<i64> = blocks.clone().map(|it| it.issuance).collect();
        let authorizations: BTreeSet<i32> = blocks.filter_map(|it| it.authorization).collect();
        let versions = self.terms_of(&authorizations)?;
        Ok(Origins { issuances: self.issuances(&issuances)?, versions })
    }

    fn issuances(&mut self, numbers: &BTreeSet<i64>) -> Result<BTreeMap<i64, Issued>, StoreError> {
        let numbers: Vec<i64> = numbers.iter().copied().collect();
        let rows: Vec<IssuedRow> = i::table
            .inner_join(e::table.on(e::entry_no.eq(i::entry_no)))
            .filter(i::no.eq_any(numbers))
            .select((
                i::no,
                i::first_serial,
                i::last_serial,
                i::mitigation_type,
                i::sector,
                i::activity_type,
                e::occurred_at,
            ))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let read = rows.into_iter().map(|row| {
            let (number, first, last, mitigation, sector, activity, occurred) = row;
            let serials = Serials::new(serial(first)?, serial(last)?);
            let issued = Issued {
                serials: serials.ok_or_else(|| unreadable("issuance"))?,
                mitigation_type: parsed(&mitigation, "mitigation type")?,
                sector: parsed(&sector, "sector")?,
                activity_type: parsed(&activity, "activity type")?,
                underlying: None,
                occurred: occurred.to_jiff(),
            };
            Ok((number, issued))
        });
        Ok(read.collect::<Result<_, DatabaseError>>()?)
    }
}

impl Reading<'_, ReadSection> {
    /// The blocks that these entries moved, as each left them.
    pub(super) fn blocks_of(
        &mut self,
        lines: &[StoredLine],
        names: &Names,
    ) -> Result<StoredBlocks, StoreError> {
        let blocks = self.left_by(lines, names)?;
        let origins = self.origins(blocks.values())?;
        Ok(StoredBlocks { registries: names.registries.clone(), blocks, origins })
    }

    /// The issuances and authorizations of blocks, with the units of other programmes behind them.
    pub(super) fn origins<'b>(
        &mut self,
        blocks: impl Iterator<Item = &'b Origin> + Clone,
    ) -> Result<Origins, StoreError> {
        let mut origins = self.published_origins(blocks)?;
        let numbers: Vec<i64> = origins.issuances.keys().copied().collect();
        let behind: Vec<Behind> = diesel::sql_query("SELECT * FROM registry.underlying_behind($1)")
            .bind::<Array<BigInt>, _>(numbers)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        for row in behind {
            let read: Underlying = serde_json::from_value(row.underlying)
                .map_err(|_foreign| unreadable("underlying units"))?;
            if let Some(issued) = origins.issuances.get_mut(&row.issuance_no) {
                issued.underlying = Some(read);
            }
        }
        Ok(origins)
    }
}
