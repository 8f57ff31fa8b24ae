//! Large answers on their way to whoever asked: held until they have been taken, and no longer than that
//! may take.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

use crate::room::Place;

/// How much of a file is handed on at a time.
const PART_BYTES: usize = 65_536;

/// How long a large answer may take, and how much longer for each of so many bytes.
const TIME_FOR_ANSWER: Duration = Duration::from_mins(1);
const BYTES_A_SECOND_MIN: usize = 65_536;

/// The bytes of a file on their way to whoever asked. A large one has a place until all of it has been
/// taken, whoever asked has gone, or the time for it is over: then its bytes are dropped, and the
/// connection ends.
#[derive(Debug)]
pub(crate) struct OnTheWay {
    left: Arc<Mutex<Option<Left>>>,
    size: usize,
}

/// What has not been taken yet.
#[derive(Debug)]
struct Left {
    bytes: Bytes,
    _place: Option<Place>,
}

/// The time for an answer is over.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer was not taken in time")]
pub(crate) struct NotTaken;

impl OnTheWay {
    /// An answer that keeps its place, if it is so large that it needs one.
    pub(crate) fn new(bytes: Vec<u8>, place: Option<Place>) -> Self {
        let (size, is_large) = (bytes.len(), place.is_some());
        let left = Arc::new(Mutex::new(Some(Left { bytes: bytes.into(), _place: place })));
        if is_large {
            end_after(time_for(size), Arc::downgrade(&left));
        }
        Self { left, size }
    }
}

/// How long an answer of so many bytes may take.
fn time_for(bytes: usize) -> Duration {
    let seconds = u64::try_from(bytes / BYTES_A_SECOND_MIN).unwrap_or(u64::MAX);
    TIME_FOR_ANSWER.saturating_add(Duration::from_secs(seconds))
}

/// Drops what is left by then. A timer of its own: nobody asks a body whose reader stands still.
fn end_after(time: Duration, left: Weak<Mutex<Option<Left>>>) {
    actix_web::rt::spawn(async move {
        actix_web::rt::time::sleep(time).await;
        if let Some(left) = left.upgrade() {
            drop(left.lock().unwrap_or_else(PoisonError::into_inner).take());
        }
    });
}

impl MessageBody for OnTheWay {
    type Error = NotTaken;

    fn size(&self) -> BodySize {
        BodySize::Sized(u64::try_from(self.size).unwrap_or(u64::MAX))
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, NotTaken>>> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Left { bytes, .. }) = left.as_mut() else {
            return Poll::Ready(Some(Err(NotTaken)));
        };
        let part = bytes.len().min(PART_BYTES);
        // A copy: a part on its way does not hold the whole.
        let next = Bytes::copy_from_slice(&bytes.split_to(part));
        Poll::Ready((part > 0).then_some(Ok(next)))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    /// What a reader gets: the length of the next part.
    fn next(answer: &mut OnTheWay) -> Option<Result<usize, NotTaken>> {
        let mut context = Context::from_waker(Waker::noop());
        match Pin::new(answer).poll_next(&mut context) {
            Poll::Ready(part) => part.map(|part| part.map(|bytes| bytes.len())),
            Poll::Pending => panic!("it waits for nothing"),
        }
    }

    #[actix_web::test]
    async fn an_answer_is_handed_on_in_parts_until_nothing_is_left() {
        let size = 2 * PART_BYTES + 1;
        let mut answer = OnTheWay::new(vec![7; size], None);
        assert_eq!(answer.size(), BodySize::Sized(131_073));
        let parts: Vec<usize> =
            std::iter::from_fn(|| next(&mut answer)).map(Result::unwrap).collect();
        assert_eq!(parts, [PART_BYTES, PART_BYTES, 1]);
    }

    #[actix_web::test]
    async fn what_is_not_taken_in_time_is_dropped_with_its_place() {
        let mut answer = OnTheWay::new(vec![7; 2 * PART_BYTES], None);
        assert_eq!(next(&mut answer).unwrap().unwrap(), PART_BYTES);
        end_after(Duration::from_millis(1), Arc::downgrade(&answer.left));
        actix_web::rt::time::sleep(Duration::from_millis(200)).await;
        assert!(answer.left.lock().unwrap().is_none(), "bytes and place are one");
        assert!(next(&mut answer).unwrap().is_err(), "the connection ends");
    }

    #[test]
    fn the_time_for_an_answer_grows_with_it() {
        assert_eq!(time_for(0), TIME_FOR_ANSWER);
        assert_eq!(time_for(128 * 1024 * 1024), Duration::from_secs(2_108));
    }
}
