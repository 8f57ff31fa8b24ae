//! The room for files: how many are worked on, and on their way, at once, and whose they are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Caller;
use domain::section::SectionNo;

use crate::on_the_way::OnTheWay;
use crate::problem::{Kind, Problem};

/// How many files are worked on at once. Each is held whole, with what is read of it: a file of the
/// largest size takes some hundred megabytes. No section has more than one of them.
const AT_ONCE: Limits = Limits { all: 2, each: 1 };

/// How many answers are on their way at once that are large files. Each is held until it has been taken.
const ON_THE_WAY: Limits = Limits { all: 16, each: 2 };

/// How many files that everybody may have are written at once, and are on their way at once.
const AT_ONCE_PUBLIC: Limits = Limits { all: 2, each: 2 };
const ON_THE_WAY_PUBLIC: Limits = Limits { all: 16, each: 16 };

/// Answers up to this size are as light as any other.
const SMALL_BYTES_MAX: usize = 1_048_576;

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
pub(crate) struct Place {
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
}

#[cfg(test)]
mod tests {
    use actix_web::body::{BodySize, MessageBody as _};

    use super::*;

    fn section(number: i16) -> SectionNo {
        SectionNo::new(number).unwrap()
    }

    fn on_the_way(room: &Room) -> usize {
        room.on_the_way.taken.lock().unwrap().values().sum()
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

    #[actix_web::test]
    async fn a_large_answer_has_a_place_and_a_small_one_needs_none() {
        let room = Room::default();
        let taken = room.place(Some(section(1))).unwrap();
        assert_eq!(room.place(Some(section(1))).unwrap_err().code(), "busy");
        let large = taken.answer(vec![7; SMALL_BYTES_MAX + 1]).unwrap();
        assert!(room.place(Some(section(1))).is_ok(), "the next can be worked on meanwhile");
        assert_eq!((on_the_way(&room), large.size()), (1, BodySize::Sized(1_048_577)));
        drop(large);
        assert_eq!(on_the_way(&room), 0);
        let small = room.place(None).unwrap().answer(vec![7; 3]).unwrap();
        assert_eq!((on_the_way(&room), small.size()), (0, BodySize::Sized(3)));
    }
}
