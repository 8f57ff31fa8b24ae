//! Errors that are planted into clean reports, one by one: each is found where it is, and nothing else.

mod cells;
mod ground;
mod history;
mod rows;
mod transfers;

use std::fmt;

use domain::aef::{Aef, Dialect, Document, Issue, Place, Rules, Severity, read, write};
use domain::check::{CheckId, Corpus, Failure, Filing, Verdict, examine};
use domain::unit::UnitRange;
use serde::Serialize;

use crate::run::line;
use ground::Ground;

/// What became of a planted error.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// Which kind of error.
    pub kind: &'static str,
    /// Where it was planted.
    pub place: String,
    /// What was not found, or found besides; nothing if all is well.
    pub wrong: Option<String>,
}

/// A kind of error.
struct Kind {
    name: &'static str,
    plant: fn(&mut Ground<'_>) -> Option<Plant>,
    /// Checks that may find it too, at places that follow from others of the ledger, and why.
    may: &'static [CheckId],
    #[expect(dead_code, reason = "it is for the reader of this file")]
    because: &'static str,
}

/// An error in its place.
enum Plant {
    /// A cell of a file, which the field rules must find: then nothing is compared.
    Cell { report: usize, place: Place, row: usize, text: String, issue: Issue },
    /// Rows of a report, which the checks must find.
    Rows { report: usize, aef: Box<Aef>, touched: Vec<UnitRange>, must: Vec<Expected> },
}

/// A check that must fail, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Expected {
    report: usize,
    check: CheckId,
    place: Place,
}

const NOTHING: &str = "nothing follows from it";

/// All kinds.
const KINDS: [Kind; 32] = [
    cell("wrong quantity", cells::wrong_quantity),
    cell("vintage of a holdings row", cells::vintage_of_holding),
    cell("cell of the platform changed", cells::platform_cell),
    cell("range reversed", cells::reversed_range),
    cell("sector out of the list", cells::unlisted_sector),
    cell("acquiring Party missing", cells::no_acquirer),
    cell("another first transferring Party", cells::other_host),
    cell("authorization without a date", cells::no_date),
    Kind {
        name: "dropped acquisition",
        plant: transfers::dropped_acquisition,
        may: &[CheckId::ISC01, CheckId::X08],
        because: "what the Party did with the units later, and what it held, has no origin",
    },
    Kind {
        name: "shifted range",
        plant: transfers::shifted_range,
        may: &[CheckId::ISC01, CheckId::X08],
        because: "what the Party did with the units later, and what it held, has no origin",
    },
    rows("another acquiring Party", transfers::other_acquirer),
    Kind {
        name: "duplicate action",
        plant: rows::duplicate,
        may: &[CheckId::ISC01, CheckId::X01, CheckId::X07],
        because: "the sums count both",
    },
    Kind {
        name: "wrong year",
        plant: rows::wrong_year,
        may: &[CheckId::X05, CheckId::X08],
        because: "it comes after what was done with the units",
    },
    rows("use without Party", rows::use_without_party),
    rows("Party not authorized", rows::party_not_authorized),
    rows("entity unknown", rows::entity_unknown),
    Kind {
        name: "approach is not that of the identifiers",
        plant: rows::other_approach,
        may: &[CheckId::II01],
        because: "the Party may take no part in the other approach",
    },
    rows("purpose not covered", rows::purpose_not_covered),
    rows("use outside the period", rows::outside_period),
    Kind {
        name: "wrong subtype",
        plant: rows::wrong_subtype,
        may: &[CheckId::ISC01],
        because: "what is issued is held, and what is transferred abroad is not",
    },
    rows("metric changed", rows::metric_changed),
    rows("underlying units shifted", rows::underlying_shifted),
    rows("mitigation type changed", rows::mitigation_type_changed),
    rows("authorization unknown", rows::authorization_unknown),
    rows("sectors changed within a version", rows::sectors_changed),
    rows("holdings missing", history::holdings_missing),
    rows("holdings twice", history::holdings_twice),
    rows("holdings with used units", history::used_units_held),
    Kind {
        name: "second first transfer",
        plant: history::second_first_transfer,
        may: &[CheckId::ISC01, CheckId::STC04],
        because: "a first transfer takes nothing from the holdings, and its event may be another's",
    },
    rows("cap exceeded", history::cap_exceeded),
    rows("units that were never held", history::never_held),
    Kind {
        name: "cancelled after their use",
        plant: history::ended_twice,
        may: &[CheckId::ISC01],
        because: "the units go out twice",
    },
];

const fn cell(name: &'static str, plant: fn(&mut Ground<'_>) -> Option<Plant>) -> Kind {
    Kind { name, plant, may: &[], because: "a file with such a cell is not compared" }
}

const fn rows(name: &'static str, plant: fn(&mut Ground<'_>) -> Option<Plant>) -> Kind {
    Kind { name, plant, may: &[], because: NOTHING }
}

