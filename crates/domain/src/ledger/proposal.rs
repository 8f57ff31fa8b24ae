//! What one person proposes and another approves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::entry::Receipt;
use super::order::Order;
use crate::access::Officer;
use crate::digest::Digest;
use crate::entity::EntityId;
use crate::id::{Id, Proposed};
use crate::quantity::Units;
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
    entity: Option<EntityId>,
    replaces: Option<Id<Proposed>>,
    confirmed: Option<Units>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_units: Option<Units>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a EntityId>,
    occurred: Option<&'a Occurred>,
    orders: &'a [Order],
    proposal: Id<Proposed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<Id<Proposed>>,
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
        let digest = Digest::of(&[]);
        let (entity, replaces, confirmed) = (None, None, None);
        Self { id, section, orders, occurred, by, entity, replaces, confirmed, digest }.digested()
    }

    /// The same, proposed for an entity by its representative.
    #[must_use]
    pub fn for_entity(self, entity: EntityId) -> Self {
        Self { entity: Some(entity), ..self }.digested()
    }

    /// The same, in place of another proposal of the section.
    #[must_use]
    pub fn instead_of(self, replaced: Id<Proposed>) -> Self {
        Self { replaces: Some(replaced), ..self }.digested()
    }

    /// The same, by somebody who has typed how many units it moves for good.
    #[must_use]
    pub fn confirming(self, units: Units) -> Self {
        Self { confirmed: Some(units), ..self }.digested()
    }

    /// How many units whoever proposed it typed that it moves.
    pub const fn confirmed(&self) -> Option<Units> {
        self.confirmed
    }

    /// The proposal in whose place it stands, if it replaces one.
    pub const fn replaces(&self) -> Option<Id<Proposed>> {
        self.replaces
    }

    /// The entity that it was proposed for; nothing where an officer proposed for the section.
    pub const fn entity(&self) -> Option<&EntityId> {
        self.entity.as_ref()
    }

    /// What the second person is shown, as JSON whose members are sorted.
    pub fn shown(&self) -> serde_json::Value {
        let shown = Shown {
            confirm_units: self.confirmed,
            entity: self.entity.as_ref(),
            occurred: self.occurred.as_ref(),
            orders: &self.orders,
            proposal: self.id,
            replaces: self.replaces,
            section: self.section,
        };
        // Values of ours always have a JSON form; nothing would match no digest shown.
        serde_json::to_value(&shown).unwrap_or_default()
    }

    fn digested(self) -> Self {
        // A `Value` sorts its members: canonical JSON, whatever the order of the fields.
        let shown = serde_json::to_string(&self.shown()).unwrap_or_default();
        let digest = Digest::of(&[shown.as_bytes()]);
        Self { digest, ..self }
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
    /// When it lapses, if nobody decides it before.
    pub lapses: Timestamp,
    /// That it is approved, and what it waits for.
    pub approved: Option<Approved>,
    /// That the receiver has accepted it.
    pub accepted: Option<Consent>,
}

impl Awaiting {
    /// The section that is asked for its acceptance.
    pub fn receiver(&self) -> Option<SectionNo> {
        self.approved.as_ref().and_then(|approved| approved.receiver)
    }
}

/// That a proposal is approved, and what it waits for before it is carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approved {
    /// The approval.
    pub consent: Consent,
    /// It is not carried out before this moment.
    pub due: Timestamp,
    /// If it is not carried out by then, it lapses.
    pub lapses: Timestamp,
    /// It is not carried out without this section's acceptance.
    pub receiver: Option<SectionNo>,
}

/// That somebody agreed to what they were shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Who.
    pub by: Officer,
    /// The digest of what they were shown.
    pub shown: Digest,
    /// When.
    pub at: Timestamp,
    /// The entry that recorded it.
    pub entry: i64,
    /// The log index of its leaf.
    pub leaf_index: u64,
}

impl Consent {
    /// A consent that this receipt records.
    pub(super) const fn of(by: Officer, shown: Digest, receipt: Receipt) -> Self {
        let Receipt { last_entry: entry, leaf_index, recorded: at, .. } = receipt;
        Self { by, shown, at, entry, leaf_index }
    }

    /// A consent to what is carried out at once, and needs no entry of its own.
    pub(super) const fn to_be(by: Officer, shown: Digest, at: Timestamp) -> Self {
        Self { by, shown, at, entry: 0, leaf_index: 0 }
    }

    /// The receipt that whoever consented has got.
    pub const fn receipt(&self, proposal: Id<Proposed>) -> Receipt {
        let Self { entry, leaf_index, at, .. } = *self;
        let (recorded, warned) = (at, false);
        Receipt { first_entry: entry, last_entry: entry, leaf_index, recorded, proposal, warned }
    }
}

/// How a proposal was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The section of the proposal.
    pub section: SectionNo,
    /// How it ended.
    pub ending: Ending,
    /// Who decided; nobody, if time did.
    pub by: Option<Officer>,
    /// When.
    pub at: Timestamp,
    /// The digest that they approved, if they did.
    pub shown: Option<Digest>,
    /// Why it was not carried out.
    pub reason: Option<String>,
    /// What was done.
    pub receipt: Receipt,
}

/// How a proposal ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Ending {
    /// It was carried out.
    Executed,
    /// The second person did not approve it.
    Rejected,
    /// The proposing section took it back.
    Withdrawn,
    /// The receiver's section did not accept it.
    Declined,
    /// Another proposal stands in its place.
    Replaced,
    /// Nobody decided it in time.
    Lapsed,
    /// When its time had come, it was not allowed any more.
    Failed,
}

impl Ending {
    /// All, in the order of the path.
    pub const ALL: [Self; 7] = [
        Self::Executed,
        Self::Rejected,
        Self::Withdrawn,
        Self::Declined,
        Self::Replaced,
        Self::Lapsed,
        Self::Failed,
    ];

    /// The ending in one word, as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Executed => "executed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Declined => "declined",
            Self::Replaced => "replaced",
            Self::Lapsed => "lapsed",
            Self::Failed => "failed",
        }
    }

    /// The ending with this name.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.as_str() == text)
    }
}

/// Why somebody does not want something carried out.
pub type Reason = Text<500>;

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
