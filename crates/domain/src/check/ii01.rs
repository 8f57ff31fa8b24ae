//! II01: a Party reports only on approaches in which it takes part.
//!
//! Decision: a Party takes part if it has authorized anything under the approach, in whatever year, or
//! if an authorization of anybody names it, or lets any Party use its units. As long as nobody has
//! reported an authorization under the approach, the check waits.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, inconsistent, shared};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let party = look.party();
    let mut known = BTreeMap::new();
    let mut failures = Vec::new();
    for row in look.unit_rows() {
        let approach = row.outcome().approach;
        let takes_part = *known.entry(approach).or_insert_with(|| {
            let of_approach = look.corpus.participants(approach);
            of_approach.map(|it| it.include(party))
        });
        let failure = |cause| {
            let place = row.shared(shared::APPROACH);
            inconsistent(CheckId::II01, place, cause).on([row.outcome().units])
        };
        match takes_part {
            Some(true) => {}
            Some(false) => failures.push(failure(format!(
                "No reported authorization under {approach} is by {party} or names it."
            ))),
            None => failures.push(
                failure(format!("Nobody has reported an authorization under {approach} yet."))
                    .undetermined(),
            ),
        }
    }
    failures
}
