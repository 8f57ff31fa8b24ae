//! What authorizations leave to be first transferred, and whether that is more than can be spared.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::attainment::{Attainment, Verdict};
use super::inputs::Inputs;
use super::summary::Summary;
use crate::authorization::AuthorizationId;
use crate::metric::Metric;
use crate::ndc::AdjustmentMethod;
use crate::quantity::Units;

/// How an authorization of the Party stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Which one.
    pub authorization: AuthorizationId,
    /// The most that may be first transferred.
    pub cap: Option<Units>,
    /// Outcomes that were put under it, first transferred or not.
    pub authorized: u64,
    /// Those that were first transferred.
    pub first_transferred: u64,
}

/// What an authorization leaves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Headroom {
    /// Which one.
    pub authorization: AuthorizationId,
    /// The most that may be first transferred; `null` without a cap.
    pub cap: Option<Units>,
    /// Outcomes that are under it now.
    pub authorized: Amount,
    /// First transferred without the plan.
    pub first_transferred_before: Amount,
    /// And with it.
    pub first_transferred: Amount,
    /// What the cap leaves: below zero, the plan breaks it. `null` without a cap.
    pub free: Option<Amount>,
}

/// An authorization, and what is planned to be first transferred under it.
pub(super) struct Room {
    pub(super) standing: Standing,
    pub(super) planned: Amount,
}

impl From<Standing> for Room {
    fn from(standing: Standing) -> Self {
        Self { standing, planned: Amount::zero() }
    }
}

impl Room {
    /// Of an authorization that is not there yet.
    pub(super) fn of(authorization: AuthorizationId) -> Self {
        Standing { authorization, cap: None, authorized: 0, first_transferred: 0 }.into()
    }
}

impl From<Room> for Headroom {
    fn from(Room { standing, planned }: Room) -> Self {
        let before = Amount::of_units(standing.first_transferred);
        let first_transferred = before.plus(&planned);
        let free = |cap: Units| Amount::of_units(cap.count()).minus(&first_transferred);
        Self {
            free: standing.cap.map(free),
            authorization: standing.authorization,
            cap: standing.cap,
            authorized: Amount::of_units(standing.authorized),
            first_transferred_before: before,
            first_transferred,
        }
    }
}

impl Headroom {
    /// What may still follow: up to the cap, or without one, the outcomes that are under it already.
    fn may_follow(&self) -> Amount {
        let rest = || self.authorized.minus(&self.first_transferred);
        let left = self.free.clone().unwrap_or_else(rest);
        if left.is_positive() { left } else { Amount::zero() }
    }
}

/// All that is authorized beside what the NDC can spare.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Overselling {
    /// What may still be first transferred under the authorizations, after the plan.
    pub may_follow: Amount,
    /// Whether an authorization has no cap, so that more may follow than that.
    pub without_cap: bool,
    /// How much it would change what is held against the limit: all of it, or with method V its
    /// share of the years.
    pub effect: Option<Amount>,
    /// How far what is held against the limit is from it, after the plan; below zero, the NDC is
    /// missed already.
    pub margin: Option<Amount>,
    /// What is said of it.
    pub risk: Risk,
}

/// Whether more is authorized than can be spared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// All that is authorized can be first transferred, and the NDC is met.
    None,
    /// If all that is authorized were first transferred, the NDC would be missed.
    Overselling,
    /// Nobody can say: a figure or a limit is missing, or an authorization has no cap.
    Undetermined,
}

impl Risk {
    /// As interfaces write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Overselling => "overselling",
            Self::Undetermined => "undetermined",
        }
    }
}

impl Overselling {
    pub(super) fn of(inputs: &Inputs, after: &Summary, authorizations: &[Headroom]) -> Self {
        let follows: Vec<_> = authorizations.iter().map(Headroom::may_follow).collect();
        let may_follow: Amount = follows.iter().sum();
        let without_cap = authorizations.iter().any(|it| it.cap.is_none());
        // A trajectory's budget, not its target: nobody knows of which vintages the rest will be.
        let (test, effect) = match inputs.method {
            AdjustmentMethod::Averaging => {
                let years = inputs.elapsed(inputs.period.last);
                (&after.target_year, years.map(|years| may_follow.shared_by(years)))
            }
            AdjustmentMethod::Trajectory | AdjustmentMethod::MultiYear => {
                (&after.multi_year, Some(may_follow.clone()))
            }
        };
        let margin = test.as_ref().and_then(|test| margin(test, &inputs.metric));
        let risk = match (&effect, &margin) {
            (Some(effect), Some(margin)) if effect > margin => Risk::Overselling,
            (Some(_), Some(_)) if !without_cap => Risk::None,
            _ => Risk::Undetermined,
        };
        Self { may_follow, without_cap, effect, margin, risk }
    }
}

fn margin(test: &Attainment, metric: &Metric) -> Option<Amount> {
    if test.verdict == Verdict::Undetermined {
        return None;
    }
    let (limit, adjusted) = (test.limit.as_ref()?, test.adjusted.as_ref()?);
    Some(match metric {
        Metric::Ghg => limit.minus(adjusted),
        Metric::NonGhg(_) => adjusted.minus(limit),
    })
}
