//! Whether the database is there, what it is for, and whether its head fits its rows.

use store::error::DatabaseError;
use store::examination::{self, Counter};
use store::installation::{DatabaseKind, Installation};
use store::logins::Login;
use store::migrate::{fingerprint, schema_version};

use super::finding::{Checks, Finding};
use super::server;
use crate::configuration::Configuration;
use crate::environment;
use crate::state::Database;

/// What cannot be looked at without a database.
const NEED_A_DATABASE: [&str; 10] = [
    "server version",
    "encoding",
    "time zone",
    "connections",
    "commits",
    "clocks",
    "logins",
    "migrations",
    "kind of database",
    "head of the log",
];

/// Notes that nothing of the database could be looked at.
pub(super) fn skip_all(checks: &mut Checks) {
    for name in NEED_A_DATABASE {
        checks.skip(name, "no database");
    }
}

/// Looks at everything that the database says.
pub(super) fn check(configuration: &Configuration, database: &Database, checks: &mut Checks) {
    let addresses = database.addresses();
    let refused: Vec<(Login, DatabaseError)> = Login::ALL
        .into_iter()
        .filter_map(|login| Some((login, examination::can_connect(&addresses.url(login)).err()?)))
        .collect();
    let reached = Login::ALL.len().saturating_sub(refused.len());
    checks.add(
        "reaching it",
        format!("{reached} of {} logins", Login::ALL.len()),
        cut_off(&refused),
    );
    let before = environment::now();
    let Ok(found) = examination::server(&addresses.url(Login::Public)) else {
        return skip_all(checks);
    };
    let drift = found.clock.duration_since(before);
    let installation = database.installation();
    let kind = installation.as_ref().ok().and_then(Option::as_ref).map(|it| it.kind);
    server::check(configuration, &found, kind, drift, checks);
    match installation {
        Ok(installation) => {
            migrations(installation.as_ref(), checks);
            purpose(configuration, kind, checks);
        }
        Err(error) => {
            checks.skip("migrations", error.to_string());
            checks.skip("kind of database", error.to_string());
        }
    }
    match (kind, examination::head(&addresses.url(Login::Checker))) {
        (None, _) => checks.skip("head of the log", "nothing was migrated"),
        (Some(_), Ok(counters)) => head(&counters, checks),
        (Some(_), Err(error)) => checks.skip("head of the log", chain(&error)),
    }
}

/// One finding where they all have the same cause: then it is the server, or the way to it.
fn cut_off(refused: &[(Login, DatabaseError)]) -> Vec<Finding> {
    let texts: Vec<String> = refused.iter().map(|(_, error)| chain(error)).collect();
    let why = "nothing can be read or recorded";
    match texts.split_first() {
        Some((first, others))
            if refused.len() == Login::ALL.len() && others.iter().all(|text| text == first) =>
        {
            let mend = "start the server; look whether DATABASE_URL names the right one";
            vec![Finding::error(format!("no login can connect: {first}"), why, mend)]
        }
        _ => {
            refused.iter().zip(&texts).map(|((login, _), text)| unreachable(*login, text)).collect()
        }
    }
}

fn unreachable(login: Login, error: &str) -> Finding {
    let name = login.name();
    Finding::error(
        format!("{name} cannot connect: {error}"),
        "what this login does cannot be done",
        format!(
            "look whether deploy/logins.sql made {name}, and what pg_hba.conf asks of it; then at \
             its address"
        ),
    )
}

/// The error and what caused it, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn migrations(found: Option<&Installation>, checks: &mut Checks) {
    const NAME: &str = "migrations";
    let needed = schema_version();
    let why = "`itmo serve` refuses a schema that it does not know";
    let Some(found) = found else {
        let what = "nothing was ever migrated in this database";
        let finding = Finding::error(what, why, "itmo migrate --kind production");
        return checks.add(NAME, "none", [finding]);
    };
    let at = &found.schema_version;
    let finding = if at.as_str() < needed {
        let what = format!("the schema is at {at}, this program needs {needed}");
        Some(Finding::error(what, why, "itmo migrate"))
    } else if at == needed && found.fingerprint != fingerprint().to_string() {
        Some(Finding::warning(
            "functions, policies or views of the database are of another release",
            "they are part of the walls between sections, and applied by `itmo migrate` alone",
            "itmo migrate",
        ))
    } else {
        None
    };
    checks.add(NAME, format!("at {at}"), finding);
}

fn purpose(configuration: &Configuration, kind: Option<DatabaseKind>, checks: &mut Checks) {
    let Some(kind) = kind else {
        return checks.skip("kind of database", "nothing was migrated");
    };
    let shown_to_others = !configuration.listen.ip().is_loopback();
    let finding = (kind.has_movable_clock() && shown_to_others).then(|| {
        Finding::warning(
            format!("a {kind} database would be served at {}", configuration.listen),
            "its Parties are fictional and its clock can be moved; visitors may take it for real",
            "a database of its own for production: itmo migrate --kind production",
        )
    });
    checks.add("kind of database", kind.to_string(), finding);
}

fn head(counters: &[Counter], checks: &mut Checks) {
    let findings = counters.iter().filter(|counter| counter.head != counter.rows).map(|counter| {
        let Counter { what, head, rows } = counter;
        Finding::error(
            format!("the head of the log counts {head} {what}, their rows end at {rows}"),
            "somebody changed the database past the registry, or a backup was restored by halves",
            "itmo verify   (and keep the database as it is)",
        )
    });
    let entries = counters.iter().find(|it| it.what == "entries").map_or(0, |it| it.head);
    checks.add("head of the log", format!("{entries} entries"), findings.collect::<Vec<_>>());
}
