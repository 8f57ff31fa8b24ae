//! `itmo aef check`: files of the agreed electronic format, read and compared without a registry.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use domain::aef::{Aef, Dialect, Document, Finding, Place, Rules, Severity, read};
use domain::check::{Corpus, Failure, OtherSide, Report, Verdict, examine};
use serde_json::{Value, json};
use workbook::{Format, Mark};

use crate::console::{note, say};

/// Something could not be read, or not be written.
const UNREADABLE: u8 = 3;

#[derive(clap::Args)]
pub(crate) struct Check {
    #[arg(
        required = true,
        value_name = "FILE",
        help = "Files as xlsx, CSV or JSON, of one or several Parties"
    )]
    files: Vec<PathBuf>,
    #[arg(long, help = "Answer in JSON")]
    json: bool,
    #[arg(
        long,
        value_name = "OUT",
        help = "Write the first file as a workbook in which each finding stands beside its cell: a new file"
    )]
    annotate: Option<PathBuf>,
}

pub(crate) const EXAMPLES_OF_CHECK: &str = "\
Examples:
  itmo aef check XAL-2025.xlsx
  itmo aef check XAL-2025.xlsx XAL-2024.xlsx XBO-2025.csv     each against the others
  itmo aef check XAL-2025.xlsx --annotate marked.xlsx

The status is 0 if nothing is wrong, 1 if something is, and 3 if a file cannot be read. What waits for
the report of another Party is no fault. Nothing leaves this machine.";

/// A file, as far as it was understood.
struct Checked {
    file: PathBuf,
    format: Format,
    dialect: Dialect,
    notes: Vec<String>,
    document: Document,
    findings: Vec<Finding>,
    /// The tables, if they are whole; only such are compared.
    aef: Option<Aef>,
    report: Option<Report>,
    /// Why it is not compared, though it is whole.
    set_aside: Option<String>,
    /// Whether another file has the same version of the report, and says otherwise.
    contradicts: bool,
}

/// Reads all files, compares those that are whole, and tells.
pub(crate) fn check(asked: &Check) -> ExitCode {
    match checked(asked) {
        Ok(status) => status,
        Err(why) => {
            note(format_args!("itmo: {why}"));
            ExitCode::from(UNREADABLE)
        }
    }
}

fn checked(asked: &Check) -> Result<ExitCode, String> {
    let rules = Rules::newest().ok_or("the field rules cannot be read")?;
    let (mut files, mut unreadable) = (Vec::new(), false);
    for (at, file) in asked.files.iter().enumerate() {
        if asked.files.len() > 1 {
            let (number, of) = (at.saturating_add(1), asked.files.len());
            note(format_args!("reading {number} of {of}: {}", file.display()));
        }
        match read_file(rules, file) {
            Ok(read) => files.push(read),
            Err(why) => {
                unreadable = true;
                note(format_args!("itmo: {why}"));
            }
        }
    }
    let aefs: Vec<Aef> = files.iter().filter_map(|it| it.aef.clone()).collect();
    compare(&aefs, &mut files);
    let clean = files.iter().all(Checked::is_clean);
    if asked.json {
        let told: Vec<_> = files.iter().map(|it| it.json(rules)).collect();
        say!("{}", json!({ "clean": clean && !unreadable, "files": told }));
    } else {
        for checked in &files {
            checked.tell(rules);
        }
    }
    if let (Some(out), Some(first)) = (&asked.annotate, files.first()) {
        annotate(rules, first, out)?;
    }
    Ok(match (unreadable, clean) {
        (true, _) => ExitCode::from(UNREADABLE),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::FAILURE,
    })
}

fn read_file(rules: &Rules, file: &Path) -> Result<Checked, String> {
    let named = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
    let bytes = std::fs::read(file).map_err(|why| named(&why))?;
    let opened = workbook::open(rules, &bytes).map_err(|why| named(&why))?;
    let reading = read(rules, &opened.document);
    let whole = reading.is_whole();
    Ok(Checked {
        file: file.to_owned(),
        format: opened.format,
        dialect: opened.dialect.unwrap_or_default(),
        notes: opened.notes.iter().map(ToString::to_string).collect(),
        document: opened.document,
        findings: reading.findings,
        aef: reading.aef.filter(|_| whole),
        report: None,
        set_aside: None,
        contradicts: false,
    })
}

/// Makes all checks of each file that is whole, against all others. Of several files of one report
/// the newest version is compared, and the others are told to be obsolete, or the same again (R-238,
///
fn compare(aefs: &[Aef], files: &mut [Checked]) {
    let corpus = Corpus::of_some(aefs);
    let whole = files.iter_mut().filter(|it| it.aef.is_some());
    for (checked, aef) in whole.zip(aefs) {
        let Some(filing) = corpus.of(aef.submission.party, aef.submission.year) else { continue };
        let compared = corpus.aef(filing);
        if std::ptr::eq(compared, aef) {
            checked.report = Some(examine(&corpus, filing, None));
        } else if compared.submission.version > aef.submission.version {
            let newer = compared.submission.version;
            checked.set_aside = Some(format!("obsolete: version {newer} is among the files"));
        } else if compared == aef {
            checked.set_aside = Some("the same again: another file has the same report".to_owned());
        } else {
            let why = "duplicate: another file has the same version, and says otherwise";
            checked.set_aside = Some(why.to_owned());
            checked.contradicts = true;
        }
    }
}

fn annotate(rules: &Rules, checked: &Checked, out: &Path) -> Result<(), String> {
    let mut marks: Vec<Mark> = checked.findings.iter().map(Mark::from).collect();
    marks.extend(checked.failures().map(Mark::from));
    let bytes = workbook::annotate(rules, &checked.document, checked.dialect, &marks);
    let bytes = bytes.map_err(|why| why.to_string())?;
    write_new(out, &bytes)?;
    note(format_args!("{} marks in {}", marks.len(), out.display()));
    Ok(())
}

