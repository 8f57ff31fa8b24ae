//! Files that come as bodies: whole, up to a limit, a few at a time.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Payload};
use actix_web::{FromRequest as _, HttpRequest};
use domain::access::Caller;
use domain::section::SectionNo;
use workbook::FILE_BYTES_MAX;

use crate::caller::Authenticated;
use crate::problem::{Kind, Problem};

/// How many files are worked on at once. Each is held whole, with what is read of it: a file of the
/// largest size takes some hundred megabytes. No section has more than one of them.
const AT_ONCE: Limits = Limits { all: 2, each: 1 };

/// How many answers are on their way at once that are large files. Each is held until it has been taken.
const ON_THE_WAY: Limits = Limits { all: 16, each: 2 };

/// How many files that everybody may have are written at once, and are on their way at once.
const AT_ONCE_PUBLIC: Limits = Limits { all: 2, each: 2 };
const ON_THE_WAY_PUBLIC: Limits = Limits { all: 16, each: 16 };

/// How much of a file is handed on at a time.
const PART_BYTES: usize = 65_536;

/// Answers up to this size are as light as any other.
const SMALL_BYTES_MAX: usize = 1_048_576;

/// How long a large answer may take, and how much longer for each of so many bytes.
const TIME_FOR_ANSWER: Duration = Duration::from_mins(1);
const BYTES_A_SECOND_MIN: usize = 65_536;

/// How long a file may take to come.
const TIME_FOR_FILE: Duration = Duration::from_mins(1);

/// A body that takes longer to come may come from somebody whose token was revoked, or whose role
/// ended, meanwhile.
const TIME_FOR_REVOKING: Duration = Duration::from_millis(500);

/// The room for files: whoever finds none is told at once.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    at_work: Arc<Places>,
    on_the_way: Arc<Places>,
}

/// The room for files that everybody may have: who has no token takes no place from a Party.
#[derive(Clone, Debug)]
pub(crate) struct PublicRoom(Room);

/// How many places there are, and how many of them one section may have.
#[derive(Clone, Copy, Debug)]
struct Limits {
    all: usize,
    each: usize,
}

/// Places, and who has some of them.
#[derive(Debug)]
struct Places {
    limits: Limits,
    taken: Mutex<BTreeMap<Option<SectionNo>, usize>>,
}

/// A place, until it is dropped.
#[derive(Debug)]
struct Place {
    of: Arc<Places>,
    who: Option<SectionNo>,
}

impl Places {
    fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, taken: Mutex::default() })
    }

    fn take(self: &Arc<Self>, who: Option<SectionNo>) -> Result<Place, Problem> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = taken.values().sum();
        let own = taken.entry(who).or_default();
        if all >= self.limits.all || *own >= self.limits.each {
            return Err(Problem::of(Kind::Busy));
        }
        *own = own.saturating_add(1);
        Ok(Place { of: Arc::clone(self), who })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.of.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.who) {
            *own = own.saturating_sub(1);
        }
        taken.retain(|_, places| *places > 0);
    }
}

/// A place for a file that is worked on, until this is dropped.
#[derive(Debug)]
pub(crate) struct Taken {
    at_work: Place,
    on_the_way: Arc<Places>,
}

