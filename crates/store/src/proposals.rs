//! Proposals, as they are read.

use std::sync::Arc;

use diesel::prelude::*;
use domain::access::ReadSection;
use domain::id::{Id, Proposed};
use domain::ledger::{Awaiting, ProposalNumber};

use crate::error::DatabaseError;
use crate::ledger::rows;
use crate::ledger::writer::StoreError;
use crate::schema::registry::proposal as p;
use crate::store::Reading;

impl Reading<'_, ReadSection> {
    /// A proposal of the section.
    pub fn proposal(&mut self, id: Id<Proposed>) -> Result<Option<Awaiting>, StoreError> {
        let found: Option<(i16, serde_json::Value, i16, i32, i64, jiff_diesel::Timestamp)> =
            p::table
                .filter(p::id.eq(id.uuid()))
                .filter(p::section_id.eq(self.permit().on().number()))
                .select((
                    p::section_id,
                    p::document,
                    p::year,
                    p::number,
                    p::proposed_entry,
                    p::proposed_at,
                ))
                .first(self.db)
                .optional()
                .map_err(DatabaseError::from)?;
        let Some((section, document, year, number, entry, at)) = found else { return Ok(None) };
        let section = rows::section_no(section)?;
        let proposal = crate::ledger::document::read(id, section, document)
            .map_err(|_foreign| rows::unreadable("proposal"))?;
        let number = u32::try_from(number).map_err(|_foreign| rows::unreadable("number"))?;
        let number = ProposalNumber { year: rows::year(i32::from(year))?, number };
        Ok(Some(Awaiting { proposal: Arc::new(proposal), number, at: at.to_jiff(), entry }))
    }
}
