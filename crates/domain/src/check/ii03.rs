//! II03: an authorization keeps its sectors and activity types.
//!
//! Decision: compared are rows of the same authorization and version, wherever they stand. A change is
//! a new version, so two versions may differ; and one approach may have authorizations of
//! several sectors, so nothing is compared across authorizations.

use std::collections::BTreeSet;

use super::failure::{Failure, OtherSide};
use super::id::CheckId;
use super::look::{Look, inconsistent};
use crate::aef::{AuthorizationRow, Listed, Place, TableId};

const SECTORS: u8 = 9;
const ACTIVITY_TYPES: u8 = 10;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    for row in &look.aef.authorizations {
        let versions = look.corpus.versions(look.party(), &row.id);
        for (filing, other) in versions {
            let comes_first = (*filing, other.at) < (look.filing, row.at);
            if !comes_first || other.version != row.version {
                continue;
            }
            if let Some((field, what)) = difference(row, other) {
                let cause = format!(
                    "Version {} of authorization {} is reported with other {what}.",
                    row.version, row.id
                );
                let place =
                    |at| Place { table: TableId::Authorizations, row: at, field: Some(field) };
                let submission = &look.corpus.aef(*filing).submission;
                let says =
                    words(if field == SECTORS { &other.sectors } else { &other.activity_types });
                let (party, year) = (submission.party, submission.year);
                let side = OtherSide { party, year, place: Some(place(other.at)), says };
                failures.push(inconsistent(CheckId::II03, place(row.at), cause).against([side]));
            }
        }
    }
    failures
}

fn difference(one: &AuthorizationRow, other: &AuthorizationRow) -> Option<(u8, &'static str)> {
    let set = |values: &[Listed]| values.iter().cloned().collect::<BTreeSet<_>>();
    if set(&one.sectors) != set(&other.sectors) {
        Some((SECTORS, "sectors"))
    } else if set(&one.activity_types) != set(&other.activity_types) {
        Some((ACTIVITY_TYPES, "activity types"))
    } else {
        None
    }
}

fn words(values: &[Listed]) -> String {
    if values.is_empty() {
        return "none".to_owned();
    }
    values.iter().map(Listed::as_str).collect::<Vec<_>>().join(", ")
}
