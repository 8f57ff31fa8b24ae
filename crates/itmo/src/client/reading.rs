//! Reading what a registry holds: a list page by page, or one thing.

use serde_json::{Value, json};

use super::address::Target;
use super::connection::Session;
use super::failure::Failure;
use super::noun::{Noun, at, list};
use crate::console::{note, say};

/// Which part of a list.
#[derive(clap::Args, Clone, Default, Debug)]
pub(crate) struct Paging {
    /// All of it, page by page
    #[arg(long, conflicts_with_all = ["limit", "cursor"])]
    all: bool,

    /// How many at most: 1 to 100 [default: the registry's, 25]
    #[arg(long, value_name = "NUMBER")]
    limit: Option<String>,

    /// Where to go on, as the list before said
    #[arg(long)]
    cursor: Option<String>,

    /// Each below the other, with everything that is said of it
    #[arg(long)]
    full: bool,
}

/// At which moment of the past.
#[derive(clap::Args, Clone, Default, Debug)]
pub(crate) struct Past {
    /// As it was then: a day, which means its end in UTC, or a moment, as 2026-06-30T14:05:00Z
    #[arg(long, value_name = "MOMENT")]
    at: Option<String>,

    /// By which time of the entries the moment goes
    #[arg(long, requires = "at", value_parser = ["recorded", "occurred"])]
    time: Option<String>,
}

impl Paging {
    fn of(&self, target: Target) -> Target {
        target.with("limit", self.limit.as_deref()).with("cursor", self.cursor.as_deref())
    }
}

impl Past {
    pub(super) fn of(&self, target: Target) -> Target {
        target.with("at", self.at.as_deref()).with("time", self.time.as_deref())
    }
}

/// A verb that reads.
pub(crate) trait Reads {
    /// What it asks for.
    fn question(&self) -> Question<'_>;

    /// Asks, and shows what there is.
    fn read(&self, session: &Session) -> Result<(), Failure> {
        self.question().ask(session)
    }
}

/// What is asked for.
pub(crate) struct Question<'a> {
    target: Target,
    noun: &'static Noun,
    asker: Asker,
    shape: Shape<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asker {
    Anybody,
    TokenHolder,
}

enum Shape<'a> {
    One,
    List(&'a Paging),
    /// Everything in one answer, under this name.
    Whole(&'static str, &'a Paging),
}

impl<'a> Question<'a> {
    /// One thing.
    pub(super) const fn one(noun: &'static Noun, target: Target) -> Self {
        Self { target, noun, asker: Asker::TokenHolder, shape: Shape::One }
    }

    /// A list.
    pub(super) const fn list(noun: &'static Noun, target: Target, paging: &'a Paging) -> Self {
        Self { target, noun, asker: Asker::TokenHolder, shape: Shape::List(paging) }
    }

    /// One thing if it is named, or else a list.
    pub(super) fn one_or_list(
        noun: &'static Noun,
        target: Target,
        name: Option<&str>,
        paging: &'a Paging,
    ) -> Self {
        match name {
            Some(name) => Self::one(noun, target.part(name)),
            None => Self::list(noun, target, paging),
        }
    }

    /// Several things in one answer, under this name.
    pub(super) const fn whole(
        noun: &'static Noun,
        target: Target,
        name: &'static str,
        paging: &'a Paging,
    ) -> Self {
        Self { target, noun, asker: Asker::TokenHolder, shape: Shape::Whole(name, paging) }
    }

    /// It is published: no token is needed, and none is sent.
    pub(super) fn published(self) -> Self {
        Self { asker: Asker::Anybody, ..self }
    }

    fn ask(&self, session: &Session) -> Result<(), Failure> {
        let token = match self.asker {
            Asker::Anybody => None,
            Asker::TokenHolder => Some(session.token()?),
        };
        match self.shape {
            Shape::List(paging) if paging.all => {
                let items = session.client.all(token, &self.target.to_string())?;
                if session.json {
                    say!("{}", json!({ "items": items }));
                } else {
                    self.show_list(&items, paging.full);
                }
            }
            Shape::List(paging) => {
                let page = paging.of(self.target.clone());
                if let Some(page) = printed(session, token, &page)? {
                    self.show_list(list(&page, "/items"), paging.full);
                    tell_of_more(&at(&page, "/next"), |next| {
                        format!("--all shows it, --cursor {next} goes on")
                    });
                }
            }
            Shape::Whole(name, paging) => {
                // What the registry does not page, it refuses to page.
                let whole = paging.of(self.target.clone());
                if let Some(whole) = printed(session, token, &whole)? {
                    self.show_list(list(&whole, &format!("/{name}")), paging.full);
                    tell_of_more(&at(&whole, "/more"), |more| format!("ask for {more}"));
                    list(&whole, "/open_inconsistencies").iter().for_each(tell_of_contradiction);
                }
            }
            Shape::One => {
                if let Some(thing) = printed(session, token, &self.target)? {
                    show(&self.noun.sheet(&thing));
                }
            }
        }
        Ok(())
    }

    fn show_list(&self, items: &[Value], full: bool) {
        let none = self.noun.none;
        match items {
            [] if self.target.is_narrowed() => {
                note(format_args!("{none}, among what you asked for."));
            }
            [] => note(format_args!("{none}.")),
            items if full => {
                let sheets: Vec<_> = items.iter().map(|item| self.noun.sheet(item)).collect();
                show(&sheets.join(&String::new()));
            }
            items => show(&self.noun.table(items)),
        }
    }
}

/// The answer, for a person to be shown; nothing, where it was printed as it came.
fn printed(
    session: &Session,
    token: Option<&str>,
    target: &Target,
) -> Result<Option<Value>, Failure> {
    let answer = session.client.read(token, &target.to_string())?;
    if session.json {
        say!("{}", answer.body);
        return Ok(None);
    }
    Ok(Some(answer.json()?))
}

fn tell_of_more(next: &str, how: impl Fn(&str) -> String) {
    if !next.is_empty() {
        note(format_args!("There is more: {}.", how(next)));
    }
}

/// Says that a report about some of the units fails a check.
fn tell_of_contradiction(open: &Value) {
    let (check, party, year) = (at(open, "/check"), at(open, "/party"), at(open, "/year"));
    note(format_args!(
        "Check {check} of the report of {party} for {year} fails for some of these units, and has not \
         been corrected."
    ));
}

/// Prints lines.
pub(super) fn show(lines: &[String]) {
    for line in lines {
        say!("{line}");
    }
}
