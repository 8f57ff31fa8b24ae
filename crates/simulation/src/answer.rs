//! What a ledger says to a request, so that two ledgers can be compared.

use std::fmt;

use domain::ledger::{Outcome, Receipt, Refused};

/// What a ledger says: the entries, or which rule is in the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is done, by these entries.
    Done(Entries),
    /// It had been done before, by these entries.
    Repeated(Entries),
    /// It is refused: which order of the proposal, if it is one, and the refusal's code.
    Refused(No),
}

/// The first and the last entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entries(pub i64, pub i64);

/// A refusal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct No {
    /// Which order of the proposal; nothing if it is the proposal as a whole.
    pub order: Option<usize>,
    /// The code.
    pub code: &'static str,
}

/// The code of the rule that an order breaks.
pub(crate) type Code = &'static str;

impl From<Code> for No {
    fn from(code: Code) -> Self {
        Self { order: None, code }
    }
}

impl Answer {
    /// What the ledger of `domain` said.
    pub fn of(said: &Result<Outcome, Refused>) -> Self {
        let entries = |receipt: &Receipt| Entries(receipt.first_entry, receipt.last_entry);
        match said {
            Ok(Outcome::Done(receipt)) => Self::Done(entries(receipt)),
            Ok(Outcome::Repeated(receipt)) => Self::Repeated(entries(receipt)),
            Err(refused) => Self::Refused(No { order: refused.order, code: refused.why.code() }),
        }
    }

    /// Whether something was done.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(Entries(first, last)) => write!(f, "done by entries {first} to {last}"),
            Self::Repeated(Entries(first, last)) => {
                write!(f, "repeated: entries {first} to {last}")
            }
            Self::Refused(No { order: Some(at), code }) => {
                write!(f, "refused for order {}: {code}", at + 1)
            }
            Self::Refused(No { order: None, code }) => write!(f, "refused: {code}"),
        }
    }
}
