//! Loading the books: one statement for what most orders touch.

use std::sync::Arc;

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    Array, BigInt, Binary, Date, Integer, Nullable, Record, SmallInt, Text, Timestamptz,
    Uuid as SqlUuid,
};
use domain::section::Installation;
use uuid::Uuid;

use super::kept::Loading;
use super::rows;
use super::source::source;
use super::wanted::Wanted;
use crate::error::DatabaseError;
use domain::ledger::{Books, Proposal};

/// What the statement is given: arrays, so that its text is always the same.
#[derive(Default)]
struct Load {
    sections: Vec<i16>,
    accounts: Vec<String>,
    range_accounts: Vec<String>,
    range_approaches: Vec<String>,
    range_registries: Vec<String>,
    range_parties: Vec<String>,
    range_vintages: Vec<i16>,
    range_first: Vec<i64>,
    range_last: Vec<i64>,
    proposals: Vec<Uuid>,
    key_callers: Vec<Uuid>,
    keys: Vec<String>,
    persons: Vec<Uuid>,
    person_sections: Vec<i16>,
}

type SectionRow = Record<(
    SmallInt,
    Text,
    Text,
    Text,
    BigInt,
    Integer,
    Nullable<SmallInt>,
    Nullable<Integer>,
    BigInt,
    Nullable<Date>,
    Nullable<BigInt>,
    BigInt,
    BigInt,
    Nullable<Text>,
)>;
type PeriodRow = Record<(SmallInt, Integer, Integer, BigInt, Nullable<Text>, Nullable<Text>)>;
type DeclarationRow = Record<(SmallInt, Text, BigInt, Text)>;
type AccountRow =
    Record<(Text, SqlUuid, SmallInt, Text, Nullable<Text>, Text, Nullable<SmallInt>, Text, BigInt)>;
type SeriesRow = Record<(BigInt, Text, Text, Text, SmallInt)>;
pub(super) type BlockRow = Record<(
    BigInt,
    BigInt,
    BigInt,
    SqlUuid,
    SmallInt,
    BigInt,
    Nullable<Integer>,
    Nullable<BigInt>,
    BigInt,
    BigInt,
    Timestamptz,
)>;
pub(super) type ReservationRow = Record<(BigInt, BigInt, BigInt, SqlUuid, SmallInt)>;
type AuthorizationRow = Record<(
    Integer,
    SmallInt,
    BigInt,
    Text,
    BigInt,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<BigInt>,
)>;
pub(super) type ProposalRow =
    Record<(SqlUuid, Binary, SmallInt, SmallInt, Integer, BigInt, Timestamptz, Timestamptz)>;
pub(super) type ConsentRow = Record<(
    SqlUuid,
    Text,
    SqlUuid,
    SqlUuid,
    Text,
    Binary,
    BigInt,
    BigInt,
    Timestamptz,
    Nullable<Timestamptz>,
    Nullable<Timestamptz>,
    Nullable<SmallInt>,
)>;
type StopRow = Record<(
    SqlUuid,
    SmallInt,
    Text,
    Text,
    SqlUuid,
    SqlUuid,
    Text,
    BigInt,
    Timestamptz,
    Nullable<Timestamptz>,
)>;
pub(super) type DecisionRow = Record<(
    SqlUuid,
    SmallInt,
    Text,
    Nullable<SqlUuid>,
    Nullable<SqlUuid>,
    Nullable<Text>,
    Nullable<Binary>,
    Nullable<Text>,
    BigInt,
    BigInt,
    BigInt,
    Timestamptz,
)>;
pub(super) type KeyRow =
    Record<(SqlUuid, Text, Binary, SmallInt, BigInt, BigInt, BigInt, Timestamptz, SqlUuid)>;
type RoleRow = Record<(SqlUuid, SmallInt, Text)>;

