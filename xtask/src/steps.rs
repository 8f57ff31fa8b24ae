//! A run of steps: one line and one time each, a table and a count at the end.

use std::time::{Duration, Instant};

use crate::console::say;
use crate::counts::Counts;
use crate::stop::Stop;

/// What a step came to.
pub(crate) enum Outcome {
    /// It is one check, and that passed.
    Passed,
    /// It is many tests.
    Counted(Counts),
}

struct Done {
    name: &'static str,
    took: Duration,
    counts: Counts,
    remark: String,
}

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Done>,
}

impl Steps {
    /// Runs a step; tells whether it passed. Later steps go on all the same.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<Outcome, String>,
    ) -> bool {
        say!("== {name}");
        let began = Instant::now();
        let (counts, remark) = match step() {
            Ok(Outcome::Passed) => (Counts { passed: 1, failed: 0 }, String::new()),
            Ok(Outcome::Counted(counts)) => {
                let Counts { passed, failed } = counts;
                (counts, format!("{passed} passed, {failed} failed"))
            }
            Err(why) => (Counts { passed: 0, failed: 1 }, why),
        };
        let took = began.elapsed();
        let good = counts.failed == 0;
        if !good {
            say!("{remark}");
        }
        let verdict = if good { "ok" } else { "FAILED" };
        say!("== {name} … {verdict} ({})", minutes(took));
        self.done.push(Done { name, took, counts, remark });
        good
    }

    /// Counts a step as failed that cannot run without an earlier one.
    pub(crate) fn cannot_run(&mut self, name: &'static str, without: &str) {
        let remark = format!("cannot run: the step \"{without}\" failed");
        say!("== {name} … FAILED ({remark})");
        let counts = Counts { passed: 0, failed: 1 };
        self.done.push(Done { name, took: Duration::ZERO, counts, remark });
    }

    /// Names a step that is not part of this run. It counts as nothing.
    pub(crate) fn not_run(&mut self, name: &'static str, why: &str) {
        let remark = format!("not run: {why}");
        say!("== {name} … {remark}");
        self.done.push(Done { name, took: Duration::ZERO, counts: Counts::default(), remark });
    }

    /// Prints the table, and the count alone on the last line. The exit status agrees with it.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        let all = self.done.iter().map(|done| done.counts).fold(Counts::default(), Counts::plus);
        let took = self.done.iter().map(|done| done.took).sum();
        say!("\n== minutes");
        for done in &self.done {
            say!("{}", row(done));
        }
        say!("  {:>6}  all", minutes(took));
        say!("{} passed, {} failed", all.passed, all.failed);
        if all.failed == 0 { Ok(()) } else { Err(Stop::said()) }
    }
}

fn row(done: &Done) -> String {
    let verdict = match done.counts {
        Counts { passed: 0, failed: 0 } => "-",
        Counts { failed: 0, .. } => "ok",
        Counts { .. } => "FAILED",
    };
    let remark = done.remark.lines().next().unwrap_or_default();
    let line = format!("  {:>6}  {:18} {verdict:6} {remark}", minutes(done.took), done.name);
    line.trim_end().to_owned()
}

fn minutes(took: Duration) -> String {
    let seconds = took.as_secs();
    format!("{}:{:02}", seconds.div_euclid(60), seconds.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_minutes_and_seconds() {
        assert_eq!(minutes(Duration::from_millis(1_999)), "0:01");
        assert_eq!(minutes(Duration::from_secs(3_605)), "60:05");
    }

    #[test]
    fn one_failed_step_or_test_fails_the_run() {
        let mut steps = Steps::default();
        assert!(steps.run("good", || Ok(Outcome::Passed)));
        assert!(steps.run("many", || Ok(Outcome::Counted(Counts { passed: 7, failed: 0 }))));
        steps.not_run("far", "needs the network");
        assert!(!steps.run("bad", || Err("no".to_owned())));
        steps.cannot_run("after", "bad");
        let all = steps.done.iter().map(|done| done.counts).fold(Counts::default(), Counts::plus);
        assert_eq!(all, Counts { passed: 8, failed: 2 });
        assert_eq!(steps.finish().unwrap_err().status, 1);

        let mut steps = Steps::default();
        assert!(!steps.run("many", || Ok(Outcome::Counted(Counts { passed: 7, failed: 1 }))));
        assert!(steps.finish().is_err());
    }

    #[test]
    fn a_step_that_is_not_run_fails_nothing() {
        let mut steps = Steps::default();
        steps.not_run("far", "needs the network");
        assert!(steps.finish().is_ok());
    }
}
