//! How errors of the application become problems: here and nowhere else.

use app::reports::ReportError;
use app::{ApproveError, CarryOutError, NotAuthenticated, ProposeError, ReadError, StoreError};
use domain::access::Denied;

use super::{Kind, Problem};

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
            ProposeError::Store(error) => error.into(),
        }
    }
}

impl From<ApproveError> for Problem {
    fn from(error: ApproveError) -> Self {
        match error {
            ApproveError::Denied(denied) => denied.into(),
            ApproveError::Unknown => Self::not_found(),
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
            ReportError::NoRules => Self::ours(&error),
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
