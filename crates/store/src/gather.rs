//! Looking units up for many at once: one statement answers whatever questions wait.
//!
//! A look-up by itself costs more in round trips and scheduling than in work. A thread with its own
//! connection takes the questions that wait, never waits for more, asks them all in one prepared
//! statement over arrays, and answers everybody. With nobody else asking it is a look-up like any
//! other.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::unit::{Series, UnitRange};
use tokio::sync::oneshot;

use crate::error::DatabaseError;
use crate::ledger::writer::StoreError;
use crate::units::known::Known;
use crate::units::pieces::{NowIn, PieceRow};
use crate::units::{Found, series_no};

/// The most threads that look up, each with a connection.
const THREADS_MAX: usize = 4;

/// The most questions that wait: beyond it the caller is told to come again, at once.
const WAITING_MAX: usize = 4096;

/// The most questions that one statement answers.
const ASKED_MAX: usize = 256;

/// What a connection is for. Every look-up is a few descents of an index: a plan made on a day when
/// a table was so small that reading it whole was cheaper would outlive that day.
const SETTINGS: &str = "SET default_transaction_read_only = on; SET statement_timeout = '5s';
    SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off;
    SET enable_mergejoin = off; SET enable_bitmapscan = off; SET jit = off";

type Answer = Result<Option<Found>, StoreError>;

/// What a statement that answers many comes to: each has an answer of its own.
type Answers = Result<Vec<Result<Option<Found>, DatabaseError>>, DatabaseError>;

/// What is known of some units, to come. It can be awaited, or waited for.
#[must_use]
pub struct Lookup(oneshot::Receiver<Answer>);

impl Lookup {
    /// The answer that nobody can look now.
    pub(crate) fn unavailable() -> Self {
        let (answer, lookup) = oneshot::channel();
        drop(answer.send(Err(StoreError::Unavailable)));
        Self(lookup)
    }

    /// Waits for the answer: nothing, if none of the units was ever issued.
    pub fn wait(self) -> Answer {
        self.0.blocking_recv().unwrap_or(Err(StoreError::Unavailable))
    }
}

impl Future for Lookup {
    type Output = Answer;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let answer = Pin::new(&mut self.0).poll(context);
        answer.map(|answer| answer.unwrap_or(Err(StoreError::Unavailable)))
    }
}

/// A question, and where its answer goes.
struct Waiting {
    units: UnitRange,
    answer: oneshot::Sender<Answer>,
}

/// The way to the threads that look up.
#[derive(Debug)]
pub struct Gatherer {
    queue: SyncSender<Waiting>,
}

impl Gatherer {
    /// Starts the threads over the address of the public login. They connect when they are first
    /// needed, and again whenever they must; they end when this is dropped.
    pub fn start(url: &str) -> std::io::Result<Self> {
        let (queue, waiting) = sync_channel(WAITING_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 1..=threads() {
            let waiting = Arc::clone(&waiting);
            let (url, series, known) = (url.to_owned(), BTreeMap::new(), Known::default());
            let mut reader = Reader { url, connection: None, series, known };
            thread::Builder::new()
                .name(format!("gatherer-{number}"))
                .spawn(move || take_what_waits(&waiting, &mut reader))?;
        }
        Ok(Self { queue })
    }

    /// Lets a question wait for its turn.
    pub fn find(&self, units: UnitRange) -> Lookup {
        let (answer, lookup) = oneshot::channel();
        match self.queue.try_send(Waiting { units, answer }) {
            Ok(()) => {}
            Err(TrySendError::Full(waiting)) => tell(waiting, Err(StoreError::Busy)),
            Err(TrySendError::Disconnected(waiting)) => {
                tell(waiting, Err(StoreError::Unavailable));
            }
        }
        Lookup(lookup)
    }
}

/// One for every two cores: more would only take turns, and gather less each.
fn threads() -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).clamp(1, THREADS_MAX)
}

/// Answers. Whoever asked may have gone: then nobody hears it.
fn tell(waiting: Waiting, answer: Answer) {
    drop(waiting.answer.send(answer));
}

fn take_what_waits(queue: &Mutex<Receiver<Waiting>>, reader: &mut Reader) {
    loop {
        let mut batch = Vec::new();
        {
            let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            let Ok(first) = queue.recv() else { return };
            batch.push(first);
            batch.extend(queue.try_iter().take(ASKED_MAX.saturating_sub(1)));
        }
        batch.retain(|waiting| !waiting.answer.is_closed());
        reader.answer(batch);
    }
}

