//! What a Party has to report, in the agreed electronic format.

use std::path::PathBuf;

use domain::aef::Rules;
use serde_json::Value;
use workbook::Format;

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Column, Noun, at, nothing};
use super::reading::{Paging, Question, Reads};
use super::{Connection, With, filings};
use crate::aef::{self, Check};
use crate::console::{note, say};

const ACTION: Noun = Noun {
    columns: &[
        Column::text("entry", "/entry"),
        Column::text("when", "/row/ActionDateTime"),
        Column::text("type", "/row/ActionType"),
        Column::text("subtype", "/row/ActionSubtype"),
        Column::text("first", "/row/FirstID"),
        Column::text("last", "/row/LastID"),
        Column::figure("t CO2 eq", "/row/QuantityCO2"),
        Column::text("authorization", "/row/AuthorizationID"),
        Column::text("from", "/row/TransferringPartyID").alone(),
        Column::text("to", "/row/AcquiringPartyID").alone(),
        Column::text("account type", "/account_type").alone(),
    ],
    none: "Your Party has nothing to report",
    below: nothing,
};

const HOLDING: Noun = Noun {
    columns: &[
        Column::text("first", "/row/FirstID"),
        Column::text("last", "/row/LastID"),
        Column::figure("t CO2 eq", "/row/QuantityCO2"),
        Column::text("authorization", "/row/AuthorizationID"),
        Column::text("mitigation", "/row/MitigationType"),
        Column::text("registry", "/row/PartyITMORegistryID"),
        Column::text("account type", "/account_type").alone(),
    ],
    none: "Your Party holds no ITMOs",
    below: nothing,
};

/// The agreed electronic format: tables out of the ledger, and checks of files
#[derive(clap::Args)]
pub(crate) struct Reports {
    #[command(subcommand)]
    command: ReportsCommand,
}

#[derive(clap::Subcommand)]
enum ReportsCommand {
    /// Write the five tables of your Party for a year into a file
    #[command(after_help = "\
Examples:
  itmo aef export --year 2025 --out XAL-2025.xlsx
  itmo aef export --party XAL --year 2025 --dialect nomenclature --out XAL-2025.json")]
    Export(With<Export>),
    /// Check files, without a registry
    #[command(after_help = aef::EXAMPLES_OF_CHECK)]
    Check(Check),
    /// What your Party has to report, row by row as in Table 3
    #[command(after_help = "\
Example:
  itmo aef actions --from 2026-01-01T00:00:00Z --all --json | jq '.items[].row'")]
    Actions(With<Actions>),
    /// What your Party holds, row by row as in Table 4
    #[command(after_help = "\
Example:
  itmo aef holdings --at 2025-12-31 --all     the position at the end of a year")]
    Holdings(With<Holdings>),
    /// Hand a file in, and propose that it is filed
    #[command(after_help = filings::EXAMPLES_OF_IMPORT)]
    Import(With<filings::Import>),
    /// Check a file against all reports that were filed; nothing is kept
    #[command(after_help = "\
Examples:
  itmo aef precheck XAL-2025.xlsx
  itmo aef precheck XAL-2025.xlsx --annotate marked.xlsx")]
    Precheck(With<filings::Precheck>),
    /// The reports that your Party filed, or what the checks say of one
    #[command(after_help = "\
Examples:
  itmo aef filings
  itmo aef filings XAL 2025     the newest version: what fails, with both sides' values")]
    Filings(With<filings::Filings>),
    /// What fails in others' reports and names your Party
    #[command(after_help = "\
Example:
  itmo aef notices --full
Answer with a corrected version, or with an order explain-inconsistency (itmo propose).")]
    Notices(With<filings::Notices>),
    /// The reports of all Parties, as they are published
    #[command(after_help = "Example:\n  itmo aef published --year 2025 --all")]
    Published(With<filings::Published>),
    /// Who has reported a year, and who has not
    #[command(after_help = "Example:\n  itmo aef status 2025")]
    Status(With<filings::Status>),
    /// Write a report that was filed into a file
    #[command(after_help = "\
Examples:
  itmo aef download XBO 2025 1.0 --out XBO-2025.xlsx           as it is published
  itmo aef download XAL 2025 1.0 --own --out XAL-2025.xlsx     your own, byte for byte")]
    Download(With<filings::Download>),
    /// Your report as a workbook, with what the checks say beside its cells
    #[command(after_help = "Example:\n  itmo aef annotated XAL 2025 --out marked.xlsx")]
    Annotated(With<filings::Annotated>),
    /// In what two versions of your report differ
    #[command(after_help = "Example:\n  itmo aef differences XAL 2025 1.0 1.1")]
    Differences(With<filings::Differences>),
}

#[derive(clap::Args)]
struct Export {
    #[arg(long, help = "The calendar year that is reported")]
    year: String,
    #[arg(long, value_name = "FILE", help = "Where to: xlsx, csv or json, by how its name ends")]
    out: PathBuf,
    #[arg(
        long,
        value_name = "CODE",
        help = "Whose: your token opens one section, and this is checked"
    )]
    party: Option<String>,
    #[arg(
        long = "submission",
        value_name = "X.Y",
        help = "The version to write into Table 1 [default: 1.0]"
    )]
    version: Option<String>,
    #[arg(
        long,
        value_parser = ["template", "nomenclature"],
        help = "How values are written where published texts differ"
    )]
    dialect: Option<String>,
}

#[derive(clap::Args)]
struct Actions {
    #[arg(
        long,
        value_name = "MOMENT",
        help = "What occurred then or later, as 2026-01-01T00:00:00Z"
    )]
    from: Option<String>,
    #[arg(long, value_name = "MOMENT", help = "What occurred before")]
    to: Option<String>,
    #[arg(long, value_parser = ["template", "nomenclature"], help = "How values are written")]
    dialect: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

