//! That a check fails, or cannot be judged yet: where, on which units, and what the others say.

use super::id::CheckId;
use crate::aef::Place;
use crate::party::PartyCode;
use crate::unit::UnitRange;
use crate::vintage::Year;

/// How bad it is, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It should be looked at, and is no fault.
    Remark,
    /// It cannot be judged yet: the other side has not reported.
    Undetermined,
    /// Two things contradict each other.
    Inconsistent,
}

/// One contradiction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// By which check.
    pub check: CheckId,
    /// How bad it is.
    pub verdict: Verdict,
    /// Where in the submission.
    pub place: Place,
    /// On which units.
    pub units: Vec<UnitRange>,
    /// Why, as a sentence.
    pub cause: String,
    /// What others have reported, or the Party itself elsewhere.
    pub others: Vec<OtherSide>,
}

impl Failure {
    /// What to do about it, as a sentence. What waits for another Party asks for nothing yet.
    pub const fn remedy(&self) -> &'static str {
        match self.verdict {
            Verdict::Inconsistent => self.check.remedy(),
            Verdict::Undetermined => "Nothing yet: it waits for the report of another Party.",
            Verdict::Remark => "Look whether it is meant so.",
        }
    }
}

/// What stands elsewhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct OtherSide {
    /// In whose submission.
    pub party: PartyCode,
    /// For which year.
    pub year: Year,
    /// Where in it; nowhere, if it is missing there.
    pub place: Option<Place>,
    /// What it says; what is kept back there is masked.
    pub says: String,
}
