//! What was measured, in figures.

use std::fs;
use std::time::Duration;

use anyhow::Context as _;

/// Calls that were made one after the other or side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    /// How long each took.
    pub(super) took: Vec<Duration>,
    /// From the first to the last.
    pub(super) elapsed: Duration,
    /// How long the processes of PostgreSQL that served them were on a CPU.
    pub(super) on_cpu: Duration,
}

impl Calls {
    /// Calls in a second.
    pub(super) fn rate(&self) -> f64 {
        count(self.took.len()) / self.elapsed.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// The time in milliseconds that half of the calls stay below.
    pub(super) fn p50(&self) -> f64 {
        self.below(50)
    }

    /// The time in milliseconds that all but one in a hundred stay below.
    pub(super) fn p99(&self) -> f64 {
        self.below(99)
    }

    /// PostgreSQL's time on a CPU for each call, in microseconds.
    pub(super) fn cpu(&self) -> f64 {
        self.on_cpu.as_secs_f64() * 1e6 / count(self.took.len()).max(1.0)
    }

    fn below(&self, percent: usize) -> f64 {
        let mut sorted = self.took.clone();
        sorted.sort_unstable();
        let at = sorted.len().saturating_mul(percent) / 100;
        let last = sorted.len().saturating_sub(1);
        sorted.get(at.min(last)).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

/// A count as a factor: counts here stay far below what a fraction holds exactly.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The one in the middle.
pub(super) fn median(of: &[f64]) -> f64 {
    let mut sorted = of.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// A process's time on a CPU, from here on.
pub(super) struct Watch {
    process: u32,
    on_cpu: Duration,
}

impl Watch {
    pub(super) fn start(process: u32) -> anyhow::Result<Self> {
        Ok(Self { process, on_cpu: time_on_cpu(process)? })
    }

    /// How long the process was on a CPU since.
    pub(super) fn on_cpu(&self) -> anyhow::Result<Duration> {
        Ok(time_on_cpu(self.process)?.saturating_sub(self.on_cpu))
    }
}

/// How long a process of one thread was on a CPU, by the kernel's own count.
fn time_on_cpu(process: u32) -> anyhow::Result<Duration> {
    let file = format!("/proc/{process}/schedstat");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
    let nanoseconds = text.split_whitespace().next().context("an empty schedstat")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_three_is_the_one_in_the_middle() {
        assert!((median(&[9.0, 1.0, 4.0]) - 4.0).abs() < f64::EPSILON);
    }

    #[test]
    fn one_slow_call_in_a_hundred_is_the_99th_percentile() {
        let mut calls = Calls { took: vec![Duration::from_millis(1); 99], ..Calls::default() };
        calls.took.push(Duration::from_millis(50));
        assert!((calls.p50() - 1.0).abs() < 1e-9);
        assert!((calls.p99() - 50.0).abs() < 1e-9);
    }
}
