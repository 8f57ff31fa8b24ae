//! What was checked, and what was found.

use serde::Serialize;

/// How bad it is.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// It works, and may not for long, or not for everybody.
    Warning,
    /// It does not work, or is not safe.
    Error,
}

/// Something to do.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Finding {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What was found.
    pub(crate) what: String,
    /// Why it matters.
    pub(crate) why: &'static str,
    /// What mends it: a command to paste, or a line of the configuration.
    pub(crate) mend: String,
}

impl Finding {
    /// Something that does not work, or is not safe.
    pub(crate) fn error(
        what: impl Into<String>,
        why: &'static str,
        mend: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Error, what: what.into(), why, mend: mend.into() }
    }

    /// Something that works, and may not for long, or not for everybody.
    pub(crate) fn warning(
        what: impl Into<String>,
        why: &'static str,
        mend: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(what, why, mend) }
    }
}

/// One check.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Check {
    /// What was looked at.
    pub(crate) name: &'static str,
    /// How it came out, in a few words.
    pub(crate) state: String,
    /// Whether it could be run at all.
    pub(crate) ran: bool,
    /// What was found; nothing if all is well.
    pub(crate) findings: Vec<Finding>,
}

/// All checks, in the order in which they were run.
#[derive(Default)]
pub(crate) struct Checks(pub(crate) Vec<Check>);

impl Checks {
    /// Notes how a check came out.
    pub(crate) fn add(
        &mut self,
        name: &'static str,
        state: impl Into<String>,
        findings: impl IntoIterator<Item = Finding>,
    ) {
        let findings = findings.into_iter().collect();
        self.0.push(Check { name, state: state.into(), ran: true, findings });
    }

    /// Notes that a check could not be run.
    pub(crate) fn skip(&mut self, name: &'static str, why: impl Into<String>) {
        self.0.push(Check { name, state: why.into(), ran: false, findings: Vec::new() });
    }

    /// All findings, the worst first.
    pub(crate) fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<_> = self.0.iter().flat_map(|check| &check.findings).collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings
    }

    /// 0: nothing to do. 1: warnings. 2: errors.
    pub(crate) fn status(&self) -> u8 {
        match self.findings().first().map(|worst| worst.severity) {
            None => 0,
            Some(Severity::Warning) => 1,
            Some(Severity::Error) => 2,
        }
    }

    /// What it came to, in a line.
    pub(crate) fn summary(&self) -> String {
        let (ran, skipped): (Vec<&Check>, Vec<&Check>) = self.0.iter().partition(|it| it.ran);
        let findings = self.findings();
        let of = |severity| findings.iter().filter(|it| it.severity == severity).count();
        let said = match (of(Severity::Error), of(Severity::Warning)) {
            (0, 0) => "nothing to do".to_owned(),
            (0, warnings) => counted(warnings, "warning"),
            (errors, 0) => counted(errors, "error"),
            (errors, warnings) => {
                format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
            }
        };
        let rest = match skipped.len() {
            0 => String::new(),
            count => format!("; {count} could not be run"),
        };
        format!("{}, {said}{rest}", counted(ran.len(), "check"))
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_comes_first_and_decides_the_status() {
        let mut checks = Checks::default();
        checks.add("a", "fine", []);
        assert_eq!((checks.status(), checks.summary()), (0, "1 check, nothing to do".to_owned()));
        checks.add("b", "so so", [Finding::warning("w", "because", "do")]);
        assert_eq!((checks.status(), checks.summary()), (1, "2 checks, 1 warning".to_owned()));
        checks.add("c", "bad", [Finding::error("e", "because", "do")]);
        checks.skip("d", "no database");
        assert_eq!(checks.status(), 2);
        assert_eq!(checks.summary(), "3 checks, 1 error, 1 warning; 1 could not be run");
        assert_eq!(checks.findings()[0].what, "e");
    }
}
