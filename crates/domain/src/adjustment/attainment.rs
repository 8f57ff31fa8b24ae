//! Whether an NDC is met, with and without the adjustments.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::inputs::Inputs;
use super::year::YearSummary;
use crate::metric::Metric;
use crate::ndc::AdjustmentMethod;

/// A balance beside what it is held against.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Attainment {
    /// The budget, or the target; for an indicator, the least that it is to reach.
    pub limit: Option<Amount>,
    /// What the inventories add up to, or show in the target year.
    pub unadjusted: Option<Amount>,
    /// What the balances, or the adjusted indicators, do.
    pub adjusted: Option<Amount>,
    /// What would be said of it without adjustments.
    pub unadjusted_verdict: Verdict,
    /// What is said of it.
    pub verdict: Verdict,
}

/// Whether an NDC is met.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not.
    NotMet,
    /// Nobody can say: the period is not over, a year has no figure, or there is nothing to
    /// hold it against.
    Undetermined,
}

impl Verdict {
    /// As interfaces write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Undetermined => "undetermined",
        }
    }
}

impl Verdict {
    fn of(reached: Option<&Amount>, limit: Option<&Amount>, metric: &Metric) -> Self {
        let (Some(reached), Some(limit)) = (reached, limit) else { return Self::Undetermined };
        let met = match metric {
            Metric::Ghg => reached <= limit,
            // An outcome makes an indicator larger: that is why the signs are the reverse.
            Metric::NonGhg(_) => reached >= limit,
        };
        if met { Self::Met } else { Self::NotMet }
    }
}

impl Attainment {
    /// The sum of the period against its budget, for the methods that have one.
    pub(super) fn multi_year(inputs: &Inputs, years: &[YearSummary]) -> Option<Self> {
        match inputs.method {
            AdjustmentMethod::Averaging => None,
            AdjustmentMethod::Trajectory | AdjustmentMethod::MultiYear => {
                Some(Self::over(inputs, years, inputs.whole_budget()))
            }
        }
    }

    /// The last year against the target, for a single-year NDC.
    pub(super) fn target_year(inputs: &Inputs, years: &[YearSummary]) -> Option<Self> {
        match inputs.method {
            AdjustmentMethod::MultiYear => None,
            AdjustmentMethod::Trajectory | AdjustmentMethod::Averaging => {
                let of_target = |it: &&YearSummary| it.year == inputs.period.last;
                let years: Vec<_> = years.iter().filter(of_target).cloned().collect();
                Some(Self::over(inputs, &years, inputs.target.clone()))
            }
        }
    }

    /// These years against a limit; nothing while the last year of the period is missing.
    fn over(inputs: &Inputs, years: &[YearSummary], limit: Option<Amount>) -> Self {
        let is_over = years.last().is_some_and(|it| it.year == inputs.period.last);
        let sum = |figure: fn(&YearSummary) -> Option<&Amount>| {
            let all: Option<Vec<_>> = years.iter().map(figure).collect();
            all.filter(|_| is_over).map(|it| it.into_iter().sum::<Amount>())
        };
        let unadjusted = sum(YearSummary::figure);
        let adjusted = sum(YearSummary::balance);
        let verdict = |reached: &Option<Amount>| {
            Verdict::of(reached.as_ref(), limit.as_ref(), &inputs.metric)
        };
        let (unadjusted_verdict, verdict) = (verdict(&unadjusted), verdict(&adjusted));
        Self { limit, unadjusted, adjusted, unadjusted_verdict, verdict }
    }
}
