//! Writing what is no entry of the ledger: people, their roles and tokens. What is written is
//! recorded by an event, whose leaf goes into the same log and in the same transaction.

use std::marker::PhantomData;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use domain::access::{Act, Administer, KeepFile, Permit};
use domain::digest::Digest;
use domain::event::{Actor, Event, EventRecord};
use domain::section::SectionNo;
use domain::transparency::{Frontier, leaf_hash};
use jiff::Timestamp;

use crate::error::DatabaseError;
use crate::ledger::LEDGER_LOCK;
use crate::ledger::rows::{self, count};
use crate::ledger::writer::StoreError;
use crate::schema::identity::event;
use crate::schema::transparency::{log_batch, log_leaf};
use crate::store::Store;
use crate::tx;

/// How often a body is run before its lost races are told.
const TRIES_MAX: u32 = 5;

/// How often a head is followed before the ledger writer, which was quicker each time, is left
/// alone.
const FOLLOWED_MAX: u32 = 200;

/// An act that writes something else than entries.
pub trait RecordedAct: Act {}
impl RecordedAct for Administer {}
impl RecordedAct for KeepFile {}

/// What writes in one transaction, under the view of its permit.
pub struct Tx<'tx, A: Act> {
    db: &'tx mut PgConnection,
    permit: &'tx Permit<A>,
    locked: bool,
    failed: Option<Failure>,
    /// Neither shorter nor longer: what one transaction recorded is no proof for another.
    within: PhantomData<fn(&'tx ()) -> &'tx ()>,
}

/// Why a transaction can come to nothing but its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// Another transaction was in the way: it may be tried again.
    LostRace,
    /// Something else.
    Refused,
}

/// What a write returns: a value, and the fact that an event recorded it, and when. Only
/// [`Tx::record`] makes one, and no row is written without it.
///
/// ```compile_fail
/// # use store::Recorded;
/// let forged = Recorded((), jiff::Timestamp::UNIX_EPOCH, std::marker::PhantomData);
/// ```
///
/// Nor can it pass for the record of another transaction, even of one that is over sooner:
///
/// ```compile_fail
/// # use store::Recorded;
/// fn of_another<'long: 'short, 'short>(recorded: Recorded<'long, ()>) -> Recorded<'short, ()> {
///     recorded
/// }
/// ```
#[must_use]
pub struct Recorded<'tx, T>(T, Timestamp, PhantomData<fn(&'tx ()) -> &'tx ()>);

impl<T> Recorded<'_, T> {
    /// When it was recorded.
    pub const fn at(&self) -> Timestamp {
        self.1
    }
}

