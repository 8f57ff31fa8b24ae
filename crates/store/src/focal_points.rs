//! The focal points of sections, as they are read.

use diesel::prelude::*;
use domain::access::{Act, ReadDesk, ReadSection};
use domain::focal_point::FocalPoint;
use domain::party::PartyCode;
use domain::section_terms::Settings;

use crate::error::DatabaseError;
use crate::ledger::rows::unreadable;
use crate::ledger::writer::StoreError;
use crate::schema::published::section as s;
use crate::schema::registry::section_settings as t;
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
    let newest: Option<serde_json::Value> = t::table
        .filter(t::section_id.eq(section))
        .order(t::since_entry.desc())
        .select(t::settings)
        .first(reading.db)
        .optional()
        .map_err(DatabaseError::from)?;
    let Some(newest) = newest else { return Ok(None) };
    let settings: Settings =
        serde_json::from_value(newest).map_err(|_foreign| unreadable("settings"))?;
    Ok(settings.focal_point)
}
