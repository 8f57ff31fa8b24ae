//! A run: the ledger, the reports, files and back, all checks, planted errors.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use domain::aef::{Aef, Dialect, Rules};
use domain::check::{CheckId, Corpus, Failure, Filing, Verdict, examine};
use domain::party::PartyCode;
use domain::vintage::Year;
use serde::Serialize;

use crate::memory::peak;
use crate::round_trip::{ReadBack, written_and_read};
use crate::world::World;
use crate::{amounts, balances};

/// What is asked of a run.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// What chance begins with.
    pub seed: u64,
    /// How many Parties.
    pub parties: usize,
    /// How many acts.
    pub acts: u64,
    /// Whether files and planted errors are left out, to take the time of the checks.
    pub checks_only: bool,
}

/// What a run found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// What chance began with.
    pub seed: u64,
    /// How many Parties reported.
    pub parties: usize,
    /// How many acts there were.
    pub acts: u64,
    /// How many proposals were refused, by why.
    pub refused: BTreeMap<&'static str, u64>,
    /// How many reports there are.
    pub submissions: usize,
    /// How many rows they have, Table 1 apart.
    pub rows: usize,
    /// How many rows of actions there are, by type and subtype.
    pub actions: BTreeMap<String, usize>,
    /// Contradictions, of which a clean ledger has none.
    pub findings: Vec<String>,
    /// How many checks wait for another's report.
    pub undetermined: BTreeMap<&'static str, usize>,
    /// How many things are remarked.
    pub remarks: BTreeMap<&'static str, usize>,
    /// How many warnings the field rules had.
    pub warnings: usize,
    /// How many actions look like another of their day in the template, which has no moments.
    pub alike_by_day: usize,
    /// What was not read as it was written.
    pub not_read_back: Vec<String>,
    /// How many Parties were read back as they were, in all years and dialects.
    pub round_trips: usize,
    /// How many Parties have the balances that the acts give, by each method.
    pub balances: usize,
    /// Whose balances differ, and how.
    pub unbalanced: Vec<String>,
    /// What became of the planted errors.
    pub planted: Vec<crate::planted::Told>,
    /// Milliseconds that all checks of all reports took.
    pub milliseconds_of_checks: u128,
    /// The same, of processor time, which other programs on the machine do not change much.
    pub processor_milliseconds_of_checks: u128,
    /// The most memory that was taken, in KiB.
    pub peak_memory: Option<u64>,
    /// Whether only the checks were made.
    pub checks_only: bool,
}

impl Report {
    /// Whether everything is as it should be.
    pub fn is_fine(&self) -> bool {
        self.findings.is_empty()
            && self.not_read_back.is_empty()
            && self.unbalanced.is_empty()
            && self.planted.iter().all(|told| told.wrong.is_none())
    }
}

/// Makes a run.
pub fn run(rules: &Rules, asked: Asked, progress: &mut dyn FnMut(&str)) -> Report {
    let mut world = World::new(asked.seed, asked.parties);
    progress(&format!("seed {}: {} sections are open", asked.seed, asked.parties));
    world.live(asked.acts, progress);
    let aefs = world.reports(rules);
    progress(&format!("{} reports with {} rows are built", aefs.len(), rows(&aefs)));
    let mut report = Report {
        seed: asked.seed,
        parties: asked.parties,
        acts: world.done,
        refused: world.refused.clone(),
        submissions: aefs.len(),
        rows: rows(&aefs),
        actions: kinds(&aefs),
        checks_only: asked.checks_only,
        ..Report::default()
    };
    let summaries = amounts::of(&world);
    let balances = balances::compare(&world);
    (report.balances, report.unbalanced) = (balances.equal, balances.different);
    drop(world);
    let (begun, processor) = (Instant::now(), simulation::taken());
    check(&aefs, Some(&summaries), &mut report);
    report.milliseconds_of_checks = begun.elapsed().as_millis();
    let processor = simulation::taken().saturating_sub(processor);
    report.processor_milliseconds_of_checks = processor.as_millis();
    progress(&format!("checked in {} ms of a processor", processor.as_millis()));
    if !asked.checks_only {
        read_back(rules, &aefs, &mut report);
        progress("all are read back");
        report.planted = crate::planted::all(rules, &aefs, asked.seed, progress);
    }
    report.peak_memory = peak();
    report
}

/// How many rows there are, Table 1 apart.
fn rows(aefs: &[Aef]) -> usize {
    let of = |aef: &Aef| {
        aef.authorizations.len() + aef.actions.len() + aef.holdings.len() + aef.entities.len()
    };
    aefs.iter().map(of).sum()
}

fn kinds(aefs: &[Aef]) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for row in aefs.iter().flat_map(|aef| &aef.actions) {
        let subtype = row.subtype.map_or("", |it| it.as_str());
        *kinds.entry(format!("{} / {subtype}", row.kind)).or_default() += 1;
    }
    kinds
}

/// The structured summary of each Party and year.
pub(crate) type Summaries = BTreeMap<(PartyCode, Year), domain::check::ReportedAmounts>;

