//! The structured summary of an NDC period as a table, what plans would change, and what a Party tells
//! and lays down for it.

use std::io::Read as _;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{at, list};
use super::reading::show;
use super::receipt;
use super::sending::{Key, Writing};
use super::table::{Side, Table, amount, sheet};
use super::{Connection, With};
use crate::console::{note, say};

/// What each row is, as people say it; the last is beside the twelve.
const ROWS: [&str; 13] = [
    "1  trajectory or budget, single-year NDC",
    "2  trajectory or budget, multi-year NDC",
    "3  covered by the NDC",
    "4  the portion under para 10",
    "5  first transferred, for an NDC too",
    "6  first transferred, for other purposes",
    "7  used towards the NDC",
    "8  net: 5 and 6, less 7",
    "9  cumulative, by elapsed years",
    "10 adjustment",
    "11 cumulative net",
    "12 balance, or adjusted indicator",
    "   first transferred, by vintage",
];

/// Balances of an NDC period: the structured summary, plans, and what a Party tells
#[derive(clap::Args)]
pub(crate) struct Balances {
    #[command(subcommand)]
    command: BalancesCommand,
}

#[derive(clap::Subcommand)]
enum BalancesCommand {
    /// The structured summary of a period: rows 1 to 12, year by year
    #[command(after_help = "\
Examples:
  itmo balance show 2021
  itmo balance show 2021 --as-of 2024 --since 2023     and what the report for 2023 showed otherwise
  itmo balance show 2021 --blocks                      with the units behind each figure
  itmo balance show 2021 --json | jq '.years[].rows[] | select(.row == \"12\")'
N/A marks a row that the method does not have; `missing` a figure that nobody has told.")]
    Show(With<Show>),
    /// What if we authorize, first transfer, use? Nothing is recorded
    #[command(after_help = "\
FILE holds JSON: the acts, and figures that are projected.

Examples:
  itmo balance plan 2021 plan.json
  itmo balance plan 2021 - <<'END'
  { \"figures\": [{ \"year\": \"2025\", \"covered\": \"1040000\" }],
    \"acts\": [{ \"act\": \"first-transfer\", \"authorization\": \"A-17\", \"host\": \"XAL\",
      \"approach\": \"CA9042\", \"vintage\": \"2025\", \"quantity\": \"40000\", \"purposes\": \"NDC\",
      \"sector\": \"Energy generation\", \"activity_type\": \"Solar\", \"year\": \"2025\" }] }
  END")]
    Plan(With<PlanOf>),
    /// Propose to record the figures of a year
    #[command(after_help = "\
Examples:
  itmo balance record 2024 --covered 1030000 --source \"inventory of 2026\"
  itmo balance record 2030 --trajectory 900000 --source \"NDC of 2025, table 2\" --dry-run
Later figures of the same year take the place of earlier ones, whole. A second person approves them.")]
    Record(With<Record>),
    /// Propose what counts for the adjustments of a period
    #[command(after_help = "\
Example:
  itmo balance settings 2021 --budget 5150000 --last-day 2028-12-31
It takes the place of what was laid down before, whole. A second person approves it.")]
    Settings(With<Settings>),
}

#[derive(clap::Args)]
struct Show {
    #[arg(help = "The first year of the period")]
    first: String,
    #[arg(
        long,
        value_name = "YEAR",
        help = "The year that the report is for [default: this year]"
    )]
    as_of: Option<String>,
    #[arg(
        long,
        value_name = "YEAR",
        help = "Say also what the report for this year showed otherwise"
    )]
    since: Option<String>,
    #[arg(long, help = "The units behind each figure")]
    blocks: bool,
}

#[derive(clap::Args)]
struct PlanOf {
    #[arg(help = "The first year of the period")]
    first: String,
    #[arg(help = "The file with the plan; - for the standard input")]
    file: String,
}

#[derive(clap::Args)]
struct Record {
    #[arg(help = "The year")]
    year: String,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, help = "Row 3")]
    covered: Option<String>,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, help = "Row 4")]
    portion: Option<String>,
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, help = "Row 1 or 2")]
    trajectory: Option<String>,
    #[arg(long, value_name = "TEXT", help = "Where the figures come from")]
    source: String,
    #[arg(long, help = "Say what it would do, or why it would be refused; record nothing")]
    dry_run: bool,
    #[command(flatten)]
    key: Key,
}

