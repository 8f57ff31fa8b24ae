//! Which units an open inconsistency names.

use std::collections::BTreeMap;

use super::failure::Verdict;
use super::id::CheckId;
use super::together::Examined;
use crate::party::PartyCode;
use crate::serial::Serials;
use crate::unit::{Series, UnitRange};
use crate::vintage::Year;

/// A failure that has not been corrected, whether it has been explained or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OpenInconsistency {
    /// Whose report fails.
    pub party: PartyCode,
    /// Of which year.
    pub year: Year,
    /// By which check.
    pub check: CheckId,
}

/// The runs that each inconsistency names: apart from each other, in the order of their serials.
type Named = BTreeMap<OpenInconsistency, Vec<Serials>>;

/// The units that open inconsistencies name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Disputed {
    by_series: BTreeMap<Series, Named>,
}

impl Disputed {
    /// The units that the failures of the newest reports name. What fails by itself is, to others, as if
    /// it had not been reported: it names nothing.
    pub fn of(examined: &Examined) -> Self {
        let mut disputed = Self::default();
        for (key, report) in &examined.reports {
            if examined.set_aside.contains(key) {
                continue;
            }
            let (party, year) = *key;
            let open = report.failures.iter().filter(|it| it.verdict == Verdict::Inconsistent);
            for failure in open {
                let inconsistency = OpenInconsistency { party, year, check: failure.check };
                for units in &failure.units {
                    let named = disputed.by_series.entry(units.series).or_default();
                    named.entry(inconsistency).or_default().push(units.serials);
                }
            }
        }
        let named = disputed.by_series.values_mut().flat_map(BTreeMap::values_mut);
        named.for_each(|runs| *runs = apart(std::mem::take(runs)));
        disputed
    }

    /// The open inconsistencies that name any of these units, each once.
    pub fn naming(&self, units: UnitRange) -> Vec<OpenInconsistency> {
        let named = self.by_series.get(&units.series).into_iter().flatten();
        let among = named.filter(|(_, runs)| {
            let next = runs.partition_point(|run| run.last() < units.serials.first());
            runs.get(next).is_some_and(|run| run.overlap(units.serials).is_some())
        });
        among.map(|(inconsistency, _)| *inconsistency).collect()
    }
}

/// Runs of the same units, none of which overlaps another.
fn apart(mut runs: Vec<Serials>) -> Vec<Serials> {
    runs.sort_unstable_by_key(|run| (run.first(), run.last()));
    let mut apart: Vec<Serials> = Vec::with_capacity(runs.len());
    for run in runs {
        match apart.last_mut() {
            Some(before) if run.first() <= before.last() => {
                let last = before.last().max(run.last());
                *before = Serials::new(before.first(), last).unwrap_or(*before);
            }
            _ => apart.push(run),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serial::Serial;

    fn run(first: u64, last: u64) -> Serials {
        Serials::new(Serial::new(first).unwrap(), Serial::new(last).unwrap()).unwrap()
    }

    #[test]
    fn runs_that_overlap_become_one_and_the_others_stay_apart() {
        let runs = vec![run(30, 40), run(1, 20), run(5, 8), run(18, 25), run(26, 27)];
        assert_eq!(apart(runs), [run(1, 25), run(26, 27), run(30, 40)]);
    }

    #[test]
    fn what_any_run_holds_a_unit_of_is_found_and_nothing_else() {
        let series = Series {
            approach: "CA9001".parse().unwrap(),
            registry: "XAL01".parse().unwrap(),
            party: "XAL".parse().unwrap(),
            vintage: "2024".parse().unwrap(),
        };
        let open = |check: CheckId| OpenInconsistency {
            party: "XAL".parse().unwrap(),
            year: "2026".parse().unwrap(),
            check,
        };
        let (one, other) = (open(CheckId::X01), open(CheckId::X02));
        let named = [(one, vec![run(1, 10), run(21, 30)]), (other, vec![run(10, 12)])];
        let disputed = Disputed { by_series: [(series, named.into_iter().collect())].into() };
        let found = |first, last| disputed.naming(UnitRange { series, serials: run(first, last) });
        assert_eq!(found(1, 9), [one]);
        assert_eq!(found(10, 10), [one, other]);
        assert_eq!(found(13, 20), []);
        assert_eq!(found(13, 21), [one]);
        assert_eq!(found(31, 99), []);
        let elsewhere = Series { vintage: "2023".parse().unwrap(), ..series };
        let units = UnitRange { series: elsewhere, serials: run(1, 99) };
        assert_eq!(disputed.naming(units), []);
    }
}
