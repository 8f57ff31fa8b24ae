//! When an action happened: a moment, or only a day (R-153, R-242, section 18 no. 4).

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::dialect::Dialect;
use crate::vintage::Year;

/// A day, or a moment of it in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum When {
    /// Only the day is known.
    Day(Date),
    /// To the millisecond.
    Moment(Timestamp),
}

/// The text is neither a day nor a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a date is dd/mm/yyyy, yyyy-mm-dd, or yyyy-mm-ddThh:mm:ss.sssZ in UTC")]
pub struct NotAMoment;

impl When {
    /// A moment of the ledger, which is exact to the microsecond, as reports have it.
    pub fn of(moment: Timestamp) -> Self {
        let whole = moment.as_millisecond();
        Self::Moment(Timestamp::from_millisecond(whole).unwrap_or(moment))
    }

    /// The day, in UTC.
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.to_zoned(TimeZone::UTC).date(),
        }
    }

    /// The year, in UTC.
    pub fn year(self) -> i16 {
        self.day().year()
    }

    /// The year, if it is one that can be reported.
    pub fn reported_year(self) -> Option<Year> {
        Year::new(self.year()).ok()
    }

    /// As a dialect writes it: a day that is all that is known stays a day.
    pub fn written(self, dialect: Dialect) -> String {
        match (dialect, self) {
            (Dialect::Template, _) => written_day(self.day(), dialect),
            (Dialect::Nomenclature, Self::Day(day)) => written_day(day, dialect),
            (Dialect::Nomenclature, Self::Moment(moment)) => format!("{moment:.3}"),
        }
    }
}

/// A day as a dialect writes it.
pub(super) fn written_day(day: Date, dialect: Dialect) -> String {
    match dialect {
        Dialect::Template => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        Dialect::Nomenclature => day.to_string(),
    }
}

/// Reads a day in either form.
pub(super) fn day(text: &str) -> Result<Date, NotAMoment> {
    When::from_str(text).map(When::day)
}

/// Reads `dd/mm/yyyy`.
fn slashed(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit())
    };
    let fine = digits(day, &[1, 2]) && digits(month, &[1, 2]) && digits(year, &[4]);
    if !fine || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

impl FromStr for When {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        if let Some(day) = slashed(text) {
            return Ok(Self::Day(day));
        }
        if text.len() == "2025-12-31".len() {
            return text.parse().map(Self::Day).map_err(|_not_a_day| NotAMoment);
        }
        if text.ends_with('Z') {
            return text.parse().map(Self::Moment).map_err(|_not_a_moment| NotAMoment);
        }
        // A cell with a true date and a time names no zone: it is UTC like all others.
        let civil: DateTime = text.parse().map_err(|_not_a_moment| NotAMoment)?;
        let moment = civil.to_zoned(TimeZone::UTC).map_err(|_out_of_range| NotAMoment)?;
        Ok(Self::Moment(moment.timestamp()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_date_are_read_and_written_r242() {
        let moment: When = "2025-12-31T23:59:59.999Z".parse().unwrap();
        assert_eq!(moment.written(Dialect::Nomenclature), "2025-12-31T23:59:59.999Z");
        assert_eq!(moment.written(Dialect::Template), "31/12/2025");
        for day in ["31/12/2025", "2025-12-31"] {
            let read: When = day.parse().unwrap();
            assert_eq!(read, When::Day(jiff::civil::date(2025, 12, 31)), "{day}");
            assert_eq!(read.written(Dialect::Template), "31/12/2025");
            assert_eq!(read.written(Dialect::Nomenclature), "2025-12-31");
        }
        for wrong in ["", "31.12.2025", "2025/12/31", "31/13/2025", "32/12/2025", "45999", "NA"] {
            assert_eq!(wrong.parse::<When>(), Err(NotAMoment), "{wrong}");
        }
    }

    #[test]
    fn the_reported_year_is_the_year_in_utc_r153() {
        let last: When = "2025-12-31T23:59:59.999Z".parse().unwrap();
        let first: When = "2026-01-01T00:00:00.000Z".parse().unwrap();
        assert_eq!((last.year(), first.year()), (2025, 2026));
    }
}
