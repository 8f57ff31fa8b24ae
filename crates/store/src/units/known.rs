//! What never changes of what units lie in and come from: it need be read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::party::PartyCode;

use super::pieces::{Issued, PieceRow};
use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, unreadable};
use crate::schema::published::{issuance as i, section as s};

/// The most issuances that are remembered: about four megabytes.
const ISSUANCES_MAX: usize = 16_384;

/// The Parties of sections, and what was said of units when they were issued.
#[derive(Default)]
pub(crate) struct Known {
    parties: BTreeMap<i16, PartyCode>,
    issued: BTreeMap<i64, Arc<Issued>>,
}

impl Known {
    /// Reads what these rows point to, as far as it is not known.
    pub(crate) fn learn(
        &mut self,
        db: &mut PgConnection,
        rows: &[PieceRow],
    ) -> Result<(), DatabaseError> {
        if rows.iter().any(|row| !self.parties.contains_key(&row.section)) {
            self.learn_parties(db)?;
        }
        if self.issued.len() > ISSUANCES_MAX {
            self.issued.clear();
        }
        let unknown = |number: &i64| !self.issued.contains_key(number);
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

    pub(super) fn issued(&self, issuance: i64) -> Result<Arc<Issued>, DatabaseError> {
        self.issued.get(&issuance).cloned().ok_or_else(|| unreadable("issuance"))
    }
}