/// Asks the database, on a connection of its own.
struct Reader {
    url: String,
    connection: Option<PgConnection>,
    /// The numbers of series. A series is recorded once and never changes.
    series: BTreeMap<Series, i64>,
    known: Known,
}

impl Reader {
    fn answer(&mut self, batch: Vec<Waiting>) {
        let asked: Vec<UnitRange> = batch.iter().map(|waiting| waiting.units).collect();
        let mut found = self.found(&asked);
        if matches!(found, Err(DatabaseError::Unreachable(_))) {
            // The connection may have died long ago, in a failover for example: a new one tells.
            found = self.found(&asked);
        }
        match found {
            Ok(found) => {
                for (waiting, found) in batch.into_iter().zip(found) {
                    tell(waiting, found.map_err(StoreError::from));
                }
            }
            Err(error) => {
                tracing::warn!(%error, cause = ?error, questions = batch.len(), "gather.failed");
                for waiting in batch {
                    let error = if matches!(error, DatabaseError::Unreachable(_)) {
                        StoreError::Unavailable
                    } else {
                        DatabaseError::Other(error.to_string().into()).into()
                    };
                    tell(waiting, Err(error));
                }
            }
        }
    }

    /// What is known of each of these ranges.
    fn found(&mut self, asked: &[UnitRange]) -> Answers {
        let found = self.ask(asked);
        if found.is_err() {
            // Whatever state the connection is in, a new one is in none.
            self.connection = None;
        }
        found
    }

    fn ask(&mut self, asked: &[UnitRange]) -> Answers {
        // First, because what is known is forgotten with a connection.
        self.connected()?;
        self.learn_series(asked)?;
        let mut now = NowIn::default();
        let mut places: Vec<Option<usize>> = Vec::with_capacity(asked.len());
        let mut known = 0_usize;
        for units in asked {
            let series = self.series.get(&units.series);
            places.push(series.map(|_| known));
            if let Some(series) = series {
                now.ask(*series, units.serials);
                known = known.saturating_add(1);
            }
        }
        let mut rows: Vec<Vec<PieceRow>> = Vec::new();
        rows.resize_with(known, Vec::new);
        if known > 0 {
            let found: Vec<PieceRow> = now.load(self.connected()?)?;
            self.learn(&found)?;
            for row in found {
                let at = usize::try_from(row.asked).ok().and_then(|at| at.checked_sub(1));
                if let Some(rows) = at.and_then(|at| rows.get_mut(at)) {
                    rows.push(row);
                }
            }
        }
        let answers = asked.iter().zip(places).map(|(units, place)| {
            let Some(rows) = place.and_then(|at| rows.get_mut(at)) else { return Ok(None) };
            let found = Found::of(std::mem::take(rows), *units, &self.known)?;
            Ok(Some(found).filter(|found| !found.pieces.is_empty()))
        });
        Ok(answers.collect())
    }

    /// Reads what the rows point to, as far as it is not known.
    fn learn(&mut self, rows: &[PieceRow]) -> Result<(), DatabaseError> {
        let Self { connection: Some(connection), known, .. } = self else { return Ok(()) };
        known.learn(connection, rows)
    }

    /// Looks up the numbers of the series that are not known yet.
    fn learn_series(&mut self, asked: &[UnitRange]) -> Result<(), DatabaseError> {
        let unknown = |units: &&UnitRange| !self.series.contains_key(&units.series);
        let unknown: Vec<Series> = asked.iter().filter(unknown).map(|units| units.series).collect();
        for series in unknown {
            if self.series.contains_key(&series) {
                continue;
            }
            if let Some(number) = series_no(self.connected()?, series)? {
                self.series.insert(series, number);
            }
        }
        Ok(())
    }

    fn connected(&mut self) -> Result<&mut PgConnection, DatabaseError> {
        if self.connection.is_none() {
            let mut connection = PgConnection::establish(&self.url)?;
            connection.batch_execute(SETTINGS)?;
            self.connection = Some(connection);
            // It may be another server, which knows less.
            (self.series, self.known) = (BTreeMap::new(), Known::default());
        }
        self.connection.as_mut().ok_or_else(|| DatabaseError::Unreachable("no connection".into()))
    }
}
