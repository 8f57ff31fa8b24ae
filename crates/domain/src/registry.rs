//! Registries that track ITMOs, by their identifier.

use std::fmt;
use std::str::FromStr;

use crate::party::PartyCode;

/// A Party ITMO registry ID: a Party code and two digits, or `UN` and two digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RegistryId {
    /// A registry of the United Nations: the two digits. UN01 is that of the Article 6.4 mechanism.
    UnitedNations(u8),
    /// A registry that a Party uses: the Party and the two digits.
    Party(PartyCode, u8),
}

impl RegistryId {
    /// The registry of the Article 6.4 mechanism.
    pub const MECHANISM: Self = Self::UnitedNations(1);

    /// The first registry of a Party.
    pub const fn first_of(party: PartyCode) -> Self {
        Self::Party(party, 1)
    }
}

/// The text is not a registry identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a registry identifier is a Party code and two digits, for example XAL01, or UN01")]
pub struct NotARegistryId;

impl FromStr for RegistryId {
    type Err = NotARegistryId;

    fn from_str(text: &str) -> Result<Self, NotARegistryId> {
        let at = text.len().checked_sub(2).ok_or(NotARegistryId)?;
        let (owner, number) = text.split_at_checked(at).ok_or(NotARegistryId)?;
        if !number.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NotARegistryId);
        }
        let number = number.parse().map_err(|_not_a_number| NotARegistryId)?;
        if owner == "UN" {
            return Ok(Self::UnitedNations(number));
        }
        let party = owner.parse().map_err(|_not_a_party| NotARegistryId)?;
        Ok(Self::Party(party, number))
    }
}

impl fmt::Display for RegistryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnitedNations(number) => write!(f, "UN{number:02}"),
            Self::Party(party, number) => write!(f, "{party}{number:02}"),
        }
    }
}

crate::written_as_text!(RegistryId);
