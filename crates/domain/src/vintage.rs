//! Calendar years: of mitigation, of use, of a report.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A calendar year of four digits, in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Year(i16);

/// The calendar year in which the mitigation occurred. The syntax allows any year; that it
/// is 2021 or later and not in the future is a rule of issuance.
pub type Vintage = Year;

/// The text is not a year of four digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a year has four digits, for example 2024")]
pub struct NotAYear;

impl Year {
    /// The first year in which mitigation can become an ITMO.
    pub const FIRST: Self = Self(2021);
    /// The lowest year that can be written.
    pub const LOWEST: Self = Self(1000);

    /// The year with this number, from 1000 to 9999.
    pub fn new(year: i16) -> Result<Self, NotAYear> {
        if (1000..=9999).contains(&year) { Ok(Self(year)) } else { Err(NotAYear) }
    }

    /// The UTC year of a moment.
    pub fn of(moment: Timestamp) -> Self {
        Self(moment.to_zoned(TimeZone::UTC).year())
    }

    /// The number of the year.
    pub const fn number(self) -> i16 {
        self.0
    }

    /// The year after it, if that can still be written.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1).and_then(|number| Self::new(number).ok())
    }

    /// The moment before which the year ends, strictly: 1 January 00:00:00Z of the next.
    /// Nothing where no such moment can be written.
    pub fn ends_before(self) -> Option<Timestamp> {
        let first = Date::new(self.0.checked_add(1)?, 1, 1).ok()?;
        Some(first.to_zoned(TimeZone::UTC).ok()?.timestamp())
    }
}

impl FromStr for Year {
    type Err = NotAYear;

    fn from_str(text: &str) -> Result<Self, NotAYear> {
        if text.len() != 4 || !text.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NotAYear);
        }
        text.parse().map_err(|_not_a_number| NotAYear).and_then(Self::new)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

crate::written_as_text!(Year);

/// A run of years, both ends included: an NDC implementation period, or a time frame.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first year.
    pub first: Year,
    /// The last year, not before the first.
    pub last: Year,
}

impl Years {
    /// Whether the year lies in the run.
    pub fn contains(self, year: Year) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}
