//! P4: a batch of a thousand orders, approved at once.

use app::outside::{Ids as _, RealIds};

use super::Run;
use super::figures::{Calls, median};
use super::library;
use super::report::{Row, Wanted};
use super::world::Spot;

const ORDERS: usize = 1_000;

/// Batches that each repetition carries out on either side.
const BATCHES: usize = 8;

/// Measures batches against the set-based function that writes the same rows.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let (mut ours, mut ceiling) = (Vec::new(), Vec::new());
    for repetition in 1..=run.repetitions {
        ours.push(orders_a_second(&through_library(run)?));
        ceiling.push(orders_a_second(&through_function(run)?));
        run.say(&format!("batches: repetition {repetition}"));
    }
    let figures = (median(&ours), median(&ceiling));
    let what = "library, batch of 1,000, against set-based plpgsql";
    Ok(vec![Row::new("P4", what, "/s", figures, Wanted::AtLeast(0.65))])
}

fn orders_a_second(calls: &Calls) -> f64 {
    1000.0 * super::figures::count(ORDERS) / calls.p50().max(f64::MIN_POSITIVE)
}

fn through_library(run: &mut Run<'_>) -> anyhow::Result<Calls> {
    let mut prepared = Vec::with_capacity(BATCHES);
    for _ in 0..BATCHES {
        prepared.push(run.world.prepare_batch(&run.by.registry, ORDERS)?);
    }
    library::approve_all(&run.by, prepared, 1)
}

fn through_function(run: &mut Run<'_>) -> anyhow::Result<Calls> {
    let mut calls = Calls::default();
    for _ in 0..BATCHES {
        let tasks = run.ceiling.prepare(ORDERS, Spot::Anywhere, Some(RealIds.uuid()))?;
        let batch = run.ceiling.approve_batch(&tasks)?;
        calls.took.extend(batch.took);
        calls.elapsed = calls.elapsed.saturating_add(batch.elapsed);
    }
    Ok(calls)
}
