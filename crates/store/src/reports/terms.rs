//! Authorizations by their numbers, with all their versions; and those given in a year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::prelude::*;
use domain::access::{Act, ReadSection};
use domain::authorization::Terms;

use super::Span;
use crate::error::DatabaseError;
use crate::ledger::rows::unreadable;
use crate::ledger::writer::StoreError;
use crate::schema::published::authorization as a;
use crate::schema::registry::{authorization as own, entry as e};
use crate::store::Reading;

/// All versions of some authorizations, oldest first, as everybody may know them.
pub(super) struct Versions(BTreeMap<i32, Vec<(i64, Arc<Terms>)>>);

impl Versions {
    /// What an authorization said for units that this entry first transferred; for others,
    /// what it says now.
    pub(super) fn as_of(&self, number: i32, first_transfer: Option<i64>) -> Option<&Arc<Terms>> {
        let versions = self.0.get(&number)?;
        let until = first_transfer.unwrap_or(i64::MAX);
        versions.iter().rev().find(|(recorded, _)| *recorded <= until).map(|(_, terms)| terms)
    }
}

fn terms(stored: serde_json::Value) -> Result<Terms, DatabaseError> {
    serde_json::from_value(stored).map_err(|_foreign| unreadable("authorization"))
}

impl<A: Act> Reading<'_, A> {
    pub(super) fn terms_of(&mut self, numbers: &BTreeSet<i32>) -> Result<Versions, StoreError> {
        let numbers: Vec<i32> = numbers.iter().copied().collect();
        let rows: Vec<(i32, i64, Option<serde_json::Value>)> = a::table
            .filter(a::no.eq_any(numbers))
            .order((a::no, a::version))
            .select((a::no, a::recorded_entry, a::facts))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut versions: BTreeMap<i32, Vec<_>> = BTreeMap::new();
        for (number, recorded, facts) in rows {
            let facts = facts.ok_or_else(|| unreadable("authorization"))?;
            versions.entry(number).or_default().push((recorded, Arc::new(terms(facts)?)));
        }
        Ok(Versions(versions))
    }
}

impl Reading<'_, ReadSection> {
    /// The section's own authorizations and versions that it gave in a year, whole.
    pub(super) fn authorizations_given(
        &mut self,
        section: i16,
        span: Span,
    ) -> Result<Vec<Terms>, StoreError> {
        let rows: Vec<serde_json::Value> = own::table
            .inner_join(e::table.on(e::entry_no.eq(own::recorded_entry)))
            .filter(own::section_id.eq(section))
            .filter(e::occurred_at.ge(jiff_diesel::Timestamp::from(span.from)))
            .filter(e::occurred_at.lt(jiff_diesel::Timestamp::from(span.to)))
            .order(own::recorded_entry)
            .select(own::terms)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        Ok(rows.into_iter().map(terms).collect::<Result<_, _>>()?)
    }
}
