//! The common nomenclatures: lists and patterns with a date.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

/// The lists and patterns of one date.
#[derive(Debug)]
pub struct Nomenclature {
    date: String,
    lists: BTreeMap<String, List>,
    subtypes: BTreeMap<String, Subtypes>,
    patterns: BTreeMap<String, Pattern>,
}

#[derive(Debug, Deserialize)]
struct List {
    values: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Subtypes {
    values: Vec<String>,
}

/// How an identifier is written.
#[derive(Debug)]
pub struct Pattern {
    /// What every reader takes.
    strict: Regex,
    /// What is read besides, with a warning.
    accepted: Option<Regex>,
}

impl Pattern {
    /// Whether every reader takes the text.
    pub fn is_strict(&self, text: &str) -> bool {
        self.strict.is_match(text)
    }

    /// Whether it is read here.
    pub fn is_read(&self, text: &str) -> bool {
        self.is_strict(text) || self.accepted.as_ref().is_some_and(|it| it.is_match(text))
    }
}

#[derive(Deserialize)]
struct WrittenPattern {
    strict: String,
    accepted: Option<String>,
}

#[derive(Deserialize)]
struct Written {
    date: String,
    lists: BTreeMap<String, List>,
    action_subtypes_by_action_type: BTreeMap<String, Subtypes>,
    patterns: BTreeMap<String, WrittenPattern>,
}

impl Nomenclature {
    /// Reads the file; an error says what is wrong with it.
    pub fn read(json: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(json).map_err(|it| it.to_string())?;
        let mut patterns = BTreeMap::new();
        for (name, WrittenPattern { strict, accepted }) in written.patterns {
            let regex = |text: &str| Regex::new(text).map_err(|it| format!("{name}: {it}"));
            let accepted = accepted.as_deref().map(regex).transpose()?;
            patterns.insert(name.clone(), Pattern { strict: regex(&strict)?, accepted });
        }
        Ok(Self {
            date: written.date,
            lists: written.lists,
            subtypes: written.action_subtypes_by_action_type,
            patterns,
        })
    }

    /// Its date, as `2026-02-17`.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The values of a list, in its order; none, if there is no such list of texts.
    pub fn values(&self, list: &str) -> impl Iterator<Item = &str> {
        let values = self.lists.get(list).map(|list| list.values.as_slice()).unwrap_or_default();
        values.iter().filter_map(serde_json::Value::as_str)
    }

    /// Whether a value stands in a list, spelt just so.
    pub fn lists(&self, list: &str, value: &str) -> bool {
        self.values(list).any(|listed| listed == value)
    }

    /// Whether an action of this type may have this subtype.
    pub fn allows_subtype(&self, action: &str, subtype: &str) -> bool {
        self.subtypes.get(action).is_some_and(|it| it.values.iter().any(|value| value == subtype))
    }

    /// A pattern by its name.
    pub fn pattern(&self, name: &str) -> Option<&Pattern> {
        self.patterns.get(name)
    }
}
