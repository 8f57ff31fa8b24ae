//! The checks by their numbers.

use std::fmt;
use std::str::FromStr;

/// A check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is named by its number, and says itself what it asks")]
pub enum CheckId {
    II01,
    II02,
    II03,
    II04,
    II05,
    II06,
    II07,
    STC01,
    STC02,
    STC03,
    STC04,
    ISC01,
    X01,
    X02,
    X03,
    X04,
    X05,
    X06,
    X07,
    X08,
    X09,
}

impl CheckId {
    /// All, in the order in which they are run.
    pub const ALL: [Self; 21] = [
        Self::II01,
        Self::II02,
        Self::II03,
        Self::II04,
        Self::II05,
        Self::II06,
        Self::II07,
        Self::STC01,
        Self::STC02,
        Self::STC03,
        Self::STC04,
        Self::ISC01,
        Self::X01,
        Self::X02,
        Self::X03,
        Self::X04,
        Self::X05,
        Self::X06,
        Self::X07,
        Self::X08,
        Self::X09,
    ];

    /// Its number.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::II01 => "II01",
            Self::II02 => "II02",
            Self::II03 => "II03",
            Self::II04 => "II04",
            Self::II05 => "II05",
            Self::II06 => "II06",
            Self::II07 => "II07",
            Self::STC01 => "STC01",
            Self::STC02 => "STC02",
            Self::STC03 => "STC03",
            Self::STC04 => "STC04",
            Self::ISC01 => "ISC01",
            Self::X01 => "X01",
            Self::X02 => "X02",
            Self::X03 => "X03",
            Self::X04 => "X04",
            Self::X05 => "X05",
            Self::X06 => "X06",
            Self::X07 => "X07",
            Self::X08 => "X08",
            Self::X09 => "X09",
        }
    }

    /// What it asks, as a sentence.
    pub const fn asks(self) -> &'static str {
        match self {
            Self::II01 => "A Party reports only on approaches in which it takes part.",
            Self::II02 => "An action is reported once.",
            Self::II03 => "An authorization keeps its sectors and activity types in a version.",
            Self::II04 => "Units keep the metric of their authorization.",
            Self::II05 => "The units of another programme stay behind the same units.",
            Self::II06 => "Who uses units is authorized to.",
            Self::II07 => "The approach is that of the identifiers.",
            Self::STC01 => "Actions are reported in the year in which they happened.",
            Self::STC02 => "Units are used for what they are authorized for.",
            Self::STC03 => "Use and vintage lie in the NDC implementation period.",
            Self::STC04 => "The first transfer is the event that the authorization defines.",
            Self::ISC01 => "Holdings follow from the holdings before and the actions of the year.",
            Self::X01 => "Sender and receiver report the same units.",
            Self::X02 => "The authorization that a row names is reported.",
            Self::X03 => "The entity that a row names is reported.",
            Self::X04 => "Units keep approach, Party, metric, mitigation type and vintage.",
            Self::X05 => "Units that were used or cancelled do not appear again.",
            Self::X06 => "Units are first transferred once.",
            Self::X07 => "First transfers stay within what is authorized.",
            Self::X08 => "Who transfers or uses units has got them before.",
            Self::X09 => "The sums are those of the structured summary.",
        }
    }

    /// What a Party can do about a failure.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::II01 => "Leave the row out, or report the authorization that names the Party.",
            Self::II02 => "Keep one of the equal rows.",
            Self::II03 => {
                "Give the version the same sectors and activity types wherever it is reported."
            }
            Self::II04 => "Give the metric of the authorization that the row names.",
            Self::II05 => {
                "Give both identifiers, at the same distance from the others as the units are."
            }
            Self::II06 => {
                "Name the Party or the entity that used the units, as the authorization has it."
            }
            Self::II07 => "Write the approach that stands in the identifiers.",
            Self::STC01 => "Report the row for the year in which it happened.",
            Self::STC02 => {
                "Name the authorization that covers the purpose, or correct the purpose."
            }
            Self::STC03 => {
                "Correct the year of use; units outside the period cannot be used for it."
            }
            Self::STC04 => "Give the subtype of the event that the authorization defines.",
            Self::ISC01 => "Correct the holdings, or report the actions that explain them.",
            Self::X01 => "Agree with the other Party which units went over, and report the same.",
            Self::X02 => {
                "Correct the authorization's ID, or ask the first transferring Party to report it."
            }
            Self::X03 => "Correct the entity's number, or report the entity in Table 5.",
            Self::X04 => "Correct the field: units keep it for life.",
            Self::X05 => "Correct the identifiers: these units had come to their end.",
            Self::X06 => "Report the later of the two as a transfer, or correct the identifiers.",
            Self::X07 => "Raise what is authorized by a new version, or correct the rows.",
            Self::X08 => "Report how the Party got the units, or correct the identifiers.",
            Self::X09 => "Correct the rows or the structured summary, so that both say the same.",
        }
    }
}

/// The text is the number of no check.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the number of a check, for example STC03")]
pub struct NotACheck;

impl FromStr for CheckId {
    type Err = NotACheck;
    fn from_str(text: &str) -> Result<Self, NotACheck> {
        Self::ALL.into_iter().find(|it| it.as_str() == text).ok_or(NotACheck)
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

crate::written_as_text!(CheckId);