#[derive(clap::Args)]
struct Settings {
    #[arg(help = "The first year of the period")]
    first: String,
    #[arg(long, value_name = "AMOUNT", help = "The budget of the whole period")]
    budget: Option<String>,
    #[arg(long, value_name = "AMOUNT", help = "What the last year is to reach")]
    target: Option<String>,
    #[arg(long, value_name = "DAY", help = "The last day on which the adjustments may change")]
    last_day: Option<String>,
    #[arg(long, value_parser = ["calendar", "inventory"], help = "By which years averages divide")]
    elapsed: Option<String>,
    #[arg(
        long,
        value_parser = ["strict", "programme"],
        help = "In which year an authorization or an issuance is a first transfer"
    )]
    first_transfer_year: Option<String>,
    #[arg(long, help = "Say what it would do, or why it would be refused; record nothing")]
    dry_run: bool,
    #[command(flatten)]
    key: Key,
}

impl Balances {
    pub(super) const fn connection(&self) -> &Connection {
        match &self.command {
            BalancesCommand::Show(it) => &it.connection,
            BalancesCommand::Plan(it) => &it.connection,
            BalancesCommand::Record(it) => &it.connection,
            BalancesCommand::Settings(it) => &it.connection,
        }
    }

    pub(super) fn run(&self, session: &Session) -> Result<(), Failure> {
        match &self.command {
            BalancesCommand::Show(it) => it.what.run(session),
            BalancesCommand::Plan(it) => it.what.run(session),
            BalancesCommand::Record(it) => it.what.run(session),
            BalancesCommand::Settings(it) => it.what.run(session),
        }
    }
}

impl Show {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let target = Target::new("/v1/reports/balance")
            .part(&self.first)
            .with("as_of", self.as_of.as_deref())
            .with("since", self.since.as_deref())
            .with("blocks", self.blocks.then_some("true"));
        let answer = session.client.read(Some(session.token()?), &target.to_string())?;
        if session.json {
            say!("{}", answer.body);
            return Ok(());
        }
        let balance: Value = answer.json()?;
        show(&summary(&balance));
        Ok(())
    }
}

impl PlanOf {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let plan = self.text().map_err(Failure::Misuse)?;
        let target = Target::new("/v1/reports/balance").part(&self.first).part("plan");
        let answer = session.client.ask(session.token()?, &target.to_string(), &plan)?;
        if session.json {
            say!("{}", answer.body);
            return Ok(());
        }
        show(&planned(&answer.json()?));
        note(format_args!("Nothing was recorded: a plan is as good as its projections."));
        Ok(())
    }

    fn text(&self) -> Result<String, String> {
        let mut text = String::new();
        let read = if self.file == "-" {
            std::io::stdin().read_to_string(&mut text).map(|_bytes| text)
        } else {
            std::fs::read_to_string(Path::new(&self.file))
        };
        read.map_err(|error| format!("cannot read {}: {error}", self.file))
    }
}

impl Record {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let order = order(
            "record-inventory-year",
            [
                ("year", Some(&self.year)),
                ("covered", self.covered.as_ref()),
                ("portion", self.portion.as_ref()),
                ("trajectory", self.trajectory.as_ref()),
                ("source", Some(&self.source)),
            ],
        );
        propose(session, &order, (self.dry_run, &self.key))
    }
}

impl Settings {
    fn run(&self, session: &Session) -> Result<(), Failure> {
        let order = order(
            "set-adjustment-settings",
            [
                ("first", Some(&self.first)),
                ("budget", self.budget.as_ref()),
                ("target", self.target.as_ref()),
                ("last_day", self.last_day.as_ref()),
                ("elapsed", self.elapsed.as_ref()),
                ("first_transfer_year", self.first_transfer_year.as_ref()),
            ],
        );
        propose(session, &order, (self.dry_run, &self.key))
    }
}

/// An order of a kind, with the fields that are given.
fn order<'a>(kind: &str, fields: impl IntoIterator<Item = (&'a str, Option<&'a String>)>) -> Value {
    let mut order = Map::from_iter([("order".to_owned(), json!(kind))]);
    let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    order.extend(given.map(|(name, value)| (name, json!(value))));
    json!({ "order": order })
}

