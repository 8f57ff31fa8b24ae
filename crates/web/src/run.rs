//! The one way from async code to the threads that wait for the database.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;
use tracing::Span;

use crate::problem::{Kind, Problem};

/// Work that waits for a thread.
type Job = Box<dyn FnOnce() + Send>;

/// Database threads, one for each connection, with one bounded queue in front: so that no thread
/// waits for a connection, and a caller who would wait long is told at once.
#[derive(Clone, Debug)]
pub(crate) struct Workers {
    queue: SyncSender<Job>,
}

impl Workers {
    /// Starts so many threads, with room for so many waiting requests. They end when the last
    /// clone is dropped.
    pub(crate) fn start(threads: usize, waiting_max: usize) -> io::Result<Self> {
        let (queue, jobs) = sync_channel::<Job>(waiting_max);
        let jobs = Arc::new(Mutex::new(jobs));
        for number in 0..threads {
            let jobs = Arc::clone(&jobs);
            thread::Builder::new().name(format!("database {number}")).spawn(move || work(&jobs))?;
        }
        Ok(Self { queue })
    }

    /// Runs `body` on a database thread. A full queue answers at once; a caller who has gone is
    /// not worked for.
    pub(crate) async fn run<T, E>(
        &self,
        body: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Into<Problem> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let span = Span::current();
        let job = Box::new(move || {
            if !answer.is_closed() {
                // Whoever asked may have gone meanwhile.
                let _gone = answer.send(span.in_scope(body));
            }
        });
        match self.queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(_job)) => return Err(Problem::of(Kind::Busy)),
            Err(TrySendError::Disconnected(_job)) => return Err(Problem::of(Kind::Ours)),
        }
        match answered.await {
            Ok(done) => done.map_err(Into::into),
            Err(panicked) => Err(Problem::ours(&panicked)),
        }
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // A bug in one request must not take a thread from all others.
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a database thread panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[actix_web::test]
    async fn work_is_done_on_a_database_thread() {
        let workers = Workers::start(2, 4).unwrap();
        let name = workers.run(|| Ok::<_, Problem>(thread::current().name().map(str::to_owned)));
        assert!(name.await.unwrap().is_some_and(|name| name.starts_with("database ")));
    }

    #[actix_web::test]
    async fn a_full_queue_answers_busy_at_once() {
        let workers = Workers::start(1, 1).unwrap();
        let (started, starts) = mpsc::channel();
        let (end, ends) = mpsc::channel::<()>();
        let slow = actix_web::rt::spawn({
            let workers = workers.clone();
            async move {
                let slow = move || {
                    started.send(()).unwrap();
                    Ok::<_, Problem>(ends.recv().is_ok())
                };
                workers.run(slow).await
            }
        });
        actix_web::rt::task::yield_now().await;
        starts.recv().unwrap();
        let queued = actix_web::rt::spawn({
            let workers = workers.clone();
            async move { workers.run(|| Ok::<_, Problem>(())).await }
        });
        actix_web::rt::task::yield_now().await;
        let refused = workers.run(|| Ok::<_, Problem>(())).await.unwrap_err();
        assert_eq!(refused.code(), "busy");
        end.send(()).unwrap();
        assert!(slow.await.unwrap().unwrap());
        assert!(queued.await.unwrap().is_ok());
    }

    #[actix_web::test]
    async fn a_panic_is_an_error_of_ours_and_costs_no_thread() {
        let workers = Workers::start(1, 1).unwrap();
        let broken = workers.run(|| -> Result<(), Problem> { panic!("on purpose") }).await;
        assert_eq!(broken.unwrap_err().code(), "internal-error");
        assert_eq!(workers.run(|| Ok::<_, Problem>(7)).await.unwrap(), 7);
    }
}
