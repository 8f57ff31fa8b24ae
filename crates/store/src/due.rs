//! What time has brought: proposals whose moment has come.

use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, SmallInt, Timestamptz, Uuid as SqlUuid};
use domain::access::LetTimePass;
use domain::id::Id;
use domain::ledger::Proposal;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows::{section_no, unreadable};
use crate::ledger::writer::StoreError;
use crate::store::Reading;

/// Those that lapse undecided in the span that is looked at, and those that were approved and are
/// due. A decision ends both.
const DUE: &str = "
    WITH now AS (SELECT registry.now() AS now)
    SELECT p.id, p.section_id, p.document FROM now, registry.proposal AS p
    WHERE p.lapses_at > $1 AND p.lapses_at <= now.now
        AND NOT EXISTS (SELECT FROM registry.decision AS d WHERE d.proposal_id = p.id)
        AND NOT EXISTS (SELECT FROM registry.consent AS c WHERE c.proposal_id = p.id)
    UNION ALL
    SELECT p.id, p.section_id, p.document FROM now, registry.consent AS c
    JOIN registry.proposal AS p ON p.id = c.proposal_id
    WHERE c.by_whom = 'approver'
        AND NOT EXISTS (SELECT FROM registry.decision AS d WHERE d.proposal_id = c.proposal_id)
        AND (c.lapses_at <= now.now OR c.due_at <= now.now AND (c.receiver_section_id IS NULL
            OR EXISTS (SELECT FROM registry.consent AS r
                WHERE r.proposal_id = c.proposal_id AND r.by_whom = 'receiver')))
    LIMIT 1000";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SmallInt)]
    section_id: i16,
    #[diesel(sql_type = Jsonb)]
    document: serde_json::Value,
}

#[derive(QueryableByName)]
struct Now {
    #[diesel(sql_type = Timestamptz)]
    now: jiff_diesel::Timestamp,
}

impl Reading<'_, LetTimePass> {
    /// The database's time.
    pub fn now(&mut self) -> Result<Timestamp, StoreError> {
        let now: Now = diesel::sql_query("SELECT registry.now() AS now")
            .get_result(self.db)
            .map_err(DatabaseError::from)?;
        Ok(now.now.to_jiff())
    }

    /// The proposals whose moment has come, at most a thousand; of those that nobody has decided, the
    /// ones that lapse after `since`.
    pub fn due(&mut self, since: Timestamp) -> Result<Vec<Arc<Proposal>>, StoreError> {
        let rows: Vec<Row> = diesel::sql_query(DUE)
            .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(since))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let read = |row: Row| {
            let (id, section) = (Id::from_uuid(row.id), section_no(row.section_id)?);
            let proposal = crate::ledger::document::read(id, section, row.document);
            proposal.map(Arc::new).map_err(|_foreign| unreadable("proposal"))
        };
        let found: Result<Vec<_>, DatabaseError> = rows.into_iter().map(read).collect();
        Ok(found?)
    }
}
