//! The focal points of sections, as they are read.

use diesel::prelude::*;
use domain::access::{Act, ReadDesk, ReadSection};
use domain::focal_point::FocalPoint;
use domain::party::PartyCode;

use crate::error::DatabaseError;
use crate::ledger::writer::StoreError;
use crate::schema::published::section as s;
use crate::store::Reading;

impl Reading<'_, ReadSection> {
    /// Whom the section of this Party has named, if it is the caller's own.
    pub fn focal_point(&mut self, party: PartyCode) -> Result<Option<FocalPoint>, StoreError> {
        read(self, party)
    }
}

impl Reading<'_, ReadDesk> {
    /// Whom the section of this Party has named.
    pub fn focal_point_of(&mut self, party: PartyCode) -> Result<Option<FocalPoint>, StoreError> {
        read(self, party)
    }
}

/// The wall of sections decides whose settings there are.
fn read<A: Act>(
    reading: &mut Reading<'_, A>,
    party: PartyCode,
) -> Result<Option<FocalPoint>, StoreError> {
    let section: Option<i16> = s::table
        .filter(s::party.eq(party.to_string()))
        .select(s::id)
        .first(reading.db)
        .optional()
        .map_err(DatabaseError::from)?;
    let Some(section) = section else { return Ok(None) };
    Ok(reading.settings_of(section)?.focal_point)
}
