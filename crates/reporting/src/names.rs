//! Words, and the persons of the sections.

use std::fmt::Debug;
use std::str::FromStr;

use domain::access::{CallerKind, Officer};
use domain::id::Id;
use domain::metric::Metric;
use domain::quantity::Units;
use domain::section::SectionNo;
use uuid::Uuid;

/// The one metric besides t CO2 eq.
pub(crate) const HOURS: &str = "megawatt hours of renewable electricity";

/// Reads a value that we write as text.
pub(crate) fn the<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The first or the second officer of a section.
pub(crate) fn officer(section: SectionNo, which: u64) -> Officer {
    let number = u64::from(section.number().unsigned_abs()) * 10 + which;
    Officer {
        person: Id::from_uuid(Uuid::from_u64_pair(1, number)),
        token: Id::from_uuid(Uuid::from_u64_pair(2, number)),
        kind: CallerKind::Person,
    }
}

pub(crate) fn section(number: usize) -> SectionNo {
    let number = i16::try_from(number).expect("there are few sections");
    SectionNo::new(number).expect("sections are not negative")
}

pub(crate) fn units(count: u64) -> Units {
    Units::new(count).unwrap_or(Units::MIN)
}

pub(crate) fn metric(hours: bool) -> Metric {
    if hours { Metric::NonGhg(HOURS.to_owned()) } else { Metric::Ghg }
}
