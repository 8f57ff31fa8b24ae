//! The numbers of proposals, as people know them.

use std::fmt;
use std::str::FromStr;

use domain::ledger::ProposalNumber;
use domain::party::PartyCode;

use crate::error::DatabaseError;
use crate::ledger::rows::{self, parsed, unreadable};

/// A proposal's number as people know it: `XAL-P-2026-000481`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Named {
    /// The Party that proposed; nobody's, where the secretariat did.
    pub party: Option<PartyCode>,
    /// Counted within the section and the year.
    pub number: ProposalNumber,
}

/// The text is no number of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the number of a proposal looks like XAL-P-2026-000481")]
pub struct NotANumber;

/// What stands for the secretariat's desk, where a Party's code would stand.
const DESK: &str = "UN";

impl Named {
    pub(crate) fn read(party: Option<&str>, year: i16, number: i32) -> Result<Self, DatabaseError> {
        let number = u32::try_from(number).map_err(|_negative| unreadable("number"))?;
        Ok(Self {
            party: party.map(|code| parsed(code, "Party")).transpose()?,
            number: ProposalNumber { year: rows::year(i32::from(year))?, number },
        })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ProposalNumber { year, number } = self.number;
        match self.party {
            Some(party) => write!(f, "{party}-P-{year}-{number:06}"),
            None => write!(f, "{DESK}-P-{year}-{number:06}"),
        }
    }
}

impl FromStr for Named {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let mut pieces = text.split('-');
        let mut piece = || pieces.next().ok_or(NotANumber);
        let (party, letter, year, number) = (piece()?, piece()?, piece()?, piece()?);
        if pieces.next().is_some() || letter != "P" || number.len() < 6 {
            return Err(NotANumber);
        }
        let party = match party {
            DESK => None,
            code => Some(code.parse().map_err(|_no_party| NotANumber)?),
        };
        let year = year.parse().map_err(|_no_year| NotANumber)?;
        let number = number.parse().map_err(|_no_number| NotANumber)?;
        let named = Self { party, number: ProposalNumber { year, number } };
        // One text for each: no sign, no superfluous zero.
        if named.to_string() == text { Ok(named) } else { Err(NotANumber) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_text() {
        for text in ["XAL-P-2026-000481", "UN-P-2026-000001", "XBO-P-2027-1234567"] {
            assert_eq!(text.parse::<Named>().unwrap().to_string(), text);
        }
        for text in
            ["XAL-P-2026-481", "XAL-T-2026-000481", "xal-P-2026-000481", "XAL-P-2026-+00481", ""]
        {
            assert_eq!(text.parse::<Named>(), Err(NotANumber), "{text}");
        }
    }
}
