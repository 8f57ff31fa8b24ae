//! Units of other programmes that stand behind ITMOs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::serial::{Serial, Serials};
use crate::text::Text;

/// A run of units of another programme: the ids of its two ends, in that programme's form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Underlying {
    /// The programme's registry, for example VCS or GS.
    pub registry: Text<40>,
    /// The id of the first unit.
    pub first: Text<200>,
    /// The id of the last unit; equal to the first for one unit.
    pub last: Text<200>,
    /// What shows that they are marked or immobilized there: a link or a reference.
    pub immobilized: Text<500>,
}

/// The most numbers that an id may hold.
const NUMBERS_MAX: usize = 16;

/// Underlying units as they are compared: the registry, the ids' text with a zero for each number,
/// and how far each number reaches. One unit is one point, whichever of its numbers would be
/// counted; so a single id, and runs that are counted in different numbers, are compared too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnderlyingRun {
    /// The programme's registry, in capitals.
    pub registry: String,
    /// The text of the ids, in capitals, with a zero for each number.
    pub form: String,
    /// The lowest of each number.
    pub low: Vec<i64>,
    /// The highest of each number.
    pub high: Vec<i64>,
}

impl UnderlyingRun {
    /// Whether a unit is in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.low.iter().zip(&self.high), other.low.iter().zip(&other.high));
        self.registry == other.registry
            && self.form == other.form
            && ours.zip(theirs).all(|(one, other)| one.0 <= other.1 && other.0 <= one.1)
    }
}

/// Why two ids do not make a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotARun {
    /// More than one part differs, or a part that is not a number.
    #[error("the two ids must differ in exactly one number")]
    Parts,
    /// The first number is above the last.
    #[error("the first id is above the last")]
    Reversed,
    /// The text is a range in no form that the registry knows.
    #[error(
        "not a range as Gold Standard (GS1-…-first-last) or Verra (…-first-last-VCS-…) print it"
    )]
    Form,
}

/// Splits a text into runs of digits and runs of anything else.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let number = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != number).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(run);
        rest = after;
    }
    runs
}

/// How many units lie between two ids, both included: whole runs of digits are compared.
pub fn units_between(first: &str, last: &str) -> Result<u64, NotARun> {
    if first == last {
        return Ok(1);
    }
    let (first, last) = (runs(first), runs(last));
    if first.len() != last.len() {
        return Err(NotARun::Parts);
    }
    let mut different = first.iter().zip(&last).filter(|(one, other)| one != other);
    let (Some((low, high)), None) = (different.next(), different.next()) else {
        return Err(NotARun::Parts);
    };
    let (low, high) = (number(low).ok_or(NotARun::Parts)?, number(high).ok_or(NotARun::Parts)?);
    if high < low {
        return Err(NotARun::Reversed);
    }
    Ok(high.abs_diff(low).saturating_add(1))
}

/// Whether two runs of ids lie as far from each other as the units that they are behind, which begin
/// at these serials (II05): the same text but for one number, and that one as far away as the serials.
pub fn is_moved(one: (&str, &str), other: (&str, &str), here: u64, there: u64) -> bool {
    let (first, other_first) = (runs(one.0), runs(other.0));
    if first.len() != other_first.len() {
        return false;
    }
    let counted =
        [(one, &first), (other, &other_first)].into_iter().find_map(|((low, high), at)| {
            let differs =
                |(place, run): (usize, &str)| (at.get(place) != Some(&run)).then_some(place);
            (low != high).then(|| runs(high).into_iter().enumerate().find_map(differs)).flatten()
        });
    let distance = i128::from(there).saturating_sub(i128::from(here));
    let mut pairs = first.iter().zip(&other_first).enumerate();
    pairs.all(|(place, (run, moved))| match (number(run), number(moved)) {
        (Some(run), Some(moved)) => {
            let by = i128::from(moved).saturating_sub(i128::from(run));
            by == if counted == Some(place) { distance } else { 0 }
        }
        _ => run.eq_ignore_ascii_case(moved),
    }) && (counted.is_some() || distance == 0)
}

/// Reads a run of digits, whose zeros in front do not count. There is always a next number.
fn number(run: &str) -> Option<i64> {
    let digits = run.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = if digits { run.parse().ok()? } else { return None };
    (number < i64::MAX).then_some(number)
}

impl Underlying {
    /// How many units the run has.
    pub fn units(&self) -> Result<u64, NotARun> {
        units_between(self.first.as_str(), self.last.as_str())
    }

