//! The first page: a search box, and how to read an identifier.

use askama::Template;

use super::frame::Frame;
use super::identifier::Identifier;
use super::search::{Part, PartRead, WrongId};

/// `/`, and `/search` and `/itmo/{text}` where the text names no units.
#[derive(Template)]
#[template(path = "pages/home.html")]
pub struct HomePage {
    /// The frame.
    pub frame: Frame,
    /// Units that exist, to try.
    pub example: Option<Identifier>,
    /// What was entered, if it names no units.
    pub wrong: Option<WrongId>,
}

/// One part of an identifier, explained.
pub struct PartExplained {
    /// What it is called.
    pub name: String,
    /// What stands there.
    pub text: String,
    /// What it looks like and says.
    pub meaning: String,
    /// Whether it has the form it needs.
    pub is_right: bool,
}

impl HomePage {
    fn title(&self) -> String {
        let title = self.frame.text("home-title");
        match self.wrong {
            Some(_) => self.frame.words.say("error-title", &[("title", &title)]),
            None => title,
        }
    }

    fn entered(&self) -> &str {
        self.wrong.as_ref().map_or("", |wrong| &wrong.entered)
    }

    /// What is wrong with what was entered.
    fn problem(&self) -> Option<String> {
        self.wrong.as_ref().map(|wrong| wrong.sentence(&self.frame.words))
    }

    /// The parts of what was entered, or of an identifier that shows the form.
    fn anatomy(&self) -> Vec<PartExplained> {
        if let Some(wrong) = &self.wrong {
            return wrong.parts.iter().map(|read| self.explained(read)).collect();
        }
        let texts = ["CA9042", "XAL01", "XAL", "1204501..1209500", "2024"];
        let shown = Part::ALL.into_iter().zip(texts.map(str::to_owned));
        let read = shown.map(|(part, text)| PartRead { part, text, is_right: true });
        read.map(|read| self.explained(&read)).collect()
    }

    fn explained(&self, read: &PartRead) -> PartExplained {
        let words = &self.frame.words;
        PartExplained {
            name: read.part.name(words),
            text: read.text.clone(),
            meaning: read.part.meaning(words),
            is_right: read.is_right,
        }
    }
}
