//! The implementation periods of a Party's NDC, and how it adjusts in each.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::metric::Metric;
use crate::vintage::{Year, Years};

/// How a Party applies corresponding adjustments throughout a period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AdjustmentMethod {
    /// A single-year NDC, with an indicative multi-year trajectory.
    Trajectory,
    /// A single-year NDC, by averages.
    Averaging,
    /// A multi-year NDC.
    MultiYear,
}

impl AdjustmentMethod {
    const fn letter(self) -> &'static str {
        match self {
            Self::Trajectory => "T",
            Self::Averaging => "V",
            Self::MultiYear => "M",
        }
    }
}

/// The text is no letter of a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of T, V, M")]
pub struct NotAMethod;

impl FromStr for AdjustmentMethod {
    type Err = NotAMethod;
    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        [Self::Trajectory, Self::Averaging, Self::MultiYear]
            .into_iter()
            .find(|method| method.letter() == text)
            .ok_or(NotAMethod)
    }
}

impl fmt::Display for AdjustmentMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letter())
    }
}

crate::written_as_text!(AdjustmentMethod);

/// An implementation period, both years included.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NdcPeriod {
    /// The first year.
    pub first: Year,
    /// The last year.
    pub last: Year,
    /// The method of adjustment, once the Party has chosen it: one for the whole period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<AdjustmentMethod>,
    /// The metric of the NDC, once the Party has told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
}

impl NdcPeriod {
    /// Its years.
    pub const fn years(&self) -> Years {
        Years { first: self.first, last: self.last }
    }
}

impl From<Years> for NdcPeriod {
    fn from(Years { first, last }: Years) -> Self {
        Self { first, last, method: None, metric: None }
    }
}

/// A period as the ledger has it on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedPeriod {
    /// What it says.
    pub period: NdcPeriod,
    /// The entry that recorded it so.
    pub since: i64,
}
