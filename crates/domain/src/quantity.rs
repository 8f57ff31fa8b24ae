//! Numbers of units.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

/// A number of units: whole, never zero, at most 2^63-1. What one unit measures is for the kind of
/// unit to say: a tonne of CO2 equivalent, or one unit of a non-GHG metric.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Units(NonZeroU64);

/// More was asked than is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{asked} units asked, {held} there")]
pub struct NotEnough {
    /// How many are there.
    pub held: u64,
    /// How many were asked.
    pub asked: Units,
}

/// The text is not a whole number of units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a quantity is a whole number from 1 to 9223372036854775807, in digits, without a sign")]
pub struct NotAQuantity;

impl Units {
    /// One unit.
    pub const MIN: Self = Self(NonZeroU64::MIN);
    /// The largest quantity: 2^63-1.
    pub const MAX: u64 = i64::MAX.unsigned_abs();

    /// This many units; `None` for zero or more than [`Units::MAX`].
    pub const fn new(count: u64) -> Option<Self> {
        match NonZeroU64::new(count) {
            Some(count) if count.get() <= Self::MAX => Some(Self(count)),
            _ => None,
        }
    }

    /// How many they are.
    pub const fn count(self) -> u64 {
        self.0.get()
    }
}

/// Reads digits alone: no sign, no space, no other script's digits, no leading zero, no exponent.
pub(crate) fn whole_number(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    if !plain || text.starts_with('0') {
        return None;
    }
    text.parse().ok()
}

impl FromStr for Units {
    type Err = NotAQuantity;

    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        whole_number(text).and_then(Self::new).ok_or(NotAQuantity)
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::written_as_text!(Units);
