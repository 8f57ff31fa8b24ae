//! What is stored of entries, leaves, batches, past blocks and keys, as a replay reads it.

use diesel::prelude::*;
use diesel::sql_types::{
    BigInt, Binary, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use uuid::Uuid;

use super::cursor::Stored;

type Moment = jiff_diesel::Timestamp;

/// A leaf, with the entry that it stands for, or the event.
#[derive(Queryable)]
pub(super) struct LeafRow {
    pub(super) idx: i64,
    pub(super) entry_no: Option<i64>,
    pub(super) leaf_hash: Vec<u8>,
    pub(super) leaf: String,
}

impl Stored for LeafRow {
    type SqlType = (BigInt, Nullable<BigInt>, Binary, Text);
    const NAME: &'static str = "verified_leaves";
    const QUERY: &'static str =
        "SELECT idx, entry_no, leaf_hash, leaf FROM transparency.log_leaf ORDER BY idx";
}

/// An entry; and where it made a proposal, the proposal and how it was decided.
#[derive(Queryable)]
pub(super) struct EntryRow {
    pub(super) entry_no: i64,
    pub(super) log_index: i64,
    pub(super) section_id: i16,
    pub(super) other_section_id: Option<i16>,
    pub(super) act: String,
    pub(super) recorded_at: Moment,
    pub(super) occurred_at: Moment,
    /// As PostgreSQL writes it.
    pub(super) content: String,
}

impl Stored for EntryRow {
    type SqlType =
        (BigInt, BigInt, SmallInt, Nullable<SmallInt>, Text, Timestamptz, Timestamptz, Text);
    const NAME: &'static str = "verified_entries";
    const QUERY: &'static str = "SELECT entry_no, log_index, section_id, other_section_id, act, \
        recorded_at, occurred_at, content::text FROM registry.entry ORDER BY entry_no";
}

/// A proposal, and how it was decided.
#[derive(Queryable)]
pub(super) struct ProposalRow {
    pub(super) id: Uuid,
    pub(super) section_id: i16,
    pub(super) year: i16,
    pub(super) number: i32,
    /// As PostgreSQL writes it.
    pub(super) document: String,
    pub(super) order_count: i32,
    pub(super) digest: Vec<u8>,
    pub(super) proposed_by: Uuid,
    pub(super) proposed_entry: i64,
    pub(super) proposed_at: Moment,
    pub(super) lapses_at: Moment,
    pub(super) other_section_id: Option<i16>,
}

impl Stored for ProposalRow {
    type SqlType = (
        SqlUuid,
        SmallInt,
        SmallInt,
        Integer,
        Text,
        Integer,
        Binary,
        SqlUuid,
        BigInt,
        Timestamptz,
        Timestamptz,
        Nullable<SmallInt>,
    );
    const NAME: &'static str = "verified_proposals";
    const QUERY: &'static str = "SELECT id, section_id, year, number, document::text, order_count, \
        digest, proposed_by, proposed_entry, proposed_at, lapses_at, other_section_id \
        FROM registry.proposal ORDER BY proposed_entry, id";
}

/// How a proposal was decided.
#[derive(Queryable, PartialEq, Eq, Debug)]
pub(super) struct DecisionRow {
    pub(super) proposal_id: Uuid,
    pub(super) section_id: i16,
    pub(super) outcome: String,
    pub(super) decided_by: Option<Uuid>,
    pub(super) decided_token: Option<Uuid>,
    pub(super) decided_kind: Option<String>,
    pub(super) shown: Option<Vec<u8>>,
    pub(super) reason: Option<String>,
    pub(super) first_entry: i64,
    pub(super) last_entry: i64,
    pub(super) leaf_index: i64,
    pub(super) decided_at: Moment,
}

impl Stored for DecisionRow {
    type SqlType = (
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
    );
    const NAME: &'static str = "verified_decisions";
    const QUERY: &'static str = "SELECT proposal_id, section_id, outcome, decided_by, \
        decided_token, decided_kind, shown, reason, first_entry, last_entry, leaf_index, \
        decided_at FROM registry.decision ORDER BY first_entry, proposal_id";
}

/// A head of the log and of all counters.
#[derive(Queryable, PartialEq, Eq, Debug)]
pub(super) struct BatchRow {
    pub(super) batch_no: i64,
    pub(super) last_entry: i64,
    pub(super) tree_size: i64,
    pub(super) frontier: Vec<u8>,
    pub(super) last_section: i16,
    pub(super) last_series: i64,
    pub(super) last_issuance: i64,
    pub(super) last_authorization: i32,
    pub(super) last_entity_authorization: i32,
}

impl Stored for BatchRow {
    type SqlType = (BigInt, BigInt, BigInt, Binary, SmallInt, BigInt, BigInt, Integer, Integer);
    const NAME: &'static str = "verified_batches";
    const QUERY: &'static str = "SELECT batch_no, last_entry, tree_size, frontier, last_section, \
        last_series, last_issuance, last_authorization, last_entity_authorization \
        FROM transparency.log_batch ORDER BY batch_no";
}

/// A state of a block that is over.
#[derive(Queryable, PartialEq, Eq, Debug)]
pub(super) struct PastRow {
    pub(super) series_no: i64,
    pub(super) first_serial: i64,
    pub(super) last_serial: i64,
    pub(super) account_id: Uuid,
    pub(super) section_id: i16,
    pub(super) issuance_no: i64,
    pub(super) authorization_no: Option<i32>,
    pub(super) first_transfer_entry: Option<i64>,
    pub(super) since_entry: i64,
    pub(super) since_leaf: i64,
    pub(super) since_occurred: Moment,
    pub(super) until_entry: i64,
    pub(super) until_occurred: Moment,
}

impl Stored for PastRow {
    type SqlType = (
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
        BigInt,
        Timestamptz,
    );
    const NAME: &'static str = "verified_past";
    const QUERY: &'static str = "SELECT series_no, first_serial, last_serial, account_id, section_id, \
        issuance_no, authorization_no, first_transfer_entry, since_entry, since_leaf, since_occurred, \
        until_entry, until_occurred FROM registry.unit_block_past \
        ORDER BY until_entry, series_no, first_serial, since_entry";
}

/// An idempotency key.
#[derive(Queryable, PartialEq, Eq, Debug)]
pub(super) struct KeyRow {
    pub(super) caller_id: Uuid,
    pub(super) key: String,
    pub(super) fingerprint: Vec<u8>,
    pub(super) section_id: i16,
    pub(super) first_entry: i64,
    pub(super) last_entry: i64,
    pub(super) leaf_index: i64,
    pub(super) proposal_id: Uuid,
    pub(super) recorded_at: Moment,
}

impl Stored for KeyRow {
    type SqlType = (SqlUuid, Text, Binary, SmallInt, BigInt, BigInt, BigInt, SqlUuid, Timestamptz);
    const NAME: &'static str = "verified_keys";
    const QUERY: &'static str = "SELECT caller_id, key, fingerprint, section_id, first_entry, \
        last_entry, leaf_index, proposal_id, recorded_at FROM registry.request_key \
        ORDER BY first_entry, caller_id, key";
}
