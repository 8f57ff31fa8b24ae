//! Which crate may know which: the directions of docs/ARCHITECTURE.md.

use std::path::Path;

use super::{Finding, files_below, text_of};

/// A crate from outside that only some of ours may use.
struct Kept {
    outside: &'static str,
    by: &'static [&'static str],
    why: &'static str,
}

const KEPT: [Kept; 11] = [
    // testkit and workload, which never serve, also do what no login of the registry may.
    Kept { outside: "diesel", by: &["store", "testkit", "workload"], why: ONLY_STORE },
    Kept { outside: "diesel_migrations", by: &["store"], why: ONLY_STORE },
    Kept { outside: "jiff-diesel", by: &["store"], why: ONLY_STORE },
    Kept { outside: "pq-sys", by: &["store"], why: ONLY_STORE },
    Kept { outside: "actix-web", by: &["web"], why: ONLY_WEB },
    Kept { outside: "askama", by: &["web"], why: ONLY_WEB },
    Kept { outside: "utoipa", by: &["web"], why: ONLY_WEB },
    Kept { outside: "utoipa-actix-web", by: &["web"], why: ONLY_WEB },
    Kept { outside: "calamine", by: &["workbook"], why: ONLY_WORKBOOK },
    Kept { outside: "zip", by: &["workbook"], why: ONLY_WORKBOOK },
    Kept {
        outside: "anyhow",
        by: &["itmo", "workload"],
        why: "errors are enumerations: give the act one, with thiserror",
    },
];

const ONLY_STORE: &str = "only `store` speaks SQL: give it a function and call that";
const ONLY_WEB: &str = "only `web` speaks HTTP: give it a function and call that";
const ONLY_WORKBOOK: &str = "files of strangers pass the gate of `workbook`: call that";

/// Crates of ours that one of ours must not know.
struct Forbidden {
    to: &'static str,
    crates: &'static [&'static str],
    why: &'static str,
}

const FORBIDDEN: [Forbidden; 6] = [
    Forbidden {
        to: "domain",
        crates: &[
            "store",
            "app",
            "web",
            "itmo",
            "testkit",
            "workload",
            "simulation",
            "rehearsal",
            "workbook",
            "tokio",
            "tracing",
        ],
        why: "`domain` knows nobody: no clock, no database, no network, no async",
    },
    Forbidden {
        to: "store",
        crates: &["app", "web", "itmo", "testkit", "workload", "rehearsal"],
        why: "`store` is below: pass it what it needs",
    },
    Forbidden {
        to: "app",
        crates: &["web", "itmo", "testkit", "workload", "rehearsal"],
        why: "`app` is below: pass it what it needs",
    },
    Forbidden {
        to: "web",
        crates: &["store", "itmo", "testkit", "workload", "rehearsal"],
        why: "a handler cannot write SQL: say what it does as an act of `app`",
    },
    Forbidden {
        to: "simulation",
        crates: &["store", "app", "web", "itmo", "testkit", "workload", "rehearsal"],
        why: "`simulation` needs no database: it knows `domain` alone",
    },
    Forbidden {
        to: "workbook",
        crates: &["store", "app", "web", "itmo", "testkit", "workload", "simulation", "rehearsal"],
        why: "`workbook` turns files into texts and back: it knows `domain` alone",
    },
];

/// Development's own crates, which are not shipped.
const DEVELOPMENT: [&str; 4] = ["testkit", "workload", "simulation", "rehearsal"];

/// The one package that must compile before anything else is there.
const WITHOUT_ANY: &str = "xtask";

#[derive(Debug, PartialEq, Eq)]
struct Dependency {
    name: String,
    line: usize,
    for_tests: bool,
}

pub(super) fn check() -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for folder in ["crates", "tests", "xtask"] {
        for file in files_below(Path::new(folder), "Cargo.toml")? {
            findings.extend(in_manifest(&file, &text_of(&file)?));
        }
    }
    Ok(findings)
}

fn in_manifest(file: &Path, manifest: &str) -> Vec<Finding> {
    let package = package_name(manifest).unwrap_or_default();
    dependencies(manifest)
        .into_iter()
        .filter_map(|dependency| {
            let why = refusal(package, &dependency)?;
            let text = format!("`{package}` depends on `{}`; {why}", dependency.name);
            Some(Finding::new(file, dependency.line, text))
        })
        .collect()
}