    /// The units as they are compared with others: the registry and the ids in capitals, for
    /// a programme does not tell units apart by them.
    pub fn run(&self) -> Result<UnderlyingRun, NotARun> {
        self.units()?;
        let (first, last) = (self.first.as_str().to_uppercase(), self.last.as_str().to_uppercase());
        let (mut form, mut low, mut high) = (String::new(), Vec::new(), Vec::new());
        for (one, other) in runs(&first).into_iter().zip(runs(&last)) {
            match (number(one), number(other)) {
                (Some(one), Some(other)) => {
                    form.push('0');
                    low.push(one);
                    high.push(other);
                }
                _ => form.push_str(one),
            }
        }
        if low.len() > NUMBERS_MAX {
            return Err(NotARun::Parts);
        }
        Ok(UnderlyingRun { registry: self.registry.as_str().to_uppercase(), form, low, high })
    }

    /// The ids of the first and the last of a part of the units, if this run is behind `all` of them;
    /// nothing, if it is not as long as they are.
    pub fn part(&self, all: Serials, part: Serials) -> Option<(String, String)> {
        if self.units().ok()? != all.units().count() {
            return None;
        }
        let from = all.first().number();
        let id = |serial: Serial| self.id(serial.number().checked_sub(from)?);
        Some((id(part.first())?, id(part.last())?))
    }

    /// The id of the unit so many places after the first, with the zeros that the first has in front.
    fn id(&self, places: u64) -> Option<String> {
        let (first, last) = (runs(self.first.as_str()), runs(self.last.as_str()));
        let counted = first.iter().zip(&last).position(|(one, other)| one != other);
        let mut id = String::new();
        for (place, run) in first.into_iter().enumerate() {
            if counted == Some(place) {
                let number = number(run)?.checked_add_unsigned(places)?;
                let digits = format!("{number:0width$}", width = run.len());
                id.push_str(&digits);
            } else {
                id.push_str(run);
            }
        }
        (counted.is_some() || places == 0).then_some(id)
    }

    /// Reads a range that a programme prints as one string, and expands its two ends.
    pub fn from_printed(text: &str, immobilized: Text<500>) -> Result<Self, NotARun> {
        let parts: Vec<&str> = text.split('-').collect();
        let (registry, at) = match parts.as_slice() {
            ["GS1", .., _first, _last] => ("GS", parts.len().saturating_sub(2)),
            [_, _, _, "VCS", ..] => ("VCS", 1),
            _ => return Err(NotARun::Form),
        };
        let end = |which: usize| -> Result<Text<200>, NotARun> {
            let skipped = at.saturating_add(usize::from(which == at));
            let kept = parts.iter().enumerate().filter(|(place, _)| *place != skipped);
            let id = kept.map(|(_, part)| *part).collect::<Vec<_>>().join("-");
            id.parse().map_err(|_too_long| NotARun::Form)
        };
        let registry = registry.parse().map_err(|_never| NotARun::Form)?;
        let (first, last) = (end(at)?, end(at.saturating_add(1))?);
        let range = Self { registry, first, last, immobilized };
        range.units().map(|_count| range)
    }
}

