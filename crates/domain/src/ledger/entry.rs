//! Facts: entries, and the leaves of the log that they become.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::proposal::Reason;
use super::request::StepKind;
use super::warning::Warned;
use crate::access::{CallerKind, Officer, Role};
use crate::account::AccountNumber;
use crate::digest::Digest;
use crate::id::{Id, Proposed, Token};
use crate::party::PartyCode;
use crate::section::SectionNo;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// The version of the bytes of a leaf. A reader that does not know a version refuses the leaf.
pub const LEAF_VERSION: u8 = 1;

/// An immutable fact: what was done, when, by whose order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its number, without gaps.
    pub number: i64,
    /// The index of its leaf in the log, which has other leaves too.
    pub leaf_index: u64,
    /// The section that acted.
    pub section: SectionNo,
    /// The other section that it touched.
    pub other_section: Option<SectionNo>,
    /// What kind of act it was.
    pub act: &'static str,
    /// When it was recorded: the database's time.
    pub recorded: Timestamp,
    /// When it happened.
    pub occurred: Timestamp,
    /// Why there is such an entry.
    pub cause: Cause,
    /// The bytes of the leaf.
    pub leaf: String,
    /// The hash of the leaf.
    pub leaf_hash: Digest,
}

/// Why there is an entry: what a replay needs to decide it again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "all but one entry of a year has the large one")]
pub enum Cause {
    /// Somebody, or time, took a step about a proposal.
    Step(Evidence),
    /// A calendar year was over, which is about no proposal.
    YearOver(YearOver),
}

/// A calendar year that was over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearOver {
    /// The year.
    pub year: Year,
}

impl Entry {
    /// What stands behind it, if it is about a proposal.
    pub const fn evidence(&self) -> Option<&Evidence> {
        match &self.cause {
            Cause::Step(evidence) => Some(evidence),
            Cause::YearOver(_) => None,
        }
    }
}

/// What stands behind a step: enough to decide it again, and to open its entry's commitments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The proposal that was made or carried out.
    pub proposal: Id<Proposed>,
    /// The proposal that ended, since that one stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Id<Proposed>>,
    /// Which of its orders, from 0; nothing for the making of a proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<usize>,
    /// What was asked.
    pub step: StepKind,
    /// Who asked; nobody, if time did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Officer>,
    /// The roles that the initiator held at that moment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub initiator_roles: Vec<Role>,
    /// The roles that the approver held at that moment; nothing for the making of a proposal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approver_roles: Vec<Role>,
    /// The roles of the receiver's officer at that moment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receiver_roles: Vec<Role>,
    /// Why it is not to be carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The salt of its commitments.
    pub salt: Digest,
    /// The idempotency key of the request, on its first entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// What was warned of: for the making of a proposal, of each of its orders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warned>,
}

/// An idempotency key, in its caller's own name space.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Whose.
    pub caller: Id<Token>,
    /// The key as it was sent.
    pub key: crate::text::Text<200>,
    /// The hash of the request that it was sent with.
    pub fingerprint: Digest,
}

/// What a key was used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyUse {
    /// The hash of the request.
    pub fingerprint: Digest,
    /// The section that acted.
    pub section: SectionNo,
    /// What was done.
    pub receipt: Receipt,
}

/// What a caller gets for an order that is in the ledger for good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The number of its first entry.
    pub first_entry: i64,
    /// The number of its last entry: the same, save for a batch.
    pub last_entry: i64,
    /// The log index of its last entry's leaf.
    pub leaf_index: u64,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The proposal that was made or carried out.
    pub proposal: Id<Proposed>,
    /// Whether its entries may hold warnings. A receipt that is given again does not remember, and
    /// says so: its entries do.
    pub warned: bool,
}

/// Where units are, as everybody may know: no account is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct LeafPlace {
    /// The kind of account.
    pub kind: &'static str,
    /// The Party in whose section it is.
    pub party: PartyCode,
}

impl From<AccountNumber> for LeafPlace {
    fn from(account: AccountNumber) -> Self {
        Self { kind: account.kind().code(), party: account.party() }
    }
}

/// What happened to a run of units. Fields stand in the order of canonical JSON (RFC 8785).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LeafBlock {
    /// Where they were; nothing if they were just issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<LeafPlace>,
    /// The block that they were split from, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<UnitRange>,
    /// The log index of the leaf that the block had before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// Where they are now.
    pub to: LeafPlace,
    /// Which units.
    pub units: UnitRange,
}

/// A leaf before it is bytes. Fields stand in the order of canonical JSON (RFC 8785).
#[derive(Serialize)]
pub(super) struct Leaf<'a> {
    pub(super) actor: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) blocks: &'a [LeafBlock],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) commit: BTreeMap<&'static str, Digest>,
    pub(super) entry: String,
    pub(super) event: &'static str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) facts: BTreeMap<&'a str, &'a serde_json::Value>,
    pub(super) occurred: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) party: Option<PartyCode>,
    pub(super) recorded: String,
    pub(super) v: u8,
}

impl Leaf<'_> {
    /// The canonical bytes.
    pub(super) fn text(&self) -> String {
        // Values of ours always have a JSON form; an empty leaf would not pass any check.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A moment as leaves write it: UTC, microseconds.
pub fn moment(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// The actor of what time brings.
pub(super) const REGISTRY: &str = "registry";

/// The class of an actor, which tells nothing about the person.
pub(crate) const fn actor_class(section: SectionNo, kind: CallerKind) -> &'static str {
    match (section.number(), kind) {
        (0, CallerKind::Person) => "secretariat person",
        (0, CallerKind::Program) => "secretariat program",
        (_, CallerKind::Person) => "party person",
        (_, CallerKind::Program) => "party program",
    }
}

/// A commitment to a private text: it tells nothing, and whoever has the entry's salt can open it.
/// Each field has a salt of its own, so that opening one opens no other.
pub fn commitment(salt: Digest, field: &str, private: &str) -> Digest {
    let salt = Digest::of(&[salt.as_bytes(), field.as_bytes()]);
    Digest::of(&[salt.as_bytes(), private.as_bytes()])
}

/// The number of an entry, as orders name it: whole, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct EntryNumber(i64);

/// The text is no number of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the number of an entry is a whole number in digits, for example 48240")]
pub struct NotAnEntryNumber;

impl EntryNumber {
    /// The number.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl std::str::FromStr for EntryNumber {
    type Err = NotAnEntryNumber;
    fn from_str(text: &str) -> Result<Self, NotAnEntryNumber> {
        let number = crate::quantity::whole_number(text).and_then(|it| i64::try_from(it).ok());
        number.map(Self).ok_or(NotAnEntryNumber)
    }
}

impl std::fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(EntryNumber);
