//! Participation: what a Party declares of itself before it takes part.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
}

/// The text is neither yes nor no.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("yes or no")]
pub struct NotAnAnswer;

impl FromStr for Answer {
    type Err = NotAnAnswer;
    fn from_str(text: &str) -> Result<Self, NotAnAnswer> {
        match text {
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            _ => Err(NotAnAnswer),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "yes",
            Self::No => "no",
        })
    }
}

crate::written_as_text!(Answer);

/// An answer, and where the evidence for it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The answer.
    pub answer: Answer,
    /// A link to the evidence.
    pub evidence: Text<500>,
}

/// The six items of a Party's participation record. Nobody here judges the answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// (a) It is a Party to the Paris Agreement.
    pub is_party: Item,
    /// (b) It maintains an NDC under Article 4, paragraph 2.
    pub maintains_ndc: Item,
    /// (c) It has arrangements to authorize use.
    pub can_authorize: Item,
    /// (d) It has arrangements to track ITMOs.
    pub can_track: Item,
    /// (e) It has provided its most recent national inventory report.
    pub has_inventory: Item,
    /// (f) Its participation contributes to its NDC, its long-term strategy and the Agreement's goals.
    pub contributes: Item,
}

impl Participation {
    /// The items by name, in their order.
    pub fn items(&self) -> [(&'static str, &Item); 6] {
        [
            ("is_party", &self.is_party),
            ("maintains_ndc", &self.maintains_ndc),
            ("can_authorize", &self.can_authorize),
            ("can_track", &self.can_track),
            ("has_inventory", &self.has_inventory),
            ("contributes", &self.contributes),
        ]
    }

    /// The first item that is answered with no.
    pub fn first_no(&self) -> Option<&'static str> {
        self.items().into_iter().find(|(_, item)| item.answer == Answer::No).map(|(name, _)| name)
    }
}

/// Where the review of an initial report stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReviewStatus {
    /// The review has not begun.
    NotReviewed,
    /// The technical expert review is going on.
    UnderReview,
    /// The review is done.
    Reviewed,
}

impl ReviewStatus {
    const fn words(self) -> &'static str {
        match self {
            Self::NotReviewed => "not-reviewed",
            Self::UnderReview => "under-review",
            Self::Reviewed => "reviewed",
        }
    }
}

/// The text is no status of a review.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of not-reviewed, under-review, reviewed")]
pub struct NotAReviewStatus;

impl FromStr for ReviewStatus {
    type Err = NotAReviewStatus;
    fn from_str(text: &str) -> Result<Self, NotAReviewStatus> {
        [Self::NotReviewed, Self::UnderReview, Self::Reviewed]
            .into_iter()
            .find(|status| status.words() == text)
            .ok_or(NotAReviewStatus)
    }
}

impl fmt::Display for ReviewStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

crate::written_as_text!(ReviewStatus);

/// A Party's initial report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitialReport {
    /// The day on which it was submitted.
    pub date: Date,
    /// Where it is published.
    pub document: Text<500>,
    /// Where its review stands.
    pub review: ReviewStatus,
}

/// Something that a Party has declared, with the entry that recorded it. The newest counts; none is
/// ever taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared<T> {
    /// The entry that recorded it.
    pub recorded: i64,
    /// What was declared.
    pub what: T,
}
