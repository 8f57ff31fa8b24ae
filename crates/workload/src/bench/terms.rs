//! What an order costs whose section has terms, against one without: no targets, since the terms are
//! for the Parties to choose.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use app::{Followed, Registry};
use domain::ledger::{Order, SetTerms};
use domain::quantity::Units;
use domain::section_terms::SectionTerms;
use jiff::SignedDuration;
use store::installation::set_clock_ahead;
use store::logins::Login;

use super::Run;
use super::figures::count;
use super::library::{approve_all, ask_all};
use super::report::{Row, Wanted};
use super::stage::Stage;
use super::world::{Approving, Desk, Prepared, Spot, World, accept};

/// By this the rows are asked for.
pub(super) const ROWS: &str = "terms";

const DATABASE: &str = "bench_terms";
const BLOCKS: u32 = 1_000;
const ORDERS: usize = 1_000;
const CALLERS: usize = 32;

/// How often the clock is let pass at most, until all is carried out.
const TICKS_MAX: usize = 10;

/// A registry of its own, whose sections have no terms yet.
struct Ground {
    world: World,
    by: Approving,
    sender: Desk,
}

/// How long something took, by its steps.
struct Took {
    agreed: Duration,
    /// What came after the approval: the receiver's acceptance, or the clock.
    later: Duration,
}

impl Took {
    /// Orders in a second, all steps together.
    fn rate(&self) -> f64 {
        rate(self.agreed.saturating_add(self.later))
    }
}

fn rate(took: Duration) -> f64 {
    count(ORDERS) / took.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// Measures orders whose section, or whose receiver's, has terms.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let stage = run.stage.beside(DATABASE)?;
    let rows = on_stage(&stage);
    stage.discard()?;
    rows
}

fn on_stage(stage: &Stage) -> anyhow::Result<Vec<Row>> {
    let registry = stage.registry()?;
    let world = World::found(&registry, BLOCKS)?;
    let by = Approving { registry, approver: world.approver.caller.clone() };
    let (initiator, approver) = (world.initiator.clone(), world.approver.clone());
    let mut ground = Ground { world, by, sender: Desk { initiator, approver } };
    // The first turn warms everything up.
    ground.at_once()?;
    let plain = ground.at_once()?.rate();
    let accepted = ground.accepted()?;
    let limited = ground.limited()?;
    let waited = ground.waited(stage)?;
    let row = |what: &str, ours: f64| {
        let what = format!("library, {CALLERS} callers, {what}, against an order without terms");
        Row::new(ROWS, what, "/s", (ours, plain), Wanted::Nothing)
    };
    Ok(vec![
        row("the receiver accepts", accepted.rate()),
        row("limits per act and day", limited.rate()),
        row("limits, and a wait of 24 hours", waited.rate()),
        row("limits, and a wait: the approval", rate(waited.agreed)),
        row("limits, and a wait: the clock", rate(waited.later)),
    ])
}

impl Ground {
    fn registry(&self) -> &Arc<Registry> {
        &self.by.registry
    }

    fn lay_down(&self, desk: &Desk, terms: SectionTerms) -> anyhow::Result<()> {
        desk.act(self.registry(), vec![Order::SetTerms(SetTerms { terms })]).map(drop)
    }

    fn prepare(&mut self) -> anyhow::Result<Vec<Prepared>> {
        self.world.prepare(&self.by.registry, ORDERS, Spot::Anywhere)
    }

    /// What is carried out as soon as it is approved.
    fn at_once(&mut self) -> anyhow::Result<Took> {
        let prepared = self.prepare()?;
        let agreed = approve_all(&self.by, prepared, CALLERS)?.elapsed;
        Ok(Took { agreed, later: Duration::ZERO })
    }

    /// The receiver's section is asked, and accepts.
    fn accepted(&mut self) -> anyhow::Result<Took> {
        let receiver = self.world.issuer.clone();
        self.lay_down(&receiver, SectionTerms { acceptance: true, ..no_wait() })?;
        let registry = Arc::clone(self.registry());
        let prepared = self.world.prepare_each(&registry, ORDERS, World::order_back)?;
        let agreed = approve_all(&self.by, prepared.clone(), CALLERS)?.elapsed;
        let acceptor = receiver.approver.caller;
        let ask = move |next| accept(&registry, &acceptor, next);
        let later = ask_all(prepared, CALLERS, ask)?.elapsed;
        Ok(Took { agreed, later })
    }

    /// More than leaves may leave, but it is counted.
    fn limited(&mut self) -> anyhow::Result<Took> {
        self.lay_down(&self.sender.clone(), limits()?)?;
        self.at_once()
    }

    /// Nobody is trusted: the clock carries out what was approved a day before.
    fn waited(&mut self, stage: &Stage) -> anyhow::Result<Took> {
        self.lay_down(&self.sender.clone(), SectionTerms { waiting_hours: 24, ..limits()? })?;
        let prepared = self.prepare()?;
        let agreed = approve_all(&self.by, prepared, CALLERS)?.elapsed;
        set_clock_ahead(&stage.url(Login::Migrate)?, SignedDuration::from_hours(25))?;
        let began = Instant::now();
        let mut done = 0_usize;
        for _ in 0..TICKS_MAX {
            let passed = self.registry().let_time_pass(&mut Followed::default())?;
            done = done.saturating_add(passed.done);
            if done >= ORDERS {
                break;
            }
        }
        let later = began.elapsed();
        ensure!(done == ORDERS, "the clock carried out {done} of {ORDERS}");
        Ok(Took { agreed, later })
    }
}

fn no_wait() -> SectionTerms {
    SectionTerms { waiting_hours: 0, ..SectionTerms::default() }
}

/// Limits that no run comes to.
fn limits() -> anyhow::Result<SectionTerms> {
    let most = Units::new(1_000_000_000).context("a limit")?;
    Ok(SectionTerms { units_per_act: Some(most), units_per_day: Some(most), ..no_wait() })
}
