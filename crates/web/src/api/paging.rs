//! Lists: so many items, and a cursor that says where the list goes on. And the past: `at`.

use std::fmt::Write as _;

use app::{AsOf, Limit, Time};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::asked::Asked;
use crate::problem::Flaw;

/// What every list takes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; `slice` reads it")]
pub(super) struct Paging {
    /// How many items at most: 1 to 100. Without it, 25.
    #[param(minimum = 1, maximum = 100, example = 25)]
    limit: Option<u8>,
    /// Where to go on: `next` of the answer before, with the same filters.
    #[param(max_length = 400)]
    cursor: Option<String>,
}

/// What a question about the past takes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; `as_of` reads it")]
pub(super) struct Past {
    /// The state at this moment, and not the present one: a date, which means its end, or a date and
    /// time with its zone, to the millisecond.
    #[param(example = "2026-06-30T14:05:00.000Z")]
    at: Option<String>,
    /// By which of the two times of an entry `at` goes: `recorded`, which is the default, or
    /// `occurred`, which is earlier for what was recorded later.
    #[param(pattern = "^(recorded|occurred)$", example = "recorded")]
    time: Option<String>,
}

/// Which part of a list is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Slice<K> {
    /// The key after which it begins.
    pub(super) after: Option<K>,
    /// How many items.
    pub(super) limit: Limit,
}

/// The longest cursor that is read.
const CURSOR_LENGTH_MAX: usize = 400;

/// Reads `limit` and `cursor`.
pub(super) fn slice<K: DeserializeOwned>(asked: &mut Asked) -> Slice<K> {
    let limit = asked.may_as("limit", |text| {
        let limit = text.parse().ok().and_then(Limit::new);
        limit.ok_or_else(|| Flaw::limit(Limit::MAX.items()))
    });
    let after = asked.may_as("cursor", |text| key(text).ok_or_else(Flaw::cursor));
    Slice { after, limit: limit.unwrap_or_default() }
}

/// The cursor for a key. What it holds is nobody's business, and may change.
pub(super) fn cursor<K: Serialize>(key: &K) -> String {
    let bytes = serde_json::to_vec(key).unwrap_or_default();
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
    }
    text
}

fn key<K: DeserializeOwned>(cursor: &str) -> Option<K> {
    if cursor.len() > CURSOR_LENGTH_MAX || !cursor.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).ok()?;
        let plain = pair.bytes().all(|digit| digit.is_ascii_hexdigit());
        u8::from_str_radix(pair, 16).ok().filter(|_| plain)
    };
    let bytes: Option<Vec<u8>> = cursor.as_bytes().chunks(2).map(byte).collect();
    serde_json::from_slice(&bytes?).ok()
}

/// Reads `at` and `time`.
pub(super) fn as_of(asked: &mut Asked) -> Option<AsOf> {
    let moment = asked.may_as("at", past_moment);
    let time = asked.may_as("time", |text| match text {
        "recorded" => Ok(Time::Recorded),
        "occurred" => Ok(Time::Occurred),
        _ => Err(Flaw::time()),
    });
    Some(AsOf { moment: moment?, time: time.unwrap_or_default() })
}

/// Reads a moment of the past. It means the end of its millisecond, for that is how moments are
/// written: what was recorded then, by what an answer says, is in the state at that moment.
pub(super) fn past_moment(text: &str) -> Result<Timestamp, Flaw> {
    let day = || -> Option<Timestamp> {
        let date: Date = text.parse().ok().filter(|_| text.len() == 10)?;
        let end = date.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
        end.checked_sub(SignedDuration::from_millis(1)).ok()
    };
    let moment: Option<Timestamp> = day().or_else(|| text.parse().ok());
    let end = moment.and_then(|moment| {
        let millisecond = Timestamp::from_millisecond(moment.as_millisecond()).ok()?;
        millisecond.checked_add(SignedDuration::from_micros(999)).ok()
    });
    // PostgreSQL knows fewer years than we can read.
    end.filter(|end| end.to_zoned(TimeZone::UTC).year() > 0).ok_or_else(Flaw::past_moment)
}

