//! `itmo doctor`: what is wrong with an installation, why it matters, and what mends it.

mod certificate;
mod database;
mod finding;
mod machine;
mod secrets;
mod server;

use serde_json::json;

use crate::configuration::Configuration;
use crate::console::say;
use crate::state::Database;
use finding::{Check, Checks, Finding, Severity};

/// Checks everything, and says what it found. The status: 0 nothing, 1 warnings, 2 errors.
pub(crate) fn run(configuration: &Configuration, json: bool) -> anyhow::Result<u8> {
    let mut checks = Checks::default();
    machine::settled(configuration, &mut checks);
    secrets::check(configuration, &mut checks);
    certificate::check(configuration, &mut checks);
    machine::port(configuration, &mut checks);
    machine::room(configuration, &mut checks);
    let database = examine_database(configuration, &mut checks);
    if json {
        let shown: serde_json::Map<_, _> = configuration
            .shown()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect();
        let report = json!({
            "configuration": shown,
            "checks": checks.0,
            "summary": checks.summary(),
            "status": checks.status(),
        });
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(configuration, &checks);
    }
    match database {
        Some(database) => database.stop().map(|()| checks.status()),
        None => Ok(checks.status()),
    }
}

fn examine_database(configuration: &Configuration, checks: &mut Checks) -> Option<Database> {
    let database = match Database::reach(configuration) {
        Ok(database) => database,
        Err(error) => {
            let finding = Finding::error(
                format!("{error:#}"),
                "without a database nothing can be read or recorded",
                "what the message says",
            );
            checks.add("reaching it", "no", [finding]);
            database::skip_all(checks);
            return None;
        }
    };
    database::check(configuration, &database, checks);
    Some(database)
}

fn print(configuration: &Configuration, checks: &Checks) {
    say!("Effective configuration, without secrets");
    for (key, value) in configuration.shown() {
        say!("  {key:24} {value}");
    }
    say!("\nChecks");
    for Check { name, state, ran, findings } in &checks.0 {
        let mark = match (ran, findings.iter().map(|finding| finding.severity).max()) {
            (false, _) => "-",
            (true, None) => "ok",
            (true, Some(Severity::Warning)) => "!",
            (true, Some(Severity::Error)) => "X",
        };
        say!("  {mark:2} {name:24} {state}");
    }
    for Finding { severity, what, why, mend } in checks.findings() {
        let severity = match severity {
            Severity::Warning => "WARNING",
            Severity::Error => "ERROR",
        };
        say!("\n{severity}  {what}\n  Why it matters: {why}.\n  What mends it:  {mend}");
    }
    say!("\n{}", checks.summary());
}