impl Query for Load {
    type SqlType = (
        Timestamptz,
        BigInt,
        BigInt,
        BigInt,
        Binary,
        SmallInt,
        BigInt,
        BigInt,
        Integer,
        Integer,
        Array<SectionRow>,
        Array<PeriodRow>,
        Array<DeclarationRow>,
        Array<AccountRow>,
        Array<SeriesRow>,
        Array<AuthorizationRow>,
        Array<BlockRow>,
        Array<ReservationRow>,
        Array<ProposalRow>,
        Array<ConsentRow>,
        Array<DecisionRow>,
        Array<KeyRow>,
        Array<RoleRow>,
        Array<StopRow>,
    );
}

impl RunQueryDsl<PgConnection> for Load {}

impl QueryId for Load {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

const RANGES: &str = "
WITH wanted AS MATERIALIZED (
    SELECT DISTINCT series.no, account.id AS account_id, range.first, range.last
    FROM unnest(";
const FOUND: &str = ") AS range (account, approach, registry, party, vintage, first, last)
    JOIN registry.series ON series.approach = range.approach
        AND series.registry_id = range.registry
        AND series.party = range.party AND series.vintage = range.vintage
    JOIN registry.account ON account.number = range.account
), found AS MATERIALIZED (
    SELECT block.* FROM wanted";
/// The blocks of what is wanted: they start from the account, never from "the last one below". Under
/// row-level security that search would walk past every block that it may not see.
pub(super) const BLOCKS: &str = " CROSS JOIN LATERAL (
        (SELECT * FROM registry.unit_block AS b
         WHERE b.account_id = wanted.account_id AND b.series_no = wanted.no
             AND b.first_serial <= wanted.first
         ORDER BY b.first_serial DESC LIMIT 1)
        UNION ALL
        (SELECT * FROM registry.unit_block AS b
         WHERE b.account_id = wanted.account_id AND b.series_no = wanted.no
             AND b.first_serial > wanted.first AND b.first_serial <= wanted.last
         ORDER BY b.first_serial LIMIT 102)
    ) AS block";
const SECTIONS: &str = ")
SELECT registry.now(), head.batch_no, head.last_entry, head.tree_size, head.frontier,
    head.last_section, head.last_series, head.last_issuance, head.last_authorization,
    head.last_entity_authorization,
    ARRAY(
        SELECT ROW(section.id, section.party, section.registry_id, section.name,
            section.last_serial, section.accounts_opened, newest.year, newest.number,
            section.opened_entry, section.spent_day, section.spent_units,
            section.largest_sent, section.largest_ended,
            (SELECT settings::text FROM registry.section_settings AS s
             WHERE s.section_id = section.id ORDER BY since_entry DESC LIMIT 1))
        FROM registry.section LEFT JOIN LATERAL (
            SELECT year, number FROM registry.proposal WHERE section_id = section.id
            ORDER BY year DESC, number DESC LIMIT 1
        ) AS newest ON true
        WHERE section.id = ANY(";
const PERIODS: &str = ")),
    ARRAY(SELECT ROW(section_id, first_year, last_year, since_entry, method, metric)
        FROM registry.ndc_period WHERE section_id = ANY(";
const DECLARATIONS: &str = ")),
    ARRAY(SELECT DISTINCT ON (section_id, kind) ROW(section_id, kind, recorded_entry, content::text)
        FROM registry.declaration WHERE section_id = ANY(";
const ACCOUNTS: &str = ") ORDER BY section_id, kind, recorded_entry DESC),
    ARRAY(SELECT ROW(number, id, section_id, holder_kind, entity_id, metric, year_of_use, name,
            opened_entry)
        FROM registry.account WHERE number = ANY(";
const SERIES: &str = ")),
    ARRAY(SELECT ROW(no, approach, registry_id, party, vintage) FROM registry.series
        WHERE no IN (SELECT no FROM wanted)),
    ARRAY(SELECT ROW(a.no, a.section_id, a.recorded_entry, a.terms::text, u.first_transferred,
            r.revoked_on::text, r.reason, r.recorded_entry)
        FROM registry.authorization AS a JOIN registry.authorization_use AS u USING (no)
        LEFT JOIN registry.revocation AS r USING (no)
        WHERE a.no IN (SELECT authorization_no FROM found) ORDER BY a.no, a.version),
    ARRAY(SELECT ";
pub(super) const BLOCK: &str = "ROW(block.series_no, block.first_serial, block.last_serial,
        block.account_id, block.section_id, block.issuance_no, block.authorization_no,
        block.first_transfer_entry, block.since_entry, block.since_leaf, block.since_occurred)
        FROM ";
pub(super) const RESERVATION: &str = "),
    ARRAY(SELECT ROW(reservation.series_no, reservation.first_serial, reservation.last_serial,
        reservation.proposal_id, reservation.section_id)
        FROM ";
pub(super) const RESERVATIONS: &str = " CROSS JOIN LATERAL (
            (SELECT * FROM registry.reservation AS r
             WHERE r.series_no = wanted.no AND r.first_serial <= wanted.first
             ORDER BY r.first_serial DESC LIMIT 1)
            UNION ALL
            (SELECT * FROM registry.reservation AS r
             WHERE r.series_no = wanted.no
                 AND r.first_serial > wanted.first AND r.first_serial <= wanted.last)
        ) AS reservation),
    ARRAY(SELECT ROW(id, digest, section_id, year, number, proposed_entry, proposed_at, lapses_at)
        FROM registry.proposal WHERE id = ANY(";
pub(super) const CONSENTS: &str = ")),
    ARRAY(SELECT ROW(proposal_id, by_whom, person_id, token_id, kind, shown, entry_no, leaf_index,
            given_at, due_at, lapses_at, receiver_section_id)
        FROM registry.consent WHERE proposal_id = ANY(";
pub(super) const DECISIONS: &str = ")),
    ARRAY(SELECT ROW(proposal_id, section_id, outcome, decided_by, decided_token, decided_kind,
            shown, reason, first_entry, last_entry, leaf_index, decided_at)
        FROM registry.decision WHERE proposal_id = ANY(";
pub(super) const KEYS: &str = ")),
    ARRAY(SELECT ROW(k.caller_id, k.key, k.fingerprint, k.section_id, k.first_entry, k.last_entry,
            k.leaf_index, k.recorded_at, k.proposal_id)
        FROM ";
pub(super) const ASKED: &str = " AS asked (caller, key)
        JOIN registry.request_key AS k ON k.caller_id = asked.caller AND k.key = asked.key)";
const ROLES: &str = ",
    ARRAY(SELECT ROW(g.person_id, asked.section,
            g.role || coalesce(':' || g.entity_id, ''))
        FROM (SELECT * FROM unnest(";
const APPROVERS: &str = ") UNION SELECT person_id, section_id FROM registry.consent
            WHERE by_whom = 'approver' AND proposal_id = ANY(";
const HEAD: &str = ")) AS asked (person, section)
        JOIN identity.role_grant AS g ON g.person_id = asked.person
            AND coalesce(g.section_id, 0) = asked.section AND g.ended_at IS NULL),
    ARRAY(SELECT ROW(id, section_id, target::text, reason, set_by, set_token, set_kind, set_entry,
            since, until)
        FROM registry.stop
        WHERE lifted_entry IS NULL AND (until IS NULL OR until > registry.now()))
FROM (SELECT * FROM transparency.log_batch ORDER BY batch_no DESC LIMIT 1) AS head";

impl QueryFragment<Pg> for Load {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(RANGES);
        out.push_bind_param::<Array<Text>, _>(&self.range_accounts)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.range_approaches)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.range_registries)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.range_parties)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SmallInt>, _>(&self.range_vintages)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.range_first)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.range_last)?;
        out.push_sql(FOUND);
        out.push_sql(BLOCKS);
        out.push_sql(SECTIONS);
        out.push_bind_param::<Array<SmallInt>, _>(&self.sections)?;
        out.push_sql(PERIODS);
        out.push_bind_param::<Array<SmallInt>, _>(&self.sections)?;
        out.push_sql(DECLARATIONS);
        out.push_bind_param::<Array<SmallInt>, _>(&self.sections)?;
        out.push_sql(ACCOUNTS);
        out.push_bind_param::<Array<Text>, _>(&self.accounts)?;
        out.push_sql(SERIES);
        out.push_sql(BLOCK);
        out.push_sql("found AS block");
        out.push_sql(RESERVATION);
        out.push_sql("(SELECT DISTINCT no, first, last FROM wanted) AS wanted");
        out.push_sql(RESERVATIONS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(CONSENTS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(DECISIONS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(KEYS);
        source!(out, false, SqlUuid => &self.key_callers, Text => &self.keys);
        out.push_sql(ASKED);
        out.push_sql(ROLES);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.persons)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SmallInt>, _>(&self.person_sections)?;
        out.push_sql(APPROVERS);
        out.push_bind_param::<Array<SqlUuid>, _>(&self.proposals)?;
        out.push_sql(HEAD);
        Ok(())
    }
}

impl Load {
    fn of(wanted: &Wanted, sections: &[i16]) -> Self {
        let mut load = Self { sections: sections.to_vec(), ..Self::default() };
        load.accounts = wanted.accounts.iter().map(ToString::to_string).collect();
        for (account, units) in &wanted.ranges {
            load.range_accounts.push(account.to_string());
            load.range_approaches.push(units.series.approach.to_string());
            load.range_registries.push(units.series.registry.to_string());
            load.range_parties.push(units.series.party.to_string());
            load.range_vintages.push(units.series.vintage.number());
            load.range_first.push(rows::stored(units.serials.first()));
            load.range_last.push(rows::stored(units.serials.last()));
        }
        load.proposals = wanted.proposals.iter().copied().collect();
        for (caller, key) in &wanted.keys {
            load.key_callers.push(*caller);
            load.keys.push(key.to_string());
        }
        for (person, section) in &wanted.persons {
            load.persons.push(*person);
            load.person_sections.push(section.number());
        }
        load
    }
}

/// What the statement gives.
#[derive(Queryable)]
#[diesel(check_for_backend(Pg))]
pub(super) struct Loaded {
    pub(super) now: jiff_diesel::Timestamp,
    pub(super) batch: i64,
    pub(super) entry: i64,
    pub(super) tree_size: i64,
    pub(super) frontier: Vec<u8>,
    pub(super) section: i16,
    pub(super) series: i64,
    pub(super) issuance: i64,
    pub(super) authorization: i32,
    pub(super) entity_authorization: i32,
    pub(super) sections: Vec<rows::Section>,
    pub(super) periods: Vec<rows::Period>,
    pub(super) declarations: Vec<rows::Declaration>,
    pub(super) accounts: Vec<rows::Account>,
    pub(super) known_series: Vec<rows::Series>,
    pub(super) authorizations: Vec<rows::Authorization>,
    pub(super) blocks: Vec<rows::Block>,
    pub(super) reservations: Vec<rows::Reservation>,
    pub(super) proposals: Vec<rows::Proposal>,
    pub(super) consents: Vec<rows::Consent>,
    pub(super) decisions: Vec<rows::Decision>,
    pub(super) keys: Vec<rows::Key>,
    pub(super) roles: Vec<rows::Role>,
    pub(super) stops: Vec<rows::Stop>,
}

/// Loads all that is wanted.
pub(super) fn load(
    db: &mut PgConnection,
    installation: Installation,
    wanted: &Wanted,
    sections: &[i16],
    proposals: &[Arc<Proposal>],
) -> Result<Loading, DatabaseError> {
    let loaded: Loaded = Load::of(wanted, sections).get_result(db)?;
    let now = loaded.now.to_jiff();
    let mut books = Books::new(installation);
    rows::fill(&mut books, loaded, proposals)?;
    Ok(Loading { books, now, unasked: false })
}