/// Writes a file that is not there yet: nobody's report is written over.
pub(crate) fn write_new(out: &Path, bytes: &[u8]) -> Result<(), String> {
    let named = |why: std::io::Error| {
        let there = "it is there already: name another file, or move it away".to_owned();
        let why = if why.kind() == ErrorKind::AlreadyExists { there } else { why.to_string() };
        format!("{}: {why}", out.display())
    };
    let mut file = File::create_new(out).map_err(named)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(named)
}

impl Checked {
    fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.report.iter().flat_map(|it| &it.failures)
    }

    /// Nothing is wrong with it; what waits, or is only remarked, is not wrong.
    fn is_clean(&self) -> bool {
        let wrong = self.findings.iter().any(|it| it.severity == Severity::Error);
        let inconsistent = self.failures().any(|it| it.verdict == Verdict::Inconsistent);
        !wrong && !inconsistent && self.aef.is_some() && !self.contradicts
    }

    /// Where places in it are: only a workbook has cells.
    fn sheet<'r>(&self, rules: &'r Rules) -> Sheet<'r> {
        Sheet { rules, has_cells: self.format == Format::Xlsx }
    }

    fn outcome(&self) -> &str {
        let set_aside = self.set_aside.as_deref().unwrap_or("not checked");
        self.report.as_ref().map_or(set_aside, |it| it.outcome().as_str())
    }

    /// Whose report of which year it is.
    fn whose(&self) -> String {
        let Some(aef) = &self.aef else { return "not understood".to_owned() };
        let it = &aef.submission;
        format!("{} {}, version {}", it.party, it.year, it.version)
    }

    fn tell(&self, rules: &Rules) {
        let Self { file, notes, findings, .. } = self;
        say!("{}: {}: {}", file.display(), self.whose(), self.outcome());
        for note in notes {
            say!("  note      {note}");
        }
        for finding in findings {
            let word = match finding.severity {
                Severity::Error => "wrong",
                Severity::Warning => "look at",
            };
            told(self.sheet(rules), word, finding.place, finding.issue.as_str());
            say!("    found   {}", finding.found);
            say!("    why     {}", finding.cause);
            say!("    do      {}", finding.remedy);
        }
        for failure in self.failures() {
            let word = match failure.verdict {
                Verdict::Inconsistent => "wrong",
                Verdict::Undetermined => "waits",
                Verdict::Remark => "look at",
            };
            told(self.sheet(rules), word, failure.place, failure.check.as_str());
            say!("    why     {}", failure.cause);
            for other in &failure.others {
                say!("    other   {}", side(rules, other));
            }
            if failure.verdict == Verdict::Inconsistent {
                say!("    do      {}", failure.remedy());
            }
        }
    }

    fn json(&self, rules: &Rules) -> Value {
        let sheet = self.sheet(rules);
        let findings: Vec<_> = self.findings.iter().map(|it| finding_json(sheet, it)).collect();
        let failures: Vec<_> = self.failures().map(|it| failure_json(sheet, it)).collect();
        json!({
            "file": self.file.display().to_string(),
            "format": self.format.as_str(),
            "submission": self.whose(),
            "outcome": self.outcome(),
            "clean": self.is_clean(),
            "notes": self.notes,
            "findings": findings,
            "failures": failures,
        })
    }
}

fn finding_json(sheet: Sheet<'_>, finding: &Finding) -> Value {
    json!({
        "place": placed(sheet, finding.place),
        "issue": finding.issue,
        "severity": finding.severity,
        "found": finding.found,
        "cause": finding.cause,
        "remedy": finding.remedy,
    })
}

fn failure_json(sheet: Sheet<'_>, failure: &Failure) -> Value {
    let elsewhere = Sheet { has_cells: false, ..sheet };
    let others = failure.others.iter().map(|other| {
        json!({
            "party": other.party.to_string(),
            "year": other.year.to_string(),
            "place": other.place.map(|place| placed(elsewhere, place)),
            "says": other.says,
        })
    });
    json!({
        "place": placed(sheet, failure.place),
        "check": failure.check.as_str(),
        "asks": failure.check.asks(),
        "verdict": failure.verdict,
        "units": failure.units.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "cause": failure.cause,
        "remedy": failure.remedy(),
        "others": others.collect::<Vec<_>>(),
    })
}

/// A file as people look at it: its rows, and its cells if it has some.
#[derive(Clone, Copy)]
struct Sheet<'r> {
    rules: &'r Rules,
    has_cells: bool,
}

impl Sheet<'_> {
    /// Where something stands: table, row, column, and its cell if there are cells.
    fn words(self, place: Place) -> String {
        let words = place.words(self.rules);
        self.cell(place).map(|cell| format!("{words} ({cell})")).unwrap_or(words)
    }

    fn cell(self, place: Place) -> Option<String> {
        if self.has_cells && place.row > 0 { place.cell(self.rules) } else { None }
    }
}

fn told(sheet: Sheet<'_>, word: &str, place: Place, what: &str) {
    say!("  {word:<9} {}: {what}", sheet.words(place));
}

fn side(rules: &Rules, other: &OtherSide) -> String {
    let at = other.place.map(|place| format!(", {}", place.words(rules))).unwrap_or_default();
    format!("{} {}{at}: {}", other.party, other.year, other.says)
}

fn placed(sheet: Sheet<'_>, place: Place) -> Value {
    json!({
        "table": place.table.number(),
        "row": place.row,
        "column": place.label(sheet.rules),
        "cell": sheet.cell(place),
    })
}
