//! X02: the authorization that a row names is reported.
//!
//! Decision: by the first transferring Party, in whatever year. If it has not, and has not reported
//! the year of the row either, or its earlier reports are not at hand, the check waits.

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, inconsistent, shared};

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in look.unit_rows() {
        let outcome = row.outcome();
        if !look.versions(outcome).is_empty() {
            continue;
        }
        let (party, authorization) = (outcome.party, &outcome.authorization);
        let place = row.shared(shared::AUTHORIZATION);
        let cause = format!("{party} has not reported an authorization {authorization}.");
        let failure = inconsistent(CheckId::X02, place, cause).on([outcome.units]);
        let has_reported = look.corpus.of(party, look.year()).is_some()
            && look.corpus.knows_before(party, look.year());
        failures.push(if has_reported { failure } else { failure.undetermined() });
    }
    failures
}
