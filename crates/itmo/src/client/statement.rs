//! Statements of an account: what it had, what came and went, and what it has then.

use serde_json::{Value, json};

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Column, Noun, at, first_of, list, nothing};
use super::reading::show;
use super::table::figure;
use super::{Connection, With};
use crate::console::{note, say};

const MOVEMENT: Noun = Noun {
    columns: &[
        Column::text("entry", "/entry"),
        Column::text("occurred", "/occurred"),
        Column::text("act", "/act"),
        Column::made("units", units),
        Column::made("other side", other_side),
        Column::sum("in", |it| quantity(it, "in")),
        Column::sum("out", |it| quantity(it, "out")),
        Column::figure("balance", "/balance"),
    ],
    none: "Nothing came and nothing went",
    below: nothing,
};

const HEADINGS: &str = "entry,occurred,act,direction,first,last,units,party,counterpart,balance";

/// One account of your section
#[derive(clap::Args)]
pub(crate) struct Account {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(clap::Subcommand)]
enum AccountCommand {
    /// What it had, each entry that put units in or took units out, and what it has then
    #[command(after_help = "\
Examples:
  itmo account statement XAL-100-0001-16 --from 2026-01-01 --to 2026-12-31
  itmo account statement XAL-100-0001-16 --csv > statement.csv")]
    Statement(With<Statement>),
}

#[derive(clap::Args)]
struct Statement {
    #[arg(value_name = "NUMBER", help = "The number of the account")]
    number: String,
    #[arg(long, value_name = "MOMENT", help = "From this day or moment on [default: the first]")]
    from: Option<String>,
    #[arg(long, value_name = "MOMENT", help = "Up to this day and with it [default: now]")]
    to: Option<String>,
    #[arg(
        long,
        conflicts_with = "json",
        help = "Print a line for each run of units, for programs"
    )]
    csv: bool,
}

impl Account {
    pub(super) const fn connection(&self) -> &Connection {
        let AccountCommand::Statement(it) = &self.command;
        &it.connection
    }

    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        let AccountCommand::Statement(it) = &self.command;
        it.what.run(session)
    }
}

impl Statement {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let whole = self.whole(session)?;
        if session.json {
            say!("{whole}");
        } else if self.csv {
            for line in csv(&whole) {
                say!("{line}");
            }
        } else {
            shown(&whole, self.from.is_some());
        }
        Ok(())
    }

    /// All pages as one.
    fn whole(&self, session: &Session) -> Result<Value, Failure> {
        let token = session.token()?;
        let page = |cursor: Option<&str>| {
            let target = Target::new("/v1/accounts")
                .part(&self.number)
                .part("statement")
                .with("from", self.from.as_deref())
                .with("to", self.to.as_deref())
                .with("limit", Some("100"))
                .with("cursor", cursor);
            session.client.get(Some(token), &target.to_string())
        };
        let mut whole = page(None)?;
        let mut items = list(&whole, "/items").to_vec();
        let mut next = at(&whole, "/next");
        while !next.is_empty() {
            let more = page(Some(&next))?;
            items.extend_from_slice(list(&more, "/items"));
            next = at(&more, "/next");
        }
        if let Some(members) = whole.as_object_mut() {
            members.remove("next");
            members.insert("items".to_owned(), json!(items));
        }
        Ok(whole)
    }
}

/// For people: the balances around the movements. Without a moment to begin with, it is the account's
/// whole life.
fn shown(whole: &Value, from_a_moment: bool) {
    let line = |words: &str, moment: &str, figures: &str| {
        let count = figure(&at(whole, figures));
        say!("{words}{moment}: {count} ({})", at(whole, "/metric"));
    };
    let on = |moment: &str| format!(" {}", at(whole, moment));
    say!("{} {}", at(whole, "/account"), at(whole, "/name"));
    line("Opening", &if from_a_moment { on("/from") } else { String::new() }, "/opening");
    match list(whole, "/items") {
        [] => note(format_args!("{}.", MOVEMENT.none)),
        items => show(&MOVEMENT.table(items)),
    }
    line("Closing", &on("/to"), "/closing");
}

