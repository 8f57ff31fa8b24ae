//! `itmo states`: the states of units and proposals, and the ways between them, from the tables that
//! the ledger decides by.

use std::fmt::Write as _;

use clap::ValueEnum;
use domain::ledger::states::{PROPOSAL_WAYS, ProposalStage, UNIT_WAYS, UnitState};
use serde_json::{Value, json};

use crate::console::say;

/// How the states are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Form {
    /// A diagram for Mermaid
    Mermaid,
    /// The tables
    Json,
}

/// Prints them.
pub(crate) fn run(form: Form) {
    match form {
        Form::Mermaid => say!("{}", mermaid()),
        Form::Json => say!("{:#}", json()),
    }
}

/// One machine: its name, its states, and its ways as words.
struct Machine {
    name: &'static str,
    states: Vec<&'static str>,
    ways: Vec<(Option<&'static str>, &'static str, &'static str)>,
}

fn machines() -> [Machine; 2] {
    let units = UNIT_WAYS.iter();
    let units =
        units.map(|way| (way.from.map(UnitState::as_str), way.by.as_str(), way.to.as_str()));
    let proposals = PROPOSAL_WAYS
        .iter()
        .map(|way| (way.from.map(ProposalStage::as_str), way.by.as_str(), way.to.as_str()));
    [
        Machine {
            name: "units",
            states: UnitState::ALL.iter().map(|state| state.as_str()).collect(),
            ways: units.collect(),
        },
        Machine {
            name: "proposals",
            states: ProposalStage::ALL.iter().map(|stage| stage.as_str()).collect(),
            ways: proposals.collect(),
        },
    ]
}

impl Machine {
    /// Whether no way leads on from a state to another.
    fn is_final(&self, state: &str) -> bool {
        self.ways.iter().all(|(from, _, to)| *from != Some(state) || *to == state)
    }
}

/// Both machines side by side, one to a group.
fn mermaid() -> String {
    let mut text = "stateDiagram-v2".to_owned();
    // Writing to a text cannot fail.
    for machine in machines() {
        let name = |state: &str| format!("{}_{}", machine.name, state.replace('-', "_"));
        let _ = write!(text, "\n    state {} {{", machine.name);
        for state in &machine.states {
            let _ = write!(text, "\n        state \"{state}\" as {}", name(state));
        }
        for (from, by, to) in &machine.ways {
            let from = from.map_or_else(|| "[*]".to_owned(), name);
            let _ = write!(text, "\n        {from} --> {}: {by}", name(to));
        }
        for state in machine.states.iter().filter(|state| machine.is_final(state)) {
            let _ = write!(text, "\n        {} --> [*]", name(state));
        }
        text.push_str("\n    }");
    }
    text
}

fn json() -> Value {
    let tables = machines().map(|machine| {
        let ways =
            machine.ways.iter().map(|(from, by, to)| json!({"from": from, "by": by, "to": to}));
        let ways: Vec<Value> = ways.collect();
        (machine.name.to_owned(), json!({"states": machine.states, "ways": ways}))
    });
    Value::Object(tables.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_have_every_way() {
        let (diagram, tables) = (mermaid(), json());
        assert!(diagram.contains("units_authorized --> units_held: first-transfer"), "{diagram}");
        assert!(diagram.contains("[*] --> proposals_waiting: propose"), "{diagram}");
        assert!(diagram.contains("units_used_towards_ndc --> [*]"), "{diagram}");
        let drawn = diagram.lines().filter(|line| line.contains(": ")).count();
        let listed = |machine: &str| tables[machine]["ways"].as_array().map_or(0, Vec::len);
        assert_eq!(drawn, UNIT_WAYS.len() + PROPOSAL_WAYS.len());
        assert_eq!(listed("units"), UNIT_WAYS.len());
        assert_eq!(listed("proposals"), PROPOSAL_WAYS.len());
        assert_eq!(tables["units"]["ways"][0]["from"], Value::Null);
    }
}
