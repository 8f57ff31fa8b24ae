//! P11: the last minute of ten is as quick as the first, also while somebody holds a snapshot open.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;

use super::Run;
use super::figures::count;
use super::library;
use super::report::{Row, Wanted};
use super::world::Spot;

/// How many orders are proposed, and then approved, in a round.
const ROUND: usize = 4_000;
const CALLERS: usize = 64;

/// A run, and how much of its beginning and of its end is compared.
struct Spans {
    whole: Duration,
    each: Duration,
}

const LONG: Spans = Spans { whole: Duration::from_mins(10), each: Duration::from_mins(1) };
const SHORT: Spans = Spans { whole: Duration::from_secs(20), each: Duration::from_secs(5) };

/// What one round came to.
struct Round {
    began: Duration,
    ended: Duration,
    /// The time that the writer's process of PostgreSQL was on the CPU.
    on_cpu: Duration,
}

/// Runs on and on: by itself, and beside an open snapshot.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let spans = if run.long { LONG } else { SHORT };
    let (whole, each) = (spans.whole.as_secs(), spans.each.as_secs());
    // What a short run shows is no more than that nothing is badly wrong.
    let wanted = if run.long { Wanted::AtLeast(0.9) } else { Wanted::Nothing };
    let mut rows = Vec::new();
    for snapshot in [false, true] {
        let mut holder = run.stage.superuser()?;
        if snapshot {
            holder.batch_execute(
                "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM registry.section",
            )?;
        }
        let beside = if snapshot { ", beside an open snapshot" } else { "" };
        let rounds = rounds(run, spans.whole)?;
        let from = spans.whole.saturating_sub(spans.each);
        let first: Vec<_> = rounds.iter().filter(|round| round.ended <= spans.each).collect();
        let last: Vec<_> = rounds.iter().filter(|round| round.began >= from).collect();
        let rates = (rate(&last), rate(&first));
        let (late, early) = (cpu(&last), cpu(&first));
        run.say(&format!(
            "endurance{beside}: {:.0}/s and {early:.0} us, then {:.0}/s and {late:.0} us",
            rates.1, rates.0
        ));
        let what = format!("library, the last {each} s of {whole} s against the first{beside}");
        rows.push(Row::new("P11", format!("{what}, orders"), "/s", rates, wanted));
        let what = format!("{what}, writer's backend for an order");
        rows.push(Row::new("P11", what, "us", (late, early), Wanted::Nothing));
    }
    Ok(rows)
}

/// Proposes and approves, in rounds, for so long.
fn rounds(run: &mut Run<'_>, whole: Duration) -> anyhow::Result<Vec<Round>> {
    let mut rounds = Vec::new();
    let start = Instant::now();
    while start.elapsed() < whole {
        let (watch, began) = (run.watch()?, start.elapsed());
        let prepared = run.world.prepare(&run.by.registry, ROUND, Spot::Anywhere)?;
        library::approve_all(&run.by, prepared, CALLERS)?;
        rounds.push(Round { began, ended: start.elapsed(), on_cpu: watch.on_cpu()? });
    }
    Ok(rounds)
}

/// Orders that were proposed and approved in a second.
fn rate(rounds: &[&Round]) -> f64 {
    let took: Duration = rounds.iter().map(|it| it.ended.saturating_sub(it.began)).sum();
    orders(rounds) / took.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// Microseconds on the CPU for an order that was proposed and approved.
fn cpu(rounds: &[&Round]) -> f64 {
    let on_cpu: Duration = rounds.iter().map(|it| it.on_cpu).sum();
    on_cpu.as_secs_f64() * 1e6 / orders(rounds).max(1.0)
}

fn orders(rounds: &[&Round]) -> f64 {
    count(rounds.len().saturating_mul(ROUND))
}