impl Store {
    /// Runs `body` in one transaction, which is recorded or does not happen. A lost race runs it
    /// again, so it may do nothing but talk to `tx`.
    ///
    /// ```
    /// # use domain::{access::{Administer, Permit}, digest::Digest, event::Event};
    /// # use store::{Store, StoreError};
    /// fn write(store: &Store, permit: &Permit<Administer>, event: &Event, salt: Digest)
    ///     -> Result<(), StoreError> {
    ///     store.write(permit, |tx| tx.record(event, salt, ()))
    /// }
    /// ```
    ///
    /// A body that records nothing does not compile:
    ///
    /// ```compile_fail
    /// # use domain::{access::{Administer, Permit}, digest::Digest, event::Event};
    /// # use store::{Store, StoreError};
    /// fn write(store: &Store, permit: &Permit<Administer>, event: &Event, salt: Digest)
    ///     -> Result<(), StoreError> {
    ///     store.write(permit, |tx| Ok(()))
    /// }
    /// ```
    ///
    /// A permit to read is none to write:
    ///
    /// ```compile_fail
    /// # use domain::{access::{Permit, ReadSection}, digest::Digest, event::Event};
    /// # use store::{Store, StoreError};
    /// fn write(store: &Store, permit: &Permit<ReadSection>, event: &Event, salt: Digest)
    ///     -> Result<(), StoreError> {
    ///     store.write(permit, |tx| tx.record(event, salt, ()))
    /// }
    /// ```
    ///
    /// Without a permit there is no transaction, and nobody but the policy makes one:
    ///
    /// ```compile_fail
    /// # use domain::{access::{Administer, Permit, Scope}, digest::Digest, event::Event};
    /// # use store::{Store, StoreError};
    /// fn write(store: &Store, event: &Event, salt: Digest) -> Result<(), StoreError> {
    ///     let permit: Permit<Administer> =
    ///         Permit { officer: None, scope: Scope::All("forged"), on: () };
    ///     store.write(&permit, |tx| tx.record(event, salt, ()))
    /// }
    /// ```
    pub fn write<A: RecordedAct, T, E: From<StoreError>>(
        &self,
        permit: &Permit<A>,
        body: impl for<'tx> Fn(&mut Tx<'tx, A>) -> Result<Recorded<'tx, T>, E>,
    ) -> Result<T, E> {
        let mut tries = 0_u32;
        loop {
            tries = tries.saturating_add(1);
            let mut failed = None;
            let done = tx::write(self.pools(), permit.scope(), |db| {
                let within = PhantomData;
                let mut tx = Tx { db, permit, locked: false, failed: None, within };
                let done = body(&mut tx);
                failed = tx.failed;
                match done {
                    // PostgreSQL commits nothing of a transaction in which a statement failed.
                    Ok(_) if failed.is_some() => Err(StoreError::Database(hidden_failure()).into()),
                    Ok(Recorded(value, ..)) => Ok(value),
                    Err(error) => Err(error),
                }
            });
            let lost = failed == Some(Failure::LostRace)
                || matches!(done, Err(DatabaseError::InTheWay(_)));
            if !lost || tries >= TRIES_MAX {
                return done.map_err(StoreError::from)?;
            }
        }
    }
}

impl<'tx, A: RecordedAct> Tx<'tx, A> {
    /// What was permitted, and for what.
    pub const fn permit(&self) -> &Permit<A> {
        self.permit
    }

    /// Records what is done, as a leaf of the log. What is refused is refused before; the rows come
    /// after, and say the same moment. `salt` is 32 random bytes, for the commitments of the leaf.
    pub fn record<T>(
        &mut self,
        event: &Event,
        salt: Digest,
        value: T,
    ) -> Result<Recorded<'tx, T>, StoreError> {
        self.lock_ledger()?;
        let kept = EventRecord { actor: Actor::of(self.permit), event: event.clone(), salt };
        for _ in 0..FOLLOWED_MAX {
            let head = self.run(Head::newest)?;
            let (next, leaf) = head.followed_by(&kept)?;
            if self.run(|db| next.insert(db))? {
                self.run(|db| leaf.insert(db))?;
                self.keep(&kept, &leaf)?;
                return Ok(Recorded(value, leaf.recorded.to_jiff(), PhantomData));
            }
            // The ledger writer does not lock for a single order: it was quicker. Follow its head.
        }
        self.failed = Some(Failure::LostRace);
        Err(StoreError::Busy)
    }

    fn keep(&mut self, kept: &EventRecord, leaf: &Leaf) -> Result<(), StoreError> {
        let content =
            serde_json::to_value(kept).map_err(|_unwritable| rows::unreadable("event"))?;
        let row = (
            event::log_index.eq(leaf.index),
            event::kind.eq(kept.event.kind()),
            event::section_id.eq(kept.event.section().and_then(stored_section)),
            event::content.eq(content),
            event::recorded_at.eq(leaf.recorded),
        );
        self.run(|db| diesel::insert_into(event::table).values(row).execute(db))?;
        Ok(())
    }

    /// Takes the ledger lock, which is held until the transaction ends: what decisions read stands
    /// still.
    pub(crate) fn lock_ledger(&mut self) -> Result<(), StoreError> {
        if !self.locked {
            let lock = format!("SELECT pg_advisory_xact_lock({LEDGER_LOCK})");
            self.run(|db| diesel::sql_query(lock).execute(db))?;
            self.locked = true;
        }
        Ok(())
    }

    /// Runs a statement, and remembers how it failed, whatever the body makes of the error.
    pub(crate) fn run<T>(
        &mut self,
        statement: impl FnOnce(&mut PgConnection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        statement(self.db).map_err(|error| {
            let error = DatabaseError::from(error);
            let lost = matches!(error, DatabaseError::InTheWay(_));
            self.failed = Some(if lost { Failure::LostRace } else { Failure::Refused });
            error.into()
        })
    }
}

