//! The list of verbs.

use crate::VERBS;
use crate::console::say;
use crate::stop::Stop;

/// Prints the list of verbs.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    if !arguments.is_empty() {
        return Err(Stop::misused(&text()));
    }
    say!("{}", text());
    Ok(())
}

/// The list of verbs, with examples.
pub(crate) fn text() -> String {
    let width = VERBS.iter().map(|verb| verb.usage.len()).max().unwrap_or_default();
    let mut lines = vec!["cargo xtask VERB".to_owned(), String::new()];
    for verb in &VERBS {
        lines.push(format!("  {:width$}  {}", verb.usage, verb.what));
    }
    lines.push(EXAMPLES.to_owned());
    lines.join("\n")
}

const EXAMPLES: &str = "
Examples
  cargo xtask demo                   build, start, fill and serve the registry; Ctrl-C ends it
  cargo xtask demo --check           the same in a throw-away folder, walked through and stopped
  cargo xtask demo --port 9443 --fresh
  cargo xtask test --quick           before a commit: a minute
  cargo xtask test                   before a push: what CI runs
  cargo xtask simulate               100,000 orders of seed 1; --help says more
  cargo xtask simulate --server      2,000 of them through PostgreSQL too, verified in the end
  cargo xtask reports                reports of 20 Parties from 20,000 acts; --help says more
  cargo xtask generate               after a change to the published interface

Environment
  DATABASE_URL        for demo: a server to use, by its superuser's address, for example
                      postgresql://postgres:password@localhost; none is installed or started
  ITMO_TEST_DATABASE  for test and simulate --server: a server whose superuser the tests may make databases with;
                      none is started";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_in_the_list_with_what_it_does() {
        let text = text();
        for verb in &VERBS {
            let line = text.lines().find(|line| line.trim_start().starts_with(verb.usage));
            assert!(line.is_some_and(|line| line.ends_with(verb.what)), "{}", verb.usage);
        }
    }
}
