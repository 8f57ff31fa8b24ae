//! What is found in a report, as answers have it: cells that are wrong, checks that fail, and how
//! Parties explain that.

use domain::aef::{Finding, Place, Rules, Severity};
use domain::check::{Failure, OtherSide, Report, Verdict};
use domain::filing::Explanation;
use domain::party::PartyCode;
use serde::Serialize;
use utoipa::ToSchema;
use workbook::Format;

/// The most findings, and the most failures, of one answer: a workbook with marks has all.
const LISTED_MAX: usize = 1_000;

/// Where something stands in a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportPlace)]
pub(super) struct PlaceBody {
    /// The number of the table.
    #[schema(example = 3)]
    table: u8,
    /// The row of the sheet, or the line of the file, from 1. It is missing where there is no row.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 9)]
    row: Option<u32>,
    /// The label of the column. It is missing where the whole row is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "First ID")]
    column: Option<String>,
    /// The cell of the sheet, if the file is a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "I9")]
    cell: Option<String>,
}

impl PlaceBody {
    fn of(place: Place, format: Option<Format>) -> Self {
        let rules = Rules::newest();
        Self {
            table: place.table.number(),
            row: Some(place.row).filter(|row| *row > 0),
            column: rules.and_then(|rules| place.label(rules)).map(str::to_owned),
            cell: rules
                .filter(|_| format == Some(Format::Xlsx) && place.row > 0)
                .and_then(|rules| place.cell(rules)),
        }
    }

    /// A place in a file of whatever format.
    pub(super) fn without_cell(place: Place) -> Self {
        Self::of(place, None)
    }
}

/// A cell or a row that is wrong, or should be looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportFinding)]
pub(super) struct FindingBody {
    /// Where.
    place: PlaceBody,
    /// What kind of thing, for programs.
    #[schema(example = "required")]
    issue: String,
    /// `error`: it must be put right. `warning`: it should be looked at.
    #[schema(example = "error")]
    severity: String,
    /// What stands there.
    #[schema(example = "")]
    found: String,
    /// Why it is wrong.
    #[schema(example = "First ID is empty, and it is mandatory.")]
    cause: String,
    /// What to do.
    #[schema(example = "Fill it in.")]
    remedy: String,
}

/// That a check fails, waits for another Party's report, or has a remark.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckFailure)]
pub(super) struct FailureBody {
    /// The number of the check.
    #[schema(example = "X01")]
    check: String,
    /// What the check asks.
    #[schema(example = "Sender and receiver report the same units.")]
    asks: String,
    /// `inconsistent`, `undetermined` or `remark`.
    #[schema(example = "inconsistent")]
    verdict: String,
    /// Where in the report.
    place: PlaceBody,
    /// On which units.
    #[schema(example = json!(["CA9042-XAL01-XAL-91..100-2024"]))]
    units: Vec<String>,
    /// Why. Values that a Party keeps back are `confidential`.
    #[schema(example = "XBO has not reported that it acquired CA9042-XAL01-XAL-91..100-2024.")]
    cause: String,
    /// What to do.
    remedy: String,
    /// What stands elsewhere.
    others: Vec<OtherSideBody>,
}

/// What stands in another report, or in another row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OtherSide)]
pub(super) struct OtherSideBody {
    /// In whose report.
    #[schema(example = "XBO")]
    party: String,
    /// Of which year.
    #[schema(example = "2025")]
    year: String,
    /// Where in it. It is missing if it stands nowhere there.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceBody>,
    /// What it says. Values that its Party keeps back are `confidential`.
    #[schema(example = "these units are not among those acquired")]
    says: String,
}

/// What came out for a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RowOutcome)]
pub(super) struct RowBody {
    /// The number of the table.
    #[schema(example = 3)]
    table: u8,
    /// The row of the sheet, or the line of the file.
    #[schema(example = 9)]
    row: u32,
    /// `consistent`, `inconsistent` or `undetermined`.
    #[schema(example = "inconsistent")]
    outcome: String,
}

/// What all checks say of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckReport)]
pub(super) struct ReportBody {
    /// `not checked`, `consistent`, `inconsistent` or `undetermined`.
    #[schema(example = "inconsistent")]
    outcome: String,
    /// The rows for which there is anything to say, up to 1,000. All others are consistent.
    rows: Vec<RowBody>,
    /// How many failures there are.
    #[schema(example = 1)]
    failure_count: usize,
    /// The failures, up to 1,000.
    failures: Vec<FailureBody>,
}

/// How a Party explains that a check fails.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(super) struct ExplanationBody {
    /// The Party that explains.
    #[schema(example = "XAL")]
    party: String,
    /// The check.
    #[schema(example = "X01")]
    check: String,
    /// The explanation.
    #[schema(example = "XBO reports the same transfer in 2026.")]
    text: String,
    /// The entry that recorded it.
    #[schema(example = "48240")]
    entry: String,
}

impl FindingBody {
    /// The findings of a file.
    pub(super) fn all(findings: &[Finding], format: Format) -> Vec<Self> {
        findings.iter().take(LISTED_MAX).map(|it| Self::of(it, format)).collect()
    }

    fn of(finding: &Finding, format: Format) -> Self {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        Self {
            place: PlaceBody::of(finding.place, Some(format)),
            issue: finding.issue.as_str().to_owned(),
            severity: severity.to_owned(),
            found: finding.found.clone(),
            cause: finding.cause.clone(),
            remedy: finding.remedy.clone(),
        }
    }
}

impl FailureBody {
    /// A failure of a report in this format, if it is known.
    pub(super) fn of(failure: &Failure, format: Option<Format>) -> Self {
        let verdict = match failure.verdict {
            Verdict::Inconsistent => "inconsistent",
            Verdict::Undetermined => "undetermined",
            Verdict::Remark => "remark",
        };
        Self {
            check: failure.check.to_string(),
            asks: failure.check.asks().to_owned(),
            verdict: verdict.to_owned(),
            place: PlaceBody::of(failure.place, format),
            units: failure.units.iter().map(ToString::to_string).collect(),
            cause: failure.cause.clone(),
            remedy: failure.remedy().to_owned(),
            others: failure.others.iter().map(OtherSideBody::of).collect(),
        }
    }
}

impl OtherSideBody {
    fn of(other: &OtherSide) -> Self {
        Self {
            party: other.party.to_string(),
            year: other.year.to_string(),
            place: other.place.map(PlaceBody::without_cell),
            says: other.says.clone(),
        }
    }
}

impl ReportBody {
    /// What the checks say of a report in this format.
    pub(super) fn of(report: &Report, format: Option<Format>) -> Self {
        let rows = report.rows().into_iter().filter(|((_, row), _)| *row > 0).take(LISTED_MAX);
        let failures = report.failures.iter().take(LISTED_MAX);
        Self {
            outcome: report.outcome().as_str().to_owned(),
            rows: rows
                .map(|((table, row), outcome)| RowBody {
                    table: table.number(),
                    row,
                    outcome: outcome.as_str().to_owned(),
                })
                .collect(),
            failure_count: report.failures.len(),
            failures: failures.map(|it| FailureBody::of(it, format)).collect(),
        }
    }
}

impl ExplanationBody {
    /// Explanations, with who gave them and their entries.
    pub(super) fn all(explanations: &[(PartyCode, i64, Explanation)]) -> Vec<Self> {
        let body = |(party, entry, it): &(PartyCode, i64, Explanation)| Self {
            party: party.to_string(),
            check: it.check.to_string(),
            text: it.text.to_string(),
            entry: entry.to_string(),
        };
        explanations.iter().map(body).collect()
    }
}
