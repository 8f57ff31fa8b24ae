//! A section's own terms: what its transfers wait for, how many units may leave, and who approves.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::account::AccountNumber;
use crate::adjustment::{Finality, PeriodSettings};
use crate::focal_point::FocalPoint;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::vintage::{Year, Years};

/// What a Party has laid down for its own section. Two persons change it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionTerms {
    /// Hours from its approval that a transfer waits, if its recipient is not trusted.
    pub waiting_hours: u16,
    /// Until how many hours before it is carried out a transfer can be withdrawn.
    pub withdrawal_hours: u16,
    /// After how many days a proposal lapses that nobody has decided.
    pub lapse_days: u16,
    /// Whether units from other sections need this section's acceptance.
    pub acceptance: bool,
    /// After how many days a transfer lapses that the receiver has not accepted.
    pub acceptance_days: u16,
    /// The most units that one proposal may send to other sections; without it there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_act: Option<Units>,
    /// The most units that may be approved in one day (UTC) to leave for other sections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_day: Option<Units>,
    /// Whether Party administrators approve what creates, moves or ends units, besides approvers.
    pub administrators_approve_units: bool,
    /// Days of the section, besides Saturdays and Sundays, that are no working days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Date>,
}

impl Default for SectionTerms {
    fn default() -> Self {
        Self {
            waiting_hours: 24,
            withdrawal_hours: 2,
            lapse_days: 7,
            acceptance: false,
            acceptance_days: 7,
            units_per_act: None,
            units_per_day: None,
            administrators_approve_units: true,
            holidays: Vec::new(),
        }
    }
}

/// Working days after which a trusted recipient counts, and looser terms.
pub const WORKING_DAYS: u8 = 4;

impl SectionTerms {
    /// The most hours that anything waits.
    pub const HOURS_MAX: u16 = 720;
    /// The most days after which something lapses.
    pub const DAYS_MAX: u16 = 90;

    /// The first field whose value makes no sense, and the most that it may be.
    pub fn out_of_range(&self) -> Option<(&'static str, u16)> {
        let hours =
            [("waiting_hours", self.waiting_hours), ("withdrawal_hours", self.withdrawal_hours)];
        let days = [("lapse_days", self.lapse_days), ("acceptance_days", self.acceptance_days)];
        let hours = hours.into_iter().find(|(_, hours)| *hours > Self::HOURS_MAX);
        let days = days.into_iter().find(|(_, days)| *days == 0 || *days > Self::DAYS_MAX);
        let hours = hours.map(|(field, _)| (field, Self::HOURS_MAX));
        hours.or(days.map(|(field, _)| (field, Self::DAYS_MAX)))
    }

    /// Whether something that is refused or waits under the other terms would not under these.
    pub fn loosen(&self, other: &Self) -> bool {
        let more = |ours: Option<Units>, theirs: Option<Units>| match (ours, theirs) {
            (Some(ours), Some(theirs)) => ours > theirs,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        self.waiting_hours < other.waiting_hours
            || self.withdrawal_hours > other.withdrawal_hours
            || (other.acceptance && !self.acceptance)
            || more(self.units_per_act, other.units_per_act)
            || more(self.units_per_day, other.units_per_day)
            || (self.administrators_approve_units && !other.administrators_approve_units)
            || other.holidays.iter().any(|day| !self.holidays.contains(day))
    }

    /// When something proposed or approved at this moment is over after so many days.
    pub fn days_later(from: Timestamp, days: u16) -> Timestamp {
        later(from, i64::from(days).saturating_mul(24))
    }

    /// When the waiting that begins at this moment is over.
    pub fn waiting_over(&self, from: Timestamp) -> Timestamp {
        later(from, i64::from(self.waiting_hours))
    }

    /// The last moment to withdraw what is carried out at `due`.
    pub fn withdrawable_until(&self, due: Timestamp) -> Timestamp {
        let hours = SignedDuration::from_hours(i64::from(self.withdrawal_hours));
        due.checked_sub(hours).unwrap_or(Timestamp::MIN)
    }

    /// The same time of day on the fourth working day after, in UTC.
    pub fn working_days_after(&self, from: Timestamp) -> Timestamp {
        let mut at = from.to_zoned(TimeZone::UTC);
        let mut days = 0;
        while days < WORKING_DAYS {
            let Ok(next) = at.checked_add(1.day()) else { return Timestamp::MAX };
            at = next;
            let rest = matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday);
            if !rest && !self.holidays.contains(&at.date()) {
                days = days.saturating_add(1);
            }
        }
        at.timestamp()
    }
}

fn later(from: Timestamp, hours: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX)
}

/// All that a section has laid down for itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The entry that changed any of it last.
    pub since: i64,
    /// The terms that count until others do.
    pub terms: SectionTerms,
    /// Looser terms, which do not count yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<LaterTerms>,
    /// Accounts of other sections that are trusted, and from when on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub trusted: BTreeMap<AccountNumber, Timestamp>,
    /// Whom it has named to answer for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focal_point: Option<FocalPoint>,
    /// What counts for the adjustments of its periods, by their first years.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub periods: BTreeMap<Year, PeriodSettings>,
}

/// Terms that count from a moment on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaterTerms {
    /// From when on.
    pub from: Timestamp,
    /// What they say.
    pub terms: SectionTerms,
}

impl Settings {
    /// The terms that count at this moment.
    pub fn terms_at(&self, now: Timestamp) -> &SectionTerms {
        match &self.later {
            Some(later) if later.from <= now => &later.terms,
            _ => &self.terms,
        }
    }

    /// Whether transfers to this account need not wait.
    pub fn trusts(&self, account: AccountNumber, now: Timestamp) -> bool {
        self.trusted.get(&account).is_some_and(|from| *from <= now)
    }