/// For programs: opening and closing are lines too, and each run of units has one. The balance stands
/// on the last line of an entry's side.
fn csv(whole: &Value) -> Vec<String> {
    let end = |word: &str, moment: &str, balance: &str| {
        format!(",{},{word},,,,,,,{}", at(whole, moment), at(whole, balance))
    };
    let mut lines = vec![HEADINGS.to_owned(), end("opening", "/from", "/opening")];
    for movement in list(whole, "/items") {
        let text = |pointer: &str| at(movement, pointer);
        let runs = list(movement, "/units");
        for (place, run) in runs.iter().enumerate() {
            let run = run.as_str().unwrap_or_default();
            let (first, last, count) = ends(run);
            let is_last = place.saturating_add(1) == runs.len();
            let balance = if is_last { text("/balance") } else { String::new() };
            let cells = [
                text("/entry"),
                text("/occurred"),
                text("/act"),
                text("/direction"),
                first,
                last,
                count,
                text("/party"),
                text("/counterpart"),
                balance,
            ];
            lines.push(cells.join(","));
        }
    }
    lines.push(end("closing", "/to", "/closing"));
    lines
}

/// First and last identifier of a run, and how many units it has.
fn ends(run: &str) -> (String, String, String) {
    match run.parse::<domain::unit::UnitRange>() {
        Ok(units) => (units.first_id(), units.last_id(), units.units().count().to_string()),
        Err(_foreign) => (run.to_owned(), run.to_owned(), String::new()),
    }
}

fn units(movement: &Value) -> String {
    let runs: Vec<String> =
        list(movement, "/units").iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
    first_of(&runs)
}

fn other_side(movement: &Value) -> String {
    let account = at(movement, "/counterpart");
    if account.is_empty() { at(movement, "/party") } else { account }
}

fn quantity(movement: &Value, direction: &str) -> String {
    if at(movement, "/direction") == direction {
        figure(&at(movement, "/quantity"))
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Value {
        json!({ "account": "XAL-100-0001-16", "metric": "GHG", "opening": "0", "closing": "60",
            "from": "2026-01-01T00:00:00.000Z", "to": "2027-01-01T00:00:00.000Z",
            "items": [
                { "entry": "7", "occurred": "2026-02-01T00:00:00.000Z", "act": "issue",
                  "direction": "in", "units": ["CA9001-XAL01-XAL-1..100-2024"], "quantity": "100",
                  "balance": "100" },
                { "entry": "9", "occurred": "2026-03-01T00:00:00.000Z", "act": "first-transfer",
                  "direction": "out", "party": "XBO", "counterpart": "XBO-100-0001-66",
                  "units": ["CA9001-XAL01-XAL-1..10-2024", "CA9001-XAL01-XAL-71..100-2024"],
                  "quantity": "40", "balance": "60" },
            ] })
    }

    #[test]
    fn each_run_of_units_is_a_line_and_the_balances_stand_at_both_ends() {
        assert_eq!(
            csv(&statement()),
            [
                HEADINGS,
                ",2026-01-01T00:00:00.000Z,opening,,,,,,,0",
                "7,2026-02-01T00:00:00.000Z,issue,in,CA9001-XAL01-XAL-1-2024,\
                 CA9001-XAL01-XAL-100-2024,100,,,100",
                "9,2026-03-01T00:00:00.000Z,first-transfer,out,CA9001-XAL01-XAL-1-2024,\
                 CA9001-XAL01-XAL-10-2024,10,XBO,XBO-100-0001-66,",
                "9,2026-03-01T00:00:00.000Z,first-transfer,out,CA9001-XAL01-XAL-71-2024,\
                 CA9001-XAL01-XAL-100-2024,30,XBO,XBO-100-0001-66,60",
                ",2027-01-01T00:00:00.000Z,closing,,,,,,,60",
            ]
        );
    }

    #[test]
    fn a_table_has_a_column_for_what_came_and_one_for_what_went() {
        let table = MOVEMENT.table(list(&statement(), "/items"));
        assert!(table[1].contains("issue") && table[1].ends_with("100    -      100"), "{table:?}");
        assert!(table[2].contains("XBO-100-0001-66") && table[2].ends_with("60"), "{table:?}");
    }
}
