//! Who benefits from units that were used or cancelled.

use serde::{Deserialize, Serialize};

use crate::party::PartyCode;
use crate::section::SectionNo;
use crate::text::Text;

/// For whose benefit units were used or cancelled, as the order names it. It can name a natural
/// person, and a log cannot forget: so it is committed to, and published only after a review.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beneficiary {
    /// Its name.
    pub name: Text<200>,
    /// Its country, alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<PartyCode>,
    /// A remark, for example what the benefit is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text<500>>,
}

impl Beneficiary {
    /// What the leaf commits to: its JSON form.
    pub fn committed(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// How a beneficiary was reviewed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everybody may see it.
    Publish,
    /// It stays in the section.
    Withhold,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Publish, Self::Withhold];

    /// The verdict as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Withhold => "withhold",
        }
    }
}

/// A beneficiary as the ledger has it on record, under the entry of the use or the cancellation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedBeneficiary {
    /// The section that used or cancelled.
    pub section: SectionNo,
    /// What the order named.
    pub beneficiary: Beneficiary,
    /// How it was reviewed, if it was.
    pub review: Option<Review>,
}

/// A review, which happens once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// The entry.
    pub entry: i64,
    /// Whether it is published.
    pub verdict: Verdict,
    /// Why.
    pub reason: Text<500>,
}
