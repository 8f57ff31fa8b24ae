//! `cargo xtask generate`: files that programs write and people review.

use std::fs;
use std::process::Command;

use crate::console::say;
use crate::prerequisites::{Need, ensure};
use crate::program::{built, cargo, output, run as run_program};
use crate::rules;
use crate::stop::Stop;

/// A file, and where its text comes from.
struct Generated {
    path: &'static str,
    text: fn() -> Result<Vec<u8>, String>,
}

/// All of them. A new one is a line here.
const GENERATED: [Generated; 3] = [
    Generated { path: "openapi/registry-v1.json", text: || printed_by_itmo(&["openapi"]) },
    Generated { path: "docs/rules.md", text: rules::page },
    Generated { path: "docs/states.md", text: states },
];

/// Writes the files; with `--check`, compares them instead.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let check = match words.as_slice() {
        [] => false,
        ["--check"] => true,
        _ => return Err(Stop::misused("cargo xtask generate [--check]")),
    };
    ensure(Need::Build)?;
    run_program(&mut cargo(&["build", "--package", "itmo"])).map_err(|why| Stop::failed(&why))?;
    let done = if check { self::check() } else { write() };
    done.map_err(|why| Stop::failed(&why))
}

/// Compares the files with what they should be.
pub(crate) fn check() -> Result<(), String> {
    let mut stale = Vec::new();
    for file in &GENERATED {
        let wanted = (file.text)()?;
        let found = fs::read(file.path).unwrap_or_default();
        if let Some(difference) = first_difference(&found, &wanted) {
            stale.push(format!("{}:{difference}", file.path));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    stale.push("run `cargo xtask generate`, look at what changed, and commit it".to_owned());
    Err(stale.join("\n"))
}

fn write() -> Result<(), String> {
    for file in &GENERATED {
        let wanted = (file.text)()?;
        let same = fs::read(file.path).is_ok_and(|found| found == wanted);
        if !same {
            fs::write(file.path, wanted)
                .map_err(|error| format!("cannot write {}: {error}", file.path))?;
        }
        say!("{}: {}", file.path, if same { "up to date" } else { "written" });
    }
    Ok(())
}

/// The diagram of the states, on a page.
fn states() -> Result<Vec<u8>, String> {
    let diagram = String::from_utf8(printed_by_itmo(&["states"])?)
        .map_err(|error| format!("itmo states: {error}"))?;
    Ok(format!("{STATES_HEAD}\n```mermaid\n{diagram}```\n").into_bytes())
}

const STATES_HEAD: &str = "\
# States

Written by `cargo xtask generate`, from the tables that the ledger decides by; `itmo states` prints
the same, and with `--form json` the tables themselves. Units go from state to state by orders,
proposals by steps. What no arrow leads to is refused as [no-such-way](problems/no-such-way.md).
`revoke-authorization` takes a unit back without an entry of its own for it: it loses the
authorization that it was under.
";

fn printed_by_itmo(words: &[&str]) -> Result<Vec<u8>, String> {
    output(Command::new(built("debug", "itmo")).args(words))
}

/// The number and both readings of the first line that differs.
fn first_difference(found: &[u8], wanted: &[u8]) -> Option<String> {
    if found == wanted {
        return None;
    }
    let (found, wanted) = (String::from_utf8_lossy(found), String::from_utf8_lossy(wanted));
    let same = found.lines().zip(wanted.lines()).take_while(|(left, right)| left == right).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    let number = same.saturating_add(1);
    Some(format!("{number}: is    {}\n  should be {}", line(&found), line(&wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_shown_with_its_number() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\n"), None);
        let shown = first_difference(b"a\nb\nc\n", b"a\nB\nC\n").unwrap();
        assert_eq!(shown, "2: is    b\n  should be B");
        let shown = first_difference(b"", b"a\n").unwrap();
        assert_eq!(shown, "1: is    (the end)\n  should be a");
        assert!(first_difference(b"a", b"a\n").is_some(), "the last line's end counts");
    }
}
