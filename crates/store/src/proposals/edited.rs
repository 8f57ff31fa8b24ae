//! Which proposal an edited one replaces, and by which it is replaced.

use diesel::prelude::*;
use domain::access::ReadOwn;
use domain::id::{Id, Proposed};
use domain::ledger::{Edit, Proposal, edits};
use uuid::Uuid;

use super::Named;
use crate::error::DatabaseError;
use crate::ledger::rows::unreadable;
use crate::ledger::writer::StoreError;
use crate::schema::published::section as s;
use crate::schema::registry::proposal as p;
use crate::store::Reading;

/// A proposal that another one replaces, or is replaced by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OtherProposal {
    /// Its identifier.
    pub id: Id<Proposed>,
    /// Its number.
    pub named: Named,
}

/// Proposals with the Parties that made them.
macro_rules! others {
    () => {
        p::table.left_join(s::table.on(s::id.eq(p::section_id)))
    };
}

/// By what people know one.
macro_rules! other_columns {
    () => {
        (crate::schema::registry::proposal::id, s::party.nullable(), p::year, p::number)
    };
}

type Other = (Uuid, Option<String>, i16, i32);

fn other((id, party, year, number): Other) -> Result<OtherProposal, DatabaseError> {
    let named = Named::read(party.as_deref(), year, number)?;
    Ok(OtherProposal { id: Id::from_uuid(id), named })
}

impl Reading<'_, ReadOwn> {
    /// The proposal in whose place this one stands, and what this one says otherwise.
    pub(super) fn replaces(
        &mut self,
        proposal: &Proposal,
    ) -> Result<Option<(OtherProposal, Vec<Edit>)>, StoreError> {
        let Some(replaced) = proposal.replaces() else { return Ok(None) };
        let found =
            others!().filter(p::id.eq(replaced.uuid())).select((other_columns!(), p::document));
        let found: Option<(Other, serde_json::Value)> =
            found.first(self.db).optional().map_err(DatabaseError::from)?;
        let Some((row, document)) = found else { return Ok(None) };
        let old = crate::ledger::document::read(replaced, proposal.section, document)
            .map_err(|_foreign| unreadable("proposal"))?;
        Ok(Some((other(row)?, edits(&old, proposal))))
    }

    /// The proposal that stands in the place of this one.
    pub(super) fn replaced_by(
        &mut self,
        id: Id<Proposed>,
    ) -> Result<Option<OtherProposal>, StoreError> {
        let found = others!().filter(p::replaces.eq(id.uuid())).select(other_columns!());
        let found: Option<Other> = found.first(self.db).optional().map_err(DatabaseError::from)?;
        Ok(found.map(other).transpose()?)
    }
}
