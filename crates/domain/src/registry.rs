//! Registries that track ITMOs, by their identifier.

use std::fmt;
use std::str::FromStr;

use crate::party::PartyCode;

/// A Party ITMO registry ID: a Party code and two digits, or `UN01`, the mechanism registry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RegistryId {
    /// The registry of the Article 6.4 mechanism.
    Mechanism,
    /// A registry that a Party uses: the Party and the two digits.
    Party(PartyCode, u8),
}

/// The text is not a registry identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a registry identifier is a Party code and two digits, for example XAL01, or UN01")]
pub struct NotARegistryId;

impl FromStr for RegistryId {
    type Err = NotARegistryId;

    fn from_str(text: &str) -> Result<Self, NotARegistryId> {
        if text == "UN01" {
            return Ok(Self::Mechanism);
        }
        let (party, number) = text.split_at_checked(3).ok_or(NotARegistryId)?;
        if number.len() != 2 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NotARegistryId);
        }
        let party = party.parse().map_err(|_not_a_party| NotARegistryId)?;
        let number = number.parse().map_err(|_not_a_number| NotARegistryId)?;
        Ok(Self::Party(party, number))
    }
}

impl fmt::Display for RegistryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mechanism => f.write_str("UN01"),
            Self::Party(party, number) => write!(f, "{party}{number:02}"),
        }
    }
}

crate::written_as_text!(RegistryId);
