//! Deciding every entry again, from nothing.

mod asked;
mod heads;
mod years;

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::pg::PgConnection;
use domain::id::{Id, Proposed};
use domain::ledger::{
    Awaiting, Books, END_YEAR, Evidence, Outcome, Proposal, Receipt, Request, Step, decide,
};
use domain::section::Installation;
use domain::section_terms::Settings;
use jiff::Timestamp;

use super::cursor::Cursor;
use super::people::People;
use super::rows_again::{difference, past_key, past_place, past_row, whole};
use super::steps::{Broken, broken, standings};
use super::stored::{BatchRow, DecisionRow, EntryRow, KeyRow, LeafRow, PastRow, ProposalRow};
use super::{Findings, Progress};
use crate::error::DatabaseError;
use crate::ledger::{columns, rows};

/// How often progress is told.
const TELL_EVERY: u64 = 10_000;

/// What a replay came to.
pub(super) struct Replayed {
    pub(super) books: Books,
    pub(super) entries: u64,
    /// Whether it came to the end of the log.
    pub(super) whole: bool,
    /// Proposals that waited after their approval, as they were last.
    pub(super) consented: BTreeMap<Id<Proposed>, Awaiting>,
    /// What sections have laid down, since each entry that changed it.
    pub(super) settings: BTreeMap<(i16, i64), Settings>,
}

/// Decides all entries again. Where an entry cannot be decided as it stands, the replay ends there:
/// what follows would only repeat the finding.
pub(super) fn replay(
    db: &mut PgConnection,
    (installation, people): (Installation, People),
    findings: &mut Findings,
    progress: Progress<'_>,
) -> Result<Replayed, DatabaseError> {
    let mut replay = Replay {
        books: Books::new(installation),
        people,
        entries: Cursor::open(db)?,
        leaves: Cursor::open(db)?,
        batches: Cursor::open(db)?,
        proposals: Cursor::open(db)?,
        decisions: Cursor::open(db)?,
        past: Cursor::open(db)?,
        keys: Cursor::open(db)?,
        awaiting: BTreeMap::new(),
        numbers: BTreeMap::new(),
        consented: BTreeMap::new(),
        settings: BTreeMap::new(),
        in_time: years::InTime::default(),
        reached: 0,
        done: 0,
    };
    let whole = replay.run(db, findings, progress)?;
    if whole {
        replay.nothing_left(db, findings)?;
    }
    let Replay { books, done: entries, consented, settings, .. } = replay;
    Ok(Replayed { books, entries, whole, consented, settings })
}

struct Replay {
    books: Books,
    people: People,
    entries: Cursor<EntryRow>,
    leaves: Cursor<LeafRow>,
    batches: Cursor<BatchRow>,
    proposals: Cursor<ProposalRow>,
    decisions: Cursor<DecisionRow>,
    past: Cursor<PastRow>,
    keys: Cursor<KeyRow>,
    awaiting: BTreeMap<Id<Proposed>, Arc<Proposal>>,
    /// The stored numbers of proposals, until the replay has given its own.
    numbers: BTreeMap<Id<Proposed>, (i16, i32, Option<i16>, Timestamp)>,
    /// Proposals that waited after their approval, as they were last.
    consented: BTreeMap<Id<Proposed>, Awaiting>,
    /// What sections have laid down, since each entry that changed it.
    settings: BTreeMap<(i16, i64), Settings>,
    /// Whether years end in time.
    in_time: years::InTime,
    /// How many leaves the newest head reaches.
    reached: u64,
    done: u64,
}

impl Replay {
    /// Follows the leaves of the log, which are all entries and all other events. Says whether it
    /// came to the end.
    fn run(
        &mut self,
        db: &mut PgConnection,
        findings: &mut Findings,
        progress: Progress<'_>,
    ) -> Result<bool, DatabaseError> {
        self.head(db, findings)?;
        loop {
            let size = rows::count(self.books.head.log.size());
            let Some(leaf) = self.leaves.peek(db)? else { return Ok(true) };
            if leaf.idx != size {
                findings.add(format!("log_leaf {size}"), "the leaf is missing");
                return Ok(false);
            }
            let entry = leaf.entry_no;
            let step = match entry {
                Some(_) => self.request(db, findings)?,
                None => self.event(db)?,
            };
            if let Err(Broken(why)) = step {
                self.broken_at(db, entry, why, findings)?;
                return Ok(false);
            }
            self.head(db, findings)?;
            if self.done.is_multiple_of(TELL_EVERY) {
                progress(self.done);
            }
        }
    }

