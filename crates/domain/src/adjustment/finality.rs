//! From when on the adjustments of a period are final.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::event::{Event, FirstTransferYear};
use crate::party::PartyCode;
use crate::vintage::{Year, Years};

/// The biennial transparency report that a Party submits by the end of an even year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TransparencyReport {
    /// 1 for the one due in 2024.
    pub number: u16,
    /// The last day on which it is due.
    pub due: Date,
}

impl TransparencyReport {
    const FIRST_DUE: i16 = 2024;

    /// The first report that contains `year`, where inventories lag so many years behind; none
    /// beyond the calendar.
    pub fn first_with(year: Year, lag: u8) -> Option<Self> {
        let earliest = year.number().checked_add(lag.into())?.max(Self::FIRST_DUE);
        let odd = earliest.checked_rem(2)?;
        let due = earliest.checked_add(odd)?;
        let before = due.checked_sub(Self::FIRST_DUE)?.checked_div(2)?;
        let number = u16::try_from(before).ok()?.checked_add(1)?;
        Some(Self { number, due: Date::new(due, 12, 31).ok()? })
    }
}

/// That the adjustments of a Party's period are final after a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finality {
    /// The Party.
    pub party: PartyCode,
    /// The period.
    pub period: Years,
    /// The last day on which they may change: before the review of the report starts.
    pub last_day: Date,
}

/// An event would change adjustments that are final.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the adjustments of {party} for {period} are final since the end of {last_day}")]
pub struct PeriodIsFinal {
    /// The Party.
    pub party: PartyCode,
    /// The period.
    pub period: Years,
    /// The last day on which they could change.
    pub last_day: Date,
}

impl Finality {
    /// How many years inventories lag behind, where the Party has not said otherwise.
    pub const LAG_YEARS: u8 = 2;

    /// The day on which the first report with the period's last year is due: what counts until the
    /// Party's own day is set.
    pub fn by_default(party: PartyCode, period: Years, lag: u8) -> Option<Self> {
        let report = TransparencyReport::first_with(period.last, lag)?;
        Some(Self { party, period, last_day: report.due })
    }

    /// Why this event is refused, if it is taken down on `day`: it touches the period of this Party,
    /// by its event year or by the year that it adjusts, after the last day.
    pub fn refuses(
        &self,
        event: &Event,
        rule: FirstTransferYear,
        day: Date,
    ) -> Option<PeriodIsFinal> {
        let years = [event.event_year(rule), event.adjusted_year()];
        let Self { party, period, .. } = *self;
        let touches = event.party() == party && years.iter().any(|it| period.contains(*it));
        self.is_over(day).filter(|_| touches)
    }

    /// Why nothing changes any more that is taken down on `day`, if it is after the last one.
    pub fn is_over(&self, day: Date) -> Option<PeriodIsFinal> {
        let Self { party, period, last_day } = *self;
        (day > last_day).then_some(PeriodIsFinal { party, period, last_day })
    }

    /// Whether the event was taken down in time, by what it says itself.
    pub(super) fn allows(
        &self,
        event: &Event,
        rule: FirstTransferYear,
    ) -> Result<(), PeriodIsFinal> {
        let day = event.recorded.to_zoned(TimeZone::UTC).date();
        self.refuses(event, rule, day).map_or(Ok(()), Err)
    }
}
