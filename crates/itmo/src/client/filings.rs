//! Reports that a Party files: handing files in, and reading what the checks say of them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use workbook::Format;

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Column, Noun, at, list, nothing};
use super::reading::{Paging, Question, Reads, show};
use super::receipt;
use super::sending::{Key, Writing};
use crate::aef::write_new;
use crate::console::{note, say};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const FILING: Noun = Noun {
    columns: &[
        Column::text("year", "/year"),
        Column::text("version", "/version"),
        Column::text("outcome", "/outcome"),
        Column::text("filed", "/filed_at"),
        Column::text("entry", "/entry"),
        Column::text("left out of comparisons", "/set_aside").alone(),
        Column::text("file", "/file").alone(),
    ],
    none: "Your Party has filed no report",
    below: |filing| {
        lines_of(filing, "/claims", |it| {
            format!("  kept back {} {}: {}", at(it, "/table"), at(it, "/field"), at(it, "/basis"))
        })
    },
};

const EXAMINATION: Noun = Noun {
    columns: &[
        Column::text("year", "/filing/year"),
        Column::text("version", "/filing/version"),
        Column::text("outcome", "/report/outcome"),
        Column::text("left out of comparisons", "/filing/set_aside"),
        Column::text("filed", "/filing/filed_at"),
        Column::text("file", "/filing/file"),
    ],
    none: "There is no such report",
    below: |found| {
        let mut lines = lines_of(found, "/report/failures", |it| failure(it).join("\n"));
        lines.extend(explanations(found));
        lines
    },
};

const NOTICE: Noun = Noun {
    columns: &[
        Column::text("party", "/party"),
        Column::text("year", "/year"),
        Column::text("version", "/version"),
        Column::text("check", "/failure/check"),
        Column::text("units", "/failure/units"),
        Column::text("why", "/failure/cause"),
    ],
    none: "No failure of others names your Party",
    below: |notice| {
        let mut lines = failure(notice.pointer("/failure").unwrap_or(&Value::Null));
        lines.extend(explanations(notice));
        lines
    },
};

const PUBLISHED: Noun = Noun {
    columns: &[
        Column::text("party", "/party"),
        Column::text("year", "/year"),
        Column::text("version", "/version"),
        Column::text("outcome", "/outcome"),
        Column::text("open", "/open_inconsistencies"),
        Column::text("filed", "/filed_at"),
    ],
    none: "No report was filed",
    below: nothing,
};

const STATUS: Noun = Noun {
    columns: &[
        Column::text("year", "/year"),
        Column::text("due", "/due"),
        Column::text("overdue", "/overdue"),
        Column::made("reported", |it| {
            let reported = list(it, "/reported").iter();
            let words: Vec<_> =
                reported.map(|it| format!("{} {}", at(it, "/party"), at(it, "/version"))).collect();
            words.join(", ")
        }),
        Column::text("not yet", "/missing"),
        Column::text("not yet, and named by others", "/named_by_others"),
    ],
    none: "",
    below: nothing,
};

const DIFFERENCE: Noun = Noun {
    columns: &[
        Column::made("where it was", |it| place(it, "/before")),
        Column::made("where it is", |it| place(it, "/after")),
        Column::text("was", "/was"),
        Column::text("is", "/is"),
    ],
    none: "The two versions say the same",
    below: nothing,
};

pub(super) const EXAMPLES_OF_IMPORT: &str = "\
Examples:
  itmo aef import XAL-2025.xlsx         kept, and proposed for filing
  itmo aef import XAL-2025.xlsx --claim authorized_entities:AuthorizedEntityName=\"Business Secrets Act\"
  itmo aef import --from-ledger --year 2025 --submission 1.1     what the ledger says, frozen
A second officer approves the proposal; then it is filed, for good.";

#[derive(clap::Args)]
pub(crate) struct Import {
    #[arg(help = "The file: xlsx, CSV or JSON", required_unless_present = "from_ledger")]
    file: Option<PathBuf>,
    #[arg(
        long,
        requires = "year",
        conflicts_with = "file",
        help = "What the ledger says for a year, in place of a file"
    )]
    from_ledger: bool,
    #[arg(long, requires = "from_ledger", help = "The calendar year that is reported")]
    year: Option<String>,
    #[arg(
        long = "submission",
        value_name = "X.Y",
        requires = "from_ledger",
        help = "The version to write into Table 1 [default: 1.0]"
    )]
    version: Option<String>,
    #[arg(
        long = "claim",
        value_name = "TABLE:FIELD=BASIS",
        value_parser = claim,
        help = "A field to keep back, and on what basis; as often as there are fields"
    )]
    claims: Vec<Value>,
    #[arg(long, help = "Have the file kept, and propose nothing yet")]
    keep_only: bool,
    #[command(flatten)]
    key: Key,
}

