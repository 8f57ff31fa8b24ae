//! The ledger writer: one thread with one connection that turns waiting requests into entries.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread;

use domain::digest::Digest;
use domain::id::{Id, Token};
use domain::ledger::{
    Approval, CannotEndYear, Effect, Key, Outcome, Proposal, Receipt, Refused, Replacement,
    Request, YearEnd,
};
use domain::section::Installation;
use domain::text::Text;
use domain::vintage::Year;
use tokio::sync::oneshot;

use super::batch::Batcher;
use crate::error::DatabaseError;

/// The most requests that wait: beyond it the caller is told to come again, at once.
const WAITING_MAX: usize = 4096;

/// The most requests that one transaction carries out.
const BATCH_MAX: usize = 512;

/// The most orders that one transaction carries out, save for a single request that has more.
const ORDERS_MAX: usize = 2048;

/// Why nothing was carried out, or nothing is known of it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Too many requests wait: come again.
    #[error("too many requests wait")]
    Busy,
    /// The database is away: come again. The idempotency key tells whether it happened.
    #[error("the database is away")]
    Unavailable,
    /// The database refused, which is ours to mend.
    #[error(transparent)]
    Database(DatabaseError),
}

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Unreachable(cause) => {
                // Nobody who is told learns the cause: it is here or lost.
                tracing::warn!(?cause, "database.unreachable");
                Self::Unavailable
            }
            DatabaseError::Busy(_) => Self::Busy,
            DatabaseError::Refused { .. }
            | DatabaseError::InTheWay(_)
            | DatabaseError::Other(_) => Self::Database(error),
        }
    }
}

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CarryOutError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(Refused),
    /// A request with the same key is being carried out.
    #[error("a request with this key is running")]
    KeyRunning,
    /// The same key is running with another request.
    #[error("a request with this key and other content is running")]
    KeyReused,
    /// It could not be decided.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a year was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndYearError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(CannotEndYear),
    /// It could not be decided.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a request was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is durable and in the log.
    Done(Receipt),
    /// It was before.
    Repeated(Receipt),
    /// It was only tried out: this is what it would do.
    Preview(Vec<Effect>),
}

/// An answer to come. It can be awaited, or waited for.
#[must_use]
pub struct Ticket(oneshot::Receiver<Result<Answer, CarryOutError>>);

impl Ticket {
    /// Waits for the answer.
    pub fn wait(self) -> Result<Answer, CarryOutError> {
        self.0.blocking_recv().unwrap_or(Err(StoreError::Unavailable.into()))
    }
}

impl Future for Ticket {
    type Output = Result<Answer, CarryOutError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.0).poll(context);
        answer.map(|answer| answer.unwrap_or(Err(StoreError::Unavailable.into())))
    }
}

/// Something to carry out or to try out, and where its answer goes.
pub(super) struct Waiting {
    pub(super) what: What,
    answer: oneshot::Sender<Result<Answer, CarryOutError>>,
    running: Option<Running>,
}

pub(super) enum What {
    CarryOut(Request),
    TryOut(Trial),
}

/// What is only tried out: nothing is written, no key is used.
pub(super) enum Trial {
    Proposal(Arc<Proposal>),
    Replacement(Replacement),
    Approval(Approval),
}

impl Trial {
    pub(super) const fn proposal(&self) -> &Arc<Proposal> {
        match self {
            Self::Proposal(proposal) => proposal,
            Self::Replacement(replacement) => &replacement.proposal,
            Self::Approval(approval) => &approval.proposal,
        }
    }

    /// The proposals that it brings.
    pub(super) fn brought(&self) -> Vec<Arc<Proposal>> {
        let replaced = match self {
            Self::Replacement(replacement) => Some(&replacement.replaced),
            Self::Proposal(_) | Self::Approval(_) => None,
        };
        [self.proposal()].into_iter().chain(replaced).cloned().collect()
    }
}

impl Waiting {
    /// How many orders it holds.
    fn orders(&self) -> usize {
        match &self.what {
            What::CarryOut(request) => request.proposal().orders.len(),
            What::TryOut(trial) => trial.proposal().orders.len(),
        }
    }

    /// Answers. The caller may have gone: then nobody hears it, and the key will tell.
    pub(super) fn answer(self, answer: Result<Answer, CarryOutError>) {
        // First the key is free again, so that whoever hears the answer can use it.
        drop(self.running);
        drop(self.answer.send(answer));
    }
}

type KeyName = (Id<Token>, Text<200>);

/// The keys of requests that wait or are being carried out.
#[derive(Clone, Default)]
struct RunningKeys(Arc<Mutex<BTreeMap<KeyName, Digest>>>);

/// A key that is running, until this is dropped.
struct Running {
    keys: RunningKeys,
    name: KeyName,
}

