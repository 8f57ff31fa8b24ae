//! Statements of an account, out of the states of blocks that began and ended in it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{
    Array, BigInt, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use domain::access::ReadOwn;
use domain::account::{Account, AccountNumber};
use domain::aef::Leaf;
use domain::ledger::Order;
use domain::statement::{Counterpart, Direction, Movement, Period, balance, changes, count};
use domain::unit::UnitRange;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows::{index, serial, series_of, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::store::Reading;

/// Where a statement goes on: after this entry, with this balance.
pub type StatementKey = (i64, u64);

/// A part of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// The account.
    pub account: Account,
    /// The time.
    pub period: Period,
    /// How many units it had at the beginning.
    pub opening: u64,
    /// How many it had at the end.
    pub closing: u64,
    /// What came and went, in the order of the ledger.
    pub movements: Page<Movement, StatementKey>,
}

/// All states of blocks that were in the account, current and past.
const STATES: &str = "
    SELECT series_no, first_serial, last_serial, since_entry, since_occurred,
        NULL::bigint AS until_entry, NULL::timestamptz AS until_occurred
    FROM registry.unit_block WHERE account_id = $1
    UNION ALL
    SELECT series_no, first_serial, last_serial, since_entry, since_occurred, until_entry,
        until_occurred
    FROM registry.unit_block_past WHERE account_id = $1";

/// What the account had when the period began, and when it ended.
const BALANCES: &str = ")
    SELECT coalesce(sum(last_serial - first_serial + 1) FILTER (
            WHERE since_occurred < $2 AND (until_occurred IS NULL OR until_occurred >= $2)
        ), 0)::bigint AS opening,
        coalesce(sum(last_serial - first_serial + 1) FILTER (
            WHERE since_occurred < $3 AND (until_occurred IS NULL OR until_occurred >= $3)
        ), 0)::bigint AS closing
    FROM state";

/// Some entries of the period that touched the account, after one, with what they began and ended.
const TOUCHED: &str = "), touched AS (
        SELECT since_entry AS entry FROM state
        WHERE since_entry > $4 AND since_occurred >= $2 AND since_occurred < $3
        UNION
        SELECT until_entry FROM state
        WHERE until_entry > $4 AND until_occurred >= $2 AND until_occurred < $3
        ORDER BY entry LIMIT $5
    )
    SELECT touched.entry, state.since_entry = touched.entry AS begun, series.no, series.approach,
        series.registry_id, series.party, series.vintage, state.first_serial, state.last_serial
    FROM touched
    JOIN state ON state.since_entry = touched.entry OR state.until_entry = touched.entry
    JOIN published.series ON series.no = state.series_no
    ORDER BY touched.entry, series.no, state.first_serial";

/// What the entries say to everybody, and the orders that the reader's own section gave.
const ENTRIES: &str = "
    SELECT shown.entry_no, shown.act, shown.occurred_at, shown.facts AS leaf,
        proposal.document -> 'orders' -> (kept.content ->> 'order')::integer AS given
    FROM published.entry AS shown
    LEFT JOIN registry.entry AS kept
        ON kept.entry_no = shown.entry_no AND kept.section_id = $2
    LEFT JOIN registry.proposal
        ON proposal.section_id = $2 AND proposal.id = (kept.content ->> 'proposal')::uuid
    WHERE shown.entry_no = ANY ($1)";

#[derive(QueryableByName)]
struct Balances {
    #[diesel(sql_type = BigInt)]
    opening: i64,
    #[diesel(sql_type = BigInt)]
    closing: i64,
}

#[derive(QueryableByName)]
struct StateRow {
    #[diesel(sql_type = BigInt)]
    entry: i64,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    begun: bool,
    #[diesel(sql_type = BigInt)]
    no: i64,
    #[diesel(sql_type = Text)]
    approach: String,
    #[diesel(sql_type = Text)]
    registry_id: String,
    #[diesel(sql_type = Text)]
    party: String,
    #[diesel(sql_type = SmallInt)]
    vintage: i16,
    #[diesel(sql_type = BigInt)]
    first_serial: i64,
    #[diesel(sql_type = BigInt)]
    last_serial: i64,
}

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = BigInt)]
    entry_no: i64,
    #[diesel(sql_type = Text)]
    act: String,
    #[diesel(sql_type = Timestamptz)]
    occurred_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Nullable<Jsonb>)]
    leaf: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    given: Option<serde_json::Value>,
}

/// What an entry began in the account, and what it ended.
#[derive(Default)]
struct Touched {
    begun: Vec<UnitRange>,
    ended: Vec<UnitRange>,
}

