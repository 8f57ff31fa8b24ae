//! What a section holds: now, or as of a moment.

use std::collections::BTreeMap;

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use domain::access::ReadOwn;
use domain::account::AccountNumber;
use domain::approach::ApproachId;
use domain::authorization::AuthorizationId;
use domain::serial::Serials;
use domain::unit::UnitRange;
use domain::vintage::Vintage;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::accounts_seen;
use crate::as_of::{AsOf, State};
use crate::error::DatabaseError;
use crate::ledger::rows::{index, parsed, serial, series_of, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::series as s;
use crate::schema::registry::account as a;
use crate::store::Reading;

/// A run of units that a section holds, or has used or cancelled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holding {
    /// The account in which they lie.
    pub account: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// The authorization that covers them.
    pub authorization: Option<AuthorizationId>,
    /// The entry of their first transfer, if it has happened.
    pub first_transfer: Option<i64>,
    /// How many of them waiting proposals hold fast. Nobody can say it of a past moment.
    pub reserved: Option<u64>,
    /// The entry that put them there.
    pub since_entry: i64,
    /// The log index of that entry.
    pub since_leaf: u64,
    /// When that occurred.
    pub since_occurred: Timestamp,
}

/// Which holdings are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HoldingsWanted {
    /// Those in this account.
    pub account: Option<AccountNumber>,
    /// Those of this approach.
    pub approach: Option<ApproachId>,
    /// Those of this vintage.
    pub vintage: Option<Vintage>,
    /// Those at this moment, and not now.
    pub at: Option<AsOf>,
}

/// Account, series and first serial: the order of the list.
pub type HoldingKey = (String, i64, i64);

/// How many accounts are looked into at once: so that a section with thousands of them is not read
/// whole for a page of a few blocks.
const ACCOUNTS: i64 = 100;

/// Blocks of some accounts, each with an index over its own blocks. It starts from the accounts: the
/// other way round it would walk past all that it may not see.
struct HeldBy {
    accounts: Vec<Uuid>,
    numbers: Vec<String>,
    series: Option<Vec<i64>>,
    after: HoldingKey,
    state: State,
    rows: i64,
}

#[derive(Queryable)]
#[diesel(check_for_backend(Pg))]
struct HoldingRow {
    account: String,
    series: (i64, String, String, String, i16),
    first: i64,
    last: i64,
    authorization: Option<String>,
    first_transfer: Option<i64>,
    since_entry: i64,
    since_leaf: i64,
    since_occurred: jiff_diesel::Timestamp,
    reserved: Option<i64>,
}

const BLOCK: &str = "(SELECT block.series_no, block.first_serial, block.last_serial,
        block.authorization_no, block.first_transfer_entry, block.since_entry, block.since_leaf,
        block.since_occurred
    FROM registry.";

