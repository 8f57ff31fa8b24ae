//! What was asked, from what is stored of it.

use std::sync::Arc;

use diesel::pg::PgConnection;
use domain::id::Id;
use domain::ledger::{Evidence, Proposal, Replacement, Request, Step, StepKind};

use super::super::steps::{Broken, later_step};
use super::super::stored::EntryRow;
use super::Replay;
use crate::error::DatabaseError;
use crate::ledger::{document, rows};

impl Replay {
    /// What was asked, from what is stored of it.
    pub(super) fn asked(
        &mut self,
        db: &mut PgConnection,
        first: &EntryRow,
        evidence: &Evidence,
    ) -> Result<Result<Request, Broken>, DatabaseError> {
        let (key, salt) = (evidence.key.clone(), evidence.salt);
        if !evidence.step.begins() {
            let Some(proposal) = self.awaiting.get(&evidence.proposal).cloned() else {
                return Ok(Err(Broken("its proposal waits for no decision".to_owned())));
            };
            return Ok(match later_step(&self.books, proposal, first.section_id, evidence) {
                Some(step) => Ok(Request { step, key, salt }),
                None => Err(Broken("its content does not say who asked for it".to_owned())),
            });
        }
        let row = self.proposals.next(db)?;
        let Some(row) = row.filter(|row| row.proposed_entry == first.entry_no) else {
            return Ok(Err(Broken("its proposal is missing".to_owned())));
        };
        let id = Id::from_uuid(row.id);
        let section = rows::section_no(row.section_id)?;
        let mut document = serde_json::Deserializer::from_str(&row.document);
        let read = document::read(id, section, &mut document);
        let Ok(proposal) = read else {
            return Ok(Err(Broken("its proposal cannot be read".to_owned())));
        };
        let orders = i32::try_from(proposal.orders.len()).unwrap_or(i32::MAX);
        let same = proposal.digest().as_bytes().as_slice() == row.digest
            && orders == row.order_count
            && proposal.by.person.uuid() == row.proposed_by
            && Some(proposal.by) == evidence.by
            && id == evidence.proposal
            && row.proposed_at.to_jiff() == first.recorded_at.to_jiff();
        if !same {
            return Ok(Err(Broken("its proposal was changed".to_owned())));
        }
        let proposal = Arc::new(proposal);
        let step = match self.begun(&proposal, evidence) {
            Ok(step) => step,
            Err(why) => return Ok(Err(why)),
        };
        self.awaiting.insert(id, proposal);
        let lapses = row.lapses_at.to_jiff();
        self.numbers.insert(id, (row.year, row.number, row.other_section_id, lapses));
        Ok(Ok(Request { step, key, salt }))
    }

    /// The step by which a proposal began, which may stand in the place of one that waited.
    fn begun(&self, proposal: &Arc<Proposal>, evidence: &Evidence) -> Result<Step, Broken> {
        let proposal = Arc::clone(proposal);
        if evidence.step == StepKind::Propose {
            return Ok(Step::Propose(proposal));
        }
        let replaced = evidence.replaces.and_then(|id| self.awaiting.get(&id)).cloned();
        let replaced = replaced.ok_or(Broken("what it replaces does not wait".to_owned()))?;
        Ok(Step::Replace(Replacement { proposal, replaced }))
    }
}
