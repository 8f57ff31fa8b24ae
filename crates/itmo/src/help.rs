//! `itmo --help`: the verbs in groups, so that an administrator and an officer each find theirs.

use std::fmt::Write as _;

use clap::Command;

const GROUPS: [(&str, &[&str]); 6] = [
    (
        "For officers: acts, which take two persons",
        &["propose", "approve", "reject", "withdraw", "accept", "decline"],
    ),
    (
        "For officers: what your section has",
        &[
            "proposals",
            "proposal",
            "incoming",
            "holdings",
            "accounts",
            "account",
            "stops",
            "aef",
            "balance",
            "report",
        ],
    ),
    (
        "For everybody: what is published, without a token",
        &["units", "actions", "approaches", "authorizations", "conversions", "sections"],
    ),
    ("For the secretariat", &["desk"]),
    (
        "For administrators: a registry on this machine",
        &["serve", "migrate", "verify", "doctor", "admin"],
    ),
    ("For a first look, and for developers", &["demo", "dev-db", "states", "openapi", "problems"]),
];

/// The same commands, with their help in groups.
pub(crate) fn in_groups(command: Command) -> Command {
    let width = GROUPS.iter().flat_map(|(_, names)| *names).map(|it| it.len()).max().unwrap_or(0);
    let mut verbs = String::new();
    for (heading, names) in GROUPS {
        verbs.push_str(heading);
        verbs.push_str(":\n");
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let (first, _rest) = about.split_once(". ").unwrap_or((&about, ""));
            // Writing to a string cannot fail.
            let _written = writeln!(verbs, "  {name:<width$}  {first}");
        }
        verbs.push('\n');
    }
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{verbs}\
         Each verb has examples: itmo VERB --help\n\nOptions:\n{{options}}{{after-help}}"
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::CommandLine;

    #[test]
    fn every_verb_stands_in_one_group_and_every_group_has_verbs_only() {
        let command = CommandLine::command();
        let verbs: Vec<_> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
        let grouped: Vec<_> =
            GROUPS.iter().flat_map(|(_, names)| *names).map(|it| (*it).to_owned()).collect();
        let (one, other): (BTreeSet<_>, BTreeSet<_>) =
            (verbs.iter().collect(), grouped.iter().collect());
        assert_eq!(one, other);
        assert_eq!(verbs.len(), grouped.len(), "no verb stands in two groups");
    }

    /// It has an example, and says how a registry is reached, unless it needs none.
    fn is_helpful(name: &str, verb: &mut Command) {
        let help = verb.render_long_help().to_string();
        assert!(help.contains(&format!("  itmo {name} ")), "{name} has no example: {help}");
        let reaches = help.contains("--server") && help.contains("--token-file");
        assert_eq!(reaches, name != "aef check", "{name}");
        assert!(!help.contains("--token "), "{name} takes a token as an argument");
    }

    #[test]
    fn the_definitions_hold_together_and_each_officers_verb_has_an_example() {
        in_groups(CommandLine::command()).debug_assert();
        let mut command = CommandLine::command();
        for (_, names) in GROUPS.iter().take(4) {
            for name in *names {
                let verb = command.find_subcommand_mut(name).unwrap();
                if !verb.is_subcommand_required_set() {
                    is_helpful(name, verb);
                    continue;
                }
                for inner in verb.get_subcommands_mut() {
                    is_helpful(&format!("{name} {}", inner.get_name()), inner);
                }
            }
        }
    }
}