fn refusal(package: &str, dependency: &Dependency) -> Option<&'static str> {
    let name = dependency.name.as_str();
    if package == WITHOUT_ANY {
        return Some("it compiles in seconds on a bare machine because it has none: use std");
    }
    if let Some(kept) = KEPT.iter().find(|kept| kept.outside == name)
        && !kept.by.contains(&package)
    {
        return Some(kept.why);
    }
    if let Some(forbidden) = FORBIDDEN.iter().find(|forbidden| forbidden.to == package)
        && forbidden.crates.contains(&name)
        && !(dependency.for_tests && package != "domain" && name == "testkit")
    {
        return Some(forbidden.why);
    }
    if package == "itmo" && !dependency.for_tests && DEVELOPMENT.contains(&name) {
        return Some("development's own crates are not shipped: make it a dev-dependency");
    }
    None
}

fn package_name(manifest: &str) -> Option<&str> {
    let (_, package) = manifest.split_once("[package]")?;
    let line = package.lines().find(|line| key_of(line) == Some("name"))?;
    line.split('"').nth(1)
}

/// Reads `[dependencies]`, `[dev-dependencies]`, `[target.'…'.dependencies]` and
/// `[dependencies.name]`. What a `package = "…"` renames is reported under its real name.
fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    let mut in_table = false;
    let mut for_tests = false;
    for (number, line) in (1_usize..).zip(manifest.lines()) {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let header = header.0.trim();
            for_tests = header.contains("dev-dependencies");
            in_table = header.ends_with("dependencies");
            if let Some((_, name)) = header.rsplit_once("dependencies.") {
                found.push(Dependency { name: unquoted(name), line: number, for_tests });
            }
        } else if in_table && let Some(key) = key_of(line) {
            let name = renamed(line).unwrap_or_else(|| {
                unquoted(key.split_once('.').map_or(key, |(name, _workspace)| name))
            });
            found.push(Dependency { name, line: number, for_tests });
        }
    }
    found
}

fn key_of(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    line.split_once('=').map(|(key, _)| key.trim())
}

fn renamed(line: &str) -> Option<String> {
    let (_, value) = line.split_once("package")?;
    let value = value.trim_start().strip_prefix('=')?;
    value.split('"').nth(1).map(str::to_owned)
}

fn unquoted(name: &str) -> String {
    name.trim().trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(manifest: &str) -> Vec<String> {
        dependencies(manifest).into_iter().map(|dependency| dependency.name).collect()
    }

    fn found(package: &str, dependencies: &str) -> Vec<String> {
        let manifest = format!("[package]\nname = \"{package}\"\n\n{dependencies}");
        let findings = in_manifest(Path::new("Cargo.toml"), &manifest);
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_way_to_write_a_dependency_is_read() {
        let manifest = "[features]\na = []\n[dependencies]\n# no = 1\none.workspace = true\n\
            two = \"2\"\nthree = { version = \"3\" }\nalias = { package = \"four\" }\n\
            [target.'cfg(unix)'.dependencies]\nfive = \"5\"\n[dependencies.six]\nversion = \"6\"\n\
            [build-dependencies]\nseven = \"7\"\n[lints]\nworkspace = true\n";
        assert_eq!(names(manifest), ["one", "two", "three", "four", "five", "six", "seven"]);
    }

    #[test]
    fn a_handler_cannot_get_at_the_database() {
        assert_eq!(found("web", "[dependencies]\nstore.workspace = true\n").len(), 1);
        let line = &found("web", "[dependencies]\ndiesel = \"2\"\n")[0];
        assert!(line.starts_with("Cargo.toml:5: `web` depends on `diesel`"), "{line}");
    }

    #[test]
    fn the_domain_knows_nobody_not_even_in_its_tests() {
        assert_eq!(found("domain", "[dev-dependencies]\ntestkit.workspace = true\n").len(), 1);
        assert!(found("app", "[dev-dependencies]\ntestkit.workspace = true\n").is_empty());
        assert!(found("domain", "[dev-dependencies]\nproptest.workspace = true\n").is_empty());
    }

    #[test]
    fn this_program_has_no_dependency_at_all() {
        assert_eq!(found("xtask", "[dev-dependencies]\nserde = \"1\"\n").len(), 1);
    }

    #[test]
    fn what_is_shipped_has_no_part_of_development() {
        assert_eq!(found("itmo", "[dependencies]\ntestkit.workspace = true\n").len(), 1);
        assert!(found("itmo", "[dependencies]\nstore.workspace = true\n").is_empty());
    }
}
