//! Runs of units and how things stand with them: the statements that find them, now and in the past.

use std::sync::Arc;

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Integer, Nullable, SmallInt, Text, Timestamptz};
use domain::account::AccountKind;
use domain::party::PartyCode;
use domain::serial::Serials;
use domain::unit::UnitRange;
use domain::vintage::Year;
use jiff::Timestamp;

use super::known::Known;
use crate::as_of::State;
use crate::error::DatabaseError;
use crate::ledger::rows::{index, parsed, serial, stored, unreadable, year};

/// The most pieces that one question is answered with; the answer says where it goes on.
pub(crate) const PIECES_MAX: usize = 100;

/// One more is read, which tells whether there are more. It stands in statements as it is.
const ROWS: &str = "101";

/// A run of units that have everything in common, and how things stand with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Which units, of those that were asked for.
    pub units: UnitRange,
    /// The Party in whose section they lie.
    pub party: PartyCode,
    /// The kind of account in which they lie.
    pub kind: AccountKind,
    /// The calendar year of use, in an account of use towards an NDC.
    pub year_of_use: Option<Year>,
    /// The version of the authorization that covers them.
    pub authorization: Option<Arc<CoveredBy>>,
    /// The entry of their first transfer, if it has happened.
    pub first_transfer: Option<i64>,
    /// The entry that put their block there.
    pub since_entry: i64,
    /// The log index of that entry.
    pub since_leaf: u64,
    /// When that occurred.
    pub since_occurred: Timestamp,
    /// What was said of them when they were issued.
    pub issued: Arc<Issued>,
}

/// The version of an authorization that covers units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoveredBy {
    /// The number of the authorization in the registry.
    pub number: i32,
    /// The identifier that its Party gave.
    pub id: String,
    /// The version.
    pub version: i32,
}

/// A first transfer of authorized units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct FirstTransferred {
    /// The number of the authorization.
    pub(super) authorization: i32,
    /// The entry.
    pub(super) entry: i64,
}

/// What units are, as it was recorded when they were issued. The words are those of the code lists
/// of that day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issued {
    /// The number of the issuance.
    pub issuance: i64,
    /// The entry that issued them.
    pub entry: i64,
    /// What one unit measures: GHG, or the name of a non-GHG metric.
    pub metric: String,
    /// Reductions, removals, or both.
    pub mitigation_type: String,
    /// The sector.
    pub sector: String,
    /// The activity type.
    pub activity_type: String,
}

/// A row of either statement.
#[derive(Queryable)]
#[diesel(check_for_backend(Pg))]
pub(crate) struct PieceRow {
    /// Which of the questions it answers, from 1.
    pub(crate) asked: i64,
    first: i64,
    last: i64,
    pub(super) section: i16,
    kind: String,
    year_of_use: Option<i16>,
    authorization_no: Option<i32>,
    authorization_id: Option<String>,
    authorization_version: Option<i32>,
    first_transfer: Option<i64>,
    since_entry: i64,
    since_leaf: i64,
    since_occurred: jiff_diesel::Timestamp,
    pub(super) issuance: i64,
}

type PieceTypes = (
    BigInt,
    BigInt,
    BigInt,
    SmallInt,
    Text,
    Nullable<SmallInt>,
    Nullable<Integer>,
    Nullable<Text>,
    Nullable<Integer>,
    Nullable<BigInt>,
    BigInt,
    BigInt,
    Timestamptz,
    BigInt,
);

const COLUMNS: &str = "b.first_serial, b.last_serial, b.section_id, b.account_kind,
    b.year_of_use, b.authorization_no, a.authorization_id, a.version, b.first_transfer_entry,
    b.since_entry, b.since_leaf, b.since_occurred, b.issuance_no";

