//! What never changes of what units lie in and come from: it need be read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::party::PartyCode;

use super::pieces::{CoveredBy, FirstTransferred, Issued, PieceRow};
use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, unreadable};
use crate::schema::published::{authorization as a, issuance as i, section as s};

/// The most issuances that are remembered: about twenty megabytes for each thread that looks up.
const ISSUANCES_MAX: usize = 65_536;

/// The most authorizations whose versions are remembered.
const AUTHORIZATIONS_MAX: usize = 16_384;

/// The Parties of sections, what was said of units when they were issued, and what covered
/// them at their first transfer.
#[derive(Default)]
pub(crate) struct Known {
    parties: BTreeMap<i16, PartyCode>,
    issued: Remembered<i64, Arc<Issued>, ISSUANCES_MAX>,
    authorizations: Remembered<i32, Versions, AUTHORIZATIONS_MAX>,
}

/// About so many values at most.
struct Remembered<K, V, const MAX: usize> {
    newer: BTreeMap<K, V>,
    older: BTreeMap<K, V>,
}

impl<K, V, const MAX: usize> Default for Remembered<K, V, MAX> {
    fn default() -> Self {
        Self { newer: BTreeMap::new(), older: BTreeMap::new() }
    }
}

impl<K: Ord, V, const MAX: usize> Remembered<K, V, MAX> {
    fn get(&self, key: &K) -> Option<&V> {
        self.newer.get(key).or_else(|| self.older.get(key))
    }

    fn insert(&mut self, key: K, value: V) {
        self.newer.insert(key, value);
    }

    /// Forgets the older half, if there is too much. What comes in later puts nothing out.
    fn make_room(&mut self) {
        if self.newer.len() >= MAX / 2 {
            self.older = std::mem::take(&mut self.newer);
        }
    }
}

/// The versions of an authorization.
struct Versions {
    /// All that were recorded up to this entry are here: whoever saw this entry and asked saw them.
    until: i64,
    /// Which entry recorded which, the oldest first.
    all: Vec<(i64, Arc<CoveredBy>)>,
}

impl Known {
    /// Reads what these rows point to, as far as it is not known.
    pub(crate) fn learn(
        &mut self,
        db: &mut PgConnection,
        rows: &[PieceRow],
    ) -> Result<(), DatabaseError> {
        self.issued.make_room();
        self.authorizations.make_room();
        if rows.iter().any(|row| !self.parties.contains_key(&row.section)) {
            self.learn_parties(db)?;
        }
        self.learn_versions(db, rows)?;
        let unknown = |number: &i64| self.issued.get(number).is_none();
        let unknown: BTreeSet<i64> = rows.iter().map(|row| row.issuance).filter(unknown).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        self.learn_issuances(db, unknown.into_iter().collect())
    }

    fn learn_parties(&mut self, db: &mut PgConnection) -> Result<(), DatabaseError> {
        let found: Vec<(i16, String)> = s::table.select((s::id, s::party)).load(db)?;
        for (section, party) in found {
            self.parties.insert(section, parsed(&party, "Party")?);
        }
        Ok(())
    }

    /// Reads the versions of authorizations under which units were first transferred, where one may
    /// have been recorded that is not known.
    fn learn_versions(
        &mut self,
        db: &mut PgConnection,
        rows: &[PieceRow],
    ) -> Result<(), DatabaseError> {
        let mut wanted: BTreeMap<i32, i64> = BTreeMap::new();
        for first in rows.iter().filter_map(PieceRow::first_transferred) {
            let known = self.authorizations.get(&first.authorization);
            if known.is_none_or(|versions| versions.until < first.entry) {
                let until = wanted.entry(first.authorization).or_insert(first.entry);
                *until = first.entry.max(*until);
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let found: Vec<(i32, String, i32, i64)> = a::table
            .filter(a::no.eq_any(wanted.keys().copied().collect::<Vec<_>>()))
            .order((a::no, a::version))
            .select((a::no, a::authorization_id, a::version, a::recorded_entry))
            .load(db)?;
        let mut versions: BTreeMap<i32, Vec<(i64, Arc<CoveredBy>)>> = BTreeMap::new();
        for (number, id, version, recorded) in found {
            let version = Arc::new(CoveredBy { number, id, version });
            versions.entry(number).or_default().push((recorded, version));
        }
        for (number, until) in wanted {
            let all = versions.remove(&number).unwrap_or_default();
            self.authorizations.insert(number, Versions { until, all });
        }
        Ok(())
    }

    fn learn_issuances(
        &mut self,
        db: &mut PgConnection,
        numbers: Vec<i64>,
    ) -> Result<(), DatabaseError> {
        type Row = (i64, i64, String, String, String, String);
        let found: Vec<Row> = i::table
            .filter(i::no.eq_any(numbers))
            .select((
                i::no,
                i::entry_no,
                i::metric,
                i::mitigation_type,
                i::sector,
                i::activity_type,
            ))
            .load(db)?;
        for (issuance, entry, metric, mitigation_type, sector, activity_type) in found {
            let issued = Issued { issuance, entry, metric, mitigation_type, sector, activity_type };
            self.issued.insert(issuance, Arc::new(issued));
        }
        Ok(())
    }

    pub(super) fn party(&self, section: i16) -> Result<PartyCode, DatabaseError> {
        self.parties.get(&section).copied().ok_or_else(|| unreadable("section"))
    }

    /// The version that was the newest at a first transfer: it covers those units for good.
    pub(super) fn covering(&self, first: FirstTransferred) -> Option<Arc<CoveredBy>> {
        let versions = self.authorizations.get(&first.authorization)?;
        let before = versions.all.iter().rev().find(|(recorded, _)| *recorded <= first.entry);
        before.map(|(_, version)| Arc::clone(version))
    }

    pub(super) fn issued(&self, issuance: i64) -> Result<Arc<Issued>, DatabaseError> {
        self.issued.get(&issuance).cloned().ok_or_else(|| unreadable("issuance"))
    }
}

#[cfg(test)]
mod tests {
    use super::Remembered;

    #[test]
    fn the_older_half_is_forgotten_and_nothing_that_just_came() {
        let mut remembered: Remembered<u8, u8, 4> = Remembered::default();
        let known = |remembered: &Remembered<u8, u8, 4>| -> Vec<u8> {
            (1..=9).filter(|key| remembered.get(key).is_some()).collect()
        };
        for round in [[1, 2], [3, 4], [5, 6]] {
            remembered.make_room();
            for key in round {
                remembered.insert(key, key);
            }
        }
        assert_eq!(known(&remembered), [3, 4, 5, 6]);
        (7..=9).for_each(|key| remembered.insert(key, key));
        assert_eq!(known(&remembered), [3, 4, 5, 6, 7, 8, 9], "until there is room to be made");
        remembered.make_room();
        assert_eq!(known(&remembered), [5, 6, 7, 8, 9]);
    }
}
