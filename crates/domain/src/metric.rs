//! What one unit measures.

use std::fmt;
use std::str::FromStr;

use crate::text::Text;

/// What one unit measures: a tonne of CO2 equivalent, or one unit of a named non-GHG metric
///
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Metric {
    /// t CO2 eq.
    Ghg,
    /// A metric named in words, for example megawatt hours of renewable electricity generation.
    NonGhg(String),
}

/// The text names no metric.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a metric is GHG, or the name of a non-GHG metric of at most 200 characters")]
pub struct NotAMetric;

impl FromStr for Metric {
    type Err = NotAMetric;

    fn from_str(text: &str) -> Result<Self, NotAMetric> {
        if text == "GHG" {
            return Ok(Self::Ghg);
        }
        // In other capitals these words would pass for the name of a metric.
        if ["GHG", "non-GHG"].iter().any(|word| word.eq_ignore_ascii_case(text)) {
            return Err(NotAMetric);
        }
        let name: Text<200> = text.parse().map_err(|_not_text| NotAMetric)?;
        Ok(Self::NonGhg(name.to_string()))
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ghg => "GHG",
            Self::NonGhg(name) => name,
        })
    }
}

crate::written_as_text!(Metric);