/// What covers a block before its first transfer: an authorization in its newest version. From the
/// first transfer on, the version that was the newest then covers it for good, which is [`Known`].
const COVERED_BY: &str = "
LEFT JOIN LATERAL (
    SELECT version.authorization_id, version.version FROM published.authorization AS version
    WHERE version.no = b.authorization_no AND b.first_transfer_entry IS NULL";
/// Before the first transfer, none covers any more once it is revoked.
const IF_NOT_REVOKED: &str = " AND NOT EXISTS (
        SELECT FROM published.revocation AS gone WHERE gone.no = b.authorization_no";
const NEWEST_VERSION: &str = " ORDER BY version.version DESC LIMIT 1) AS a ON true ";

impl PieceRow {
    /// Under which authorization, and by which entry, its units were first transferred.
    pub(super) fn first_transferred(&self) -> Option<FirstTransferred> {
        let (authorization, entry) = (self.authorization_no?, self.first_transfer?);
        Some(FirstTransferred { authorization, entry })
    }

    /// The piece, cut to what was asked for; `None` where the block has none of it.
    pub(crate) fn piece(
        self,
        asked: UnitRange,
        known: &Known,
    ) -> Result<Option<Piece>, DatabaseError> {
        let whole = Serials::new(serial(self.first)?, serial(self.last)?);
        let whole = whole.ok_or_else(|| unreadable("block"))?;
        let Some(serials) = whole.overlap(asked.serials) else { return Ok(None) };
        let authorization = match (self.first_transferred(), self.authorization_no) {
            (Some(under), _) => known.covering(under),
            (None, Some(number)) => self.authorization_id.map(|id| {
                let version = self.authorization_version.unwrap_or_default();
                Arc::new(CoveredBy { number, id, version })
            }),
            (None, None) => None,
        };
        Ok(Some(Piece {
            units: UnitRange { series: asked.series, serials },
            party: known.party(self.section)?,
            kind: parsed(&self.kind, "kind of account")?,
            year_of_use: self.year_of_use.map(|number| year(i32::from(number))).transpose()?,
            authorization,
            first_transfer: self.first_transfer,
            since_entry: self.since_entry,
            since_leaf: index(self.since_leaf)?,
            since_occurred: self.since_occurred.to_jiff(),
            issued: known.issued(self.issuance)?,
        }))
    }
}

/// The current blocks of any number of ranges: arrays, so that one prepared statement answers one
/// question as well as hundreds.
#[derive(QueryId, Default)]
pub(crate) struct NowIn {
    series: Vec<i64>,
    first: Vec<i64>,
    last: Vec<i64>,
}

impl NowIn {
    /// Adds a range of a series; its rows say which question they answer, counted from 1.
    pub(crate) fn ask(&mut self, series: i64, serials: Serials) {
        self.series.push(series);
        self.first.push(stored(serials.first()));
        self.last.push(stored(serials.last()));
    }
}

impl QueryFragment<Pg> for NowIn {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT asked.at, ");
        out.push_sql(COLUMNS);
        out.push_sql(" FROM unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&self.series)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.first)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.last)?;
        out.push_sql(
            ") WITH ORDINALITY AS asked (series, first, last, at) CROSS JOIN LATERAL (
    (SELECT * FROM published.unit_block AS below
     WHERE below.series_no = asked.series AND below.first_serial <= asked.first
     ORDER BY below.first_serial DESC LIMIT 1)
    UNION ALL
    (SELECT * FROM published.unit_block AS above
     WHERE asked.first < asked.last AND above.series_no = asked.series
         AND above.first_serial > asked.first AND above.first_serial <= asked.last
     ORDER BY above.first_serial LIMIT ",
        );
        out.push_sql(ROWS);
        out.push_sql(")) AS b");
        out.push_sql(COVERED_BY);
        out.push_sql(IF_NOT_REVOKED);
        out.push_sql(")");
        out.push_sql(NEWEST_VERSION);
        out.push_sql("WHERE b.last_serial >= asked.first ORDER BY asked.at, b.first_serial");
        Ok(())
    }
}

impl Query for NowIn {
    type SqlType = PieceTypes;
}

impl RunQueryDsl<PgConnection> for NowIn {}

/// The blocks of a range in a past state.
pub(crate) struct ThenIn {
    series: i64,
    first: i64,
    last: i64,
    state: State,
}

impl ThenIn {
    /// The question. The present state is what [`NowIn`] asks for.
    pub(crate) fn ask(series: i64, serials: Serials, state: State) -> Self {
        let (first, last) = (stored(serials.first()), stored(serials.last()));
        Self { series, first, last, state }
    }

    /// The range: blocks that begin where the first serial's block, or its issuance, begins, or
    /// later. A block never reaches beyond its issuance.
    fn in_range<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, Pg>,
        beginning: &'static str,
    ) -> QueryResult<()> {
        out.push_sql(" WHERE series_no = ");
        out.push_bind_param::<BigInt, _>(&self.series)?;
        out.push_sql(" AND first_serial >= coalesce((SELECT run.first_serial FROM published.");
        out.push_sql(beginning);
        out.push_sql(" AS run WHERE run.series_no = ");
        out.push_bind_param::<BigInt, _>(&self.series)?;
        out.push_sql(" AND run.first_serial <= ");
        out.push_bind_param::<BigInt, _>(&self.first)?;
        out.push_sql(" ORDER BY run.first_serial DESC LIMIT 1), ");
        out.push_bind_param::<BigInt, _>(&self.first)?;
        out.push_sql(") AND first_serial <= ");
        out.push_bind_param::<BigInt, _>(&self.last)?;
        out.push_sql(" AND last_serial >= ");
        out.push_bind_param::<BigInt, _>(&self.first)
    }
}

const BLOCK: &str = "SELECT series_no, first_serial, last_serial, section_id, account_kind,
    year_of_use, issuance_no, authorization_no, first_transfer_entry, since_entry, since_leaf,
    since_occurred FROM published.";

impl QueryFragment<Pg> for ThenIn {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT 1::bigint, ");
        out.push_sql(COLUMNS);
        out.push_sql(" FROM (");
        out.push_sql(BLOCK);
        out.push_sql("unit_block");
        self.in_range(&mut out, "unit_block")?;
        self.state.push(&mut out, " AND since_entry <= ", " AND since_occurred <= ")?;
        out.push_sql(" UNION ALL ");
        out.push_sql(BLOCK);
        out.push_sql("unit_block_past");
        self.in_range(&mut out, "issuance")?;
        self.state.push(&mut out, " AND since_entry <= ", " AND since_occurred <= ")?;
        self.state.push(&mut out, " AND until_entry > ", " AND until_occurred > ")?;
        out.push_sql(") AS b");
        out.push_sql(COVERED_BY);
        self.state.push(
            &mut out,
            " AND version.recorded_entry <= ",
            " AND (SELECT entry.occurred_at FROM published.entry
                WHERE entry.entry_no = version.recorded_entry) <= ",
        )?;
        out.push_sql(IF_NOT_REVOKED);
        self.state.push(
            &mut out,
            " AND gone.recorded_entry <= ",
            " AND (SELECT entry.occurred_at FROM published.entry
                WHERE entry.entry_no = gone.recorded_entry) <= ",
        )?;
        out.push_sql(")");
        out.push_sql(NEWEST_VERSION);
        out.push_sql("ORDER BY b.first_serial LIMIT ");
        out.push_sql(ROWS);
        Ok(())
    }
}

impl QueryId for ThenIn {
    // Its text depends on the state: it is kept prepared by its text.
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for ThenIn {
    type SqlType = PieceTypes;
}

impl RunQueryDsl<PgConnection> for ThenIn {}
