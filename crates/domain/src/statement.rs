//! Account statements: what an account had, what came and went, and what it has then.
//!
//! An entry ends the states of the blocks that it touches, and begins others. What came into an account
//! by an entry is what lies there in states that it began, without what lay there in those that it
//! ended; what went, the other way round. What only was split, or got an authorization, did neither.

use jiff::Timestamp;

use crate::account::AccountNumber;
use crate::party::PartyCode;
use crate::serial::Serials;
use crate::unit::UnitRange;

/// A time in which a statement looks: what occurred at its beginning or later, and before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end, which is no part of it.
    pub to: Timestamp,
}

/// Whether units came or went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Direction {
    /// They came into the account.
    In,
    /// They left it.
    Out,
}

impl Direction {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// Where units came from, or went to, as far as the reader may know.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Counterpart {
    /// The Party in whose section the other account is.
    pub party: PartyCode,
    /// The account, where the reader's own section named it.
    pub account: Option<AccountNumber>,
}

/// A line of a statement: what one entry put in, or took out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Movement {
    /// The entry.
    pub entry: i64,
    /// When it occurred.
    pub occurred: Timestamp,
    /// The act.
    pub act: String,
    /// Whether units came or went.
    pub direction: Direction,
    /// Which units.
    pub units: Vec<UnitRange>,
    /// How many.
    pub quantity: u64,
    /// The other side; nobody, for what was just issued.
    pub counterpart: Option<Counterpart>,
    /// What the account has after it.
    pub balance: u64,
}

/// What came into an account, and what went, by an entry that began these states of blocks there and
/// ended those.
pub fn changes(begun: &[UnitRange], ended: &[UnitRange]) -> (Vec<UnitRange>, Vec<UnitRange>) {
    (without(begun, ended), without(ended, begun))
}

/// How many units there are.
pub fn count(units: &[UnitRange]) -> u64 {
    units.iter().map(|it| it.units().count()).fold(0, u64::saturating_add)
}

/// The balance after so many came, or went.
pub const fn balance(before: u64, direction: Direction, quantity: u64) -> u64 {
    match direction {
        Direction::In => before.saturating_add(quantity),
        Direction::Out => before.saturating_sub(quantity),
    }
}

/// Runs without others, in order; those that touch are one.
fn without(runs: &[UnitRange], others: &[UnitRange]) -> Vec<UnitRange> {
    let mut left: Vec<UnitRange> = runs.iter().flat_map(|run| rest(*run, others)).collect();
    left.sort();
    let mut joined: Vec<UnitRange> = Vec::with_capacity(left.len());
    for run in left {
        match joined.last_mut().and_then(|last| Some((joining(*last, run)?, last))) {
            Some((whole, last)) => *last = whole,
            None => joined.push(run),
        }
    }
    joined
}

fn rest(run: UnitRange, others: &[UnitRange]) -> Vec<UnitRange> {
    let mut left = vec![run.serials];
    for other in others.iter().filter(|it| it.series == run.series) {
        let cut = |serials: Serials| {
            if serials.overlap(other.serials).is_none() {
                return [Some(serials), None];
            }
            let (below, above) = serials.without(other.serials);
            [below, above]
        };
        left = left.into_iter().flat_map(cut).flatten().collect();
    }
    left.into_iter().map(|serials| UnitRange { serials, ..run }).collect()
}

/// Two runs as one, where the second goes on after the first.
fn joining(one: UnitRange, other: UnitRange) -> Option<UnitRange> {
    let next = one.serials.last().number().checked_add(1)?;
    if one.series != other.series || next != other.serials.first().number() {
        return None;
    }
    let serials = Serials::new(one.serials.first(), other.serials.last())?;
    Some(UnitRange { serials, ..one })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(first: u64, last: u64) -> UnitRange {
        format!("CA9001-XAL01-XAL-{first}..{last}-2024").parse().unwrap()
    }

    #[test]
    fn what_a_split_leaves_behind_neither_comes_nor_goes() {
        let whole = [run(1, 100)];
        let rest = [run(1, 40), run(61, 100)];
        assert_eq!(changes(&rest, &whole), (vec![], vec![run(41, 60)]));
        assert_eq!(changes(&whole, &whole), (vec![], vec![]), "an authorization moves nothing");
        assert_eq!(changes(&[run(41, 50), run(51, 60)], &[]), (vec![run(41, 60)], vec![]));
    }

    #[test]
    fn serials_of_another_series_are_other_units() {
        let other: UnitRange = "CA9001-XAL01-XAL-1..100-2025".parse().unwrap();
        assert_eq!(changes(&[other], &[run(1, 100)]), (vec![other], vec![run(1, 100)]));
    }

    proptest! {
        #[test]
        fn the_balance_after_is_that_before_with_what_came_and_without_what_went(
            cuts in prop::collection::btree_set(1..200_u64, 2..20),
            kept in any::<u32>(),
        ) {
            let ends: Vec<u64> = cuts.into_iter().collect();
            let runs: Vec<UnitRange> =
                ends.windows(2).map(|it| run(it[0], it[1].saturating_sub(1))).collect();
            let bit = |at: usize| kept >> at & 1 == 1;
            let begun: Vec<_> =
                runs.iter().enumerate().filter(|(at, _)| bit(*at)).map(|it| *it.1).collect();
            let ended = [run(ends[0], ends[ends.len() / 2])];
            let (came, went) = changes(&begun, &ended);
            let all = count(&ended).saturating_add(count(&came));
            prop_assert_eq!(all, count(&begun).saturating_add(count(&went)));
            for run in &came {
                prop_assert!(went.iter().all(|it| it.serials.overlap(run.serials).is_none()));
            }
        }
    }
}
