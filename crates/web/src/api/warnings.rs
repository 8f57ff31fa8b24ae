//! What the ledger warns of, for whoever sees an order or its receipt.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use domain::ledger::{Warned, Warning};
use serde::Serialize;
use utoipa::ToSchema;

use crate::words::{Argument, Language, Words};

/// A warning: the order is carried out all the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = Warning)]
pub struct WarningBody {
    /// Which order of the proposal it concerns, counted from 0.
    pub order: usize,
    /// The stable code, for programs. It is never translated.
    #[schema(example = "cap-nearly-reached")]
    pub code: String,
    /// The rule of the specification that it comes from.
    #[schema(example = "R-114")]
    pub rule: String,
    /// Whether somebody must look into it before reports are made.
    pub blocking: bool,
    /// What is the matter, with the numbers involved.
    pub detail: String,
    /// The numbers and names that the detail names, by themselves.
    pub numbers: BTreeMap<String, String>,
}

impl WarningBody {
    /// The warnings of an order, before it is recorded.
    pub fn of_effect(order: usize, warnings: &[Warning]) -> Vec<Self> {
        Warned::of(order, warnings).map(|it| Self::of(&it)).collect()
    }

    /// The warnings that entries hold.
    pub fn all(warnings: &[Warned]) -> Vec<Self> {
        warnings.iter().map(Self::of).collect()
    }

    fn of(warned: &Warned) -> Self {
        let Warned { order, code, rule, blocking, numbers } = warned;
        Self {
            order: *order,
            code: code.clone(),
            rule: rule.clone(),
            blocking: *blocking,
            detail: detail(code, numbers),
            numbers: numbers.clone(),
        }
    }
}

/// The sentence of a warning. Codes are never taken back: one without a sentence is from a registry
/// that is newer than this program.
fn detail(code: &str, numbers: &BTreeMap<String, String>) -> String {
    let Some((_, _, names)) = Warning::ALL.iter().find(|(known, ..)| *known == code) else {
        return code.to_owned();
    };
    let with: Vec<Argument<'_>> =
        names.iter().filter_map(|name| Some((*name, numbers.get(*name)?.as_str()))).collect();
    key(code).map_or_else(|| code.to_owned(), |key| words().say(key, &with))
}

fn key(code: &str) -> Option<&'static str> {
    Some(match code {
        "cap-nearly-reached" => "warning-cap-nearly-reached",
        "unusual-authorization-id" => "warning-unusual-authorization-id",
        "definition-unlisted" => "warning-definition-unlisted",
        "gwp-values-mixed" => "warning-gwp-values-mixed",
        "initial-report-missing" => "warning-initial-report-missing",
        "unusual-amount" => "warning-unusual-amount",
        "will-fail-ii01" => "warning-will-fail-ii01",
        "will-fail-stc02" => "warning-will-fail-stc02",
        "will-fail-x08" => "warning-will-fail-x08",
        "report-needs-period" => "warning-report-needs-period",
        _ => return None,
    })
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::new(Language::ENGLISH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_has_a_sentence_that_names_its_numbers() {
        for (code, rule, names) in Warning::ALL {
            assert!(key(code).is_some(), "{code} has no sentence");
            assert!(rule.starts_with("R-"), "{code}");
            let numbers =
                names.iter().map(|name| ((*name).to_owned(), format!("<{name}>"))).collect();
            let said = detail(code, &numbers);
            for name in *names {
                assert!(said.contains(&format!("<{name}>")), "{code}: {said}");
            }
            assert!(!said.contains('{') && !said.contains('$'), "{code}: {said}");
        }
    }
}
