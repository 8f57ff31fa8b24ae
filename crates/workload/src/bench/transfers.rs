//! P1, P2, P3: single orders, one caller and many.

use super::Run;
use super::figures::{Calls, median};
use super::library;
use super::report::{Row, Wanted};
use super::world::Spot;

/// How many side by side, and about how many a second to expect of them.
pub(super) type Load = (usize, u32);

const ALONE: Load = (1, 900);
pub(super) const MANY: Load = (32, 6_000);
const CROWD: Load = (128, 8_000);
const CEILINGS: [Load; 3] = [(1, 1_800), (8, 4_000), (32, 4_000)];

/// What 99 of 100 callers in a crowd stay below on a quiet machine.
const P99_MS: f64 = 35.0;

/// The figures of one load, a repetition each.
#[derive(Default)]
struct Series {
    p50: Vec<f64>,
    p99: Vec<f64>,
    rate: Vec<f64>,
}

impl Series {
    fn add(&mut self, calls: &Calls) {
        self.p50.push(calls.p50());
        self.p99.push(calls.p99());
        self.rate.push(calls.rate());
    }
}

/// Measures single orders. All loads take turns, so that what disturbs the machine disturbs all.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let mut https: [Series; 3] = Default::default();
    let mut ours: [Series; 3] = Default::default();
    let mut ceilings: [Series; 3] = Default::default();
    for repetition in 1..=run.repetitions {
        for (series, load) in https.iter_mut().zip([ALONE, MANY, CROWD]) {
            series.add(&through_https(run, load)?);
        }
        for (series, load) in ours.iter_mut().zip([ALONE, MANY, CROWD]) {
            series.add(&through_library(run, load, Spot::Anywhere)?);
        }
        for (series, load) in ceilings.iter_mut().zip(CEILINGS) {
            series.add(&through_function(run, load, Spot::Anywhere)?);
        }
        run.say(&format!("single orders: repetition {repetition}"));
    }
    let [one_client, ..] = &ceilings;
    let best = ceilings.iter().map(|it| median(&it.rate)).fold(0.0, f64::max);
    let p50 = |series: &Series| (median(&series.p50), median(&one_client.p50));
    let rate = |series: &Series| (median(&series.rate), best);
    let p99 = |series: &Series| (median(&series.p99), P99_MS);
    let [alone, many, crowd] = &https;
    let mut rows = vec![
        Row::new("P1", "HTTPS, one caller, p50", "ms", p50(alone), Wanted::AtMost(1.6)),
        Row::new("P2", "HTTPS, 32 callers", "/s", rate(many), Wanted::AtLeast(1.2)),
        Row::new("P3", "HTTPS, 128 callers", "/s", rate(crowd), Wanted::AtLeast(1.8)),
        Row::new("P3", "HTTPS, 128 callers, p99 / 35 ms", "ms", p99(crowd), Wanted::AtMost(1.0)),
    ];
    let [alone, many, crowd] = &ours;
    rows.extend([
        Row::new("P1", "library, one caller, p50", "ms", p50(alone), Wanted::Nothing),
        Row::new("P2", "library, 32 callers", "/s", rate(many), Wanted::AtLeast(1.5)),
        Row::new("P3", "library, 128 callers", "/s", rate(crowd), Wanted::Nothing),
    ]);
    for (series, (clients, _)) in ceilings.iter().zip(CEILINGS) {
        let what = format!("plpgsql, {clients} clients, against the best");
        rows.push(Row::new("-", what, "/s", rate(series), Wanted::Nothing));
    }
    Ok(rows)
}

/// Orders through HTTPS, by so many callers.
fn through_https(run: &mut Run<'_>, (callers, rate): Load) -> anyhow::Result<Calls> {
    let orders = run.orders(rate);
    let prepared = run.world.prepare(&run.by.registry, orders, Spot::Anywhere)?;
    let watch = run.watch()?;
    let mut calls = run.served.approve_all(&run.world.approver.token, prepared, callers)?;
    calls.on_cpu = watch.on_cpu()?;
    run.note(&format!("HTTPS, {callers} callers"), &calls);
    Ok(calls)
}

/// Orders through the library, by so many callers.
pub(super) fn through_library(
    run: &mut Run<'_>,
    (callers, rate): Load,
    spot: Spot,
) -> anyhow::Result<Calls> {
    let orders = run.orders(rate);
    let prepared = run.world.prepare(&run.by.registry, orders, spot)?;
    let watch = run.watch()?;
    let mut calls = library::approve_all(&run.by, prepared, callers)?;
    calls.on_cpu = watch.on_cpu()?;
    run.note(&format!("library, {callers} callers"), &calls);
    Ok(calls)
}

/// The same orders through the function of the ceiling, by so many clients.
pub(super) fn through_function(
    run: &mut Run<'_>,
    (clients, rate): Load,
    spot: Spot,
) -> anyhow::Result<Calls> {
    let orders = run.orders(rate);
    let tasks = run.ceiling.prepare(orders, spot, None)?;
    let calls = run.ceiling.approve_all(&tasks, clients)?;
    run.note(&format!("plpgsql, {clients} clients"), &calls);
    Ok(calls)
}
