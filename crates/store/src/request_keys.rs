//! Whether a request was sent before.

use diesel::prelude::*;
use domain::access::ReadSection;
use domain::id::{Id, Token};

use crate::error::DatabaseError;
use crate::ledger::writer::StoreError;
use crate::schema::registry::request_key as k;
use crate::store::Reading;

impl Reading<'_, ReadSection> {
    /// Whether something has come of a request with this key, in the name space of this token.
    pub fn key_is_used(&mut self, token: Id<Token>, key: &str) -> Result<bool, StoreError> {
        let used = k::table.find((token.uuid(), key)).select(k::proposal_id);
        let found: Option<uuid::Uuid> =
            used.first(self.db).optional().map_err(DatabaseError::from)?;
        Ok(found.is_some())
    }
}
