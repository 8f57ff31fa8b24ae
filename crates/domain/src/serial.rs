//! Serial numbers and runs of them.

use std::fmt;
use std::str::FromStr;

use crate::quantity::{Units, whole_number};

/// A serial number: 1 to 2^63-2, so that the next one can always be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Serial(u64);

/// Why a text is not a serial number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotASerial {
    /// Not digits, or digits with misplaced separators.
    #[error("a serial is a whole number in digits, for example 1204501")]
    NotANumber,
    /// Serials start at 1.
    #[error("serials start at 1")]
    Zero,
    /// Beyond 2^63-2.
    #[error("the highest serial is 9223372036854775806")]
    TooHigh,
}

impl Serial {
    /// The first serial of all, 1.
    pub const LOWEST: Self = Self(1);
    /// The highest serial, 2^63-2.
    pub const MAX: u64 = Units::MAX - 1;

    /// The serial with this number.
    pub const fn new(number: u64) -> Result<Self, NotASerial> {
        match number {
            0 => Err(NotASerial::Zero),
            1..=Self::MAX => Ok(Self(number)),
            _ => Err(NotASerial::TooHigh),
        }
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl FromStr for Serial {
    type Err = NotASerial;

    /// Accepts thousands separators where they belong.
    fn from_str(text: &str) -> Result<Self, NotASerial> {
        let digits = without_separators(text).ok_or(NotASerial::NotANumber)?;
        if !digits.is_empty() && digits.bytes().all(|digit| digit == b'0') {
            return Err(NotASerial::Zero);
        }
        match whole_number(&digits) {
            Some(number) => Self::new(number),
            None if digits.len() > 18 && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                Err(NotASerial::TooHigh)
            }
            None => Err(NotASerial::NotANumber),
        }
    }
}

/// The text without its commas, if they stand before groups of three digits; the text itself if it
/// has none.
fn without_separators(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    if !text.contains(',') {
        return Some(text.into());
    }
    let mut groups = text.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    (first && groups.all(|group| group.len() == 3)).then(|| text.replace(',', "").into())
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(Serial);

/// A run of serials, both ends included; never empty, never reversed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Serials {
    first: Serial,
    last: Serial,
}

impl Serials {
    /// The run from `first` to `last`; `None` if it is reversed.
    pub fn new(first: Serial, last: Serial) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The run of so many units that starts at `first`; `None` if it goes beyond the highest
    /// serial.
    pub fn starting_at(first: Serial, units: Units) -> Option<Self> {
        let last = first.0.checked_add(units.count())?.checked_sub(1)?;
        Self::new(first, Serial::new(last).ok()?)
    }

    /// The lowest serial.
    pub const fn first(self) -> Serial {
        self.first
    }

    /// The highest serial.
    pub const fn last(self) -> Serial {
        self.last
    }

    /// How many units the run has.
    pub fn units(self) -> Units {
        let count = self.last.0.abs_diff(self.first.0).saturating_add(1);
        // A run is never empty and never longer than the highest serial.
        Units::new(count).unwrap_or(Units::MIN)
    }

    /// Whether the serial lies in the run.
    pub fn contains(self, serial: Serial) -> bool {
        (self.first..=self.last).contains(&serial)
    }

    /// What both runs have.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }

    /// The part below `other`, and the part above it.
    pub fn without(self, other: Self) -> (Option<Self>, Option<Self>) {
        let below = other.first.0.checked_sub(1).and_then(|last| Serial::new(last).ok());
        let above = other.last.0.checked_add(1).and_then(|first| Serial::new(first).ok());
        (
            below.and_then(|last| Self::new(self.first, last.min(self.last))),
            above.and_then(|first| Self::new(first.max(self.first), self.last)),
        )
    }
}
