//! One batch: lock, load, decide, write, commit, answer.

mod year_ends;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;
use domain::ledger::{
    Books, Outcome, Refused, Request, decide, try_out, try_out_approval, try_out_replacement,
};
use domain::party::PartyCode;
use domain::section::{Installation, SectionNo};

use super::kept::{Kept, Loading};
use super::wanted::{Wanted, is_hot};
use super::writer::{Answer, CarryOutError, StoreError, Trial, Waiting, What, told};
use super::{load, participants, rows, seldom, waiting, write};
use crate::error::DatabaseError;
use crate::schema::registry::section;

/// The key of the ledger lock: one serial order, on one node or on ten.
pub(crate) const LEDGER_LOCK: i64 = 6_202;

/// The constraint that a second writer of the same head breaks.
const HEAD_MOVED: &str = "a_head_is_followed_once";

/// How often a batch is tried again after it lost its connection or its race.
const TRIES_MAX: u32 = 4;

/// How many batches queue for the lock after one without it has lost a race.
const QUEUE_AFTER_RACE: u32 = 50;

/// How long to wait before a lost connection is made anew, times the try.
const RECONNECT_AFTER: Duration = Duration::from_millis(100);

type Decided = Result<Outcome, Refused>;

/// Carries batches out on a connection of its own.
pub(super) struct Batcher {
    url: String,
    installation: Installation,
    connection: Option<PgConnection>,
    /// What the connection's statements may see. It is set anew whenever a batch needs another.
    scope: Option<Vec<i16>>,
    /// Which section a Party has: sections are opened and stay.
    sections: BTreeMap<PartyCode, SectionNo>,
    /// What seldom changes, as the last batch left it.
    kept: Option<Kept>,
    /// How many batches still queue for the lock, since one has lost a race.
    queueing: u32,
}

impl Batcher {
    pub(super) fn new(url: String, installation: Installation) -> Self {
        let (connection, scope, sections) = (None, None, BTreeMap::new());
        Self { url, installation, connection, scope, sections, kept: None, queueing: 0 }
    }

    /// Carries a batch out and answers everybody in it.
    pub(super) fn run(&mut self, batch: Vec<Waiting>) {
        let (trials, requests): (Vec<_>, Vec<_>) =
            batch.into_iter().partition(|waiting| matches!(waiting.what, What::TryOut(_)));
        for waiting in trials {
            let answer = self.preview(&waiting);
            waiting.answer(answer);
        }
        if !requests.is_empty() {
            self.carry_out(requests);
        }
    }

    fn carry_out(&mut self, batch: Vec<Waiting>) {
        let requests: Vec<&Request> = batch.iter().filter_map(request_of).collect();
        match self.persistently(|this, raced| this.decided(&requests, raced)) {
            Ok(decided) => {
                for (waiting, decided) in batch.into_iter().zip(decided) {
                    waiting.answer(told(decided));
                }
            }
            // Not the database's absence but its refusal: one of them is to blame, and the others
            // must not suffer for it.
            Err(error @ (DatabaseError::Refused { .. } | DatabaseError::Other(_)))
                if batch.len() > 1 =>
            {
                tracing::warn!(%error, cause = ?error, requests = batch.len(), "batch.split");
                for waiting in batch {
                    self.carry_out(vec![waiting]);
                }
            }
            Err(error) => answer_all(batch, &error),
        }
    }

