//! X07: first transfers stay within what is authorized.
//!
//! Decision: counted over all years that the first transferring Party has reported, against the
//! quantity of the newest version; one failure for an authorization, at the row that passes it.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::id::CheckId;
use super::look::{Look, action, cell, inconsistent};
use crate::aef::{ActionRow, Aef};
use crate::authorization::AuthorizationId;

pub(super) fn check(look: &Look<'_, '_>) -> Vec<Failure> {
    let party = look.party();
    let mut by_authorization: BTreeMap<&AuthorizationId, Vec<&ActionRow>> = BTreeMap::new();
    for row in first_transfers(look.aef) {
        by_authorization.entry(&row.outcome.authorization).or_default().push(row);
    }
    let mut failures = Vec::new();
    for (id, mut rows) in by_authorization {
        let newest = look.corpus.versions(party, id).iter().max_by_key(|(_, it)| it.version);
        let Some(cap) = newest.and_then(|(_, it)| it.quantity) else { continue };
        let years = look.corpus.all_of(party).take_while(|it| it.submission.year < look.year());
        let mut sum: u64 = years.flat_map(|aef| under(aef, id)).fold(0, u64::saturating_add);
        rows.sort_by_key(|row| (row.when.day(), row.at));
        for row in rows {
            let count = row.outcome.units.units().count();
            sum = sum.saturating_add(count);
            if sum > cap {
                let cause = format!(
                    "With this row {sum} are first transferred under {id}, and {cap} may be."
                );
                let failure = inconsistent(CheckId::X07, cell(row, action::AUTHORIZATION), cause);
                failures.push(failure.on([row.outcome.units]));
                break;
            }
        }
    }
    failures
}

fn first_transfers(aef: &Aef) -> impl Iterator<Item = &ActionRow> {
    let party = aef.submission.party;
    aef.actions.iter().filter(move |row| row.is_first_transfer() && row.outcome.party == party)
}

fn under<'a>(aef: &'a Aef, id: &'a AuthorizationId) -> impl Iterator<Item = u64> {
    let of_it = first_transfers(aef).filter(move |row| row.outcome.authorization == *id);
    of_it.map(|row| row.outcome.units.units().count())
}
