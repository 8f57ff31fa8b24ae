//! A section, and the terms that it has laid down.

use std::collections::BTreeMap;

use domain::account::AccountNumber;
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section_terms::SectionTerms;
use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp};

use super::day;
use crate::answer::Code;

/// A period of a Party's NDC, by its first and last years.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Period {
    pub(crate) first: i16,
    pub(crate) last: i16,
    /// The letter of the method, once it is told.
    pub(crate) method: Option<String>,
    pub(crate) metric: Option<Metric>,
}

impl Period {
    pub(crate) fn has(&self, year: i16) -> bool {
        self.first <= year && year <= self.last
    }
}

/// Periods run forwards, and no year lies in two.
pub(crate) fn apart(periods: &[Period]) -> Result<(), Code> {
    for (at, one) in periods.iter().enumerate() {
        let apart = |other: &Period| one.last < other.first || other.last < one.first;
        let fine = one.first <= one.last && periods[at + 1..].iter().all(apart);
        super::must(fine, "periods-overlap")?;
    }
    Ok(())
}

#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) party: PartyCode,
    pub(crate) registry: RegistryId,
    /// The periods of its NDC.
    pub(crate) periods: Vec<Period>,
    /// The newest answers to the six questions, once it has answered.
    pub(crate) participation: Option<[bool; 6]>,
    /// The day of its initial report.
    pub(crate) reported: Option<Date>,
    pub(crate) accounts: u32,
    /// Terms, and from when on they count. The last that counts is in force.
    pub(crate) terms: Vec<(Timestamp, SectionTerms)>,
    /// Since when accounts are trusted, or from when on they will be.
    pub(crate) trusted: BTreeMap<AccountNumber, Timestamp>,
    /// What was approved to leave while a daily limit counted, and when.
    pub(crate) left: Vec<(Date, u64)>,
    /// Until when the adjustments of periods change, by their first years, as it has laid down last.
    pub(crate) last_days: BTreeMap<i16, Option<Date>>,
    /// What it has sent and ended most by one proposal.
    pub(crate) most: super::amounts::Amounts,
}

pub(crate) fn hours(from: Timestamp, hours: u16) -> Timestamp {
    from + SignedDuration::from_hours(i64::from(hours))
}

pub(crate) fn days(from: Timestamp, days: u16) -> Timestamp {
    from + SignedDuration::from_hours(24 * i64::from(days))
}

/// Every wait has an end, and nothing lapses at once.
pub(crate) fn sensible(terms: &SectionTerms) -> Result<(), Code> {
    super::must(terms.holidays.len() <= 250, "list-too-long")?;
    let hours = terms.waiting_hours <= 720 && terms.withdrawal_hours <= 720;
    let days = |days: u16| (1..=90).contains(&days);
    super::must(hours && days(terms.lapse_days) && days(terms.acceptance_days), "term-out-of-range")
}

impl Section {
    pub(crate) fn terms_at(&self, now: Timestamp) -> &SectionTerms {
        let counting = self.terms.iter().rfind(|(from, _)| *from <= now);
        &counting.expect("a section has terms from its first day").1
    }

    pub(crate) fn trusts(&self, account: AccountNumber, now: Timestamp) -> bool {
        self.trusted.get(&account).is_some_and(|from| *from <= now)
    }

    /// What loosens anything counts after four working days; what only tightens, at once.
    pub(crate) fn lay_down(&mut self, terms: SectionTerms, now: Timestamp) {
        let loosens = looser(&terms, self.terms_at(now));
        let from = if loosens { self.four_working_days(now) } else { now };
        self.terms.retain(|(from, _)| *from <= now);
        self.terms.push((from, terms));
    }

    /// The same time of day, when four working days have begun.
    pub(crate) fn four_working_days(&self, now: Timestamp) -> Timestamp {
        let holidays = &self.terms_at(now).holidays;
        let works = |moment: Timestamp| {
            let date = day(moment);
            let weekend = [Weekday::Saturday, Weekday::Sunday].contains(&date.weekday());
            !weekend && !holidays.contains(&date)
        };
        let mut at = now;
        let mut worked = 0;
        while worked < 4 {
            at = days(at, 1);
            worked += u8::from(works(at));
        }
        at
    }

    /// Whether the adjustments of a period change no more: after the day that was laid down, if the
    /// period is over by then, or else after the report that is the first to have its last year, two
    /// years late. Reports are due at the end of even years, from 2024 on.
    pub(crate) fn is_final(&self, period: &Period, today: Date) -> bool {
        let told = self.last_days.get(&period.first).copied().flatten();
        let told = told.filter(|day| day.year() > period.last);
        let report = (2024..).step_by(2).find(|year| *year >= period.last + 2);
        let usual = jiff::civil::date(report.expect("some year is even"), 12, 31);
        today > told.unwrap_or(usual)
    }

    /// How many units were approved to leave on this day.
    pub(crate) fn left_on(&self, date: Date) -> u64 {
        self.left.iter().filter(|(day, _)| *day == date).map(|(_, units)| units).sum()
    }
}

/// Whether something is allowed, or sooner, under the new terms that was not under the old.
fn looser(new: &SectionTerms, old: &SectionTerms) -> bool {
    let limit = |units: Option<domain::quantity::Units>| units.map_or(u64::MAX, |it| it.count());
    new.waiting_hours < old.waiting_hours
        || new.withdrawal_hours > old.withdrawal_hours
        || (old.acceptance && !new.acceptance)
        || limit(new.units_per_act) > limit(old.units_per_act)
        || limit(new.units_per_day) > limit(old.units_per_day)
        || (new.administrators_approve_units && !old.administrators_approve_units)
        || !old.holidays.iter().all(|day| new.holidays.contains(day))
}
