//! Runs of a seed, one world after the other, until so many orders were asked.

use std::fmt;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;

use crate::processor::taken;
use crate::tally::Tally;
use crate::world::{Asked, Times, World};
use crate::years::EndedYear;

/// After so many orders a new world begins, so that neither ledger grows without end.
pub const ORDERS_OF_A_WORLD: u64 = 3_000;

/// After so many orders everything is looked at, and not only what the order touched.
pub const WHOLE_EVERY: u64 = 250;

/// Between two lines of progress.
const PROGRESS: Duration = Duration::from_secs(5);

/// What a simulation found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// How many orders were asked.
    pub orders: u64,
    /// How many of them were accepted: done, or done before.
    pub accepted: u64,
    /// What was asked and answered.
    pub tally: Tally,
    /// Refusals and warnings that were never given.
    pub not_seen: Vec<String>,
    /// Orders in a second of processor time, the naive ledger's taken out.
    pub orders_per_second: u64,
    /// Milliseconds of processor time in all.
    pub milliseconds: u128,
    /// Milliseconds in `decide`.
    pub milliseconds_of_decide: u128,
    /// Milliseconds in the naive ledger.
    pub milliseconds_of_the_model: u128,
    /// Milliseconds in the checks.
    pub milliseconds_of_checks: u128,
    /// What broke an invariant.
    pub violation: Option<Violation>,
}

/// An order after which the two ledgers differ, or an invariant does not hold.
#[derive(Clone, Debug, Serialize)]
pub struct Violation {
    /// The seed.
    pub seed: u64,
    /// Which order of the seed, from 1.
    pub order: u64,
    /// What is wrong.
    pub wrong: String,
    /// The request.
    pub request: String,
    /// When it was asked.
    pub now: String,
    /// What the books said.
    pub books: String,
    /// What the naive ledger said.
    pub naive: String,
}

/// Asks so many orders of a seed, and stops at the first violation.
pub fn run(seed: u64, orders: u64, progress: &mut dyn FnMut(&str)) -> Report {
    let start = taken();
    let mut said = Instant::now();
    let (mut tally, mut times, mut violation) = (Tally::default(), Times::default(), None);
    let mut number = 0;
    for run in 0.. {
        let mut world = World::new(seed, run);
        let last = orders.min(number + ORDERS_OF_A_WORLD);
        while number < last && violation.is_none() {
            if let Some(ended) = world.tick() {
                tally.ended(ended.books);
                let now = world.now();
                violation =
                    ended.wrong.clone().map(|wrong| of_year(seed, number, wrong, (&ended, now)));
                if violation.is_some() {
                    break;
                }
            }
            number += 1;
            let asked = world.step(WHOLE_EVERY);
            tally.count(&asked.request, asked.books);
            tally.warned(&asked.warned);
            violation = asked.wrong.clone().map(|wrong| of(seed, number, wrong, &asked));
            if violation.is_none() && number == last {
                let wrong = world.finish().err();
                violation = wrong.map(|wrong| of(seed, number, wrong, &asked));
            }
        }
        times.decide += world.times.decide;
        times.model += world.times.model;
        times.checks += world.times.checks;
        if number >= orders || violation.is_some() {
            break;
        }
        if said.elapsed() > PROGRESS {
            said = Instant::now();
            let rest = taken().saturating_sub(start).saturating_sub(times.model);
            progress(&format!(
                "seed {seed}: {number} of {orders} orders, {} orders/s",
                a_second(number, rest)
            ));
        }
    }
    report(seed, tally, times, taken().saturating_sub(start), violation)
}

fn of(seed: u64, order: u64, wrong: String, asked: &Asked) -> Violation {
    Violation {
        seed,
        order,
        wrong,
        request: format!("{:?}", asked.request.step),
        now: asked.now.to_string(),
        books: asked.books.to_string(),
        naive: asked.naive.to_string(),
    }
}

fn of_year(
    seed: u64,
    order: u64,
    wrong: String,
    (ended, now): (&EndedYear, Timestamp),
) -> Violation {
    Violation {
        seed,
        order,
        wrong,
        request: format!("after it, the end of {}", ended.year),
        now: now.to_string(),
        books: ended.books.to_string(),
        naive: ended.naive.to_string(),
    }
}

fn report(
    seed: u64,
    tally: Tally,
    times: Times,
    took: Duration,
    violation: Option<Violation>,
) -> Report {
    Report {
        seed,
        orders: tally.orders(),
        accepted: tally.accepted(),
        not_seen: tally.not_seen(),
        orders_per_second: a_second(tally.orders(), took.saturating_sub(times.model)),
        milliseconds: took.as_millis(),
        milliseconds_of_decide: times.decide.as_millis(),
        milliseconds_of_the_model: times.model.as_millis(),
        milliseconds_of_checks: times.checks.as_millis(),
        tally,
        violation,
    }
}

fn a_second(orders: u64, took: Duration) -> u64 {
    let a_second = u128::from(orders) * 1_000_000_000 / took.as_nanos().max(1);
    u64::try_from(a_second).unwrap_or(u64::MAX)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(violation) = &self.violation {
            writeln!(f, "{violation}")?;
        } else if !self.not_seen.is_empty() {
            writeln!(f, "kinds of refusal and warning not seen: {}", self.not_seen.join(", "))?;
        }
        writeln!(
            f,
            "seed {}: {} ms, of which decide {}, checks {}, the naive ledger {}",
            self.seed,
            self.milliseconds,
            self.milliseconds_of_decide,
            self.milliseconds_of_checks,
            self.milliseconds_of_the_model
        )?;
        write!(
            f,
            "orders {}, accepted {}, refused {} in {} kinds, years ended {}, violations {}, {} orders/s",
            self.orders,
            self.accepted,
            self.tally.refused,
            self.tally.refusals.len(),
            self.tally.years_ended(),
            u8::from(self.violation.is_some()),
            self.orders_per_second
        )
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, order, wrong, request, now, books, naive } = self;
        let request: String = request.chars().take(4_000).collect();
        writeln!(f, "violation: seed {seed}, order {order}, at {now}")?;
        writeln!(f, "  {wrong}")?;
        writeln!(f, "  order: {request}")?;
        writeln!(f, "  the books: {books}")?;
        writeln!(f, "  the naive ledger: {naive}")?;
        write!(f, "  again: cargo xtask simulate --seed {seed} --orders {order}")
    }
}
