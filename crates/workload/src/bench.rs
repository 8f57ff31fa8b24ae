//! The bench: every target beside its ceiling, in turns, in one run.

mod batches;
mod ceiling;
mod checks;
mod endurance;
mod figures;
mod hot;
mod https;
mod library;
mod log;
mod reading;
mod report;
mod reports;
mod sizes;
mod stage;
mod terms;
mod transfers;
mod walls;
mod world;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use figures::{Calls, Watch};
pub use report::{Report, Row};
pub use reports::{Written, write_workbook};

use ceiling::Ceiling;
use https::Served;
use stage::Stage;
use world::{Approving, Spot, World};

/// What to measure, and how long.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only these targets; all if there are none.
    pub only: Vec<String>,
    /// How long each measurement lasts.
    pub seconds: u32,
    /// How often each is repeated.
    pub repetitions: u32,
    /// How many blocks of units lie there.
    pub blocks: u32,
    /// Ten minutes of P11, twice, and ten million blocks for P10.
    pub long: bool,
    /// The folder of the PostgreSQL server's programs, unless it is to be found.
    pub postgres_bin: Option<PathBuf>,
}

/// What is measured, by the targets that it is for, in this order. P13 comes while the ledger is
/// small enough to be verified several times.
const MEASUREMENTS: [(&[&str], Measure); 10] = [
    (&["P8"], walls::measure),
    (&["P4"], batches::measure),
    (&["P13"], checks::measure),
    (&["P1", "P2", "P3"], transfers::measure),
    (&["P9"], hot::measure),
    (&[terms::ROWS], terms::measure),
    (&["P7"], reading::measure),
    (&["P11"], endurance::measure),
    (&["P10"], sizes::measure),
    (&["P12"], reports::measure),
];

type Measure = fn(&mut Run<'_>) -> anyhow::Result<Vec<Row>>;

/// How many orders warm everything up.
const WARM_UP: usize = 2_000;

/// What all measurements need.
struct Run<'r> {
    stage: &'r Stage,
    world: World,
    by: Approving,
    served: Served,
    ceiling: Ceiling,
    seconds: u32,
    repetitions: u32,
    long: bool,
    say: &'r mut dyn FnMut(&str),
}

impl Run<'_> {
    fn say(&mut self, line: &str) {
        (self.say)(line);
    }

    /// So many orders take about as long as a measurement shall.
    fn orders(&self, rate: u32) -> usize {
        usize::try_from(rate.saturating_mul(self.seconds)).unwrap_or(usize::MAX)
    }

    /// Watches the ledger writer's connection.
    fn watch(&self) -> anyhow::Result<Watch> {
        Watch::start(self.stage.writer_process()?)
    }

    /// Tells what was measured.
    fn note(&mut self, what: &str, calls: &Calls) {
        let (rate, p50, p99, cpu) = (calls.rate(), calls.p50(), calls.p99(), calls.cpu());
        self.say(&format!(
            "  {what}: {rate:.0}/s, p50 {p50:.3} ms, p99 {p99:.2} ms, PostgreSQL {cpu:.0} us each"
        ));
    }
}

/// Measures, and tells its progress.
pub fn run(options: &Options, say: &mut dyn FnMut(&str)) -> anyhow::Result<Report> {
    let stage = Stage::set_up(options.postgres_bin.as_deref())?;
    log::as_shipped(&stage)?;
    let report = on_stage(&stage, options, say);
    if report.is_err() {
        say(&format!("PostgreSQL's last lines:\n{}", log::end_of_postgresql(&stage)?));
    }
    report
}

fn on_stage(stage: &Stage, options: &Options, say: &mut dyn FnMut(&str)) -> anyhow::Result<Report> {
    let began = Instant::now();
    let mut run = prepared(stage, options, say)?;
    let mut rows = Vec::new();
    for (targets, measure) in MEASUREMENTS {
        let asked = options.only.is_empty()
            || targets.iter().any(|target| options.only.iter().any(|only| only == target));
        if asked {
            let started = Instant::now();
            match measure(&mut run) {
                Ok(measured) => rows.extend(measured),
                Err(error) => {
                    // What was measured until then took minutes.
                    run.say(&reported(rows, began).to_string());
                    return Err(error.context(format!("measuring {}", targets.join(", "))));
                }
            }
            run.say(&format!("{} took {:.0?}", targets.join(", "), started.elapsed()));
        }
    }
    // Whatever was fast: no unit was lost, and none was doubled.
    let entries = checks::verified(&run)?;
    run.say(&format!("verified after all: {entries} entries, and nothing is wrong"));
    Ok(reported(rows, began))
}

fn reported(mut rows: Vec<Row>, began: Instant) -> Report {
    rows.sort_by_key(Row::number);
    let machine = format!(
        "{} cores, shared by the callers, the server and PostgreSQL",
        std::thread::available_parallelism().map_or(0, std::num::NonZero::get)
    );
    Report { machine, seconds: began.elapsed().as_secs(), rows }
}

/// A registry with units in it, warm, and its ceiling.
fn prepared<'r>(
    stage: &'r Stage,
    options: &Options,
    say: &'r mut dyn FnMut(&str),
) -> anyhow::Result<Run<'r>> {
    let began = Instant::now();
    let registry = stage.registry()?;
    let mut world = World::found(&registry, options.blocks)?;
    stage.execute("VACUUM ANALYZE")?;
    let by = Approving { registry, approver: world.approver.caller.clone() };
    let warm = world.prepare(&by.registry, WARM_UP, Spot::Anywhere)?;
    library::approve_all(&by, warm, 8)?;
    let ceiling = Ceiling::found(stage)?;
    let served = Served::start(Arc::clone(&by.registry))?;
    say(&format!("{} blocks lie there after {:.0?}", options.blocks, began.elapsed()));
    let Options { seconds, repetitions, long, .. } = *options;
    Ok(Run { stage, world, by, served, ceiling, seconds, repetitions, long, say })
}