/// Reads the beginning or the end of a time: a day, whose end is the beginning of the next one, or a
/// moment.
pub(super) fn day_or_moment(text: &str, is_end: bool) -> Result<Timestamp, Flaw> {
    let Some(day) = text.parse::<Date>().ok().filter(|_| text.len() == 10) else {
        return super::asked::moment(text);
    };
    let day = if is_end { day.tomorrow().map_err(|_last| Flaw::moment())? } else { day };
    let begins = day.to_zoned(TimeZone::UTC).map_err(|_foreign| Flaw::moment())?;
    if begins.year() > 0 { Ok(begins.timestamp()) } else { Err(Flaw::moment()) }
}

/// A moment as answers write it: UTC, with milliseconds.
pub(super) fn written(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_key() {
        let key = ("XAL-100-0001-16".to_owned(), 7_i64, i64::MAX);
        let mut asked = Asked::of(&format!("limit=100&cursor={}", cursor(&key)));
        let slice = slice::<(String, i64, i64)>(&mut asked);
        assert_eq!(slice, Slice { after: Some(key), limit: Limit::MAX });
        asked.end().unwrap();
    }

    #[test]
    fn a_cursor_that_nobody_gave_is_refused() {
        let other = cursor(&"XAL");
        let long = "00".repeat(300);
        for text in ["7", "zz", "+7", "", other.as_str(), long.as_str()] {
            let mut asked = Asked::of(&format!("cursor={text}"));
            assert_eq!(slice::<i64>(&mut asked).after, None);
            assert_eq!(asked.end().unwrap_err().body(None).errors[0].code, "cursor", "{text}");
        }
    }

    #[test]
    fn a_limit_is_1_to_100() {
        for text in ["0", "101", "-1", "1e1", "ten"] {
            let mut asked = Asked::of(&format!("limit={text}"));
            slice::<i64>(&mut asked);
            assert_eq!(asked.end().unwrap_err().body(None).errors[0].code, "limit", "{text}");
        }
    }

    #[test]
    fn a_moment_means_the_end_of_its_millisecond_and_a_day_its_end_r154() {
        for (text, moment) in [
            ("2026-12-31T23:59:59.999Z", "2026-12-31T23:59:59.999999Z"),
            ("2026-12-31", "2026-12-31T23:59:59.999999Z"),
            ("2026-06-30T16:05:00.1234567+02:00", "2026-06-30T14:05:00.123999Z"),
        ] {
            let mut asked = Asked::of(&format!("at={}", text.replace('+', "%2B")));
            assert_eq!(as_of(&mut asked).unwrap().moment, moment.parse().unwrap(), "{text}");
            asked.end().unwrap();
        }
        for text in ["now", "2026-02-30", "2026-06-30T14:05", "-009999-01-02T00:00:00Z", ""] {
            let mut asked = Asked::of(&format!("at={text}"));
            assert_eq!(as_of(&mut asked), None);
            assert_eq!(asked.end().unwrap_err().body(None).errors[0].code, "past-moment", "{text}");
        }
    }

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_utc_r153() {
        let read = |text, is_end| day_or_moment(text, is_end).unwrap().to_string();
        assert_eq!(read("2026-12-31", false), "2026-12-31T00:00:00Z");
        assert_eq!(read("2026-12-31", true), "2027-01-01T00:00:00Z");
        assert_eq!(read("2026-06-30T16:05:00+02:00", true), "2026-06-30T14:05:00Z");
        for text in ["2026-02-30", "now", "", "2026-06-30T14:05"] {
            assert!(day_or_moment(text, true).is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_written_with_milliseconds_r153() {
        let moment = "2026-12-31T23:59:59.999999Z".parse().unwrap();
        assert_eq!(written(moment), "2026-12-31T23:59:59.999Z");
    }
}
