//! The entry by which a year ended: what a position of 31 December cites.

use app::{Registry, StoreError};
use domain::ledger::YearEnd;
use domain::vintage::Year;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::paging::written;

/// The entry by which the registry's clock ended a year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YearEnd)]
pub(super) struct YearEndBody {
    /// The calendar year, in UTC.
    #[schema(example = "2026")]
    year: String,
    /// The number of the entry.
    #[schema(example = "48240")]
    entry: String,
    /// The index of its leaf in the log.
    #[schema(example = "48239")]
    log_index: String,
    /// When it was recorded, in UTC: what the ledger has before it was recorded by then.
    #[schema(format = "date-time", example = "2027-01-01T00:00:00.731Z")]
    recorded: String,
}

impl YearEndBody {
    fn of(year: Year, ended: &YearEnd) -> Self {
        Self {
            year: year.to_string(),
            entry: ended.entry.to_string(),
            log_index: ended.leaf_index.to_string(),
            recorded: written(ended.recorded),
        }
    }
}

/// The end of a year, once there is an entry of it.
pub(super) fn end_of(registry: &Registry, year: Year) -> Result<Option<YearEndBody>, StoreError> {
    Ok(registry.year_end(year)?.map(|ended| YearEndBody::of(year, &ended)))
}

/// The same, of the year whose last millisecond a moment of the past lies in, if it is the last one.
pub(super) fn end_at(
    registry: &Registry,
    moment: Option<Timestamp>,
) -> Result<Option<YearEndBody>, StoreError> {
    match moment.and_then(ending_at) {
        Some(year) => end_of(registry, year),
        None => Ok(None),
    }
}

/// The year whose last millisecond this is.
fn ending_at(moment: Timestamp) -> Option<Year> {
    let year = Year::of(moment);
    let left = year.ends_before()?.duration_since(moment);
    (left <= SignedDuration::from_millis(1)).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_millisecond_of_a_year_is_its_end_r154() {
        let ending = |at: &str| ending_at(at.parse().unwrap()).map(|year| year.to_string());
        let last = Some("2026".to_owned());
        assert_eq!(ending("2026-12-31T23:59:59.999999Z"), last);
        assert_eq!(ending("2026-12-31T23:59:59.999Z"), last);
        assert_eq!(ending("2027-01-01T00:59:59.999+01:00"), last);
        for other in ["2026-12-31T23:59:59.998999Z", "2027-01-01T00:00:00Z", "2026-06-30T12:00Z"] {
            assert_eq!(ending(other), None, "{other}");
        }
    }
}
