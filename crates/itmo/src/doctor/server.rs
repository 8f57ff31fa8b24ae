//! What the database server says of itself.

use jiff::SignedDuration;
use store::examination::{LoginFacts, Server};
use store::installation::DatabaseKind;
use store::logins::Login;

use super::finding::{Checks, Finding};
use crate::configuration::Configuration;

const LOGINS_FILE: &str = "psql -f deploy/logins.sql   (as a superuser of the server)";

/// Version, encoding, time zone, connections, durability, clock.
pub(super) fn check(
    configuration: &Configuration,
    server: &Server,
    kind: Option<DatabaseKind>,
    drift: SignedDuration,
    checks: &mut Checks,
) {
    let version = &server.version_text;
    checks.add(
        "server version",
        version,
        (server.version < 150_000).then(|| {
            let what = format!("PostgreSQL {version} is too old: 15 or newer is needed");
            Finding::error(what, "the migrations use what older ones lack", "upgrade the server")
        }),
    );
    let encoding = &server.encoding;
    checks.add(
        "encoding",
        encoding,
        (encoding != "UTF8").then(|| {
            let what = format!("the database's encoding is {encoding}, not UTF8");
            let mend = "CREATE DATABASE itmo OWNER itmo_owner ENCODING 'UTF8' TEMPLATE template0";
            Finding::error(what, "names of people and approaches cannot be recorded", mend)
        }),
    );
    let timezone = &server.timezone;
    let is_utc = ["UTC", "Etc/UTC", "GMT"].contains(&timezone.as_str());
    checks.add(
        "time zone",
        timezone,
        (!is_utc).then(|| {
            let what = format!("new connections are in the time zone {timezone}");
            let why = "people who look into the database read other days than the registry reports";
            Finding::warning(what, why, "ALTER DATABASE itmo SET timezone = 'UTC'")
        }),
    );
    connections(configuration, server, checks);
    commits(server, kind, checks);
    clocks(drift, checks);
    logins(server, checks);
}

fn commits(server: &Server, kind: Option<DatabaseKind>, checks: &mut Checks) {
    let production = kind.is_none_or(|kind| kind == DatabaseKind::Production);
    let state = if server.forgets_commits { "not durable" } else { "durable" };
    checks.add(
        "commits",
        state,
        (server.forgets_commits && production).then(|| {
            let mend = "ALTER SYSTEM SET fsync = on; ALTER SYSTEM SET synchronous_commit = on";
            Finding::error(
                "fsync or synchronous_commit is off",
                "acts that were acknowledged are lost with the machine's power",
                mend,
            )
        }),
    );
}

fn clocks(drift: SignedDuration, checks: &mut Checks) {
    let seconds = drift.as_secs_f64().abs();
    let state = format!("{seconds:.1} s apart");
    let far = drift.abs() > SignedDuration::from_secs(2);
    checks.add(
        "clocks",
        &state,
        far.then(|| {
            let what = format!("the clocks of this machine and of the database are {state}");
            let why = "entries carry the database's time; logs and certificates this machine's";
            Finding::warning(what, why, "timedatectl set-ntp true   (on both machines)")
        }),
    );
}

fn connections(configuration: &Configuration, server: &Server, checks: &mut Checks) {
    // Three pools, the ledger writer, and some for whoever looks after the database.
    let wanted = i32::from(configuration.database_threads).saturating_mul(3).saturating_add(5);
    let most = server.connections_max;
    let state = format!("{most} allowed, up to {wanted} used by one process");
    checks.add(
        "connections",
        state,
        (wanted > most).then(|| {
            let what =
                format!("one process may open {wanted} connections; the server allows {most}");
            let mend = format!("ALTER SYSTEM SET max_connections = {}", wanted.saturating_mul(2));
            Finding::error(what, "requests fail when the server refuses a connection", mend)
        }),
    );
}

fn logins(server: &Server, checks: &mut Checks) {
    let mut findings = Vec::new();
    for login in Login::ALL.map(Login::name) {
        match server.logins.iter().find(|facts| facts.name == login) {
            Some(facts) => findings.extend(too_much(facts)),
            None => findings.push(Finding::error(
                format!("there is no login {login}"),
                "each zone of trust has a login of its own",
                LOGINS_FILE,
            )),
        }
    }
    checks.add("logins", format!("{} of {}", server.logins.len(), Login::ALL.len()), findings);
}

/// What a login can do that would let it past the walls between sections.
fn too_much(facts: &LoginFacts) -> Vec<Finding> {
    let name = &facts.name;
    let why = "row-level security is the wall between sections: nobody may walk around it";
    let mut findings = Vec::new();
    for (is_so, what, how) in [
        (facts.is_superuser, "is a superuser", "NOSUPERUSER"),
        (facts.bypasses_row_security, "sees past row-level security", "NOBYPASSRLS"),
        (!facts.can_log_in, "may not log in", "LOGIN"),
    ] {
        if is_so {
            findings.push(Finding::error(
                format!("{name} {what}"),
                why,
                format!("ALTER ROLE {name} {how}   (or {LOGINS_FILE})"),
            ));
        }
    }
    if facts.owns > 0 {
        let what = format!("{name} owns {} tables, schemas or databases", facts.owns);
        findings.push(Finding::error(what, why, format!("REASSIGN OWNED BY {name} TO itmo_owner")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_that_can_walk_around_the_walls_is_named() {
        let fine = LoginFacts {
            name: "itmo_section".to_owned(),
            can_log_in: true,
            is_superuser: false,
            bypasses_row_security: false,
            owns: 0,
        };
        assert_eq!(too_much(&fine), []);
        let bypass = LoginFacts { bypasses_row_security: true, owns: 3, ..fine };
        let found = too_much(&bypass);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].what, "itmo_section sees past row-level security");
    }
}
