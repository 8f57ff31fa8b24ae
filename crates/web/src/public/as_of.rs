//! A moment in the past at which a page shows the state: what `?at=` says.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The moment that a page shows instead of the present.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// As it stands in the address.
    pub entered: String,
    /// The moment. A day means its end.
    pub moment: Timestamp,
}

/// The text is neither a date nor a date and a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a date looks like 2026-06-30, a date and a time like 2026-06-30 14:05, in UTC")]
pub struct NotAMoment;

impl AsOf {
    /// Reads `2026-06-30`, `2026-06-30 14:05`, `2026-06-30T14:05:09Z`: always UTC.
    pub fn read(entered: &str) -> Result<Self, NotAMoment> {
        let text = entered.trim();
        let plain = text.strip_suffix('Z').or_else(|| text.strip_suffix("UTC")).unwrap_or(text);
        let plain = plain.trim_end();
        // Only what the hint shows: the library beneath reads more than we would explain.
        let is_plain = plain.chars().all(|c| c.is_ascii_digit() || "-:. T".contains(c));
        let moment = match plain.len() {
            _ if !is_plain => None,
            10 => plain.parse().ok().map(end_of_day),
            16.. => plain.parse::<DateTime>().ok(),
            _ => None,
        };
        let moment = moment.and_then(|moment| moment.to_zoned(TimeZone::UTC).ok());
        let moment = moment.ok_or(NotAMoment)?.timestamp();
        Ok(Self { entered: text.to_owned(), moment })
    }
}

/// The last microsecond of a day: what the database can tell from the next day's first.
fn end_of_day(date: Date) -> DateTime {
    date.at(23, 59, 59, 999_999_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_means_its_end_and_a_time_means_itself() {
        for (entered, moment) in [
            ("2026-06-30", "2026-06-30T23:59:59.999999Z"),
            (" 2026-06-30 14:05 ", "2026-06-30T14:05:00Z"),
            ("2026-06-30T14:05:09Z", "2026-06-30T14:05:09Z"),
            ("2026-06-30 14:05 UTC", "2026-06-30T14:05:00Z"),
        ] {
            assert_eq!(AsOf::read(entered).unwrap().moment, moment.parse().unwrap(), "{entered}");
        }
    }

    #[test]
    fn anything_else_is_no_moment() {
        for entered in ["", "2026", "30.06.2026", "2026-02-30", "2026-06-30 25:00", "yesterday"] {
            assert_eq!(AsOf::read(entered), Err(NotAMoment), "{entered}");
        }
        for entered in ["2026-06-30T14:05+02:00", "2026-06-30T14:05[Asia/Tokyo]"] {
            assert_eq!(AsOf::read(entered), Err(NotAMoment), "{entered}");
        }
    }
}
