//! What seldom changes, kept from batch to batch, so that a batch loads only what always does.
//!
//! Whatever changes sections, accounts, series, authorizations or roles moves the head of the log.
//! So what is kept is as the database has it for as long as the head is where this writer left it;
//! the statement that loads the rest tells the head, and a write onto a head that has moved since
//! is refused. Nothing is kept of what is not there: what is not kept is looked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use domain::access::Role;
use domain::account::{Account, AccountNumber};
use domain::authorization::{Authorization, AuthorizationNo};
use domain::id::{Id, Person};
use domain::ledger::{Books, Head, Proposal};
use domain::section::{Installation, Section, SectionNo};
use domain::unit::Series;
use jiff::Timestamp;
use uuid::Uuid;

use super::load::{
    ASKED, BLOCK, BLOCKS, BlockRow, DECISIONS, DecisionRow, KEYS, KeyRow, ProposalRow, RESERVATION,
    RESERVATIONS, ReservationRow,
};
use super::rows;
use super::source::{FEW, source};
use super::wanted::Wanted;
use crate::error::DatabaseError;

/// The most rows of a kind that are kept.
const ROWS_MAX: usize = 20_000;

/// What was loaded before, and is as it was.
#[derive(Default)]
pub(super) struct Kept {
    head: Head,
    sections: BTreeMap<SectionNo, Section>,
    accounts: BTreeMap<AccountNumber, Account>,
    series: BTreeMap<Series, i64>,
    authorizations: BTreeMap<AuthorizationNo, Authorization>,
    roles: BTreeMap<(Id<Person>, SectionNo), BTreeSet<Role>>,
}

impl Kept {
    /// Keeps what a batch has left behind that was carried out on these books.
    pub(super) fn keep(&mut self, books: &Books) {
        if books.head.batch != self.head.batch || self.rows() > ROWS_MAX {
            *self = Self::default();
        }
        self.head = books.head.clone();
        if !books.entries().is_empty() {
            self.head.batch = self.head.batch.saturating_add(1);
        }
        self.sections.extend(books.sections.iter().map(|(key, row)| (*key, row.clone())));
        self.accounts.extend(books.accounts.iter().map(|(key, row)| (*key, row.clone())));
        self.series.extend(books.series.iter().map(|(key, row)| (*key, *row)));
        let authorizations = books.authorizations.iter();
        self.authorizations.extend(authorizations.map(|(key, row)| (*key, row.clone())));
        self.roles.extend(books.roles.iter().map(|(key, roles)| (*key, roles.clone())));
    }

    fn rows(&self) -> usize {
        let counts = [
            self.sections.len(),
            self.accounts.len(),
            self.series.len(),
            self.authorizations.len(),
            self.roles.len(),
        ];
        counts.into_iter().max().unwrap_or(0)
    }

    /// The books that these requests are decided on: what is kept, and the rest from the database.
    /// Nothing if something is not kept, or if the head has moved.
    pub(super) fn load(
        &self,
        db: &mut PgConnection,
        installation: Installation,
        wanted: &Wanted,
        proposals: &[Arc<Proposal>],
    ) -> Result<Option<(Books, Timestamp)>, DatabaseError> {
        let Some((mut books, load)) = self.recall(installation, wanted) else { return Ok(None) };
        let loaded: Loaded = load.get_result(db)?;
        if loaded.batch != self.head.batch {
            return Ok(None);
        }
        let now = loaded.now.to_jiff();
        let (blocks, reservations) = (loaded.blocks, loaded.reservations);
        let (decisions, keys) = (loaded.decisions, loaded.keys);
        let proposed = loaded.proposals;
        let changing =
            rows::Changing { blocks, reservations, proposals: proposed, decisions, keys };
        rows::fill_changing(&mut books, changing, proposals)?;
        let numbers: BTreeSet<_> =
            books.blocks.iter().filter_map(|(_, block)| block.authorization).collect();
        for number in numbers {
            let Some(authorization) = self.authorizations.get(&number) else { return Ok(None) };
            books.authorizations.load(number, authorization.clone());
        }
        Ok(Some((books, now)))
    }

    /// Books with what is kept of all that is wanted, and the statement that asks for the rest.
    fn recall(&self, installation: Installation, wanted: &Wanted) -> Option<(Books, Load)> {
        let mut books = Books::new(installation);
        books.head = self.head.clone();
        let mut load = Load::default();
        for number in &wanted.sections {
            books.sections.load(*number, self.sections.get(number)?.clone());
        }
        for party in &wanted.parties {
            let (number, section) = self.sections.iter().find(|(_, it)| it.party == *party)?;
            books.sections.load(*number, section.clone());
        }
        for number in &wanted.accounts {
            books.accounts.load(*number, self.accounts.get(number)?.clone());
        }
        for (number, units) in &wanted.ranges {
            let (account, series) = (self.accounts.get(number)?, *self.series.get(&units.series)?);
            books.series.load(units.series, series);
            load.accounts.push(account.id.uuid());
            load.series.push(series);
            load.first.push(rows::stored(units.serials.first()));
            load.last.push(rows::stored(units.serials.last()));
        }
        for (person, section) in &wanted.persons {
            let holder = (Id::from_uuid(*person), *section);
            books.roles.insert(holder, self.roles.get(&holder)?.clone());
        }
        if load.accounts.is_empty() {
            return None;
        }
        load.proposals = wanted.proposals.iter().copied().collect();
        for (caller, key) in &wanted.keys {
            load.key_callers.push(*caller);
            load.keys.push(key.to_string());
        }
        Some((books, load))
    }
}

/// What the statement is given.
#[derive(Default)]
struct Load {
    accounts: Vec<Uuid>,
    series: Vec<i64>,
    first: Vec<i64>,
    last: Vec<i64>,
    proposals: Vec<Uuid>,
    key_callers: Vec<Uuid>,
    keys: Vec<String>,
}

/// What the statement gives.
#[derive(Queryable)]
#[diesel(check_for_backend(Pg))]
struct Loaded {
    now: jiff_diesel::Timestamp,
    batch: i64,
    blocks: Vec<rows::Block>,
    reservations: Vec<rows::Reservation>,
    proposals: Vec<rows::Proposal>,
    decisions: Vec<rows::Decision>,
    keys: Vec<rows::Key>,
}

impl Query for Load {
    type SqlType = (
        Timestamptz,
        BigInt,
        Array<BlockRow>,
        Array<ReservationRow>,
        Array<ProposalRow>,
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
