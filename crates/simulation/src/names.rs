//! Words and names that the simulation uses, and the persons in it.

use std::fmt::Debug;
use std::str::FromStr;

use domain::access::{CallerKind, Officer, Role};
use domain::code_list::Sector;
use domain::id::Id;
use domain::metric::Metric;
use domain::quantity::Units;
use domain::section::SectionNo;
use uuid::Uuid;

/// Reads a value that we write as text.
pub(crate) fn the<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// How many officers each section has, with the representatives of entities.
pub(crate) const OFFICERS: u64 = 6;

/// Which of them represent entities: the first nothing else, the second is an officer as well.
pub(crate) const REPRESENTATIVES: [u64; 2] = [5, 6];

/// The entities that are authorized, or not, and represented, or not.
pub(crate) const ENTITIES: [&str; 2] = ["E-1", "E-2"];

/// The role of an entity's representative.
pub(crate) fn represents(entity: &str) -> Role {
    Role::EntityRepresentative(the(entity))
}

/// An officer of a section, from 1.
pub(crate) fn officer(section: SectionNo, which: u64) -> Officer {
    let number = u64::from(section.number().unsigned_abs()) * 10 + which;
    Officer {
        person: Id::from_uuid(Uuid::from_u64_pair(1, number)),
        token: Id::from_uuid(Uuid::from_u64_pair(2, number)),
        kind: if which == 4 { CallerKind::Program } else { CallerKind::Person },
    }
}

pub(crate) fn section(number: i16) -> SectionNo {
    SectionNo::new(number).unwrap_or(SectionNo::SECRETARIAT)
}

pub(crate) fn units(count: u64) -> Units {
    Units::new(count).unwrap_or(Units::MIN)
}

pub(crate) fn metric(hours: bool) -> Metric {
    if hours { Metric::NonGhg("megawatt hours".to_owned()) } else { Metric::Ghg }
}

pub(crate) fn sector(second: bool) -> Sector {
    the(if second { "Agriculture" } else { "Energy generation" })
}
