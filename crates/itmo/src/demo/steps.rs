//! The steps of a check: what each did, how long it took, and how many went well.

use std::time::{Duration, Instant};

use crate::console::line_if_heard;

/// Steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    ok: usize,
    failed: usize,
}

impl Steps {
    /// Takes a step. What it gives is for the steps after it; without it they cannot be taken.
    pub(crate) fn take<T>(
        &mut self,
        says: &str,
        step: impl FnOnce() -> anyhow::Result<T>,
    ) -> Option<T> {
        let began = Instant::now();
        let outcome = step();
        let took = began.elapsed().as_millis();
        match outcome {
            Ok(value) => {
                self.ok = self.ok.saturating_add(1);
                line_if_heard(format_args!("   ok {took:>6} ms  {says}"));
                Some(value)
            }
            Err(error) => {
                self.failed = self.failed.saturating_add(1);
                line_if_heard(format_args!("FAILED {took:>5} ms  {says}: {error:#}"));
                None
            }
        }
    }

    /// Whether every step went well.
    pub(crate) const fn all_well(&self) -> bool {
        self.failed == 0
    }

    /// The last line.
    pub(crate) fn finish(&self, ready: Duration) {
        let Self { ok, failed } = self;
        line_if_heard(format_args!(
            "demo check: {ok} steps ok, {failed} failed, ready in {:.1} s",
            ready.as_secs_f64()
        ));
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn one_failed_step_is_enough() {
        let mut steps = Steps::default();
        assert_eq!(steps.take("goes well", || Ok(7)), Some(7));
        assert!(steps.all_well());
        assert_eq!(steps.take("does not", || -> anyhow::Result<()> { bail!("no") }), None);
        assert!(!steps.all_well() && (steps.ok, steps.failed) == (1, 1));
    }
}
