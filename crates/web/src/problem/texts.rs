//! The words of problems, from the catalogue of messages.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use domain::ledger::Refusal;

use super::{Flaw, Kind};
use crate::words::{Language, Words};

/// What people read about a problem.
pub(super) struct Texts {
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) remedy: String,
}

/// Numbers of units, of orders and of entries: printed with separators, unlike years.
const FIGURES: &[&str] = &[
    "asked",
    "cap",
    "count",
    "entry",
    "first_transferred",
    "least",
    "most",
    "orders",
    "quantity",
    "review",
    "shares",
    "spent",
    "underlying",
    "units",
];

impl Texts {
    /// The words for a code, with what they name.
    pub(super) fn of(code: &str, numbers: &[(&'static str, String)]) -> Self {
        let words = words();
        let printed: Vec<(&'static str, String)> =
            numbers.iter().map(|(name, text)| (*name, printed(words, name, text))).collect();
        let with: Vec<_> = printed.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let [title, detail, remedy] = match keys().problems.get(code) {
            Some(keys) => [&keys[0], &keys[1], &keys[2]].map(|key| words.say(key, &with)),
            None => [(); 3].map(|()| code.to_owned()),
        };
        Self { title, detail, remedy }
    }
}

/// What is wrong with a field, and what to enter.
pub(super) fn of_flaw(flaw: &Flaw) -> String {
    let with: Vec<_> = flaw.with.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match keys().flaws.get(flaw.code) {
        Some(key) => words().say(key, &with),
        None => flaw.code.to_owned(),
    }
}

/// The language of all problems, until there is a second catalogue to choose from.
pub(super) fn language() -> &'static str {
    Language::ENGLISH.code
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::new(Language::ENGLISH))
}

fn printed(words: &Words, name: &str, text: &str) -> String {
    match text.parse::<u64>() {
        Ok(number) if FIGURES.contains(&name) => words.figure(number),
        _ => text.to_owned(),
    }
}

/// The keys of the catalogue, by code. They are made once: the codes are known beforehand.
struct Keys {
    problems: BTreeMap<&'static str, [String; 3]>,
    flaws: BTreeMap<&'static str, String>,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let refusals = Refusal::ALL.iter().map(|(code, _rule)| *code);
        let codes = refusals.chain(Kind::ALL.iter().map(|kind| kind.code()));
        let three =
            |code: &str| ["", ".detail", ".remedy"].map(|part| format!("problem-{code}{part}"));
        Keys {
            problems: codes.map(|code| (code, three(code))).collect(),
            flaws: Flaw::ALL.iter().map(|(code, _)| (*code, format!("flaw-{code}"))).collect(),
        }
    })
}