impl RunningKeys {
    fn start(&self, key: &Key) -> Result<Running, CarryOutError> {
        let name = (key.caller, key.key.clone());
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match keys.get(&name) {
            Some(fingerprint) if *fingerprint == key.fingerprint => {
                return Err(CarryOutError::KeyRunning);
            }
            Some(_) => return Err(CarryOutError::KeyReused),
            None => {}
        }
        keys.insert(name.clone(), key.fingerprint);
        Ok(Running { keys: self.clone(), name })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.keys.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

/// The way to the ledger writer.
pub struct LedgerWriter {
    queue: SyncSender<Waiting>,
    running: RunningKeys,
    url: String,
    installation: Installation,
}

impl LedgerWriter {
    /// Starts the thread. It connects when it is first needed, and again whenever it must.
    pub fn start(url: String, installation: Installation) -> std::io::Result<Self> {
        let (queue, waiting) = sync_channel(WAITING_MAX);
        let batcher = Batcher::new(url.clone(), installation);
        thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || take_what_waits(&waiting, batcher))?;
        Ok(Self { queue, running: RunningKeys::default(), url, installation })
    }

    /// Lets a request wait for its turn.
    pub(crate) fn carry_out(&self, request: Request) -> Ticket {
        let running = request.key.as_ref().map(|key| self.running.start(key)).transpose();
        match running {
            Ok(running) => self.enqueue(What::CarryOut(request), running),
            Err(error) => answered(error),
        }
    }

    /// Lets a proposal wait for being tried out.
    pub(crate) fn try_out(&self, proposal: Arc<Proposal>) -> Ticket {
        self.enqueue(What::TryOut(Trial::Proposal(proposal)), None)
    }

    /// Lets a replacement wait for being tried out.
    pub(crate) fn try_out_replacement(&self, replacement: Replacement) -> Ticket {
        self.enqueue(What::TryOut(Trial::Replacement(replacement)), None)
    }

    /// Lets an approval wait for being tried out.
    pub(crate) fn try_out_approval(&self, approval: Approval) -> Ticket {
        self.enqueue(What::TryOut(Trial::Approval(approval)), None)
    }

    /// Ends a year, on a connection of its own: once a year, this is as a writer on another node is.
    pub(crate) fn end_year(&self, year: Year) -> Result<YearEnd, EndYearError> {
        let ended = Batcher::new(self.url.clone(), self.installation).end_year(year);
        ended.map_err(StoreError::from)?.map_err(EndYearError::Refused)
    }

    fn enqueue(&self, what: What, running: Option<Running>) -> Ticket {
        let (answer, ticket) = oneshot::channel();
        match self.queue.try_send(Waiting { what, answer, running }) {
            Ok(()) => {}
            Err(TrySendError::Full(waiting)) => waiting.answer(Err(StoreError::Busy.into())),
            Err(TrySendError::Disconnected(waiting)) => {
                tracing::error!("the ledger writer has ended");
                waiting.answer(Err(StoreError::Unavailable.into()));
            }
        }
        Ticket(ticket)
    }
}

/// A ticket whose answer is there already.
fn answered(error: CarryOutError) -> Ticket {
    let (answer, ticket) = oneshot::channel();
    drop(answer.send(Err(error)));
    Ticket(ticket)
}

/// Takes whatever waits, never waits for more, and answers every caller after the one commit. The
/// thread ends when nobody can send it anything any more.
fn take_what_waits(queue: &Receiver<Waiting>, mut batcher: Batcher) {
    let mut held_back: Option<Waiting> = None;
    loop {
        let first = match held_back.take() {
            Some(first) => first,
            None => match queue.recv() {
                Ok(first) => first,
                Err(_nobody_left) => return,
            },
        };
        let mut orders = first.orders();
        let mut proposals = BTreeSet::from([proposal_of(&first)]);
        let mut batch = vec![first];
        while batch.len() < BATCH_MAX {
            let Ok(next) = queue.try_recv() else { break };
            orders = orders.saturating_add(next.orders());
            // Two requests about one proposal: the second is decided on what the first left behind.
            let same = !proposals.insert(proposal_of(&next));
            if orders > ORDERS_MAX || same {
                held_back = Some(next);
                break;
            }
            batch.push(next);
        }
        // A bug that stops a batch must not stop the writer. Who waits for the batch hears that the
        // outcome is not known: the keys will tell.
        if catch_unwind(AssertUnwindSafe(|| batcher.run(batch))).is_err() {
            tracing::error!("writer.panicked");
            batcher.start_anew();
        }
    }
}

fn proposal_of(waiting: &Waiting) -> Id<domain::id::Proposed> {
    match &waiting.what {
        What::CarryOut(request) => request.proposal().id,
        What::TryOut(trial) => trial.proposal().id,
    }
}

/// How a decision is told.
pub(super) fn told(decided: Result<Outcome, Refused>) -> Result<Answer, CarryOutError> {
    match decided {
        Ok(Outcome::Done(receipt)) => Ok(Answer::Done(receipt)),
        Ok(Outcome::Repeated(receipt)) => Ok(Answer::Repeated(receipt)),
        Err(refused) => Err(CarryOutError::Refused(refused)),
    }
}