impl Reading<'_, ReadOwn> {
    /// A statement of an account, if the caller sees it: so many entries after one.
    pub fn statement(
        &mut self,
        number: AccountNumber,
        (from, to): (Timestamp, Option<Timestamp>),
        after: Option<StatementKey>,
        limit: Limit,
    ) -> Result<Option<Statement>, StoreError> {
        let Some(account) = self.account(number)? else { return Ok(None) };
        let to = to.unwrap_or(self.standing()?.moment);
        let (id, period) = (account.id.uuid(), Period { from, to });
        let Balances { opening, closing } = self.balances(id, period)?;
        let (opening, closing) = (index(opening)?, index(closing)?);
        let (after, mut running) = after.unwrap_or((0, opening));
        let mut touched = self.touched(id, period, (after, limit))?;
        let next = (touched.len() > usize::from(limit.items())).then(|| {
            let _more = touched.pop_last();
            touched.keys().next_back().copied()
        });
        let numbers: Vec<i64> = touched.keys().copied().collect();
        let mut entries = self.entries_of(&numbers)?;
        let mut items = Vec::new();
        for (entry, touched) in touched {
            let row = entries.remove(&entry).ok_or_else(|| unreadable("entry"))?;
            let (came, went) = changes(&touched.begun, &touched.ended);
            for (direction, units) in [(Direction::In, came), (Direction::Out, went)] {
                if !units.is_empty() {
                    let movement = movement(&row, (number, direction), units, running)?;
                    running = movement.balance;
                    items.push(movement);
                }
            }
        }
        let next = next.flatten().map(|entry| (entry, running));
        let movements = Page { items, next };
        Ok(Some(Statement { account, period, opening, closing, movements }))
    }

    fn balances(&mut self, account: Uuid, period: Period) -> Result<Balances, StoreError> {
        let sql = ["WITH state AS (", STATES, BALANCES].concat();
        let found = diesel::sql_query(sql)
            .bind::<SqlUuid, _>(account)
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(period.from))
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(period.to))
            .get_result(self.db);
        Ok(found.map_err(DatabaseError::from)?)
    }

    fn touched(
        &mut self,
        account: Uuid,
        period: Period,
        (after, limit): (i64, Limit),
    ) -> Result<BTreeMap<i64, Touched>, StoreError> {
        let sql = ["WITH state AS (", STATES, TOUCHED].concat();
        let rows: Vec<StateRow> = diesel::sql_query(sql)
            .bind::<SqlUuid, _>(account)
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(period.from))
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(period.to))
            .bind::<BigInt, _>(after)
            .bind::<BigInt, _>(limit.rows())
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut touched: BTreeMap<i64, Touched> = BTreeMap::new();
        for row in rows {
            let of_entry = touched.entry(row.entry).or_default();
            let (begun, units) = (row.begun, units(row)?);
            if begun { of_entry.begun.push(units) } else { of_entry.ended.push(units) }
        }
        Ok(touched)
    }

    fn entries_of(&mut self, numbers: &[i64]) -> Result<BTreeMap<i64, EntryRow>, StoreError> {
        let section = self.permit().on().section().number();
        let rows: Vec<EntryRow> = diesel::sql_query(ENTRIES)
            .bind::<Array<BigInt>, _>(numbers)
            .bind::<SmallInt, _>(section)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        Ok(rows.into_iter().map(|row| (row.entry_no, row)).collect())
    }
}

fn units(row: StateRow) -> Result<UnitRange, DatabaseError> {
    let series = (row.no, row.approach, row.registry_id, row.party, row.vintage);
    let series = series_of(&series)?;
    let serials = domain::serial::Serials::new(serial(row.first_serial)?, serial(row.last_serial)?);
    Ok(UnitRange { series, serials: serials.ok_or_else(|| unreadable("block"))? })
}

fn movement(
    row: &EntryRow,
    (number, direction): (AccountNumber, Direction),
    units: Vec<UnitRange>,
    before: u64,
) -> Result<Movement, DatabaseError> {
    let leaf: Option<Leaf> = row.leaf.clone().and_then(|leaf| serde_json::from_value(leaf).ok());
    let leaf = leaf.ok_or_else(|| unreadable("leaf"))?;
    let given: Option<Order> = row.given.clone().and_then(|it| serde_json::from_value(it).ok());
    let quantity = count(&units);
    Ok(Movement {
        entry: row.entry_no,
        occurred: row.occurred_at.to_jiff(),
        act: row.act.clone(),
        direction,
        counterpart: counterpart((&leaf, given.as_ref()), (number, direction), &units),
        quantity,
        balance: balance(before, direction, quantity),
        units,
    })
}

/// The Party of the other side stands in the leaf; the account only in an order of one's own.
fn counterpart(
    (leaf, given): (&Leaf, Option<&Order>),
    (number, direction): (AccountNumber, Direction),
    units: &[UnitRange],
) -> Option<Counterpart> {
    let here = |it: UnitRange| {
        units.iter().any(|own| own.series == it.series && own.serials.overlap(it.serials).is_some())
    };
    let block = leaf.blocks.iter().find(|block| here(block.units))?;
    let (place, account) = match direction {
        Direction::In => (block.from?, given.and_then(|it| it.units()).map(|it| it.0)),
        Direction::Out => (block.to, given.and_then(Order::destination)),
    };
    let account = account.filter(|it| *it != number && it.party() == place.party);
    Some(Counterpart { party: place.party, account })
}
