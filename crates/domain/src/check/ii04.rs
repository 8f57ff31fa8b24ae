//! II04: units keep the metric of their authorization.
//!
//! Decision: a row is compared with the authorization that it names, not with all of the approach,
//! since one approach may have both; and with every other row about the same units.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, common, inconsistent, or_none, shared};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in look.unit_rows() {
        let outcome = row.outcome();
        let metric = outcome.non_ghg_metric.as_deref();
        let versions = look.versions(outcome);
        let failure = |cause| inconsistent(CheckId::II04, row.shared(shared::METRIC), cause);
        if !versions.is_empty()
            && versions.iter().all(|(_, it)| it.non_ghg_metric.is_some() != metric.is_some())
        {
            let cause = format!(
                "The metric is {}, and authorization {} has another.",
                named(metric),
                outcome.authorization
            );
            failures.push(failure(cause).on([outcome.units]));
            continue;
        }
        let other =
            look.others(row).find(|it| it.row.outcome().non_ghg_metric.as_deref() != metric);
        if let Some(other) = other {
            let theirs = other.row.outcome().non_ghg_metric.as_deref();
            let cause = format!("The metric of these units is {} here.", named(metric));
            let side = look.side(&other, format!("the metric is {}", named(theirs)));
            failures.push(failure(cause).on([common(outcome.units, &other)]).against([side]));
        }
    }
    failures
}

fn named(metric: Option<&str>) -> &str {
    metric.map_or("GHG", |metric| or_none(Some(metric)))
}