#[derive(clap::Args)]
pub(crate) struct Precheck {
    #[arg(help = "The file: xlsx, CSV or JSON")]
    file: PathBuf,
    #[arg(
        long,
        value_name = "OUT",
        help = "Write a workbook in which each finding and failure stands beside its cell: a new file"
    )]
    annotate: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct Filings {
    #[arg(requires = "year", help = "The Party, to see what the checks say of its report")]
    party: Option<String>,
    #[arg(help = "The year of the report")]
    year: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

#[derive(clap::Args)]
pub(crate) struct Notices {
    #[command(flatten)]
    paging: Paging,
}

#[derive(clap::Args)]
pub(crate) struct Published {
    #[arg(long, value_name = "CODE", help = "Those of this Party")]
    party: Option<String>,
    #[arg(long, help = "Those of this year")]
    year: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

#[derive(clap::Args)]
pub(crate) struct Status {
    #[arg(help = "The year that is reported")]
    year: String,
}

#[derive(clap::Args)]
pub(crate) struct Download {
    #[arg(requires = "year", help = "The Party whose report it is")]
    party: Option<String>,
    #[arg(requires = "version", help = "The year of the report")]
    year: Option<String>,
    #[arg(help = "The version")]
    version: Option<String>,
    #[arg(long, value_name = "FILE", help = "Where to: a new file")]
    out: PathBuf,
    #[arg(
        long,
        help = "Of your own Party: the bytes as they were filed, with all that is in them"
    )]
    own: bool,
    #[arg(
        long,
        value_name = "SHA256",
        conflicts_with_all = ["party", "own"],
        required_unless_present = "party",
        help = "A file that your section has handed in, by its hash"
    )]
    file: Option<String>,
}

#[derive(clap::Args)]
pub(crate) struct Annotated {
    #[arg(help = "Your Party")]
    party: String,
    #[arg(help = "The year of the report")]
    year: String,
    #[arg(long, value_name = "FILE", help = "Where to: a new file, which is a workbook")]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Differences {
    #[arg(help = "Your Party")]
    party: String,
    #[arg(help = "The year of the report")]
    year: String,
    #[arg(help = "The earlier version")]
    from: String,
    #[arg(help = "The later version")]
    to: String,
    #[command(flatten)]
    paging: Paging,
}

impl Import {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let token = session.token()?;
        let answer = if let Some(file) = &self.file {
            session.client.send_file(token, "/v1/reports/files", contents(file)?, None)?
        } else {
            let target = Target::new("/v1/reports/files/from-ledger")
                .with("year", self.year.as_deref())
                .with("version", self.version.as_deref());
            session.client.send_file(token, &target.to_string(), Vec::new(), None)?
        };
        let kept: Value = json_of(&answer)?;
        if self.keep_only && session.json {
            say!("{kept}");
            return Ok(());
        }
        if !session.json {
            note(format_args!("{}", told_of_kept(&kept)));
        }
        if self.keep_only {
            return Ok(());
        }
        let order = json!({
            "order": "file-report",
            "year": at(&kept, "/year"),
            "version": at(&kept, "/version"),
            "file": at(&kept, "/file"),
            "claims": self.claims,
        });
        let target = Target::new("/v1/proposals");
        let writing = Writing { target, body: json!({ "order": order }).to_string() };
        receipt::proposed(session, &writing.send(session, &self.key)?)
    }
}

fn told_of_kept(kept: &Value) -> String {
    let (party, year, version) = (at(kept, "/party"), at(kept, "/year"), at(kept, "/version"));
    let (file, outcome) = (at(kept, "/file"), at(kept, "/checked/report/outcome"));
    format!("Kept: {party} {year}, version {version}, as {file}. Beside all others: {outcome}.")
}

impl Precheck {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let (token, bytes) = (session.token()?, contents(&self.file)?);
        let path = "/v1/reports/check";
        if let Some(out) = &self.annotate {
            let marked = session.client.send_file(token, path, bytes, Some(XLSX))?;
            return written(out, &marked);
        }
        let answer = session.client.send_file(token, path, bytes, None)?;
        let checked: Value = json_of(&answer)?;
        if session.json {
            say!("{checked}");
            return Ok(());
        }
        let outcome = at(&checked, "/report/outcome");
        say!("{}: {outcome}", self.file.display());
        let findings = list(&checked, "/findings").iter().map(|it| {
            let (issue, cause) = (at(it, "/issue"), at(it, "/cause"));
            format!("  {issue} in {}: {cause} {}", place(it, "/place"), at(it, "/remedy"))
        });
        show(&findings.collect::<Vec<_>>());
        show(&lines_of(&checked, "/report/failures", |it| failure(it).join("\n")));
        note(format_args!("Nothing was kept: this was a check."));
        Ok(())
    }
}

impl Reads for Filings {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/filings");
        match (&self.party, &self.year) {
            (Some(party), Some(year)) => Question::one(&EXAMINATION, target.part(party).part(year)),
            _ => Question::whole(&FILING, target, "items", &self.paging),
        }
    }
}

