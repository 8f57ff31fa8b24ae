//! What a Party held at the end of a year.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text, Timestamptz};
use domain::access::ReadSection;
use domain::account::AccountKind;
use domain::aef::{Held, Keeper};
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::serial::Serials;
use domain::unit::UnitRange;
use jiff::Timestamp;

use super::Names;
use super::blocks::Origin;
use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, serial, unreadable};
use crate::ledger::writer::StoreError;
use crate::store::Reading;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    series_no: i64,
    #[diesel(sql_type = BigInt)]
    first_serial: i64,
    #[diesel(sql_type = BigInt)]
    last_serial: i64,
    #[diesel(sql_type = BigInt)]
    issuance_no: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    authorization_no: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    first_transfer_entry: Option<i64>,
    #[diesel(sql_type = Text)]
    section: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    outside: Option<String>,
}

/// ITMOs in the section's own accounts and in those that stand for other registries, without the
/// Adaptation Fund's; those of its host that lay with the mechanism; and those in accounts of other
/// sections that stand for a registry of the Party's own.
const HELD: &str = "
    WITH state AS (
        SELECT block.series_no, block.first_serial, block.last_serial, block.issuance_no,
            block.authorization_no, block.first_transfer_entry, block.account_id
        FROM registry.account
        JOIN registry.unit_block AS block ON block.account_id = account.id
        WHERE account.section_id = $1 AND block.since_occurred <= $2
        UNION ALL
        SELECT block.series_no, block.first_serial, block.last_serial, block.issuance_no,
            block.authorization_no, block.first_transfer_entry, block.account_id
        FROM registry.account
        JOIN registry.unit_block_past AS block ON block.account_id = account.id
        WHERE account.section_id = $1 AND block.since_occurred <= $2 AND block.until_occurred > $2
    )
    SELECT state.series_no, state.first_serial, state.last_serial, state.issuance_no,
        state.authorization_no, state.first_transfer_entry, $3 AS section, account.kind,
        CASE WHEN account.kind = 'OUT' THEN account.entity_id END AS outside
    FROM state
    JOIN registry.account ON account.id = state.account_id
    WHERE account.kind IN ('100', 'OUT') AND account.holder_kind <> 'adaptation-fund'
        AND state.first_transfer_entry IS NOT NULL
    UNION ALL
    SELECT * FROM registry.lies_elsewhere($2)
    LIMIT $4";

impl Reading<'_, ReadSection> {
    /// The ITMOs that the Party held at a moment, by when things occurred: those of so many blocks.
    pub(super) fn held_at(
        &mut self,
        moment: Timestamp,
        (party, at_most): (PartyCode, i64),
        names: &Names,
    ) -> Result<Vec<Held>, StoreError> {
        let section = self.permit().on().number();
        let rows: Vec<Row> = diesel::sql_query(HELD)
            .bind::<SmallInt, _>(section)
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(moment))
            .bind::<Text, _>(party.to_string())
            .bind::<BigInt, _>(at_most)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let origins: Vec<Origin> = rows.iter().map(origin).collect();
        let found = self.origins(origins.iter())?;
        let mut held = Vec::new();
        for (row, origin) in rows.iter().zip(&origins) {
            let (units, keeper) = placed(row, names)?;
            let Keeper::Party(holder, registry) = keeper else { continue };
            if holder == party {
                let block = found.facts(*origin).ok_or_else(|| unreadable("authorization"))?;
                held.push(Held { units, block, registry });
            }
        }
        Ok(held)
    }
}

fn origin(row: &Row) -> Origin {
    Origin {
        issuance: row.issuance_no,
        authorization: row.authorization_no,
        first_transfer: row.first_transfer_entry,
    }
}

fn placed(row: &Row, names: &Names) -> Result<(UnitRange, Keeper), DatabaseError> {
    let series = *names.numbers.get(&row.series_no).ok_or_else(|| unreadable("series"))?;
    let serials = Serials::new(serial(row.first_serial)?, serial(row.last_serial)?);
    let units = UnitRange { series, serials: serials.ok_or_else(|| unreadable("block"))? };
    let section: PartyCode = parsed(&row.section, "Party")?;
    let registry = names.registries.get(&section).ok_or_else(|| unreadable("section"))?;
    let outside: Option<RegistryId> =
        row.outside.as_ref().map(|it| parsed(it, "registry")).transpose()?;
    let kind: AccountKind = parsed(&row.kind, "kind of account")?;
    Ok((units, Keeper::of(kind, (section, *registry), series.party, outside)))
}
