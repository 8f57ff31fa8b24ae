//! Reports as documents, filled from what the ledger knows, and what has to be handed in.

use std::path::PathBuf;

use serde_json::Value;

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Column, Noun, list, nothing};
use super::reading::{Paging, Question, Reads};
use super::{Connection, With};
use crate::aef::write_new;
use crate::console::{note, say};

const DUTY: Noun = Noun {
    columns: &[
        Column::text("due", "/due"),
        Column::text("state", "/state"),
        Column::text("what", "/what"),
        Column::text("asked by", "/asked_by"),
        Column::text("detail", "/detail").alone(),
    ],
    none: "Your Party has nothing to hand in",
    below: nothing,
};

/// Reports as documents: filled from the ledger, with a list of what is missing
#[derive(clap::Args)]
pub(crate) struct Report {
    #[command(subcommand)]
    command: ReportCommand,
}

#[derive(clap::Subcommand)]
enum ReportCommand {
    /// The initial report of your Party; with an approach, its update for that
    #[command(after_help = "\
Examples:
  itmo report initial --out initial-report.md
  itmo report initial CA9001 --format json | jq '.missing[].label'")]
    Initial(With<Initial>),
    /// The regular information of your Party for a year, for the transparency report
    #[command(after_help = "Example:\n  itmo report regular 2026 --out regular-2026.md")]
    Regular(With<OfYear>),
    /// What Parties did with ITMOs in a year: needs no token
    #[command(after_help = "Example:\n  itmo report annual 2026")]
    Annual(With<OfYear>),
    /// The list of approaches for the CARP: needs no token
    #[command(after_help = "Example:\n  itmo report approaches --format json")]
    Approaches(With<Approaches>),
    /// What your Party has to hand in, and by when
    #[command(after_help = "Example:\n  itmo report duties --full")]
    Duties(With<Duties>),
}

#[derive(clap::Args)]
struct Initial {
    #[arg(value_name = "APPROACH", help = "Only part IV, for this approach")]
    approach: Option<String>,
    #[command(flatten)]
    written: Written,
}

#[derive(clap::Args)]
struct OfYear {
    #[arg(value_name = "YEAR", help = "The calendar year that is reported")]
    year: String,
    #[command(flatten)]
    written: Written,
}

#[derive(clap::Args)]
struct Approaches {
    #[command(flatten)]
    written: Written,
}

#[derive(clap::Args)]
struct Duties {
    #[command(flatten)]
    paging: Paging,
}

/// Where a document goes, and in which form.
#[derive(clap::Args)]
struct Written {
    #[arg(long, value_name = "FILE", help = "Write it to this new file, and not to the terminal")]
    out: Option<PathBuf>,
    #[arg(long, value_parser = ["markdown", "json"], help = "Markdown for people [default], JSON for programs")]
    format: Option<String>,
}

impl Reads for Duties {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/reports/duties");
        Question::whole(&DUTY, target, "duties", &self.paging)
    }
}

impl Report {
    pub(super) const fn connection(&self) -> &Connection {
        match &self.command {
            ReportCommand::Initial(it) => &it.connection,
            ReportCommand::Regular(it) | ReportCommand::Annual(it) => &it.connection,
            ReportCommand::Approaches(it) => &it.connection,
            ReportCommand::Duties(it) => &it.connection,
        }
    }

    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        match &self.command {
            ReportCommand::Initial(it) => {
                let target = Target::new("/v1/reports/initial");
                let target = match &it.what.approach {
                    Some(approach) => target.part(approach),
                    None => target,
                };
                it.what.written.run(session, (Some(session.token()?), target))
            }
            ReportCommand::Regular(it) => {
                let target = Target::new("/v1/reports/regular").part(&it.what.year);
                it.what.written.run(session, (Some(session.token()?), target))
            }
            ReportCommand::Annual(it) => {
                let target = Target::new("/v1/reports/annual").part(&it.what.year);
                it.what.written.run(session, (None, target))
            }
            ReportCommand::Approaches(it) => {
                it.what.written.run(session, (None, Target::new("/v1/reports/approaches")))
            }
            ReportCommand::Duties(it) => it.what.read(session),
        }
    }
}

impl Written {
    fn run(
        &self,
        session: &Session,
        (token, target): (Option<&str>, Target),
    ) -> Result<(), Failure> {
        let is_json = session.json || self.format.as_deref() == Some("json");
        let format = if is_json { "json" } else { "markdown" };
        let answer =
            session.client.read(token, &target.with("format", Some(format)).to_string())?;
        let Some(out) = &self.out else {
            say!("{}", answer.body.trim_end());
            return Ok(());
        };
        write_new(out, answer.body.as_bytes()).map_err(Failure::Misuse)?;
        let missing = if is_json {
            let document: Value = answer.json()?;
            list(&document, "/missing").len()
        } else {
            answer.body.matches("[missing: ").count()
        };
        note(format_args!(
            "{}: {missing} fields are missing. The list is at the end.",
            out.display()
        ));
        Ok(())
    }
}
