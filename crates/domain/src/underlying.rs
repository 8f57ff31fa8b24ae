//! Units of other programmes that stand behind ITMOs.

use std::fmt;

use serde::{Deserialize, Serialize};

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
    let number = |run: &str| run.parse::<u64>().map_err(|_not_a_number| NotARun::Parts);
    let (low, high) = (number(low)?, number(high)?);
    let between = high.checked_sub(low).ok_or(NotARun::Reversed)?;
    between.checked_add(1).ok_or(NotARun::Parts)
}

impl Underlying {
    /// How many units the run has.
    pub fn units(&self) -> Result<u64, NotARun> {
        units_between(self.first.as_str(), self.last.as_str())
    }

    /// Reads a range that a programme prints as one string, and expands its two ends.
    pub fn from_printed(text: &str) -> Result<Self, NotARun> {
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
        let range = Self { registry, first: end(at)?, last: end(at.saturating_add(1))? };
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
            let range = Underlying::from_printed(printed).unwrap();
            assert_eq!(range.units(), Ok(quantity), "{printed}");
        }
    }

    #[test]
    fn a_printed_range_gives_the_ids_of_its_two_ends_r056() {
        let range = Underlying::from_printed("GS1-1-TZ-GS11732-16-2022-25700-1-100").unwrap();
        assert_eq!(range.first.as_str(), "GS1-1-TZ-GS11732-16-2022-25700-1");
        assert_eq!(range.last.as_str(), "GS1-1-TZ-GS11732-16-2022-25700-100");
    }

    #[test]
    fn ids_that_differ_in_two_numbers_or_run_backwards_are_no_run_r056() {
        assert_eq!(units_between("A-1-5", "A-2-6"), Err(NotARun::Parts));
        assert_eq!(units_between("A-9", "A-3"), Err(NotARun::Reversed));
        assert_eq!(units_between("A-19", "A-21"), Ok(3), "whole runs, not single digits");
    }
}
