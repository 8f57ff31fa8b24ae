//! The desk of the secretariat: transfers between sections, which it sees and can hold.

use serde_json::{Map, Value, json};

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Column, Noun, at, first_of, list, words};
use super::reading::{Paging, Question, Reads};
use super::sending::{Key, Writing};
use super::stops::STOP;
use super::table::figure;
use super::{Connection, With};

const TRANSFER: Noun = Noun {
    columns: &[
        Column::text("number", "/proposal/number"),
        Column::text("state", "/proposal/state"),
        Column::text("from", "/from/party"),
        Column::text("to", "/to/party"),
        Column::made("units", |it| {
            let units: Vec<_> = list(it, "/units").iter().map(words).collect();
            first_of(&units)
        }),
        Column::made("stopped", |it| {
            if list(it, "/stops").is_empty() { String::new() } else { "yes".to_owned() }
        }),
        Column::text("proposed", "/proposal/proposed"),
        Column::text("lapses", "/proposal/lapses").alone(),
        Column::text("id", "/proposal/id"),
        Column::text("not carried out before", "/proposal/approval/due").alone(),
        Column::text("must be accepted by", "/proposal/approval/receiver").alone(),
        Column::text("accepted", "/proposal/approval/accepted").alone(),
        Column::text("decided", "/proposal/decision/decided").alone(),
        Column::text("reason", "/proposal/decision/reason").alone(),
        Column::text("first entry", "/proposal/decision/first_entry").alone(),
        Column::made("sent and received", compared).alone(),
    ],
    none: "There are no transfers between sections",
    below: units_and_stops,
};

const APPROACH: Noun = Noun {
    columns: &[
        Column::text("approach", "/approach"),
        Column::text("metric", "/metric"),
        Column::figure("first transferred", "/within/first_transferred"),
        Column::figure("used", "/within/used"),
        Column::figure("first transferred so far", "/so_far/first_transferred"),
        Column::figure("used so far", "/so_far/used"),
        Column::made("net increase", |it| {
            let increases = ["/within/increases", "/so_far/increases"].map(|p| at(it, p));
            let any = increases.iter().any(|it| it == "true");
            if any { "YES" } else { "no" }.to_owned()
        }),
    ],
    none: "Nothing was first transferred or used",
    below: super::noun::nothing,
};

fn compared(transfer: &Value) -> String {
    let sent = at(transfer, "/compared/sent");
    if sent.is_empty() {
        return sent;
    }
    let (sent, received) = (figure(&sent), figure(&at(transfer, "/compared/received")));
    let equal = at(transfer, "/compared/equal") == "true";
    format!("{sent} and {received}: {}", if equal { "equal" } else { "NOT EQUAL" })
}

fn units_and_stops(transfer: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let units = list(transfer, "/units");
    if units.len() > 1 {
        lines.extend([String::new(), "units, order by order".to_owned()]);
        lines.extend(units.iter().map(|it| format!("  {}", super::plain::plain(&words(it)))));
    }
    let stops = list(transfer, "/stops");
    if !stops.is_empty() {
        lines.push(String::new());
        lines.extend(STOP.table(stops));
    }
    lines
}

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Desk {
    #[command(subcommand)]
    command: Option<DeskCommand>,
    #[command(flatten)]
    listed: With<Transfers>,
}

#[derive(clap::Subcommand)]
enum DeskCommand {
    /// Hold a transfer: nobody can approve it until two of the desk lift the stop
    #[command(after_help = "\
Example:
  itmo desk hold 01a218b6-9f85-7437-98d5-f948eaa8f165 --reason \"please confirm the quantity\"
Its stop is in `itmo desk ID`, and is lifted by an order lift-stop of the desk.")]
    Hold(With<Hold>),
    /// Whether more was used than first transferred, approach by approach
    #[command(after_help = "\
Example:
  itmo desk no-net-increase --first 2021 --last 2025")]
    NoNetIncrease(With<NoNetIncrease>),
}

#[derive(clap::Args)]
struct Transfers {
    #[arg(conflicts_with_all = ["state", "Paging"], help = "Only this transfer: the identifier of its proposal")]
    id: Option<String>,
    #[arg(long, help = "Only those whose proposal is in this state")]
    state: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

#[derive(clap::Args)]
struct Hold {
    #[arg(help = "The identifier of its proposal")]
    id: String,
    #[arg(long, value_name = "TEXT", help = "Why, for both Parties to read")]
    reason: String,
    #[arg(long, value_name = "MOMENT", help = "When it ends by itself, as 2026-06-30T14:05:00Z")]
    until: Option<String>,
    #[command(flatten)]
    key: Key,
}

#[derive(clap::Args)]
struct NoNetIncrease {
    #[arg(long, value_name = "YEAR", help = "The first year [default: 2021]")]
    first: Option<String>,
    #[arg(long, value_name = "YEAR", help = "The last year [default: this year]")]
    last: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

impl Reads for NoNetIncrease {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/desk/no-net-increase")
            .with("first", self.first.as_deref())
            .with("last", self.last.as_deref());
        Question::whole(&APPROACH, target, "approaches", &self.paging)
    }
}

impl Reads for Transfers {
    fn question(&self) -> Question<'_> {
        let target = Target::new("/v1/desk/transfers").with("state", self.state.as_deref());
        Question::one_or_list(&TRANSFER, target, self.id.as_deref(), &self.paging)
    }
}

impl Desk {
    pub(super) const fn connection(&self) -> &Connection {
        match &self.command {
            Some(DeskCommand::Hold(it)) => &it.connection,
            Some(DeskCommand::NoNetIncrease(it)) => &it.connection,
            None => &self.listed.connection,
        }
    }

    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        match &self.command {
            Some(DeskCommand::Hold(it)) => it.what.run(session),
            Some(DeskCommand::NoNetIncrease(it)) => it.what.read(session),
            None => self.listed.what.read(session),
        }
    }
}

impl Hold {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let mut body = Map::from_iter([("reason".to_owned(), json!(self.reason))]);
        if let Some(until) = &self.until {
            body.insert("until".to_owned(), json!(until));
        }
        let target = Target::new("/v1/desk/transfers").part(&self.id).part("hold");
        let writing = Writing { target, body: Value::Object(body).to_string() };
        let answer = writing.send(session, &self.key)?;
        super::receipt::carried_out(session, &answer)
    }
}