fn propose(session: &Session, body: &Value, (dry_run, key): (bool, &Key)) -> Result<(), Failure> {
    let writing = Writing { target: Target::new("/v1/proposals"), body: body.to_string() };
    if dry_run {
        return receipt::tried(session, &writing.try_out(session)?);
    }
    receipt::proposed(session, &writing.send(session, key)?)
}

/// The rows down, the years across, and below what is said of the whole.
fn summary(balance: &Value) -> Vec<String> {
    let unit = match at(balance, "/metric").as_str() {
        "GHG" => "t CO2 eq".to_owned(),
        metric => metric.to_owned(),
    };
    let [party, first, last, method, as_of] =
        ["/party", "/first", "/last", "/method", "/as_of"].map(|pointer| at(balance, pointer));
    let until = at(balance, "/last_day");
    let state =
        if at(balance, "/is_final") == "true" { "final since the end of" } else { "open until" };
    let mut lines = sheet([
        ("period", format!("{party}, {first} to {last}, method {method}")),
        ("amounts", unit),
        ("as of", as_of),
        ("adjustments", format!("{state} {until}")),
    ]);
    lines.push(String::new());
    lines.extend(table(list(balance, "/years")));
    lines.extend(attained(balance));
    lines.extend(left_out(list(balance, "/left_out")));
    lines.extend(restated(list(balance, "/restated")));
    lines.extend(behind(list(balance, "/years")));
    lines
}

fn table(years: &[Value]) -> Vec<String> {
    let headings = years.iter().map(|year| {
        let mark = if at(year, "/indicative") == "true" { "*" } else { "" };
        (format!("{}{mark}", at(year, "/year")), Side::Right)
    });
    let mut table = Table::new([("row".to_owned(), Side::Left)].into_iter().chain(headings));
    for (row, name) in ROWS.iter().enumerate() {
        let cells = years.iter().map(|year| cell(year, row));
        table.row([(*name).to_owned()].into_iter().chain(cells));
    }
    let mut lines = table.lines();
    if years.iter().any(|year| at(year, "/indicative") == "true") {
        lines.push("* an indication only: an average before the last year".to_owned());
    }
    lines
}

/// What stands in a row of a year: a figure, or why there is none.
fn cell(year: &Value, row: usize) -> String {
    let row = list(year, "/rows").get(row).or_else(|| year.get("by_vintage"));
    let Some(row) = row else { return String::new() };
    match at(row, "/none").as_str() {
        "not-applicable" => "N/A".to_owned(),
        "" => amount(&at(row, "/amount")),
        other => other.to_owned(),
    }
}

fn attained(outlook: &Value) -> Vec<String> {
    let of = |what: &str, pointer: &str| {
        let it = outlook.pointer(pointer).filter(|it| !it.is_null())?;
        let figure = |name: &str| match at(it, name).as_str() {
            "" => "missing".to_owned(),
            figure => amount(figure),
        };
        let [limit, plain, adjusted] = ["/limit", "/unadjusted", "/adjusted"].map(figure);
        let [without, with] = ["/unadjusted_verdict", "/verdict"].map(|name| at(it, name));
        Some(format!(
            "{what}: limit {limit}; without adjustments {plain}, {without}; with them {adjusted}, {with}"
        ))
    };
    let said = [of("whole period", "/multi_year"), of("last year", "/target_year")];
    let said: Vec<_> = said.into_iter().flatten().collect();
    if said.is_empty() { said } else { [String::new()].into_iter().chain(said).collect() }
}

fn left_out(left: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    if !left.is_empty() {
        lines.extend([String::new(), "left out of some rows, or of all".to_owned()]);
    }
    lines.extend(left.iter().map(|it| {
        let [entry, units, effect, why] =
            ["/entry", "/units", "/effect", "/why"].map(|p| at(it, p));
        super::plain::plain(&format!("  entry {entry}, {units}, {effect}: {why}"))
    }));
    lines
}

fn restated(years: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    if !years.is_empty() {
        lines.extend([String::new(), "restated: balance before, and now".to_owned()]);
    }
    lines.extend(years.iter().map(|it| {
        let [before, after] = ["/balance/before", "/balance/after"].map(|p| amount(&at(it, p)));
        let shown = |text: String| if text.is_empty() { "missing".to_owned() } else { text };
        format!("  {}  {}  {}", at(it, "/year"), shown(before), shown(after))
    }));
    lines
}

