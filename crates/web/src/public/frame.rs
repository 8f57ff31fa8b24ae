//! What all pages share: their words, the state they show, the banner of a demonstration.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::assets;
use crate::words::{Language, Words};

/// The frame around a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The messages, in the reader's language.
    pub words: Words,
    /// How far the log had come when the page was made; `None` where the ledger was not asked.
    pub state: Option<State>,
    /// In a demonstration, the date that its clock shows.
    pub demonstration: Option<Date>,
    /// Where the same facts are to be had as JSON.
    pub json: Option<String>,
    /// The same page in the other languages that are complete.
    pub translations: Vec<Translation>,
}

/// A page in another language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Translation {
    /// The language.
    pub language: Language,
    /// Where the page is in it.
    pub address: String,
}

/// A state of the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct State {
    /// When the state was read.
    pub moment: Timestamp,
    /// The last entry of the log; `None` while it is empty.
    pub entry: Option<u64>,
}

/// The code and the name of a Party, as pages show them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PartyName {
    /// Its alpha-3 code.
    pub code: String,
    /// Its name, in the language of the page.
    pub name: String,
}

impl Frame {
    /// A frame that names no state: for pages that do not ask the ledger.
    pub fn new(words: Words) -> Self {
        Self { words, state: None, demonstration: None, json: None, translations: Vec::new() }
    }

    /// A short way to a message without arguments.
    pub fn text(&self, key: &'static str) -> String {
        self.words.text(key)
    }

    /// Where the style sheet is.
    pub fn style_sheet(&self) -> String {
        assets::address(assets::STYLE_SHEET)
    }

    /// Where the icon is.
    pub fn icon(&self) -> String {
        assets::address(assets::ICON)
    }

    /// The line of the footer that says how fresh the page is.
    pub fn state_as_of(&self) -> Option<String> {
        let State { moment, entry } = self.state?;
        let moment = self.words.moment(moment);
        Some(match entry {
            Some(entry) => {
                let entry = self.words.figure(entry);
                self.words.say("state-as-of", &[("moment", &moment), ("entry", &entry)])
            }
            None => self.words.say("state-before-entries", &[("moment", &moment)]),
        })
    }

    /// The banner of a demonstration.
    pub fn banner(&self) -> Option<String> {
        let date = self.words.day(self.demonstration?);
        Some(self.words.say("demonstration", &[("date", &date)]))
    }

    /// An arrow in the direction of reading, from giver to receiver.
    pub fn arrow(&self) -> &'static str {
        if self.words.language().is_right_to_left() { "←" } else { "→" }
    }
}