impl Taken {
    /// The work is done: what came of it goes its way as an answer.
    pub(crate) fn answer(self, bytes: Vec<u8>) -> Result<OnTheWay, Problem> {
        let who = self.at_work.who;
        drop(self.at_work);
        if bytes.len() <= SMALL_BYTES_MAX {
            return Ok(OnTheWay::new(bytes, None));
        }
        Ok(OnTheWay::new(bytes, Some(self.on_the_way.take(who)?)))
    }
}

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
    fn new(bytes: Vec<u8>, place: Option<Place>) -> Self {
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

/// A file, and its place in the room.
#[derive(Debug)]
pub(crate) struct Uploaded {
    /// Who sent it, as they are once it has come.
    pub(crate) caller: Caller,
    pub(crate) bytes: Bytes,
    pub(crate) taken: Taken,
}

impl Default for Room {
    fn default() -> Self {
        Self { at_work: Places::new(AT_ONCE), on_the_way: Places::new(ON_THE_WAY) }
    }
}

impl Default for PublicRoom {
    fn default() -> Self {
        let (at_work, on_the_way) = (AT_ONCE_PUBLIC, ON_THE_WAY_PUBLIC);
        Self(Room { at_work: Places::new(at_work), on_the_way: Places::new(on_the_way) })
    }
}

impl PublicRoom {
    /// A place for a file that is written for anybody.
    pub(crate) fn take(&self) -> Result<Taken, Problem> {
        self.0.place(None)
    }
}

impl Room {
    /// A place for a file that is read or written for this caller.
    pub(crate) fn take(&self, caller: &Caller) -> Result<Taken, Problem> {
        self.place(Some(caller.section()))
    }

    fn place(&self, who: Option<SectionNo>) -> Result<Taken, Problem> {
        let on_the_way = Arc::clone(&self.on_the_way);
        Ok(Taken { at_work: self.at_work.take(who)?, on_the_way })
    }

    /// The body of a request of this caller.
    pub(crate) async fn receive(
        &self,
        request: &HttpRequest,
        Authenticated(mut caller): Authenticated,
        payload: Payload,
    ) -> Result<Uploaded, Problem> {
        let plain = |value: &actix_web::http::header::HeaderValue| value == "identity";
        if !request.headers().get(CONTENT_ENCODING).is_none_or(plain) {
            return Err(Problem::of(Kind::WrongMediaType));
        }
        let taken = self.take(&caller)?;
        let began = Instant::now();
        let whole = actix_web::rt::time::timeout(TIME_FOR_FILE, whole(payload, FILE_BYTES_MAX));
        let bytes = whole.await.map_err(|_too_late| Problem::of(Kind::BodyTooSlow))??;
        if began.elapsed() > TIME_FOR_REVOKING {
            let mut none = actix_web::dev::Payload::None;
            caller = Authenticated::from_request(request, &mut none).await?.0;
        }
        Ok(Uploaded { caller, bytes, taken })
    }
}

/// All of a body, if it is no larger than this. What lies beyond is not read.
async fn whole(payload: Payload, most: usize) -> Result<Bytes, Problem> {
    match payload.to_bytes_limited(most).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_broken)) => {
            Err(Problem::of(Kind::BodyMalformed).with("line", &0).with("column", &0))
        }
        Err(_larger) => Err(Problem::of(Kind::BodyTooLarge).with("most", &most)),
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn section(number: i16) -> SectionNo {
        SectionNo::new(number).unwrap()
    }

    #[test]
    fn no_section_takes_all_places_and_all_have_no_more_than_there_are() {
        let places = Places::new(Limits { all: 2, each: 1 });
        let first = places.take(Some(section(1))).unwrap();
        assert_eq!(places.take(Some(section(1))).unwrap_err().code(), "busy", "one is its share");
        let second = places.take(Some(section(2))).unwrap();
        assert_eq!(places.take(Some(section(3))).unwrap_err().code(), "busy", "there is none left");
        drop((first, second));
        let again = places.take(Some(section(1))).unwrap();
        assert_eq!(places.taken.lock().unwrap().len(), 1, "who has none is not listed");
        drop(again);
    }

    /// What a reader gets: the length of the next part.
    fn next(answer: &mut OnTheWay) -> Option<Result<usize, NotTaken>> {
        let mut context = Context::from_waker(Waker::noop());
        match Pin::new(answer).poll_next(&mut context) {
            Poll::Ready(part) => part.map(|part| part.map(|bytes| bytes.len())),
            Poll::Pending => panic!("it waits for nothing"),
        }
    }

    fn on_the_way(room: &Room) -> usize {
        room.on_the_way.taken.lock().unwrap().values().sum()
    }

    #[actix_web::test]
    async fn a_large_answer_keeps_its_place_until_all_of_it_has_been_taken() {
        let room = Room::default();
        let taken = room.place(Some(section(1))).unwrap();
        assert_eq!(room.place(Some(section(1))).unwrap_err().code(), "busy");
        let size = SMALL_BYTES_MAX + 1;
        let mut answer = taken.answer(vec![7; size]).unwrap();
        assert!(room.place(Some(section(1))).is_ok(), "the next can be worked on meanwhile");
        assert_eq!((on_the_way(&room), answer.size()), (1, BodySize::Sized(1_048_577)));
        let parts: Vec<usize> =
            std::iter::from_fn(|| next(&mut answer)).map(Result::unwrap).collect();
        assert_eq!((parts.len(), parts.iter().sum()), (17, size));
        drop(answer);
        assert_eq!(on_the_way(&room), 0);
        let small = room.place(None).unwrap().answer(vec![7; 3]).unwrap();
        assert_eq!((on_the_way(&room), small.size()), (0, BodySize::Sized(3)));
    }

    #[actix_web::test]
    async fn an_answer_that_is_not_taken_in_time_is_dropped_and_its_place_is_free() {
        let room = Room::default();
        let taken = room.place(Some(section(1))).unwrap();
        let mut answer = taken.answer(vec![7; SMALL_BYTES_MAX + 1]).unwrap();
        assert_eq!(next(&mut answer).unwrap().unwrap(), PART_BYTES);
        end_after(Duration::from_millis(1), Arc::downgrade(&answer.left));
        actix_web::rt::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(on_the_way(&room), 0);
        assert!(next(&mut answer).unwrap().is_err(), "the connection ends");
    }

    #[test]
    fn the_time_for_an_answer_grows_with_it() {
        assert_eq!(time_for(0), TIME_FOR_ANSWER);
        assert_eq!(time_for(128 * 1024 * 1024), Duration::from_secs(2_108));
    }
}