/// Plants one error of each kind for which there is a place.
pub(crate) fn all(
    rules: &Rules,
    aefs: &[Aef],
    seed: u64,
    progress: &mut dyn FnMut(&str),
) -> Vec<Told> {
    let mut ground = Ground::new(aefs, seed);
    let mut told = Vec::new();
    for kind in &KINDS {
        let Some(plant) = (kind.plant)(&mut ground) else {
            progress(&format!("no place for: {}", kind.name));
            continue;
        };
        let (place, judged) = match plant {
            Plant::Cell { report, place, row, text, issue } => {
                let mut document = write(&aefs[report], Dialect::Template);
                let field = usize::from(place.field.unwrap_or(1)) - 1;
                document.rows_mut(place.table)[row].cells[field] = text.into();
                (shown(aefs, report, place), by_field_rules(rules, &document, place, issue))
            }
            Plant::Rows { report, aef, touched, must } => {
                let place =
                    must.first().map_or_else(String::new, |it| shown(aefs, it.report, it.place));
                (place, by_checks(rules, aefs, (report, &aef), (kind, &touched, &must)))
            }
        };
        told.push(Told { kind: kind.name, place, wrong: judged.err() });
    }
    told
}

/// Judges each kind without its error: all must be missed.
#[cfg(test)]
pub(crate) fn none(rules: &Rules, aefs: &[Aef]) -> Vec<Told> {
    let mut ground = Ground::new(aefs, 1);
    let missed = |kind: &Kind| {
        let (place, judged) = match (kind.plant)(&mut ground)? {
            Plant::Cell { report, place, issue, .. } => {
                let document = write(&aefs[report], Dialect::Template);
                (place, by_field_rules(rules, &document, place, issue))
            }
            Plant::Rows { report, touched, must, .. } => {
                let judged =
                    by_checks(rules, aefs, (report, &aefs[report]), (kind, &touched, &must));
                (must.first()?.place, judged)
            }
        };
        Some(Told { kind: kind.name, place: format!("{place:?}"), wrong: judged.err() })
    };
    KINDS.iter().filter_map(missed).collect()
}

fn shown(aefs: &[Aef], report: usize, place: Place) -> String {
    let submission = &aefs[report].submission;
    let (table, row, field) = (place.table.as_str(), place.row, place.field.unwrap_or(0));
    format!("{} {} {table} {row}/{field}", submission.party, submission.year)
}

/// The field rules find one error, there, and say why and what to do.
fn by_field_rules(
    rules: &Rules,
    document: &Document,
    place: Place,
    issue: Issue,
) -> Result<(), String> {
    let reading = read(rules, document);
    let errors: Vec<_> =
        reading.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    let [finding] = errors.as_slice() else { return Err(format!("found {errors:?}")) };
    let says = !finding.cause.is_empty() && !finding.remedy.is_empty();
    let there = finding.place.cell(rules).is_some() && finding.place.label(rules).is_some();
    if finding.place == place && finding.issue == issue && says && there {
        Ok(())
    } else {
        Err(format!("found {finding:?}"))
    }
}

/// All that must fail fails there, and all else that fails follows from it.
fn by_checks(
    rules: &Rules,
    aefs: &[Aef],
    (report, planted): (usize, &Aef),
    (kind, touched, must): (&Kind, &[UnitRange], &[Expected]),
) -> Result<(), String> {
    let with = |at: usize, aef| if at == report { planted } else { aef };
    let corpus = Corpus::new(aefs.iter().enumerate().map(|(at, aef)| with(at, aef)));
    let found = inconsistent(&corpus);
    let key = |at: usize| (aefs[at].submission.party, aefs[at].submission.year);
    let is = |expected: &Expected, filing: Filing, failure: &Failure| {
        let submission = &corpus.aef(filing).submission;
        (submission.party, submission.year) == key(expected.report)
            && (failure.check, failure.place) == (expected.check, expected.place)
    };
    for expected in must {
        let Some((_, failure)) = found.iter().find(|(at, it)| is(expected, *at, it)) else {
            return Err(format!(
                "{} does not fail at {}",
                expected.check,
                shown(aefs, expected.report, expected.place)
            ));
        };
        let names_field = failure.place.field.is_none() || failure.place.label(rules).is_some();
        let says = failure.cause.ends_with('.') && failure.remedy().ends_with('.');
        if !(names_field && says) {
            return Err(format!("{failure:?}"));
        }
    }
    let follows = |failure: &Failure| {
        let known = kind.may.contains(&failure.check)
            || must.iter().any(|expected| expected.check == failure.check);
        // A cap is exceeded in whichever row comes last.
        let near = failure.check == CheckId::X07
            || failure.units.iter().any(|units| touched.iter().any(|it| overlap(*it, *units)));
        known && near
    };
    let besides = found.iter().find(|(at, failure)| {
        !must.iter().any(|expected| is(expected, *at, failure)) && !follows(failure)
    });
    match besides {
        Some((filing, failure)) => Err(format!("besides: {}", line(&corpus, *filing, failure))),
        None => Ok(()),
    }
}

fn inconsistent(corpus: &Corpus<'_>) -> Vec<(Filing, Failure)> {
    let of = |filing| {
        let failures = examine(corpus, filing, None).failures;
        let failures = failures.into_iter().filter(|it| it.verdict == Verdict::Inconsistent);
        failures.map(move |failure| (filing, failure)).collect::<Vec<_>>()
    };
    corpus.filings().flat_map(of).collect()
}

fn overlap(one: UnitRange, other: UnitRange) -> bool {
    one.series == other.series && one.serials.overlap(other.serials).is_some()
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, place, wrong } = self;
        write!(f, "planted {kind} at {place}: {}", wrong.as_deref().unwrap_or("found"))
    }
}
