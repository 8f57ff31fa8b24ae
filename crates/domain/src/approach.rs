//! Cooperative approaches.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::party::PartyCode;
use crate::section::SectionNo;

/// A cooperative approach ID: `CA` and four digits, given by the CARP.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ApproachId(u16);

/// The text is not a cooperative approach ID.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a cooperative approach is CA and four digits, for example CA9001")]
pub struct NotAnApproachId;

impl ApproachId {
    /// The Article 6.4 mechanism, in which every Party takes part.
    pub const ARTICLE_6_4: Self = Self(1);

    /// From CA9001 on an id is kept for demonstrations and tests.
    pub const fn is_fictional(self) -> bool {
        self.0 > 9000
    }
}

impl FromStr for ApproachId {
    type Err = NotAnApproachId;

    fn from_str(text: &str) -> Result<Self, NotAnApproachId> {
        let digits = text.strip_prefix("CA").ok_or(NotAnApproachId)?;
        if digits.len() != 4 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NotAnApproachId);
        }
        digits.parse().map(Self).map_err(|_not_a_number| NotAnApproachId)
    }
}

impl fmt::Display for ApproachId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CA{:04}", self.0)
    }
}

crate::written_as_text!(ApproachId);

/// A cooperative approach as the registry has it on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approach {
    /// The section that recorded it.
    pub section: SectionNo,
    /// What it is called.
    pub title: String,
    /// The Parties that take part.
    pub parties: Vec<PartyCode>,
    /// The entry that recorded it.
    pub recorded: i64,
}

/// Who takes part in an approach, as far as authorizations tell: what reports are judged by (II01).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Participants {
    /// Whether an authorization lets any Party use its units.
    pub any: bool,
    /// The Parties that authorized something, and those that authorizations name.
    pub parties: BTreeSet<PartyCode>,
}

impl Participants {
    /// An authorization by this Party names these, or none, which means any.
    pub fn add(&mut self, authorizing: PartyCode, named: &[PartyCode]) {
        self.any |= named.is_empty();
        self.parties.insert(authorizing);
        self.parties.extend(named);
    }

    /// Whether the Party is one of them.
    pub fn include(&self, party: PartyCode) -> bool {
        self.any || self.parties.contains(&party)
    }
}
