//! The table: each target with our figure, its ceiling, and the ratio of the two.

use std::fmt;

use serde::Serialize;

/// What a ratio is to be.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Wanted {
    AtMost(f64),
    AtLeast(f64),
    /// Nothing: it is there to explain another row.
    Nothing,
}

impl Wanted {
    fn is_met(self, ratio: f64) -> Option<bool> {
        match self {
            Self::AtMost(most) => Some(ratio <= most),
            Self::AtLeast(least) => Some(ratio >= least),
            Self::Nothing => None,
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "<= {most:.2}"),
            Self::AtLeast(least) => write!(f, ">= {least:.2}"),
            Self::Nothing => f.write_str("-"),
        }
    }
}

/// One line of the table. Figures are medians of the repetitions.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Row {
    pub(super) target: &'static str,
    pub(super) what: String,
    pub(super) unit: &'static str,
    pub(super) ours: f64,
    pub(super) ceiling: f64,
    pub(super) ratio: f64,
    pub(super) wanted: Wanted,
    pub(super) met: Option<bool>,
}

impl Row {
    /// Our figure over the ceiling's.
    pub(super) fn new(
        target: &'static str,
        what: impl Into<String>,
        unit: &'static str,
        (ours, ceiling): (f64, f64),
        wanted: Wanted,
    ) -> Self {
        let ratio = if ceiling > 0.0 { ours / ceiling } else { f64::NAN };
        let met = wanted.is_met(ratio);
        Self { target, what: what.into(), unit, ours, ceiling, ratio, wanted, met }
    }
}

impl Row {
    /// The number of its target; rows without one come last.
    pub(super) fn number(&self) -> u32 {
        self.target.get(1..).and_then(|number| number.parse().ok()).unwrap_or(u32::MAX)
    }
}

/// Everything that was measured in one run.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Report {
    pub(super) machine: String,
    pub(super) seconds: u64,
    pub(super) rows: Vec<Row>,
}

impl Report {
    /// Whether a target was missed.
    pub fn missed(&self) -> bool {
        self.rows.iter().any(|row| row.met == Some(false))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [mut met, mut missed] = [0_u32, 0_u32];
        writeln!(f, "| target | what | ours | ceiling | ratio | wanted | met |")?;
        writeln!(f, "| --- | --- | ---: | ---: | ---: | ---: | --- |")?;
        for row in &self.rows {
            let Row { target, what, unit, ours, ceiling, ratio, wanted, met: reached } = row;
            let says = match reached {
                Some(true) => {
                    met = met.saturating_add(1);
                    "yes"
                }
                Some(false) => {
                    missed = missed.saturating_add(1);
                    "NO"
                }
                None => "-",
            };
            let (ours, ceiling) = (Figure(*ours, unit), Figure(*ceiling, unit));
            writeln!(
                f,
                "| {target} | {what} | {ours} | {ceiling} | {ratio:.2} | {wanted} | {says} |"
            )?;
        }
        writeln!(f, "\n{}", self.machine)?;
        write!(f, "bench: {met} met, {missed} missed, in {} s", self.seconds)
    }
}

/// A figure with its unit, as precise as it is worth.
struct Figure<'u>(f64, &'u str);

impl fmt::Display for Figure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(figure, unit) = self;
        if *figure >= 100.0 {
            write!(f, "{figure:.0} {unit}")
        } else {
            write!(f, "{figure:.2} {unit}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_is_a_missed_run() {
        let row = |wanted| Row::new("P1", "a call", "ms", (3.0, 2.0), wanted);
        let report = |wanted| Report { rows: vec![row(wanted)], ..Report::default() };
        assert!(report(Wanted::AtMost(1.4)).missed());
        assert!(report(Wanted::AtLeast(1.6)).missed());
        assert!(!report(Wanted::AtMost(1.5)).missed());
        assert!(!report(Wanted::Nothing).missed());
    }

    #[test]
    fn the_last_line_counts() {
        let row = Row::new("P1", "a call", "ms", (3.0, 2.0), Wanted::AtMost(1.4));
        let report = Report { rows: vec![row], seconds: 7, machine: "here".to_owned() };
        assert!(report.to_string().ends_with("bench: 0 met, 1 missed, in 7 s"), "{report}");
    }
}
