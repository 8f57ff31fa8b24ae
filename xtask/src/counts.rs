//! How many tests passed and failed, read from what the test programs print.

/// How many tests passed and failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed.saturating_add(other.passed),
            failed: self.failed.saturating_add(other.failed),
        }
    }
}

/// Adds up all closing lines of cargo's own runner and of nextest.
pub(crate) fn in_output(lines: &[String]) -> Counts {
    lines
        .iter()
        .filter_map(|line| cargo_test(line).or_else(|| nextest(line)))
        .fold(Counts::default(), Counts::plus)
}

/// "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; …"
fn cargo_test(line: &str) -> Option<Counts> {
    let (_, figures) = line.strip_prefix("test result: ")?.split_once(". ")?;
    Some(numbered(figures, "; "))
}

/// "     Summary [   0.003s] 5/9 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 0 skipped"
fn nextest(line: &str) -> Option<Counts> {
    let (_, rest) = line.trim_start().strip_prefix("Summary [")?.split_once(']')?;
    let (run, figures) = rest.split_once(" run: ")?;
    run.contains("test").then(|| numbered(figures, ", "))
}

fn numbered(figures: &str, separator: &str) -> Counts {
    let mut counts = Counts::default();
    for figure in figures.split(separator) {
        let Some((number, what)) = figure.trim().split_once(' ') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        let counted = if what.starts_with("passed") {
            Counts { passed: number, failed: 0 }
        } else if ["failed", "timed out", "exec failed"].iter().any(|end| what.starts_with(end)) {
            Counts { passed: 0, failed: number }
        } else {
            Counts::default()
        };
        counts = counts.plus(counted);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(line: &str) -> (u64, u64) {
        let Counts { passed, failed } = in_output(&[line.to_owned()]);
        (passed, failed)
    }

    #[test]
    fn nextest_s_summary_is_read_with_slow_timed_out_and_unfinished_runs() {
        assert_eq!(counted("     Summary [   2.584s] 16 tests run: 16 passed, 0 skipped"), (16, 0));
        assert_eq!(counted("     Summary [   0.1s] 1 test run: 1 passed, 0 skipped"), (1, 0));
        let long = "     Summary [   9.9s] 5/9 tests run: 2 passed (1 slow, 1 leaky), 1 failed, \
            1 timed out, 1 exec failed, 4 skipped";
        assert_eq!(counted(long), (2, 3));
    }

    #[test]
    fn cargo_s_results_are_added_up() {
        let line = |text: &str| text.to_owned();
        let lines = [
            line("running 4 tests"),
            line("test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out"),
            line("test result: ok. 8 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"),
        ];
        assert_eq!(in_output(&lines), Counts { passed: 11, failed: 1 });
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counted("12 passed, 3 failed"), (0, 0));
        assert_eq!(counted("Summary of changes: 3 failed"), (0, 0));
    }
}
