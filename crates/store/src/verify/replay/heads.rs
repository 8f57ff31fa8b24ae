//! The heads of the log, against what the log says at the end of each batch.

use diesel::pg::PgConnection;

use super::{BatchRow, Findings, Replay};
use crate::error::DatabaseError;
use crate::ledger::rows;

impl Replay {
    /// Wherever a batch ended, its head is what the log and the counters are now.
    pub(super) fn head(
        &mut self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        loop {
            let head = &self.books.head;
            let size = rows::count(head.log.size());
            let Some(row) = self.batches.peek(db)?.filter(|row| row.tree_size <= size) else {
                return Ok(());
            };
            let expected = BatchRow {
                batch_no: head.batch,
                last_entry: head.entry,
                tree_size: size,
                frontier: head.log.to_bytes(),
                last_section: head.section,
                last_series: head.series,
                last_issuance: head.issuance,
                last_authorization: head.authorization,
                last_entity_authorization: head.entity_authorization,
            };
            if *row != expected {
                let place = format!("log_batch {}", row.batch_no);
                findings.add(place, "it differs from what the log says");
            }
            self.reached = u64::try_from(row.tree_size).unwrap_or(0);
            self.books.head.batch = row.batch_no.saturating_add(1);
            self.batches.next(db)?;
        }
    }

    /// The newest head must reach to the end of the log: heads that were rolled back do not.
    pub(super) fn last_head(&self, findings: &mut Findings) {
        let (reached, size) = (self.reached, self.books.head.log.size());
        if reached != size {
            let what = format!("the newest head reaches {reached} of {size} leaves");
            findings.add("log_batch", what);
        }
    }
}
