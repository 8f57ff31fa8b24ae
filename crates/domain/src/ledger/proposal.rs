//! What one person proposes and another approves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::order::Order;
use crate::access::Officer;
use crate::digest::Digest;
use crate::id::{Id, Proposed};
use crate::section::SectionNo;
use crate::text::Text;
use crate::vintage::Year;

/// Orders that wait for a second person. What it says never changes: an edit is another proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// Its identifier.
    pub id: Id<Proposed>,
    /// The section that acts.
    pub section: SectionNo,
    /// What is asked, in this order, all or nothing.
    pub orders: Vec<Order>,
    /// When it happened, if not when it is recorded.
    pub occurred: Option<Occurred>,
    /// Who proposed it.
    pub by: Officer,
    digest: Digest,
}

/// That an act happened earlier than it is recorded, and what shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occurred {
    /// When it happened.
    pub at: Timestamp,
    /// What shows it: a document, a reference.
    pub evidence: Text<500>,
}

/// What the second person is shown: its canonical JSON is what the digest is made of.
#[derive(Serialize)]
struct Shown<'a> {
    occurred: Option<&'a Occurred>,
    orders: &'a [Order],
    proposal: Id<Proposed>,
    section: SectionNo,
}

impl Proposal {
    /// The most orders that one proposal may hold.
    pub const ORDERS_MAX: usize = 10_000;

    /// A proposal, with the digest of what it says.
    pub fn new(
        id: Id<Proposed>,
        section: SectionNo,
        orders: Vec<Order>,
        occurred: Option<Occurred>,
        by: Officer,
    ) -> Self {
        let shown = Shown { occurred: occurred.as_ref(), orders: &orders, proposal: id, section };
        // Values of ours always have a JSON form; an empty text would match no digest shown.
        // A `Value` sorts its members: canonical JSON, whatever the order of the fields.
        let shown = serde_json::to_value(&shown).map(|it| it.to_string()).unwrap_or_default();
        let digest = Digest::of(&[shown.as_bytes()]);
        Self { id, section, orders, occurred, by, digest }
    }

    /// The hash of what the second person is shown, and approves.
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

/// The number that people see, counted within the section and year: `XAL-P-2026-000481`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ProposalNumber {
    /// The year in which it was proposed.
    pub year: Year,
    /// Its number in that year.
    pub number: u32,
}

/// A proposal as the ledger has it on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Awaiting {
    /// What it says.
    pub proposal: std::sync::Arc<Proposal>,
    /// Its number within the section.
    pub number: ProposalNumber,
    /// When it was proposed.
    pub at: Timestamp,
    /// The entry that recorded it.
    pub entry: i64,
}

/// How a proposal was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The section of the proposal.
    pub section: SectionNo,
    /// Who decided.
    pub by: Officer,
    /// When.
    pub at: Timestamp,
    /// The digest that they approved.
    pub shown: Digest,
    /// What was done.
    pub receipt: super::entry::Receipt,
}

/// Units that wait for a decision, and stay where they are until then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reservation {
    /// The last serial; the first is the key.
    pub last: crate::serial::Serial,
    /// For which proposal.
    pub proposal: Id<Proposed>,
    /// In which section.
    pub section: SectionNo,
}
