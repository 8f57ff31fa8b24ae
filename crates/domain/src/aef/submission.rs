//! Table 1: who reports for which year (13.2).

use jiff::civil::Date;

use super::cells::Cells;
use super::dialect::Dialect;
use super::document::RawRow;
use super::finding::Issue;
use super::version::Version;
use super::when::{When, written_day};
use crate::party::PartyCode;
use crate::vintage::{Year, Years};

mod field {
    pub(super) const PARTY: u8 = 1;
    pub(super) const VERSION: u8 = 2;
    pub(super) const YEAR: u8 = 3;
    pub(super) const DATE: u8 = 4;
    pub(super) const REVIEW_STATUS: u8 = 5;
    pub(super) const RESULT: u8 = 6;
    pub(super) const FIRST_YEAR: u8 = 7;
    pub(super) const LAST_YEAR: u8 = 8;
    pub(super) const REVIEW_REPORT: u8 = 9;
}

/// Who reports for which year, in which version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Submission {
    /// The row of its first field.
    pub at: u32,
    /// The reporting Party.
    pub party: PartyCode,
    /// The version.
    pub version: Version,
    /// The calendar year that is reported.
    pub year: Year,
    /// The day of the submission.
    pub date: Date,
    /// The NDC implementation period.
    pub period: Years,
    /// The review status of the initial report: the platform's.
    pub review_status: Box<str>,
    /// The result of the consistency check: the platform's.
    pub result: Box<str>,
    /// The link to the review report: the platform's.
    pub review_report: Box<str>,
}

impl Submission {
    pub(super) fn read(mut cells: Cells<'_>) -> Option<Self> {
        let party = cells.value(field::PARTY);
        let version = cells.value(field::VERSION);
        let year = cells.value(field::YEAR);
        let date: Option<When> = cells.value(field::DATE);
        let (first, last) = (cells.value(field::FIRST_YEAR), cells.value(field::LAST_YEAR));
        let period: Years = Years { first: first?, last: last? };
        if period.first > period.last {
            let cause =
                format!("The period begins in {}, after its end in {}.", period.first, period.last);
            cells.wrong(field::FIRST_YEAR, Issue::Format, cause);
        }
        let submission = Self {
            at: cells.at(),
            party: party?,
            version: version?,
            year: year?,
            date: date?.day(),
            period,
            review_status: cells.as_found(field::REVIEW_STATUS),
            result: cells.as_found(field::RESULT),
            review_report: cells.as_found(field::REVIEW_REPORT),
        };
        cells.is_fine().then_some(submission)
    }

    pub(super) fn write(&self, dialect: Dialect) -> RawRow {
        let cells = vec![
            self.party.to_string().into(),
            self.version.to_string().into(),
            self.year.to_string().into(),
            written_day(self.date, dialect).into(),
            self.review_status.clone(),
            self.result.clone(),
            self.period.first.to_string().into(),
            self.period.last.to_string().into(),
            self.review_report.clone(),
        ];
        RawRow { at: self.at, cells }
    }
}