    /// Where the replay ended: at the leaf that comes next, if that is not whole, or at the entry.
    fn broken_at(
        &mut self,
        db: &mut PgConnection,
        entry: Option<i64>,
        why: String,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        match (self.leaves.peek(db)?, entry) {
            (Some(leaf), _) if let Err(torn) = whole(leaf) => {
                findings.add(format!("log_leaf {}", leaf.idx), torn);
            }
            (_, Some(number)) => findings.add(format!("entry {number}"), why),
            (_, None) => findings.add(format!("log_leaf {}", self.books.head.log.size()), why),
        }
        Ok(())
    }

    /// An event that is no entry: its leaf goes into the log as it stands. That it says what
    /// the event says was compared before, in [`super::events`].
    fn event(&mut self, db: &mut PgConnection) -> Result<Result<(), Broken>, DatabaseError> {
        let Some(leaf) = self.leaves.peek(db)? else { return Ok(broken("it is missing")) };
        match whole(leaf) {
            Ok(hash) => {
                self.books.head.log.append(hash);
                self.leaves.next(db)?;
                Ok(Ok(()))
            }
            Err(why) => Ok(broken(why)),
        }
    }

    /// One request: the entry of a proposal, or all entries of an approval.
    fn request(
        &mut self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<Result<(), Broken>, DatabaseError> {
        let Some(first) = self.entries.next(db)? else {
            return Ok(broken("the entry is missing"));
        };
        if first.act == END_YEAR {
            return self.year_end(db, first);
        }
        self.years_end_in_time(&first, findings);
        let evidence: Evidence = match serde_json::from_str(&first.content) {
            Ok(evidence) => evidence,
            Err(error) => return Ok(broken(&format!("its content cannot be read: {error}"))),
        };
        let request = match self.asked(db, &first, &evidence)? {
            Ok(request) => request,
            Err(why) => return Ok(Err(why)),
        };
        self.entitle(&request, &evidence, findings);
        let decided = decide(&mut self.books, &request, first.recorded_at.to_jiff());
        let receipt = match decided {
            Ok(Outcome::Done(receipt)) => receipt,
            Ok(Outcome::Repeated(_)) => return Ok(broken("it was carried out before")),
            Err(refused) => {
                return Ok(broken(&format!("decided again, it is refused: {refused}")));
            }
        };
        if let Err(why) = self.same_entries(db, first)? {
            return Ok(Err(why));
        }
        self.same_past(db, findings)?;
        self.same_proposal(db, &request, findings)?;
        self.remember(&request);
        self.same_key(db, &request, receipt, findings)?;
        self.forget(&request);
        Ok(Ok(()))
    }

    /// Gives everybody the roles that they held then. Where the entry's evidence says others than
    /// the events do, that is told, and the evidence is followed: what comes after can still be
    /// decided.
    fn entitle(&mut self, request: &Request, evidence: &Evidence, findings: &mut Findings) {
        let standings = standings(&self.books, request, evidence);
        let leaf = self.books.head.log.size();
        if let Some(what) = self.people.difference(leaf, request, &standings) {
            findings.add(format!("entry {}", self.books.head.entry.saturating_add(1)), what);
        }
        // When time carries it out, the roles of both count, and the entry of a failure keeps none.
        let proposal = request.proposal();
        let waiting = self.books.proposals.get(&proposal.id);
        let approver = waiting.and_then(|it| it.approved.as_ref()).map(|it| it.consent.by.person);
        for person in [Some(proposal.by.person), approver].into_iter().flatten() {
            let roles = self.people.roles(person, proposal.section).cloned().collect();
            self.books.roles.insert((person, proposal.section), roles);
        }
        for it in standings {
            self.books.roles.insert((it.person, it.section), it.roles.iter().cloned().collect());
        }
    }

    /// The entries that were made now are those that are stored, and so are their leaves.
    fn same_entries(
        &mut self,
        db: &mut PgConnection,
        first: EntryRow,
    ) -> Result<Result<(), Broken>, DatabaseError> {
        let Self { books, entries, leaves, done, .. } = self;
        let mut stored = Some(first);
        for entry in books.entries() {
            let row = match stored.take() {
                Some(row) => Some(row),
                None => entries.next(db)?,
            };
            let Some(row) = row else {
                return Ok(broken("an entry of the same request is missing"));
            };
            if let Some(field) = difference(&row, entry) {
                return Ok(broken(&format!("decided again, its {field} is different")));
            }
            // What has the bytes and the hash of the leaf made now is whole.
            let same_leaf = leaves.peek(db)?.is_some_and(|leaf| {
                leaf.idx == rows::count(entry.leaf_index)
                    && leaf.entry_no == Some(entry.number)
                    && leaf.leaf == entry.leaf
                    && leaf.leaf_hash == entry.leaf_hash.as_bytes()
            });
            if !same_leaf {
                return Ok(broken("its leaf is missing or different"));
            }
            leaves.next(db)?;
            *done = done.saturating_add(1);
        }
        Ok(Ok(()))
    }

    /// The states of blocks that ended now are those that are stored as past.
    fn same_past(
        &mut self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        let mut ended = self.books.past().to_vec();
        ended.sort_by_key(|past| (past.until_entry, past.key, past.block.since_entry));
        for past in ended {
            let expected = past_row(&past);
            // A row that nothing accounts for stands before the one that is expected.
            while let Some(row) = self.past.peek(db)? {
                if past_key(row) >= past_key(&expected) {
                    break;
                }
                findings.add(past_place(row), "no entry ended such a state");
                self.past.next(db)?;
            }
            match self.past.peek(db)? {
                Some(row) if past_key(row) == past_key(&expected) => {
                    if *row != expected {
                        findings.add(past_place(row), "it differs from what the entries say");
                    }
                    self.past.next(db)?;
                }
                _ => findings.add(past_place(&expected), "it is missing"),
            }
        }
        Ok(())
    }

    /// The number of a new proposal, or how it was decided, is what is stored.
    fn same_proposal(
        &mut self,
        db: &mut PgConnection,
        request: &Request,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        let id = request.proposal().id;
        match &request.step {
            Step::Propose(_) | Step::Replace(_) => {
                let other = columns::other_section(&self.books, request.proposal());
                let given = self.books.proposals.get(&id).map(|awaiting| {
                    let number = i32::try_from(awaiting.number.number).unwrap_or(i32::MAX);
                    (awaiting.number.year.number(), number, other, awaiting.lapses)
                });
                if given != self.numbers.remove(&id) {
                    let what = "its number, other section or time to lapse is different";
                    findings.add(format!("proposal {id}"), what);
                }
            }
            Step::Approve(_)
            | Step::Accept(_)
            | Step::Decline(_)
            | Step::Reject(_)
            | Step::Withdraw(_)
            | Step::Elapse(_) => {}
        }
        for id in [Some(id), request.replaced().map(|it| it.id)].into_iter().flatten() {
            self.same_decision(db, id, findings)?;
        }
        Ok(())
    }

    fn same_decision(
        &mut self,
        db: &mut PgConnection,
        id: Id<Proposed>,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        let Some(decision) = self.books.decisions.get(&id) else { return Ok(()) };
        let expected = DecisionRow {
            proposal_id: id.uuid(),
            section_id: decision.section.number(),
            outcome: decision.ending.as_str().to_owned(),
            decided_by: decision.by.map(|by| by.person.uuid()),
            decided_token: decision.by.map(|by| by.token.uuid()),
            decided_kind: decision.by.map(|by| by.kind.as_str().to_owned()),
            shown: decision.shown.map(|shown| shown.as_bytes().to_vec()),
            reason: decision.reason.clone(),
            first_entry: decision.receipt.first_entry,
            last_entry: decision.receipt.last_entry,
            leaf_index: rows::count(decision.receipt.leaf_index),
            decided_at: decision.receipt.recorded.into(),
        };
        if self.decisions.next(db)?.as_ref() != Some(&expected) {
            let what = "it is missing, or differs from what the entries say";
            findings.add(format!("decision {id}"), what);
        }
        Ok(())
    }

    /// What a waiting proposal was agreed to is kept until the end, when all of it is compared; and
    /// so is what sections had laid down before.
    fn remember(&mut self, request: &Request) {
        for change in self.books.sections.changes() {
            let (before, Some(after)) = (change.before, change.after) else { continue };
            if before.is_none_or(|before| before.settings != after.settings) {
                let key = (change.key.number(), after.settings.since);
                self.settings.insert(key, after.settings.clone());
            }
        }
        if let Some(waiting) = self.books.proposals.get(&request.proposal().id)
            && waiting.approved.is_some()
        {
            self.consented.insert(request.proposal().id, waiting.clone());
        }
    }

    fn same_key(
        &mut self,
        db: &mut PgConnection,
        request: &Request,
        receipt: Receipt,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        let Some(key) = &request.key else { return Ok(()) };
        let expected = KeyRow {
            caller_id: key.caller.uuid(),
            key: key.key.to_string(),
            fingerprint: key.fingerprint.as_bytes().to_vec(),
            section_id: request.section().number(),
            first_entry: receipt.first_entry,
            last_entry: receipt.last_entry,
            leaf_index: rows::count(receipt.leaf_index),
            proposal_id: receipt.proposal.uuid(),
            recorded_at: receipt.recorded.into(),
        };
        let place = || format!("request_key of entry {}", receipt.first_entry);
        while let Some(row) = self.keys.peek(db)? {
            if row.first_entry >= expected.first_entry {
                break;
            }
            let other = format!("request_key of entry {}", row.first_entry);
            findings.add(other, "no request came with such a key");
            self.keys.next(db)?;
        }
        match self.keys.peek(db)? {
            Some(row) if row.first_entry == expected.first_entry => {
                if *row != expected {
                    findings.add(place(), "it differs from what the entry says");
                }
                self.keys.next(db)?;
            }
            _ => findings.add(place(), "it is missing"),
        }
        Ok(())
    }

    /// A decided proposal and a compared key are not needed again.
    fn forget(&mut self, request: &Request) {
        self.books.settle();
        if let Some(key) = &request.key {
            self.books.keys.forget(&(key.caller, key.key.clone()));
        }
        for proposal in [Some(request.proposal()), request.replaced()].into_iter().flatten() {
            let id = proposal.id;
            if self.books.decisions.get(&id).is_some() {
                self.books.proposals.forget(&id);
                self.books.decisions.forget(&id);
                self.awaiting.remove(&id);
            }
        }
    }

    /// After the last leaf there is nothing more of anything.
    fn nothing_left(
        &mut self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        if let Some(row) = self.entries.peek(db)? {
            findings.add(format!("entry {}", row.entry_no), "the log has no leaf for it");
        }
        if let Some(row) = self.batches.peek(db)? {
            let place = format!("log_batch {}", row.batch_no);
            findings.add(place, "the log is shorter than it says");
        }
        if let Some(row) = self.proposals.peek(db)? {
            findings.add(format!("proposal {}", row.id), "no entry made it");
        }
        if let Some(row) = self.decisions.peek(db)? {
            findings.add(format!("decision {}", row.proposal_id), "no entry carried it out");
        }
        while let Some(row) = self.past.next(db)? {
            findings.add(past_place(&row), "no entry ended such a state");
        }
        while let Some(row) = self.keys.next(db)? {
            let place = format!("request_key of entry {}", row.first_entry);
            findings.add(place, "no request came with such a key");
        }
        self.last_head(findings);
        Ok(())
    }
}
