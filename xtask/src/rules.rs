//! `docs/rules.md`: the rules by their numbers, and the tests that have them in their names.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The rules, in the order of their numbers.
const RULES: &str = include_str!("rules.txt");

/// How many tests of a rule are named; the others are counted.
const NAMED: usize = 4;

const HEAD: &str = "\
# Rules and their tests

Written by `cargo xtask generate`. Each rule that the registry follows has a number, which stands in
errors, in comments and in the names of the tests that prove it. A rule that no test can have yet
names the work that will bring it.

| rule | what it asks | tests |
| --- | --- | --- |
";

/// A rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Rule<'t> {
    /// For example `R-031`.
    number: &'t str,
    what: &'t str,
    /// The work that will bring it.
    later: Option<&'t str>,
}

impl<'t> Rule<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let (number, what) = line.split_once(' ')?;
        let (what, later) = match what.split_once(" ; ") {
            Some((what, later)) => (what, Some(later)),
            None => (what, None),
        };
        number.starts_with("R-").then_some(Self { number, what, later })
    }

    /// As the names of tests have it: `r031`.
    fn in_names(self) -> String {
        self.number.replace("R-", "r")
    }
}

/// The page.
pub(crate) fn page() -> Result<Vec<u8>, String> {
    let mut sources = Vec::new();
    for folder in ["crates", "tests"] {
        collect(Path::new(folder), &mut sources)?;
    }
    sources.sort();
    let mut tests = BTreeMap::new();
    for path in sources {
        let text = fs::read_to_string(&path).map_err(|it| format!("{}: {it}", path.display()))?;
        add_tests(&path, &text, &mut tests);
    }
    Ok(written(&tests).into_bytes())
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|it| format!("{}: {it}", folder.display()))?.path();
        if path.is_dir() {
            collect(&path, sources)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            sources.push(path);
        }
    }
    Ok(())
}

/// Adds the tests of a source under the rules in their names.
fn add_tests(path: &Path, text: &str, tests: &mut BTreeMap<String, Vec<String>>) {
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line == "#[test]" {
            is_test = true;
        }
        let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next()) else {
            continue;
        };
        if is_test {
            for rule in name.split('_').filter(|piece| is_rule(piece)) {
                let link = format!("[{name}](../{})", path.display());
                tests.entry(rule.to_owned()).or_default().push(link);
            }
        }
        is_test = false;
    }
}

fn is_rule(piece: &str) -> bool {
    let digits = piece.strip_prefix('r');
    digits.is_some_and(|it| it.len() == 3 && it.bytes().all(|digit| digit.is_ascii_digit()))
}

fn written(tests: &BTreeMap<String, Vec<String>>) -> String {
    let mut page = HEAD.to_owned();
    let mut without = 0_usize;
    for rule in RULES.lines().filter_map(Rule::read) {
        let proof = match (tests.get(&rule.in_names()), rule.later) {
            (Some(tests), _) => named(tests),
            (None, later) => {
                without = without.saturating_add(1);
                later.map_or_else(|| "**none**".to_owned(), |work| format!("comes with: {work}"))
            }
        };
        // Writing to a text cannot fail.
        let _ = writeln!(page, "| {} | {} | {proof} |", rule.number, rule.what);
    }
    let _ = writeln!(page, "\nrules without a test: {without}");
    page
}

fn named(tests: &[String]) -> String {
    let first: Vec<&str> = tests.iter().take(NAMED).map(String::as_str).collect();
    let more = tests.len().saturating_sub(first.len());
    let first = first.join(", ");
    if more == 0 { first } else { format!("{first}, and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_found_under_each_rule_in_its_name_and_no_other_function_is() {
        let text = "#[test]\nfn two_sign_r031_r152() {}\nfn help_r031() {}\n#[test]\n\
            #[should_panic]\nfn no_ruler_r1(a: u8) {}";
        let mut tests = BTreeMap::new();
        add_tests(Path::new("crates/a.rs"), text, &mut tests);
        let found = vec!["[two_sign_r031_r152](../crates/a.rs)".to_owned()];
        let expected = [("r031".to_owned(), found.clone()), ("r152".to_owned(), found)];
        assert_eq!(tests, BTreeMap::from(expected));
    }

    #[test]
    fn what_has_no_test_is_counted_and_says_what_will_bring_it() {
        let tests = BTreeMap::from([("r031".to_owned(), vec!["a".to_owned(); 6])]);
        let page = written(&tests);
        assert!(page.contains("| a, a, a, a, and 2 more |"));
        assert!(page.contains("| R-057 | The key of a submission | comes with: reporting |"));
        assert!(page.contains("| **none** |"));
        let rules = RULES.lines().filter_map(Rule::read).count();
        let last = format!("rules without a test: {}\n", rules.saturating_sub(1));
        assert!(page.ends_with(&last));
    }

    #[test]
    fn rules_stand_in_the_order_of_their_numbers_once_each() {
        let numbers: Vec<&str> =
            RULES.lines().filter_map(Rule::read).map(|rule| rule.number).collect();
        assert!(numbers.is_sorted_by(|left, right| left < right));
        let lines = RULES.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(numbers.len(), lines.count(), "every line is read");
    }
}