impl fmt::Display for Underlying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} to {}", self.registry, self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed_as(text: &str) -> Underlying {
        Underlying::from_printed(text, "letter 7".parse().unwrap()).unwrap()
    }

    fn run(registry: &str, first: &str, last: &str) -> UnderlyingRun {
        let [first, last] = [first, last].map(|id| id.parse().unwrap());
        let (registry, immobilized) = (registry.parse().unwrap(), "letter 7".parse().unwrap());
        Underlying { registry, first, last, immobilized }.run().unwrap()
    }

    #[test]
    fn two_runs_overlap_where_an_id_is_in_both_whatever_number_is_counted_r056_r141() {
        let block = run("VCS", "16399-100-VCS-RW", "16399-199-VCS-RW");
        for (registry, first, last, overlaps) in [
            ("VCS", "16399-199-VCS-RW", "16399-250-VCS-RW", true),
            ("VCS", "16399-200-VCS-RW", "16399-250-VCS-RW", false),
            ("VCS", "16399-150-VCS-RW", "16399-150-VCS-RW", true),
            ("VCS", "16399-99-VCS-RW", "16399-99-VCS-RW", false),
            ("VCS", "16390-150-VCS-RW", "16400-150-VCS-RW", true),
            ("VCS", "16400-150-VCS-RW", "16500-150-VCS-RW", false),
            ("vcs", "16399-0150-vcs-rw", "16399-0150-vcs-rw", true),
            ("GS", "16399-150-VCS-RW", "16399-150-VCS-RW", false),
            ("VCS", "16399-150-VCS-KE", "16399-150-VCS-KE", false),
        ] {
            let other = run(registry, first, last);
            assert_eq!(block.overlaps(&other), overlaps, "{first}");
            assert_eq!(other.overlaps(&block), overlaps, "{first}");
        }
    }

    #[test]
    fn an_id_of_more_numbers_than_are_compared_is_no_run_r056() {
        let [many, most] = [17, 16].map(|count| "1-".repeat(count).parse::<Text<200>>().unwrap());
        let underlying = |id: &Text<200>| Underlying {
            registry: "GS".parse().unwrap(),
            first: id.clone(),
            last: id.clone(),
            immobilized: "letter 7".parse().unwrap(),
        };
        assert_eq!(underlying(&many).run(), Err(NotARun::Parts));
        assert_eq!(underlying(&most).run().unwrap().low.len(), 16);
    }

    #[test]
    fn printed_ranges_have_their_published_quantities_r056() {
        let published = [
            ("GS1-1-TZ-GS11732-16-2022-25700-1-100", 100),
            ("GS1-1-TZ-GS11732-16-2023-28108-103008-103599", 592),
            ("GS1-1-TZ-GS11732-16-2024-28109-4526-26273", 21_748),
            ("16399-760286155-760449154-VCS-VCU-1491-VER-RW-3-4150-01012022-31122022-1", 163_000),
            ("18640-907674990-907674990-VCS-VCU-1491-VER-RW-3-4150-01032023-31122023-1", 1),
            ("19309-936374108-936426713-VCS-VCU-1491-VER-RW-3-4150-01102024-31122024-1", 52_606),
        ];
        for (printed, quantity) in published {
            let range = printed_as(printed);
            assert_eq!(range.units(), Ok(quantity), "{printed}");
        }
    }

    #[test]
    fn a_printed_range_gives_the_ids_of_its_two_ends_r056() {
        let range = printed_as("GS1-1-TZ-GS11732-16-2022-25700-1-100");
        assert_eq!(range.first.as_str(), "GS1-1-TZ-GS11732-16-2022-25700-1");
        assert_eq!(range.last.as_str(), "GS1-1-TZ-GS11732-16-2022-25700-100");
    }

    #[test]
    fn a_part_of_the_units_has_a_part_of_the_ids_r051_r056() {
        let serials = |first, last| {
            Serials::new(Serial::new(first).unwrap(), Serial::new(last).unwrap()).unwrap()
        };
        let whole = Underlying {
            registry: "GS".parse().unwrap(),
            first: "GS-0098-24".parse().unwrap(),
            last: "GS-0103-24".parse().unwrap(),
            immobilized: "letter 7".parse().unwrap(),
        };
        let part = whole.part(serials(11, 16), serials(12, 15)).unwrap();
        assert_eq!(part, ("GS-0099-24".to_owned(), "GS-0102-24".to_owned()));
        assert_eq!(whole.part(serials(11, 17), serials(12, 15)), None, "not as long");
        let one = Underlying { last: whole.first.clone(), ..whole };
        let part = one.part(serials(5, 5), serials(5, 5)).unwrap();
        assert_eq!(part, ("GS-0098-24".to_owned(), "GS-0098-24".to_owned()));
    }

    #[test]
    fn ids_move_as_far_as_the_units_that_they_are_behind_ii05_r056() {
        for (one, other, here, there, moved) in [
            (("GS 500601", "GS 501000"), ("GS 500701", "GS 500800"), 601, 701, true),
            (("GS 500601", "GS 501000"), ("GS 500702", "GS 500801"), 601, 701, false),
            (("GS 500601", "GS 501000"), ("VCS 500701", "VCS 500800"), 601, 701, false),
            (("A-1-5", "A-1-9"), ("A-1-7", "A-1-7"), 1, 3, true),
            (("A-1-7", "A-1-7"), ("A-1-5", "A-1-9"), 3, 1, true),
            (("A-1-7", "A-1-7"), ("A-1-7", "A-1-7"), 3, 3, true),
            (("A-1-7", "A-1-7"), ("A-1-8", "A-1-8"), 3, 4, false),
            (("a-007", "a-009"), ("A-8", "A-9"), 1, 2, true),
            (("A-7", "A-9"), ("A-7-1", "A-9-1"), 1, 1, false),
        ] {
            assert_eq!(is_moved(one, other, here, there), moved, "{one:?} {other:?}");
        }
    }

    #[test]
    fn ids_that_differ_in_two_numbers_or_run_backwards_are_no_run_r056() {
        assert_eq!(units_between("A-1-5", "A-2-6"), Err(NotARun::Parts));
        assert_eq!(units_between("A-9", "A-3"), Err(NotARun::Reversed));
        assert_eq!(units_between("A-19", "A-21"), Ok(3), "whole runs, not single digits");
    }
}
