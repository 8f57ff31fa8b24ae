//! How errors of the application become problems: here and nowhere else.

use app::balances::BalanceError;
use app::files::FileError;
use app::reporting::ReportingError;
use app::reports::ReportError;
use app::{ApproveError, CarryOutError, NotAuthenticated, ProposeError, ReadError, StoreError};
use domain::access::Denied;
use domain::adjustment::{NotAPlan, NotFacts, PeriodIsFinal, UseOutsidePeriod};
use domain::aef::{Finding, Rules, Severity};
use domain::ledger::{Refusal, Refused};

use super::{FieldError, Flaw, Kind, Place, Problem};

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::of(Kind::Busy),
            StoreError::Unavailable => {
                tracing::warn!("the database is out of reach");
                Self::of(Kind::Unavailable)
            }
            StoreError::Database(_) => Self::ours(&error),
        }
    }
}

impl From<CarryOutError> for Problem {
    fn from(error: CarryOutError) -> Self {
        match error {
            CarryOutError::Refused(refused) => refused.into(),
            CarryOutError::KeyRunning => Self::of(Kind::KeyRunning),
            CarryOutError::KeyReused => Self::of(Kind::KeyReused),
            CarryOutError::Store(error) => error.into(),
        }
    }
}

impl From<Denied> for Problem {
    fn from(_denied: Denied) -> Self {
        Self::of(Kind::NotGranted)
    }
}

impl From<ProposeError> for Problem {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::Denied(denied) => denied.into(),
            ProposeError::Reporting(error) => error.into(),
            ProposeError::Store(error) => error.into(),
        }
    }
}

impl From<ApproveError> for Problem {
    fn from(error: ApproveError) -> Self {
        match error {
            ApproveError::Denied(denied) => denied.into(),
            ApproveError::Unknown => Self::not_found(),
            ApproveError::Reporting(error) => error.into(),
            ApproveError::Store(error) => error.into(),
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Denied(denied) => denied.into(),
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Denied(denied) => denied.into(),
            ReportError::Store(error) => error.into(),
            ReportError::NoPeriod { party, year } => {
                Self::of(Kind::NoNdcPeriod).with("party", &party).with("year", &year)
            }
            ReportError::NotBegun { year } => Self::of(Kind::YearNotBegun).with("year", &year),
            ReportError::TooLarge { year, most } => {
                Self::of(Kind::ReportTooLarge).with("year", &year).with("most", &most)
            }
            ReportError::NoRules => Self::ours(&error),
        }
    }
}

impl From<BalanceError> for Problem {
    fn from(error: BalanceError) -> Self {
        match error {
            BalanceError::Denied(denied) => denied.into(),
            BalanceError::Store(error) => error.into(),
            BalanceError::PeriodUnknown { party, first } => {
                Refused::from(Refusal::PeriodUnknown { first, party }).into()
            }
            BalanceError::MethodNotTold { party, first } => {
                Self::of(Kind::MethodNotTold).with("party", &party).with("first", &first)
            }
            BalanceError::NotBegun { year } => Self::of(Kind::YearNotBegun).with("year", &year),
            BalanceError::NotAPlan(why) => not_a_plan(why),
            BalanceError::NotFacts(_) | BalanceError::UseOutsidePeriod(_) => Self::ours(&error),
        }
    }
}

impl From<workbook::Refused> for Problem {
    fn from(why: workbook::Refused) -> Self {
        if let workbook::Refused::TooLarge { max, .. } = why {
            return Self::of(Kind::BodyTooLarge).with("most", &max);
        }
        Self::of(Kind::FileUnreadable).with("reason", &why)
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Denied(denied) => denied.into(),
            FileError::Refused(why) => why.into(),
            FileError::OfAnotherParty { party, own } => {
                Self::of(Kind::FileOfAnotherParty).with("party", &party).with("own", &own)
            }
            FileError::NotWhole(findings) => Self::file(cells(&findings)),
            FileError::DayIsFull { most } => Self::of(Kind::FilesOfADay).with("most", &most),
            FileError::Report(error) => error.into(),
            FileError::Unwritable(error) => Self::ours(&error),
            FileError::Store(error) => error.into(),
        }
    }
}

/// What the ledger would refuse is told in its words.
fn not_a_plan(why: NotAPlan) -> Problem {
    let refused = |why: Refusal| Problem::from(Refused::from(why));
    match why {
        NotAPlan::NotTheHost { host, party } => {
            Problem::of(Kind::PlanOfAnotherHost).with("host", &host).with("party", &party)
        }
        NotAPlan::AuthorizationUnknown { authorization } => {
            refused(Refusal::AuthorizationUnknown { authorization })
        }
        NotAPlan::TooMany { quantity } => refused(Refusal::SerialsExhausted { quantity }),
        NotAPlan::NotFacts(NotFacts::NotForAnNdc { purposes, .. }) => {
            refused(Refusal::PurposeNotCovered { purpose: "NDC", purposes })
        }
        NotAPlan::NotFacts(twice @ NotFacts::Twice { .. }) => Problem::ours(&twice),
        NotAPlan::UseOutsidePeriod(UseOutsidePeriod { units, year, party, .. }) => {
            let vintage = units.series.vintage;
            refused(Refusal::OutsidePeriod { vintage, year, party })
        }
        NotAPlan::PeriodIsFinal(PeriodIsFinal { party, period, last_day }) => {
            let last_day = last_day.to_string();
            refused(Refusal::PeriodIsFinal { party, period, last_day })
        }
    }
}

/// The cells and rows that must be put right.
fn cells(findings: &[Finding]) -> Vec<FieldError> {
    let rules = Rules::newest();
    let wrong = findings.iter().filter(|it| it.severity == Severity::Error);
    wrong
        .map(|it| FieldError {
            place: Place::Cell(rules.map_or_else(String::new, |rules| it.place.words(rules))),
            flaw: Flaw::cell(it.issue.as_str(), &it.cause, &it.remedy),
        })
        .collect()
}

impl From<ReportingError> for Problem {
    fn from(error: ReportingError) -> Self {
        match error {
            ReportingError::File(error) => error.into(),
            ReportingError::NotKept { file } => Self::of(Kind::FileNotKept).with("file", &file),
            ReportingError::SaysOtherwise { file, year, version } => {
                let problem = Self::of(Kind::FileSaysOtherwise).with("file", &file);
                problem.with("year", &year).with("version", &version)
            }
            ReportingError::Disputed { units, open } => {
                let problem = Self::of(Kind::UnitsDisputed).with("units", &units);
                let problem = problem.with("check", &open.check).with("party", &open.party);
                problem.with("year", &open.year)
            }
            ReportingError::NothingToExplain { check, party, year } => {
                let problem = Self::of(Kind::NothingToExplain).with("check", &check);
                problem.with("party", &party).with("year", &year)
            }
        }
    }
}

impl From<NotAuthenticated> for Problem {
    fn from(error: NotAuthenticated) -> Self {
        match error {
            NotAuthenticated::Unknown => Self::of(Kind::NotAuthenticated),
            NotAuthenticated::Store(error) => error.into(),
        }
    }
}
