//! Loading what is not kept: one statement, smaller than the one that loads everything.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use domain::serial::Serials;
use uuid::Uuid;

use super::load::{
    ASKED, BLOCK, BLOCKS, BlockRow, CONSENTS, ConsentRow, DECISIONS, DecisionRow, KEYS, KeyRow,
    ProposalRow, RESERVATION, RESERVATIONS, ReservationRow,
};
use super::rows;
use super::source::{FEW, source};

/// What the statement is given.
#[derive(Default)]
pub(super) struct Load {
    accounts: Vec<Uuid>,
    series: Vec<i64>,
    first: Vec<i64>,
    last: Vec<i64>,
    proposals: Vec<Uuid>,
    key_callers: Vec<Uuid>,
    keys: Vec<String>,
}

impl Load {
    /// Asks for blocks and reservations: all that hold units of the range.
    pub(super) fn ask_range(&mut self, account: Uuid, series: i64, serials: Serials) {
        self.accounts.push(account);
        self.series.push(series);
        self.first.push(rows::stored(serials.first()));
        self.last.push(rows::stored(serials.last()));
    }

    /// Asks whether this was proposed, and how it was decided.
    pub(super) fn ask_proposal(&mut self, id: Uuid) {
        self.proposals.push(id);
    }

    /// Asks what a key was used for.
    pub(super) fn ask_key(&mut self, caller: Uuid, key: String) {
        self.key_callers.push(caller);
        self.keys.push(key);
    }

    /// Whether nothing is asked but keys, which a constraint would refuse as well.
    pub(super) fn is_nothing(&self) -> bool {
        self.accounts.is_empty() && self.proposals.is_empty()
    }
}

/// What the statement gives.
#[derive(Queryable)]
#[diesel(check_for_backend(Pg))]
pub(super) struct Loaded {
    pub(super) now: jiff_diesel::Timestamp,
    pub(super) batch: i64,
    pub(super) blocks: Vec<rows::Block>,
    pub(super) reservations: Vec<rows::Reservation>,
    pub(super) proposals: Vec<rows::Proposal>,
    pub(super) consents: Vec<rows::Consent>,
    pub(super) decisions: Vec<rows::Decision>,
    pub(super) keys: Vec<rows::Key>,
}

impl Query for Load {
    type SqlType = (
        Timestamptz,
        BigInt,
        Array<BlockRow>,
        Array<ReservationRow>,
        Array<ProposalRow>,
        Array<ConsentRow>,
        Array<DecisionRow>,
        Array<KeyRow>,
    );
}

impl RunQueryDsl<PgConnection> for Load {}

impl QueryId for Load {
    type QueryId = ();
    // Its text depends on how much is asked: diesel finds the prepared statement by the text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Load {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let few = self.accounts.len().max(self.keys.len()) <= FEW;
        out.push_sql(
            "SELECT registry.now(), \
             (SELECT batch_no FROM transparency.log_batch ORDER BY batch_no DESC LIMIT 1), \
             ARRAY(SELECT ",
        );
        out.push_sql(BLOCK);
        self.push_wanted(few, out.reborrow())?;
        out.push_sql(BLOCKS);
        out.push_sql(RESERVATION);
        self.push_wanted(few, out.reborrow())?;
        out.push_sql(RESERVATIONS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(CONSENTS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(DECISIONS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(KEYS);
        source!(out, few, SqlUuid => &self.key_callers, Text => &self.keys);
        out.push_sql(ASKED);
        Ok(())
    }
}

impl Load {
    fn push_wanted<'b>(&'b self, few: bool, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        source!(out, few,
            SqlUuid => &self.accounts,
            BigInt => &self.series,
            BigInt => &self.first,
            BigInt => &self.last,
        );
        out.push_sql(" AS wanted (account_id, no, first, last)");
        Ok(())
    }
}
