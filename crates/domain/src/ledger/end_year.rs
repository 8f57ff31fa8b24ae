//! The end of a calendar year. Nobody asks for it, and it is about no proposal: it is no [`Request`].
//!
//! [`Request`]: super::Request

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::books::Books;
use super::entry::{Cause, LEAF_VERSION, Leaf, REGISTRY, YearOver, moment};
use super::record::{Fact, append, stamp};
use crate::section::SectionNo;
use crate::vintage::Year;

/// The act by which a year ends, in one word.
pub const END_YEAR: &str = "end-year";

/// The end of a year, which is in the ledger for good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearEnd {
    /// The number of its entry.
    pub entry: i64,
    /// The log index of the entry's leaf.
    pub leaf_index: u64,
    /// When it was recorded.
    pub recorded: Timestamp,
}

/// Why a year does not end now.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CannotEndYear {
    /// Another year comes first, or it has ended before.
    #[error(
        "years end one after the other, from that of the first entry on, and each once: {}",
        next.map_or_else(|| "there is no entry yet".to_owned(), |next| format!("{next} comes next"))
    )]
    NotNext {
        /// The year that comes next; none before there is an entry.
        next: Option<Year>,
    },
    /// It is not over.
    #[error("the year {year} ends strictly before {over}: wait until then")]
    NotOver {
        /// The year.
        year: Year,
        /// The first moment after it.
        over: String,
    },
}

impl CannotEndYear {
    /// All reasons, in a word or two.
    pub const CODES: [&str; 2] = ["year-not-next", "year-not-over"];

    /// The reason in a word or two.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotNext { .. } => Self::CODES[0],
            Self::NotOver { .. } => Self::CODES[1],
        }
    }
}

/// Ends a year: once, in order, none left out, and never before 1 January 00:00:00Z of the
/// next. Whoever is told that it cannot end has changed nothing.
///
/// It occurs when it is recorded. That the year was over at midnight follows from its number; what
/// the entry adds is how far the ledger had come when the registry took note of it. A time before
/// that of recording is for two persons with evidence.
pub fn end_year(books: &mut Books, year: Year, now: Timestamp) -> Result<YearEnd, CannotEndYear> {
    let next = books.year_to_end();
    if next != Some(year) {
        return Err(CannotEndYear::NotNext { next });
    }
    let over = year.ends_before().unwrap_or(Timestamp::MAX);
    if now < over {
        return Err(CannotEndYear::NotOver { year, over: moment(over) });
    }
    let (section, other_section) = (SectionNo::SECRETARIAT, None);
    let fact = Fact { act: END_YEAR, section, other_section, occurred: now };
    let leaf = leaf(year, stamp(books, now, now));
    let (entry, leaf_index) = append(books, fact, leaf, Cause::YearOver(YearOver { year }), now);
    let ended = YearEnd { entry, leaf_index, recorded: now };
    books.year_ends.set(year, ended);
    Ok(ended)
}

/// All of it is public: there is nothing to commit to, and nobody who acts.
fn leaf(year: Year, [entry, occurred, recorded]: [String; 3]) -> String {
    let number = serde_json::Value::from(year.to_string());
    Leaf {
        actor: REGISTRY,
        blocks: &[],
        commit: BTreeMap::new(),
        entry,
        event: END_YEAR,
        facts: BTreeMap::from([("year", &number)]),
        occurred,
        party: None,
        recorded,
        v: LEAF_VERSION,
    }
    .text()
}
