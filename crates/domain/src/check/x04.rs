//! X04: units keep approach, first transferring Party, metric, mitigation type and vintage.
//!
//! Decision: rows about the same units have the same identifiers, and so the same approach, Party and
//! vintage, or they fail when they are read, or by II07; the metric is II04's. What is left is the
//! mitigation type.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, common, inconsistent, shared};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in look.unit_rows() {
        let (here, units) = (&row.outcome().mitigation_type, row.outcome().units);
        let other = look.others(row).find(|it| it.row.outcome().mitigation_type != *here);
        if let Some(other) = other {
            let cause = format!("The mitigation type of these units is {here} here.");
            let theirs = &other.row.outcome().mitigation_type;
            let side = look.side(&other, format!("the mitigation type is {theirs}"));
            let place = row.shared(shared::MITIGATION_TYPE);
            let failure = inconsistent(CheckId::X04, place, cause);
            failures.push(failure.on([common(units, &other)]).against([side]));
        }
    }
    failures
}
