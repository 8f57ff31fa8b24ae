//! P8: what row-level security costs the ledger writer, in time on the CPU.

use super::Run;
use super::figures::{Watch, median};
use super::library;
use super::report::{Row, Wanted};
use super::world::{Approving, Spot};

const CALLERS: usize = 32;
const ORDERS: usize = 6_000;

/// Measures the writer's backend with and without row-level security.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let free =
        Approving { registry: run.stage.unbound_registry()?, approver: run.by.approver.clone() };
    let (mut bound, mut unbound) = (Vec::new(), Vec::new());
    for repetition in 0..=run.repetitions {
        let walled = run.by.clone();
        let with = cpu_of_an_order(run, &walled, false)?;
        let without = cpu_of_an_order(run, &free, true)?;
        // The first turn warms both up.
        if repetition > 0 {
            bound.push(with);
            unbound.push(without);
            run.say(&format!("row-level security: repetition {repetition}"));
        }
    }
    let figures = (median(&bound), median(&unbound));
    let what = "writer's backend for an order, against one without row-level security";
    Ok(vec![Row::new("P8", what, "us", figures, Wanted::AtMost(1.2))])
}

fn cpu_of_an_order(run: &mut Run<'_>, by: &Approving, free: bool) -> anyhow::Result<f64> {
    let prepared = run.world.prepare(&by.registry, ORDERS, Spot::Anywhere)?;
    let process =
        if free { run.stage.unbound_writer_process()? } else { run.stage.writer_process()? };
    let watch = Watch::start(process)?;
    let mut calls = library::approve_all(by, prepared, CALLERS)?;
    calls.on_cpu = watch.on_cpu()?;
    Ok(calls.cpu())
}