/// The number of a section as tables of people have it: none for the desk of the secretariat.
pub(crate) fn stored_section(section: SectionNo) -> Option<i16> {
    (section != SectionNo::SECRETARIAT).then(|| section.number())
}

fn hidden_failure() -> DatabaseError {
    DatabaseError::Other("a statement failed, and the transaction went on".into())
}

/// A head of the log and of all counters.
#[derive(Queryable, Insertable)]
#[diesel(table_name = log_batch)]
struct Head {
    batch_no: i64,
    last_entry: i64,
    tree_size: i64,
    frontier: Vec<u8>,
    last_section: i16,
    last_series: i64,
    last_issuance: i64,
    last_authorization: i32,
    last_entity_authorization: i32,
    recorded_at: jiff_diesel::Timestamp,
}

impl Head {
    /// The newest head; in place of its own time, what time it is now.
    fn newest(db: &mut PgConnection) -> QueryResult<Self> {
        log_batch::table
            .order(log_batch::batch_no.desc())
            .select((
                log_batch::batch_no,
                log_batch::last_entry,
                log_batch::tree_size,
                log_batch::frontier,
                log_batch::last_section,
                log_batch::last_series,
                log_batch::last_issuance,
                log_batch::last_authorization,
                log_batch::last_entity_authorization,
                diesel::dsl::sql::<Timestamptz>("registry.now()"),
            ))
            .first(db)
    }

    /// The head after one more leaf, which is no entry, and the leaf.
    fn followed_by(self, kept: &EventRecord) -> Result<(Self, Leaf), DatabaseError> {
        let size = rows::index(self.tree_size)?;
        let mut log = Frontier::from_bytes(size, &self.frontier)
            .ok_or_else(|| rows::unreadable("frontier"))?;
        let text = kept.leaf(self.recorded_at.to_jiff());
        let hash = leaf_hash(text.as_bytes());
        let index = count(log.append(hash));
        let leaf = Leaf { index, hash, text, recorded: self.recorded_at };
        let head = Self {
            batch_no: self.batch_no.saturating_add(1),
            tree_size: count(log.size()),
            frontier: log.to_bytes(),
            ..self
        };
        Ok((head, leaf))
    }

    /// Whether it became the newest head: another transaction may have followed the same one.
    fn insert(self, db: &mut PgConnection) -> QueryResult<bool> {
        let rows = diesel::insert_into(log_batch::table)
            .values(self)
            .on_conflict(log_batch::batch_no)
            .do_nothing()
            .execute(db)?;
        Ok(rows == 1)
    }
}

/// The leaf of an event.
struct Leaf {
    index: i64,
    hash: Digest,
    text: String,
    recorded: jiff_diesel::Timestamp,
}

impl Leaf {
    fn insert(&self, db: &mut PgConnection) -> QueryResult<usize> {
        diesel::insert_into(log_leaf::table)
            .values((
                log_leaf::idx.eq(self.index),
                log_leaf::leaf_hash.eq(self.hash.as_bytes().as_slice()),
                log_leaf::leaf.eq(&self.text),
            ))
            .execute(db)
    }
}
