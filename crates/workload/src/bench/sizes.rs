//! P10: a ledger of very many blocks against one of few, in two databases of the same cluster.

use std::sync::Arc;

use app::Registry;

use super::Run;
use super::figures::{Watch, median};
use super::library;
use super::report::{Row, Wanted};
use super::stage::Stage;
use super::world::{Approving, Spot, World};

const FEW: u32 = 10_000;
const MANY: u32 = 300_000;
const MANY_LONG: u32 = 10_000_000;

const CALLERS: usize = 32;
const ORDERS: usize = 6_000;

/// A database of its own, with so many blocks in it.
struct Ledger {
    stage: Stage,
    world: World,
    registry: Arc<Registry>,
}

/// Measures the writer's backend in both.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let most = if run.long { MANY_LONG } else { MANY };
    let mut few = Ledger::of(run, "bench_few", FEW)?;
    let mut many = Ledger::of(run, "bench_many", most)?;
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for repetition in 0..=run.repetitions {
        let with_many = many.cpu_of_an_order()?;
        let with_few = few.cpu_of_an_order()?;
        // The first turn warms both up.
        if repetition > 0 {
            large.push(with_many);
            small.push(with_few);
            run.say(&format!(
                "sizes: repetition {repetition}, {with_many:.0} and {with_few:.0} us"
            ));
        }
    }
    few.discard()?;
    many.discard()?;
    let what = format!("writer's backend for an order, {most} blocks against {FEW}");
    let figures = (median(&large), median(&small));
    Ok(vec![Row::new("P10", what, "us", figures, Wanted::AtMost(1.2))])
}

impl Ledger {
    fn of(run: &mut Run<'_>, name: &'static str, blocks: u32) -> anyhow::Result<Self> {
        let stage = run.stage.beside(name)?;
        let registry = stage.registry()?;
        let mut world = World::found(&registry, blocks.min(FEW))?;
        world.add_blocks(&stage, blocks.saturating_sub(FEW))?;
        stage.execute("VACUUM ANALYZE")?;
        stage.execute("CHECKPOINT")?;
        run.say(&format!("{blocks} blocks lie in {name}"));
        Ok(Self { stage, world, registry })
    }

    /// Proposes and approves; each order takes of another block.
    fn cpu_of_an_order(&mut self) -> anyhow::Result<f64> {
        let watch = Watch::start(self.stage.writer_process()?)?;
        let prepared = self.world.prepare(&self.registry, ORDERS, Spot::Anywhere)?;
        let approver = self.world.approver.caller.clone();
        let by = Approving { registry: Arc::clone(&self.registry), approver };
        let mut calls = library::approve_all(&by, prepared, CALLERS)?;
        calls.on_cpu = watch.on_cpu()?;
        Ok(calls.cpu())
    }

    fn discard(self) -> anyhow::Result<()> {
        let Self { stage, world: _, registry } = self;
        drop(registry);
        stage.discard()
    }
}
