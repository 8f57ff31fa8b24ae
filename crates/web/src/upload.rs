//! Files that come as bodies: whole, up to a limit, a few at a time.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
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

/// How many answers are on their way at once that are files. Each is held until it has been taken.
const ON_THE_WAY: Limits = Limits { all: 16, each: 2 };

/// How many files that everybody may have are written at once, and are on their way at once.
const AT_ONCE_PUBLIC: Limits = Limits { all: 2, each: 2 };
const ON_THE_WAY_PUBLIC: Limits = Limits { all: 16, each: 16 };

/// How much of a file is handed on at a time.
const PART_BYTES: usize = 65_536;

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

/// A place for a file that is worked on, and one for the answer: each until it is dropped.
#[derive(Debug)]
pub(crate) struct Taken {
    at_work: Place,
    on_the_way: Place,
}

impl Taken {
    /// The work is done: what remains is a place for the answer.
    pub(crate) fn worked(self) -> PlaceOnTheWay {
        drop(self.at_work);
        PlaceOnTheWay(self.on_the_way)
    }
}

/// The place of an answer, until all of it has been taken or whoever asked has gone.
#[derive(Debug)]
pub(crate) struct PlaceOnTheWay(
    #[expect(dead_code, reason = "it is held, and given back when dropped")] Place,
);

/// The bytes of a file on their way to whoever asked. What nobody takes keeps its place: the
/// connection ends when nothing of it has been taken for [as long as that may
/// take](crate::server::TIME_TO_TAKE).
#[derive(Debug)]
pub(crate) struct OnTheWay {
    left: Bytes,
    _place: PlaceOnTheWay,
}

impl OnTheWay {
    pub(crate) fn new(bytes: Vec<u8>, place: PlaceOnTheWay) -> Self {
        Self { left: bytes.into(), _place: place }
    }
}

impl MessageBody for OnTheWay {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(u64::try_from(self.left.len()).unwrap_or(u64::MAX))
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        let part = self.left.len().min(PART_BYTES);
        Poll::Ready((part > 0).then(|| Ok(self.left.split_to(part))))
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
        let on_the_way = self.on_the_way.take(who)?;
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

    #[test]
    fn an_answer_keeps_its_place_until_all_of_it_has_been_taken() {
        let room = Room::default();
        let taken = room.place(Some(section(1))).unwrap();
        assert_eq!(room.place(Some(section(1))).unwrap_err().code(), "busy");
        let bytes = vec![7; PART_BYTES + 1];
        let mut answer = OnTheWay::new(bytes, taken.worked());
        let held = |room: &Room| room.on_the_way.taken.lock().unwrap().values().sum::<usize>();
        assert!(room.place(Some(section(1))).is_ok(), "the next can be worked on meanwhile");
        assert_eq!((held(&room), answer.size()), (1, BodySize::Sized(65_537)));
        let mut context = Context::from_waker(Waker::noop());
        let mut part = || match Pin::new(&mut answer).poll_next(&mut context) {
            Poll::Ready(part) => part.map(|part| part.unwrap().len()),
            Poll::Pending => panic!("it waits for nothing"),
        };
        assert_eq!((part(), part(), part()), (Some(PART_BYTES), Some(1), None));
        drop(answer);
        assert_eq!(held(&room), 0);
    }
}