    /// Tries again what failed because the connection was lost or another writer came first; the
    /// attempt is told whether it is the latter. After a commit of unknown outcome the keys and
    /// decisions tell what happened.
    fn persistently<T>(
        &mut self,
        mut attempt: impl FnMut(&mut Self, bool) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        let (mut tries, mut raced) = (0_u32, false);
        loop {
            tries = tries.saturating_add(1);
            let error = match attempt(self, raced) {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            let lost = matches!(error, DatabaseError::Unreachable(_));
            let race =
                error.is_refused_by(HEAD_MOVED) || matches!(error, DatabaseError::InTheWay(_));
            if !race {
                // Whatever state the connection is in, a new one is in none.
                self.disconnect();
            }
            if tries >= TRIES_MAX || !(lost || race) {
                return Err(error);
            }
            raced |= race;
            if lost {
                tracing::warn!(cause = ?error, tries, "batch.connection_lost");
                std::thread::sleep(RECONNECT_AFTER.saturating_mul(tries));
            }
        }
    }

    /// Decides a batch and writes it. If the database refuses what was decided on what is kept, it
    /// is decided again on what the database has: a key was used before, or the clock was moved.
    fn decided(
        &mut self,
        requests: &[&Request],
        raced: bool,
    ) -> Result<Vec<Decided>, DatabaseError> {
        let had_kept = self.kept.is_some();
        match self.attempted(requests, raced) {
            Err(DatabaseError::Refused { constraint }) if had_kept && constraint != HEAD_MOVED => {
                tracing::debug!(constraint, "batch.again");
                self.attempted(requests, raced)
            }
            Err(DatabaseError::Other(error)) if had_kept => {
                tracing::debug!(cause = ?error, "batch.again");
                self.attempted(requests, raced)
            }
            attempted => attempted,
        }
    }

    fn attempted(
        &mut self,
        requests: &[&Request],
        raced: bool,
    ) -> Result<Vec<Decided>, DatabaseError> {
        let wanted = Wanted::by(requests.iter().copied());
        let sections = self.sections_of(&wanted)?;
        // Who lost a race queues for the lock: without it, it could lose again and again.
        if raced {
            self.queueing = QUEUE_AFTER_RACE;
        }
        self.queueing = self.queueing.saturating_sub(1);
        let hot = wanted.seldom.is_nothing() && requests.iter().all(|request| is_hot(request));
        let unlocked = hot && self.queueing == 0;
        self.set_scope(&sections)?;
        let installation = self.installation;
        // Whatever goes wrong, nothing is kept of it.
        let mut kept = self.kept.take().filter(|_| wanted.seldom.is_nothing());
        let db = self.connected()?;
        let body = |db: &mut PgConnection, kept: &mut Option<Kept>| {
            decide_and_write(db, installation, (&wanted, kept), (&sections, unlocked), requests)
        };
        if unlocked {
            // At most two statements, without a lock: if another writer moves the head meanwhile,
            // the write is refused, and the batch is decided anew.
            let decided = body(db, &mut kept)?;
            self.kept = kept;
            return Ok(decided);
        }
        db.batch_execute(&format!("BEGIN; SELECT pg_advisory_xact_lock({LEDGER_LOCK})"))?;
        let decided = body(db, &mut kept);
        if wanted.seldom.all_sections {
            // Sections that were opened widened the scope.
            self.scope = None;
        }
        let db = self.connected()?;
        match decided {
            Ok(decided) => {
                db.batch_execute("COMMIT")?;
                self.kept = kept;
                Ok(decided)
            }
            Err(error) => {
                // The first error is the one to tell; a connection that cannot roll back is lost.
                if db.batch_execute("ROLLBACK").is_err() {
                    self.disconnect();
                }
                Err(error)
            }
        }
    }

    /// What a proposal or an approval would do now, on the newest committed state.
    fn preview(&mut self, waiting: &Waiting) -> Result<Answer, CarryOutError> {
        let What::TryOut(trial) = &waiting.what else {
            return Err(StoreError::Unavailable.into());
        };
        let tried = self.persistently(|this, _raced| this.tried_out(trial));
        match tried.map_err(StoreError::from)? {
            Ok(effects) => Ok(Answer::Preview(effects)),
            Err(refused) => Err(CarryOutError::Refused(refused)),
        }
    }

    fn tried_out(
        &mut self,
        trial: &Trial,
    ) -> Result<Result<Vec<domain::ledger::Effect>, Refused>, DatabaseError> {
        let wanted = Wanted::by_trial(trial);
        let sections = self.sections_of(&wanted)?;
        self.set_scope(&sections)?;
        let installation = self.installation;
        let db = self.connected()?;
        let brought = trial.brought();
        let Loading { mut books, now, .. } =
            load::load(db, installation, &wanted, &sections, &brought)?;
        seldom::load(db, &wanted.seldom, &mut books)?;
        let proposals = brought.iter().map(|it| &**it);
        participants::load(db, &wanted.participants(&books, proposals), &mut books)?;
        Ok(match trial {
            Trial::Proposal(proposal) => try_out(&mut books, proposal, now),
            Trial::Replacement(it) => try_out_replacement(&mut books, it, now),
            Trial::Approval(approval) => try_out_approval(&mut books, approval, now),
        })
    }

    fn connected(&mut self) -> Result<&mut PgConnection, DatabaseError> {
        if self.connection.is_none() {
            let mut connection = PgConnection::establish(&self.url)?;
            // Custom plans for arrays of unknown length cost more than they save. Compiling plans
            // costs milliseconds each time, and a plan that must read a table whole is always
            // compiled where that is forbidden.
            connection.batch_execute(
                "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
                 SET enable_bitmapscan = off; SET enable_hashjoin = off; \
                 SET enable_mergejoin = off; \
                 SET jit = off; \
                 SET statement_timeout = 0; \
                 SET idle_in_transaction_session_timeout = '60s'",
            )?;
            self.connection = Some(connection);
            self.scope = None;
            // It may be another server, which knows less.
            self.kept = None;
        }
        self.connection.as_mut().ok_or_else(|| rows::unreadable("connection"))
    }

    /// Forgets the connection and everything that was kept, in whatever state they are.
    pub(super) fn start_anew(&mut self) {
        self.disconnect();
        self.kept = None;
        self.sections.clear();
    }

    fn disconnect(&mut self) {
        self.connection = None;
        self.scope = None;
    }

    /// The sections that the batch may see and change: those that act and those that they touch.
    fn sections_of(&mut self, wanted: &Wanted) -> Result<Vec<i16>, DatabaseError> {
        if wanted.parties.iter().any(|party| !self.sections.contains_key(party)) {
            self.set_scope(&[])?;
            let known: Vec<(i16, String)> =
                section::table.select((section::id, section::party)).load(self.connected()?)?;
            for (number, party) in known {
                let party = rows::parsed(&party, "Party")?;
                self.sections.insert(party, rows::section_no(number)?);
            }
        }
        let touched = wanted.parties.iter().filter_map(|party| self.sections.get(party));
        let all: BTreeSet<i16> =
            wanted.sections.iter().chain(touched).map(|section| section.number()).collect();
        Ok(all.into_iter().collect())
    }

    fn set_scope(&mut self, sections: &[i16]) -> Result<(), DatabaseError> {
        // A new connection has no scope: connect first, then compare.
        self.connected()?;
        if self.scope.as_deref() == Some(sections) {
            return Ok(());
        }
        SetScope::of(sections).execute(self.connected()?)?;
        self.scope = Some(sections.to_vec());
        Ok(())
    }
}

fn request_of(waiting: &Waiting) -> Option<&Request> {
    match &waiting.what {
        What::CarryOut(request) => Some(request),
        What::TryOut(_) => None,
    }
}

/// Decides each request in the order of arrival; a later one sees the effects of an earlier one.
fn decide_and_write(
    db: &mut PgConnection,
    installation: Installation,
    (wanted, kept): (&Wanted, &mut Option<Kept>),
    (sections, unlocked): (&[i16], bool),
    requests: &[&Request],
) -> Result<Vec<Decided>, DatabaseError> {
    let brought = requests.iter().flat_map(|it| [Some(it.proposal()), it.replaced()]);
    let proposals: Vec<_> = brought.flatten().cloned().collect();
    let recalled = match kept {
        Some(kept) => kept.load(db, installation, wanted, &proposals)?,
        None => None,
    };
    let mut loading = match recalled {
        Some(loading) => loading,
        None => load::load(db, installation, wanted, sections, &proposals)?,
    };
    let mut decided = decided_on(db, wanted, &mut loading, requests)?;
    // A refusal writes nothing: nothing has told whether what it rests on is still so.
    if loading.unasked && decided.iter().any(Result::is_err) {
        loading = load::load(db, installation, wanted, sections, &proposals)?;
        decided = decided_on(db, wanted, &mut loading, requests)?;
    }
    let books = &mut loading.books;
    if !books.entries().is_empty() {
        if !wanted.seldom.is_nothing() {
            let opened = books.sections.changes().into_iter().filter(|it| it.before.is_none());
            let opened: Vec<_> = opened.map(|it| it.key.number()).collect();
            if !opened.is_empty() {
                SetScope::of(&[sections, &opened].concat()).execute(db)?;
            }
            seldom::write(db, books)?;
        }
        write_with_what_stands_beside(db, books, (!loading.unasked, unlocked))?;
    }
    if wanted.seldom.is_nothing() {
        kept.get_or_insert_default().keep(&loading);
    }
    Ok(decided)
}

/// Decides all requests on these books, with what only seldom counts.
fn decided_on(
    db: &mut PgConnection,
    wanted: &Wanted,
    loading: &mut Loading,
    requests: &[&Request],
) -> Result<Vec<Decided>, DatabaseError> {
    let (books, now) = (&mut loading.books, loading.now);
    let entities = books
        .accounts
        .iter()
        .any(|(_, account)| matches!(account.holder, domain::account::Holder::Entity { .. }));
    if entities || !wanted.seldom.is_nothing() {
        seldom::load(db, &wanted.seldom, books)?;
    }
    let proposals = requests.iter().map(|it| &**it.proposal());
    participants::load(db, &wanted.participants(books, proposals), books)?;
    Ok(requests.iter().map(|request| decide(books, request, now)).collect())
}

/// The hot statement is a transaction by itself, unless there is more to write.
fn write_with_what_stands_beside(
    db: &mut PgConnection,
    books: &Books,
    (time_confirmed, unlocked): (bool, bool),
) -> Result<(), DatabaseError> {
    if !waiting::is_changed(books) {
        return write::write(db, books, time_confirmed);
    }
    let both = |db: &mut PgConnection| {
        write::write(db, books, time_confirmed)?;
        waiting::write(db, books)
    };
    if unlocked { db.transaction(both) } else { both(db) }
}

/// Nobody is told that something did not happen when that is not known: the answer says that the
/// database is away, and the key will tell.
fn answer_all(batch: Vec<Waiting>, error: &DatabaseError) {
    tracing::error!(%error, cause = ?error, requests = batch.len(), "batch.failed");
    for waiting in batch {
        let told = match error {
            DatabaseError::Unreachable(_) | DatabaseError::InTheWay(_) => StoreError::Unavailable,
            DatabaseError::Busy(_) => StoreError::Busy,
            DatabaseError::Refused { constraint } => {
                StoreError::Database(DatabaseError::Refused { constraint: constraint.clone() })
            }
            DatabaseError::Other(cause) => {
                StoreError::Database(DatabaseError::Other(format!("{cause}").into()))
            }
        };
        waiting.answer(Err(told.into()));
    }
}

/// What the writer's statements may see, until it is set anew: the connection is the writer's own.
#[derive(QueryId)]
struct SetScope {
    sections: String,
}

impl SetScope {
    fn of(sections: &[i16]) -> Self {
        let numbers: Vec<_> = sections.iter().map(ToString::to_string).collect();
        Self { sections: format!("{{{}}}", numbers.join(",")) }
    }
}

impl QueryFragment<Pg> for SetScope {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT set_config('app.scope', 'batch', false), set_config('app.sections', ");
        out.push_bind_param::<Text, _>(&self.sections)?;
        out.push_sql(", false)");
        Ok(())
    }
}

impl RunQueryDsl<PgConnection> for SetScope {}