/// Makes all checks of all reports, and counts what they say.
fn check(aefs: &[Aef], summaries: Option<&Summaries>, report: &mut Report) {
    let corpus = Corpus::new(aefs);
    for filing in corpus.filings() {
        let submission = &corpus.aef(filing).submission;
        let summary = summaries.and_then(|it| it.get(&(submission.party, submission.year)));
        for failure in examine(&corpus, filing, summary).failures {
            match failure.verdict {
                Verdict::Inconsistent => report.findings.push(line(&corpus, filing, &failure)),
                Verdict::Undetermined => {
                    *report.undetermined.entry(failure.check.as_str()).or_default() += 1;
                }
                Verdict::Remark => *report.remarks.entry(failure.check.as_str()).or_default() += 1,
            }
        }
    }
}

/// A contradiction in a line.
pub(crate) fn line(corpus: &Corpus<'_>, filing: Filing, failure: &Failure) -> String {
    let submission = &corpus.aef(filing).submission;
    let Failure { check, place, cause, .. } = failure;
    let (table, row, field) = (place.table.as_str(), place.row, place.field.unwrap_or(0));
    format!("{} {} {check} {table} {row}/{field}: {cause}", submission.party, submission.year)
}

/// Each report as a file of both dialects, and back; what was read is checked too.
fn read_back(rules: &Rules, aefs: &[Aef], report: &mut Report) {
    let mut wrong: BTreeMap<PartyCode, usize> = BTreeMap::new();
    for dialect in Dialect::ALL {
        let mut read = Vec::new();
        for aef in aefs {
            let (party, year) = (aef.submission.party, aef.submission.year);
            let wrong = wrong.entry(party).or_default();
            match written_and_read(rules, aef, dialect) {
                Ok(ReadBack { aef, warnings }) => {
                    report.warnings += warnings;
                    read.push(aef);
                }
                Err(why) => {
                    *wrong += 1;
                    report.not_read_back.push(format!("{party} {year} {dialect}: {why}"));
                }
            }
        }
        check_again(aefs, &read, dialect, report);
    }
    report.round_trips = wrong.values().filter(|wrong| **wrong == 0).count();
}

/// What was read has no findings either; what waits or is remarked was counted before.
fn check_again(aefs: &[Aef], read: &[Aef], dialect: Dialect, report: &mut Report) {
    let corpus = Corpus::new(read);
    for filing in corpus.filings() {
        for failure in examine(&corpus, filing, None).failures {
            if failure.verdict != Verdict::Inconsistent {
                continue;
            }
            if dialect == Dialect::Template && are_two(aefs, &corpus, filing, &failure) {
                report.alike_by_day += 1;
            } else {
                let line = line(&corpus, filing, &failure);
                report.findings.push(format!("{dialect}: {line}"));
            }
        }
    }
}

/// Whether two rows look like one only because the template has days for moments.
fn are_two(aefs: &[Aef], corpus: &Corpus<'_>, filing: Filing, failure: &Failure) -> bool {
    let [other] = failure.others.as_slice() else { return false };
    let when = |party, year, row: u32| {
        let of = |aef: &&Aef| (aef.submission.party, aef.submission.year) == (party, year);
        let mut rows = aefs.iter().filter(of).flat_map(|aef| &aef.actions);
        rows.find(|it| it.at == row).map(|it| it.when)
    };
    let submission = &corpus.aef(filing).submission;
    let one = when(submission.party, submission.year, failure.place.row);
    let other = other.place.and_then(|place| when(other.party, other.year, place.row));
    failure.check == CheckId::II02 && one != other
}

fn seconds(milliseconds: u128) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |counts: &BTreeMap<&'static str, usize>| {
            let counts: Vec<_> = counts.iter().map(|(it, count)| format!("{it} {count}")).collect();
            if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
        };
        for finding in self.findings.iter().take(20) {
            writeln!(f, "finding: {finding}")?;
        }
        for wrong in self.not_read_back.iter().take(5) {
            writeln!(f, "not read back: {wrong}")?;
        }
        for different in self.unbalanced.iter().take(5) {
            writeln!(f, "unbalanced: {different}")?;
        }
        for told in self.planted.iter().filter(|told| told.wrong.is_some()) {
            writeln!(f, "{told}")?;
        }
        let refused: u64 = self.refused.values().sum();
        writeln!(f, "seed {}: acts {}, proposals refused {refused}", self.seed, self.acts)?;
        let memory =
            self.peak_memory.map_or("unknown".to_owned(), |kib| format!("{} MiB", kib / 1024));
        writeln!(
            f,
            "checks: submissions {}, rows {}, {} s, {} s of a processor, peak memory {memory}",
            self.submissions,
            self.rows,
            seconds(self.milliseconds_of_checks),
            seconds(self.processor_milliseconds_of_checks)
        )?;
        writeln!(
            f,
            "undetermined: {}; remarks: {}; warnings of the field rules: {}; alike by their day: {}",
            shown(&self.undetermined),
            shown(&self.remarks),
            self.warnings,
            self.alike_by_day
        )?;
        let (parties, findings) = (self.parties, self.findings.len());
        write!(f, "reports: parties {parties}, rows {}, findings {findings}", self.rows)?;
        if self.checks_only {
            return Ok(());
        }
        let found = self.planted.iter().filter(|told| told.wrong.is_none()).count();
        write!(
            f,
            ", round trips {}/{parties}, balances equal {}/{parties}, planted {} found {found}",
            self.round_trips,
            self.balances,
            self.planted.len()
        )
    }
}