impl HeldBy {
    fn push_blocks<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, Pg>,
        table: &'static str,
    ) -> QueryResult<()> {
        out.push_sql(BLOCK);
        out.push_sql(table);
        out.push_sql(
            " AS block WHERE block.account_id = account.id
        AND (block.series_no, block.first_serial) > (
            CASE WHEN account.number = ",
        );
        out.push_bind_param::<Text, _>(&self.after.0)?;
        out.push_sql(" THEN ");
        out.push_bind_param::<BigInt, _>(&self.after.1)?;
        out.push_sql(" ELSE 0 END, CASE WHEN account.number = ");
        out.push_bind_param::<Text, _>(&self.after.0)?;
        out.push_sql(" THEN ");
        out.push_bind_param::<BigInt, _>(&self.after.2)?;
        out.push_sql(" ELSE 0 END)");
        if let Some(series) = &self.series {
            out.push_sql(" AND block.series_no = ANY(");
            out.push_bind_param::<Array<BigInt>, _>(series)?;
            out.push_sql(")");
        }
        Ok(())
    }

    /// The first blocks of one account, as they stand in the state. Each table is read in the order
    /// of its index, and no further than the page reaches.
    fn push_state<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.push_blocks(out, "unit_block")?;
        self.push_began(out)?;
        self.push_end(out)?;
        if self.state == State::Present {
            return Ok(());
        }
        out.push_sql(" UNION ALL ");
        self.push_blocks(out, "unit_block_past")?;
        self.push_began(out)?;
        self.state.push(out, " AND block.until_entry > ", " AND block.until_occurred > ")?;
        self.push_end(out)
    }

    fn push_began<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.state.push(out, " AND block.since_entry <= ", " AND block.since_occurred <= ")
    }

    fn push_end<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(" ORDER BY block.series_no, block.first_serial LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.rows)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Pg> for HeldBy {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT account.number, series.no, series.approach, series.registry_id, series.party,
    series.vintage, held.first_serial, held.last_serial, version.authorization_id,
    held.first_transfer_entry, held.since_entry, held.since_leaf, held.since_occurred, ",
        );
        out.push_sql(match self.state {
            State::Present => {
                "(SELECT coalesce(sum(waiting.last_serial - waiting.first_serial + 1), 0)::bigint
        FROM registry.reservation AS waiting WHERE waiting.series_no = held.series_no
            AND waiting.first_serial BETWEEN held.first_serial AND held.last_serial)"
            }
            State::Entry(_) | State::Occurred(_) => "NULL::bigint",
        });
        out.push_sql(" FROM unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.accounts)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.numbers)?;
        out.push_sql(") AS account (id, number) CROSS JOIN LATERAL (SELECT * FROM (");
        self.push_state(&mut out)?;
        out.push_sql(") AS state ORDER BY series_no, first_serial LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.rows)?;
        out.push_sql(
            ") AS held
JOIN published.series ON series.no = held.series_no
LEFT JOIN published.authorization AS version
    ON version.no = held.authorization_no AND version.version = 1
    AND (held.first_transfer_entry IS NOT NULL OR NOT EXISTS (
        SELECT FROM published.revocation AS gone WHERE gone.no = held.authorization_no",
        );
        self.state.push(
            &mut out,
            " AND gone.recorded_entry <= ",
            " AND (SELECT entry.occurred_at FROM published.entry
                WHERE entry.entry_no = gone.recorded_entry) <= ",
        )?;
        out.push_sql(
            "))
ORDER BY account.number, held.series_no, held.first_serial LIMIT ",
        );
        out.push_bind_param::<BigInt, _>(&self.rows)
    }
}

impl QueryId for HeldBy {
    // Its text depends on what is asked for: it is kept prepared by its text.
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for HeldBy {
    type SqlType = (
        Text,
        (BigInt, Text, Text, Text, SmallInt),
        BigInt,
        BigInt,
        Nullable<Text>,
        Nullable<BigInt>,
        BigInt,
        BigInt,
        Timestamptz,
        Nullable<BigInt>,
    );
}

impl RunQueryDsl<PgConnection> for HeldBy {}

#[derive(QueryableByName)]
struct QuantityRow {
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    quantity: String,
}

impl Reading<'_, ReadOwn> {
    /// How many units lie in each of these accounts, now; those that the caller does not see are left out.
    pub fn quantities(
        &mut self,
        accounts: &[AccountNumber],
    ) -> Result<BTreeMap<AccountNumber, u128>, StoreError> {
        let numbers: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        let rows: Vec<QuantityRow> = diesel::sql_query(
            "SELECT account.number,
                coalesce(sum(block.last_serial - block.first_serial + 1), 0)::text AS quantity
            FROM registry.account
            LEFT JOIN registry.unit_block AS block ON block.account_id = account.id
            WHERE account.number = ANY($1) GROUP BY account.number",
        )
        .bind::<Array<Text>, _>(numbers)
        .load(self.db)
        .map_err(DatabaseError::from)?;
        let parsed = rows.iter().map(|row| {
            let quantity = row.quantity.parse().map_err(|_no_number| unreadable("quantity"))?;
            Ok((parsed(&row.number, "number")?, quantity))
        });
        Ok(parsed.collect::<Result<_, DatabaseError>>()?)
    }

    /// What lies in the accounts that the caller sees.
    pub fn holdings(
        &mut self,
        wanted: &HoldingsWanted,
        after: Option<HoldingKey>,
        limit: Limit,
    ) -> Result<Page<Holding, HoldingKey>, StoreError> {
        let (state, series) = (self.state(wanted.at)?, self.series_wanted(wanted)?);
        let after = after.unwrap_or_default();
        let mut rows: Vec<HoldingRow> = Vec::new();
        let mut chunk = self.account_ids(wanted, &after.0, true)?;
        loop {
            let last = chunk.last().map(|(_, number)| number.clone());
            let is_last = i64::try_from(chunk.len()).is_ok_and(|length| length < ACCOUNTS);
            let (accounts, numbers) = chunk.into_iter().unzip();
            let (series, after) = (series.clone(), after.clone());
            let asked = HeldBy { accounts, numbers, series, after, state, rows: limit.rows() };
            rows.extend(asked.load::<HoldingRow>(self.db).map_err(DatabaseError::from)?);
            let is_full = rows.len() > usize::from(limit.items());
            match last.filter(|_| !is_last && !is_full) {
                Some(last) => chunk = self.account_ids(wanted, &last, false)?,
                None => break,
            }
        }
        let keyed: Vec<(HoldingKey, Holding)> =
            rows.into_iter().map(holding).collect::<Result<_, _>>()?;
        let Page { items, next } = Page::of(keyed, limit, |(key, _)| key.clone());
        Ok(Page { items: items.into_iter().map(|(_, holding)| holding).collect(), next })
    }

    /// The next accounts that the caller sees, in the order of their numbers: from this one on, or those
    /// beyond it.
    fn account_ids(
        &mut self,
        wanted: &HoldingsWanted,
        number: &str,
        inclusive: bool,
    ) -> Result<Vec<(Uuid, String)>, StoreError> {
        let mut query = accounts_seen(self.permit().on())
            .order(a::number)
            .select((a::id, a::number))
            .limit(ACCOUNTS);
        query = if inclusive {
            query.filter(a::number.ge(number.to_owned()))
        } else {
            query.filter(a::number.gt(number.to_owned()))
        };
        if let Some(account) = wanted.account {
            query = query.filter(a::number.eq(account.to_string()));
        }
        Ok(query.load(self.db).map_err(DatabaseError::from)?)
    }

    /// The numbers of the series that a filter names; `None` where it names none.
    fn series_wanted(&mut self, wanted: &HoldingsWanted) -> Result<Option<Vec<i64>>, StoreError> {
        if wanted.approach.is_none() && wanted.vintage.is_none() {
            return Ok(None);
        }
        let mut query = s::table.select(s::no).into_boxed();
        if let Some(approach) = wanted.approach {
            query = query.filter(s::approach.eq(approach.to_string()));
        }
        if let Some(vintage) = wanted.vintage {
            query = query.filter(s::vintage.eq(vintage.number()));
        }
        Ok(Some(query.load(self.db).map_err(DatabaseError::from)?))
    }
}

fn holding(row: HoldingRow) -> Result<(HoldingKey, Holding), DatabaseError> {
    let serials = Serials::new(serial(row.first)?, serial(row.last)?);
    let serials = serials.ok_or_else(|| unreadable("block"))?;
    let key = (row.account.clone(), row.series.0, row.first);
    let reserved = row.reserved.map(u64::try_from).transpose();
    let holding = Holding {
        account: parsed(&row.account, "account number")?,
        units: UnitRange { series: series_of(&row.series)?, serials },
        authorization: row.authorization.map(|id| parsed(&id, "authorization")).transpose()?,
        first_transfer: row.first_transfer,
        reserved: reserved.map_err(|_negative| unreadable("number"))?,
        since_entry: row.since_entry,
        since_leaf: index(row.since_leaf)?,
        since_occurred: row.since_occurred.to_jiff(),
    };
    Ok((key, holding))
}