    /// When the adjustments of a period of this Party are final: after the day that is set, if that
    /// lies after the period; else after the day on which the first report with its last year is due
    ///
    pub fn finality(&self, party: PartyCode, period: Years) -> Option<Finality> {
        let set = self.periods.get(&period.first).and_then(|it| it.last_day);
        let set = set.filter(|day| day.year() > period.last.number());
        let set = set.map(|last_day| Finality { party, period, last_day });
        set.or_else(|| Finality::by_default(party, period, Finality::LAG_YEARS))
    }

    /// Lays down new terms: what loosens any of them counts after four working days, as a trusted
    /// recipient does; what only tightens counts at once.
    pub fn lay_down(&mut self, terms: SectionTerms, now: Timestamp) -> Timestamp {
        let current = self.terms_at(now).clone();
        let from = if terms.loosen(&current) { current.working_days_after(now) } else { now };
        if from > now {
            *self =
                Self { later: Some(LaterTerms { from, terms }), terms: current, ..self.clone() };
        } else {
            *self = Self { later: None, terms, ..self.clone() };
        }
        from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn units(count: u64) -> Option<Units> {
        Units::new(count)
    }

    #[test]
    fn four_working_days_skip_saturdays_sundays_and_the_sections_holidays() {
        let mut terms = SectionTerms::default();
        // 26 November 2026 is a Thursday.
        let thursday = at("2026-11-26T10:00:00Z");
        assert_eq!(terms.working_days_after(thursday), at("2026-12-02T10:00:00Z"));
        terms.holidays = vec!["2026-11-30".parse().unwrap(), "2026-11-28".parse().unwrap()];
        assert_eq!(terms.working_days_after(thursday), at("2026-12-03T10:00:00Z"));
        let saturday = at("2026-11-28T23:59:59Z");
        assert_eq!(terms.working_days_after(saturday), at("2026-12-04T23:59:59Z"));
    }

    #[test]
    fn terms_have_no_endless_wait_and_no_lapse_at_once() {
        let fine = SectionTerms::default();
        assert_eq!(fine.out_of_range(), None);
        let endless = SectionTerms { waiting_hours: 721, ..fine.clone() };
        assert_eq!(endless.out_of_range(), Some(("waiting_hours", 720)));
        let late = SectionTerms { withdrawal_hours: 721, ..fine.clone() };
        assert_eq!(late.out_of_range(), Some(("withdrawal_hours", 720)));
        for days in [0, 91] {
            let lapse = SectionTerms { lapse_days: days, ..fine.clone() };
            assert_eq!(lapse.out_of_range(), Some(("lapse_days", 90)));
            let accept = SectionTerms { acceptance_days: days, ..fine.clone() };
            assert_eq!(accept.out_of_range(), Some(("acceptance_days", 90)));
        }
    }

    #[test]
    fn each_loosening_is_known_as_one_and_no_tightening_is() {
        let holiday: Date = "2026-12-25".parse().unwrap();
        let strict = SectionTerms {
            waiting_hours: 48,
            withdrawal_hours: 1,
            acceptance: true,
            units_per_act: units(10),
            units_per_day: units(20),
            administrators_approve_units: false,
            holidays: vec![holiday],
            ..SectionTerms::default()
        };
        let looser = [
            SectionTerms { waiting_hours: 47, ..strict.clone() },
            SectionTerms { withdrawal_hours: 2, ..strict.clone() },
            SectionTerms { acceptance: false, ..strict.clone() },
            SectionTerms { units_per_act: units(11), ..strict.clone() },
            SectionTerms { units_per_act: None, ..strict.clone() },
            SectionTerms { units_per_day: units(21), ..strict.clone() },
            SectionTerms { units_per_day: None, ..strict.clone() },
            SectionTerms { administrators_approve_units: true, ..strict.clone() },
            SectionTerms { holidays: Vec::new(), ..strict.clone() },
        ];
        for terms in looser {
            assert!(terms.loosen(&strict), "{terms:?}");
            assert!(!strict.loosen(&terms), "{terms:?}");
        }
        assert!(!strict.loosen(&strict));
    }

    #[test]
    fn looser_terms_count_later_and_tighter_ones_at_once() {
        let mut settings = Settings::default();
        let now = at("2026-11-26T10:00:00Z");
        let tight = SectionTerms { waiting_hours: 48, ..SectionTerms::default() };
        assert_eq!(settings.lay_down(tight.clone(), now), now);
        assert_eq!(settings.terms_at(now), &tight);
        let loose = SectionTerms { waiting_hours: 0, ..SectionTerms::default() };
        let from = settings.lay_down(loose.clone(), now);
        assert_eq!(from, at("2026-12-02T10:00:00Z"));
        assert_eq!(settings.terms_at(at("2026-12-02T09:59:59Z")), &tight);
        assert_eq!(settings.terms_at(from), &loose);
        // Before they count, they can be taken back at once.
        settings.lay_down(tight.clone(), now);
        assert_eq!(settings.terms_at(from), &tight);
    }

    #[test]
    fn settings_are_read_as_they_were_written() {
        let account: AccountNumber = "XAL-100-0001-16".parse().unwrap();
        let settings = Settings {
            trusted: BTreeMap::from([(account, at("2026-12-02T10:00:00.123456Z"))]),
            later: Some(LaterTerms { from: Timestamp::MAX, terms: SectionTerms::default() }),
            ..Settings::default()
        };
        let json = serde_json::to_value(&settings).unwrap();
        assert_eq!(serde_json::from_value::<Settings>(json).unwrap(), settings);
    }
}
