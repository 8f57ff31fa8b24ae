//! Entities that a Party has authorized (AEF Table 5).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::approach::ApproachId;
use crate::party::PartyCode;
use crate::section::SectionNo;
use crate::text::Text;

/// The identification number of an entity in its country of incorporation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId(String);

/// The text is not an entity's identification number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an entity's number has 1 to 60 letters, digits, spaces, hyphens, dots or brackets")]
pub struct NotAnEntityId;

impl FromStr for EntityId {
    type Err = NotAnEntityId;
    fn from_str(text: &str) -> Result<Self, NotAnEntityId> {
        let fits = |c: char| c.is_ascii_alphanumeric() || " -.()".contains(c);
        let fine = (1..=60).contains(&text.len()) && text.chars().all(fits);
        if fine && text.trim() == text { Ok(Self(text.to_owned())) } else { Err(NotAnEntityId) }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(EntityId);

/// The authorization of an entity under a cooperative approach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityAuthorization {
    /// Its number in the country of incorporation.
    pub entity: EntityId,
    /// Its name.
    pub name: Text<200>,
    /// The country of incorporation, alpha-3.
    pub country: PartyCode,
    /// The approach it may take part in.
    pub approach: ApproachId,
    /// From which day on.
    pub valid_from: Date,
    /// Until which day, that day included; without it, until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// Conditions that the Party has set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Text<2000>>,
}

/// An entity's authorization as the ledger has it on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedEntity {
    /// The section of the authorizing Party.
    pub section: SectionNo,
    /// What it says.
    pub authorization: EntityAuthorization,
    /// The entry that recorded it.
    pub recorded: i64,
}

impl EntityAuthorization {
    /// Whether it is in force on this day.
    pub fn covers(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|last| day <= last)
    }
}
