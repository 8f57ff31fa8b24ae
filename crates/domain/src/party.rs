//! Parties to the Paris Agreement, by their code.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::code_list;

/// The alpha-3 code of a Party: three capital letters, for example `CHE` or `EUE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyCode([u8; 3]);

/// The text is not three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a Party code is three capital letters, for example XAL")]
pub struct NotAPartyCode;

impl PartyCode {
    /// What the registry of the Article 6.4 mechanism has for a Party code: no Party, and user-assigned
    /// in ISO 3166 (`QMA` to `QZZ`), so that none can ever become it.
    pub const MECHANISM: Self = Self(*b"QUN");

    /// Whether it stands for the mechanism and not for a Party.
    pub fn is_mechanism(self) -> bool {
        self == Self::MECHANISM
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// A user-assigned code (`XAA` to `XZZ`), which stands for no real Party.
    pub fn is_fictional(self) -> bool {
        self.0[0] == b'X'
    }

    /// Whether the list of Parties has it as a Party on this day.
    pub fn is_listed(self, day: Date) -> bool {
        code_list::is_party(self, day)
    }

    /// The day of the withdrawal after which it is no Party on this day.
    pub fn withdrew(self, day: Date) -> Option<Date> {
        code_list::withdrew(self, day)
    }
}

impl FromStr for PartyCode {
    type Err = NotAPartyCode;

    fn from_str(text: &str) -> Result<Self, NotAPartyCode> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_length| NotAPartyCode)?;
        if letters.iter().all(u8::is_ascii_uppercase) {
            Ok(Self(letters))
        } else {
            Err(NotAPartyCode)
        }
    }
}

impl fmt::Display for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

crate::written_as_text!(PartyCode);