impl Reads for Notices {
    fn question(&self) -> Question<'_> {
        Question::whole(&NOTICE, Target::new("/v1/reports/notices"), "items", &self.paging)
    }
}

impl Reads for Published {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/published")
            .with("party", self.party.as_deref())
            .with("year", self.year.as_deref());
        Question::list(&PUBLISHED, target, &self.paging).published()
    }
}

impl Reads for Status {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/status").part(&self.year);
        Question::one(&STATUS, target).published()
    }
}

impl Reads for Differences {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/filings")
            .part(&self.party)
            .part(&self.year)
            .part("differences")
            .with("from", Some(&self.from))
            .with("to", Some(&self.to));
        Question::whole(&DIFFERENCE, target, "items", &self.paging)
    }
}

impl Download {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        let (party, year, version) = (part(&self.party), part(&self.year), part(&self.version));
        let which = |path: &str| Target::new(path).part(&party).part(&year).part(&version);
        let (token, target) = if let Some(file) = &self.file {
            (Some(session.token()?), Target::new("/v1/reports/files").part(file))
        } else if self.own {
            (Some(session.token()?), which("/v1/reports/filings").part("file"))
        } else {
            let ending = self.out.extension().and_then(|it| it.to_str());
            let format = ending.and_then(|it| it.parse().ok()).map(Format::as_str);
            (None, which("/v1/reports/published").with("format", format))
        };
        written(&self.out, &session.client.read_file(token, &target.to_string())?)
    }
}

impl Annotated {
    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let target = Target::new("/v1/reports/filings").part(&self.party).part(&self.year);
        let path = target.part("annotated").to_string();
        written(&self.out, &session.client.read_file(Some(session.token()?), &path)?)
    }
}

/// `TABLE:FIELD=BASIS`, as an order has it.
fn claim(text: &str) -> Result<Value, String> {
    let parts = text.split_once('=').and_then(|(named, basis)| {
        let (table, field) = named.split_once(':')?;
        Some(json!({ "table": table, "field": field, "basis": basis }))
    });
    parts.ok_or_else(|| "a claim is TABLE:FIELD=BASIS: the basis is mandatory".to_owned())
}

fn contents(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file)
        .map_err(|why| Failure::Misuse(format!("cannot read {}: {why}", file.display())))
}

fn written(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_new(out, bytes).map_err(Failure::Misuse)?;
    note(format_args!("{}: {} bytes", out.display(), bytes.len()));
    Ok(())
}

fn json_of(bytes: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(bytes)
        .map_err(|why| Failure::Misuse(format!("the answer is no JSON: {why}")))
}

fn lines_of(thing: &Value, pointer: &str, line: impl Fn(&Value) -> String) -> Vec<String> {
    list(thing, pointer).iter().map(line).collect()
}

fn explanations(thing: &Value) -> Vec<String> {
    lines_of(thing, "/explanations", |it| {
        format!("  {} explains {}: {}", at(it, "/party"), at(it, "/check"), at(it, "/text"))
    })
}

/// Where something stands: table, row and column.
fn place(thing: &Value, pointer: &str) -> String {
    let Some(place) = thing.pointer(pointer).filter(|it| it.is_object()) else {
        return String::new();
    };
    let part = |name: &str, word: &str| match at(place, name) {
        text if text.is_empty() => String::new(),
        text => format!("{word}{text}"),
    };
    let (row, column) = (part("/row", ", row "), part("/column", ", "));
    format!("Table {}{row}{column}", at(place, "/table"))
}

fn failure(it: &Value) -> Vec<String> {
    let (check, verdict) = (at(it, "/check"), at(it, "/verdict"));
    let mut lines = vec![format!("  {check} {verdict} in {}", place(it, "/place"))];
    let mut say = |what: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("    {what:<7} {words}"));
        }
    };
    say("units", at(it, "/units"));
    say("why", at(it, "/cause"));
    for other in list(it, "/others") {
        let (party, year) = (at(other, "/party"), at(other, "/year"));
        say("other", format!("{party} {year} {}: {}", place(other, "/place"), at(other, "/says")));
    }
    say("do", at(it, "/remedy"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_has_a_table_a_field_and_a_basis_r291() {
        let read = claim("authorized_entities:AuthorizedEntityName=the Act, s. 12 = secret");
        assert_eq!(
            read,
            Ok(json!({ "table": "authorized_entities", "field": "AuthorizedEntityName",
                "basis": "the Act, s. 12 = secret" }))
        );
        for wrong in ["", "actions", "actions:Vintage", "AuthorizedEntityName=why"] {
            assert!(claim(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_place_names_what_it_has() {
        let there = json!({ "place": { "table": 3, "row": 9, "column": "First ID" } });
        assert_eq!(place(&there, "/place"), "Table 3, row 9, First ID");
        assert_eq!(place(&json!({ "place": { "table": 4 } }), "/place"), "Table 4");
        assert_eq!(place(&there, "/nowhere"), "");
    }
}