#[derive(clap::Args)]
struct Holdings {
    #[arg(
        long,
        value_name = "MOMENT",
        help = "Then, and not now: a day, which means its end in UTC, or a moment"
    )]
    at: Option<String>,
    #[arg(long, value_parser = ["template", "nomenclature"], help = "How values are written")]
    dialect: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for Actions {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/actions")
            .with("from", self.from.as_deref())
            .with("to", self.to.as_deref())
            .with("dialect", self.dialect.as_deref());
        Question::list(&ACTION, target, &self.paging)
    }
}

impl Reads for Holdings {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/holdings")
            .with("at", self.at.as_deref())
            .with("dialect", self.dialect.as_deref());
        Question::list(&HOLDING, target, &self.paging)
    }
}

impl Reports {
    /// What needs no registry.
    pub(super) const fn offline(&self) -> Option<&Check> {
        match &self.command {
            ReportsCommand::Check(check) => Some(check),
            ReportsCommand::Export(_)
            | ReportsCommand::Actions(_)
            | ReportsCommand::Holdings(_)
            | ReportsCommand::Import(_)
            | ReportsCommand::Precheck(_)
            | ReportsCommand::Filings(_)
            | ReportsCommand::Notices(_)
            | ReportsCommand::Published(_)
            | ReportsCommand::Status(_)
            | ReportsCommand::Download(_)
            | ReportsCommand::Annotated(_)
            | ReportsCommand::Differences(_) => None,
        }
    }

    pub(super) const fn connection(&self) -> Option<&Connection> {
        match &self.command {
            ReportsCommand::Export(it) => Some(&it.connection),
            ReportsCommand::Actions(it) => Some(&it.connection),
            ReportsCommand::Holdings(it) => Some(&it.connection),
            ReportsCommand::Import(it) => Some(&it.connection),
            ReportsCommand::Precheck(it) => Some(&it.connection),
            ReportsCommand::Filings(it) => Some(&it.connection),
            ReportsCommand::Notices(it) => Some(&it.connection),
            ReportsCommand::Published(it) => Some(&it.connection),
            ReportsCommand::Status(it) => Some(&it.connection),
            ReportsCommand::Download(it) => Some(&it.connection),
            ReportsCommand::Annotated(it) => Some(&it.connection),
            ReportsCommand::Differences(it) => Some(&it.connection),
            ReportsCommand::Check(_) => None,
        }
    }

    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        match &self.command {
            ReportsCommand::Export(it) => it.what.run(session),
            ReportsCommand::Actions(it) => it.what.read(session),
            ReportsCommand::Holdings(it) => it.what.read(session),
            ReportsCommand::Import(it) => it.what.run(session),
            ReportsCommand::Precheck(it) => it.what.run(session),
            ReportsCommand::Filings(it) => it.what.read(session),
            ReportsCommand::Notices(it) => it.what.read(session),
            ReportsCommand::Published(it) => it.what.read(session),
            ReportsCommand::Status(it) => it.what.read(session),
            ReportsCommand::Download(it) => it.what.run(session),
            ReportsCommand::Annotated(it) => it.what.run(session),
            ReportsCommand::Differences(it) => it.what.read(session),
            ReportsCommand::Check(_) => Ok(()),
        }
    }
}

impl Export {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let format = self.format()?;
        let target = Target::new("/v1/reports/aef")
            .part(&self.year)
            .with("version", self.version.as_deref())
            .with("dialect", self.dialect.as_deref());
        let answer = session.client.get(Some(session.token()?), &target.to_string())?;
        self.is_of_party(&answer)?;
        let misuse = |why: &dyn std::fmt::Display| Failure::Misuse(why.to_string());
        let rules = Rules::newest().ok_or_else(|| misuse(&"the field rules cannot be read"))?;
        let opened = workbook::open(rules, answer.to_string().as_bytes());
        let opened = opened.map_err(|why| misuse(&why))?;
        let dialect = opened.dialect.unwrap_or_default();
        let bytes = workbook::write(rules, &opened.document, dialect, format);
        let bytes = bytes.map_err(|why| misuse(&why))?;
        let out = self.out.display();
        aef::write_new(&self.out, &bytes).map_err(|why| misuse(&why))?;
        let rows = |name: &str| answer.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        let (actions, holdings) = (rows("actions"), rows("holdings"));
        if session.json {
            say!(
                "{}",
                serde_json::json!({ "file": out.to_string(), "actions": actions, "holdings": holdings })
            );
        } else {
            note(format_args!(
                "{out}: {actions} actions, {holdings} holdings. Check it: itmo aef check {out}"
            ));
            if let Some(entry) = answer.pointer("/year_end/entry").and_then(Value::as_str) {
                note(format_args!("The year {} ended by entry {entry}.", self.year));
            }
        }
        Ok(())
    }

    fn format(&self) -> Result<Format, Failure> {
        let ending = self.out.extension().and_then(|it| it.to_str()).unwrap_or_default();
        ending.parse().map_err(|_not_a_format| {
            Failure::Misuse(format!(
                "the name {} ends in none of .xlsx, .csv, .json: that says which file to write",
                self.out.display()
            ))
        })
    }

    fn is_of_party(&self, answer: &Value) -> Result<(), Failure> {
        let theirs = at(answer, "/submission/ParticipatingParty");
        match &self.party {
            Some(party) if *party != theirs => Err(Failure::Misuse(format!(
                "your token opens the section of {theirs}, and not of {party}"
            ))),
            _ => Ok(()),
        }
    }
}