/// The units behind the figures, where they were asked for.
fn behind(years: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for year in years {
        for row in list(year, "/rows") {
            for block in list(row, "/blocks") {
                let [entry, units, effect] = ["/entry", "/units", "/effect"].map(|p| at(block, p));
                let (year, row) = (at(year, "/year"), at(row, "/row"));
                let line = format!("  {year} row {row:>2}  entry {entry}  {units}  {effect}");
                lines.push(super::plain::plain(&line));
            }
        }
    }
    if lines.is_empty() {
        return lines;
    }
    let heading = [String::new(), "units behind the figures".to_owned()];
    heading.into_iter().chain(lines).collect()
}

/// Balances with and without the plan, and what authorizations leave.
fn planned(plan: &Value) -> Vec<String> {
    let headings =
        [("year", Side::Left), ("without the plan", Side::Right), ("with it", Side::Right)];
    let mut table = Table::new(headings);
    let after = list(plan, "/after/balances");
    for (before, after) in list(plan, "/before/balances").iter().zip(after) {
        let balance = |year: &Value| match at(year, "/balance").as_str() {
            "" => "missing".to_owned(),
            balance => amount(balance),
        };
        table.row([at(before, "/year"), balance(before), balance(after)]);
    }
    let mut lines = table.lines();
    for (when, pointer) in [("without the plan", "/before"), ("with it", "/after")] {
        let outlook = plan.pointer(pointer).map(attained).unwrap_or_default();
        lines.extend(
            outlook.into_iter().map(
                |line| {
                    if line.is_empty() { line } else { format!("{when}, {line}") }
                },
            ),
        );
    }
    lines.push(String::new());
    let headings = ["authorization", "cap", "first transferred", "free"];
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right];
    let mut table = Table::new(headings.into_iter().zip(sides));
    for it in list(plan, "/authorizations") {
        let figures = ["/cap", "/first_transferred", "/free"].map(|p| amount(&at(it, p)));
        table.row([at(it, "/authorization")].into_iter().chain(figures));
    }
    lines.extend(table.lines());
    let [may_follow, margin] =
        ["/overselling/may_follow", "/overselling/margin"].map(|p| amount(&at(plan, p)));
    lines.extend([String::new()]);
    lines.extend(sheet([
        ("may still follow", may_follow),
        ("margin to the limit", margin),
        ("risk of overselling", at(plan, "/overselling/risk")),
    ]));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: &str, rows: &[Value; 12]) -> Value {
        json!({ "year": year, "indicative": false, "rows": rows,
            "by_vintage": { "row": "by-vintage", "amount": "10000" } })
    }

    #[test]
    fn rows_stand_below_each_other_and_what_is_missing_is_no_zero_r208() {
        let row = |number: usize| match number {
            2 | 4 | 9 => json!({ "none": "not-applicable" }),
            12 => json!({ "none": "missing" }),
            8 => json!({ "amount": "-1204.5" }),
            _ => json!({ "amount": "1030000" }),
        };
        let lines = table(&[year("2022", &std::array::from_fn(|at| row(at + 1)))]);
        let starting = |text: &str| {
            let found = lines.iter().find(|line| line.starts_with(text)).unwrap();
            found.split("  ").last().unwrap().trim().to_owned()
        };
        assert_eq!(starting("row"), "2022");
        assert_eq!(starting("2 "), "N/A");
        assert_eq!(starting("3 "), "1,030,000");
        assert_eq!(starting("8 "), "-1,204.5");
        assert_eq!(starting("12"), "missing");
        assert_eq!(starting("   first"), "10,000");
        assert_eq!(lines.len(), 14);
    }

    #[test]
    fn an_average_before_the_last_year_is_marked_r211() {
        let mut one = year("2023", &std::array::from_fn(|_| json!({ "amount": "1" })));
        one["indicative"] = json!(true);
        let lines = table(&[one]);
        assert!(lines[0].ends_with("2023*"), "{lines:?}");
        assert!(lines.last().unwrap().starts_with("* an indication"), "{lines:?}");
    }

    #[test]
    fn fields_that_are_not_given_are_not_sent() {
        let year = "2024".to_owned();
        let order = order("record-inventory-year", [("year", Some(&year)), ("covered", None)]);
        let sent = json!({ "order": { "order": "record-inventory-year", "year": "2024" } });
        assert_eq!(order, sent);
    }
}
