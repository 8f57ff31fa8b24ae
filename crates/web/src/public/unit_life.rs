//! The page of a unit or of a range of units: what they are, where they are, what happened to them.

use askama::Template;
use domain::account::AccountKind;

use super::as_of::AsOf;
use super::character::{Character, Fact, KeptBack};
use super::deed::Happening;
use super::frame::{Frame, PartyName};
use super::identifier::Identifier;
use super::place::Placed;

/// `/itmo/{units}`.
#[derive(Template)]
#[template(path = "pages/unit_life.html")]
pub struct UnitLifePage {
    /// The frame.
    pub frame: Frame,
    /// The units that were asked for.
    pub units: Identifier,
    /// Their first transferring Party.
    pub party: PartyName,
    /// What they are, run by run.
    pub characters: Vec<Character>,
    /// Where they are, run by run, in the order of their serials.
    pub places: Vec<Placed>,
    /// What happened to them, newest first.
    pub history: Vec<Happening>,
    /// Where the rest of a long history is.
    pub older: Option<String>,
    /// The part of a range of many places that the page leaves out.
    pub more: Option<Identifier>,
    /// The serials within what was asked for that were never issued.
    pub never_issued: Vec<Identifier>,
    /// What a Party keeps back, and which Party.
    pub kept_back: Vec<(KeptBack, PartyName)>,
    /// The open inconsistencies of reports that name some of them now.
    pub open: Vec<Open>,
    /// The moment that the page shows instead of the present.
    pub at: At,
    /// The address of the page, with the name of the host, for citing.
    pub permalink: String,
}

/// A failed check of a report, which has not been corrected.
#[derive(Clone, Debug)]
pub struct Open {
    /// By its number.
    pub check: String,
    /// Whose report.
    pub party: PartyName,
    /// Of which year.
    pub year: String,
}

/// What was asked for by `?at=`.
#[derive(Clone, Debug)]
pub enum At {
    /// Nothing: the present.
    Present,
    /// The state at a moment.
    Moment(AsOf),
    /// Something that is no moment: the present, with a word about what was entered.
    Unreadable(String),
}

/// The units on one side of the first-transfer line.
pub struct Side<'a> {
    /// What units on this side are called.
    pub name: String,
    /// How many there are.
    pub units: u64,
    /// How many, in words.
    pub counted: String,
    /// Where they are.
    pub places: Vec<&'a Placed>,
}

impl UnitLifePage {
    fn title(&self) -> String {
        match self.at {
            At::Unreadable(_) => {
                self.frame.words.say("error-title", &[("title", &self.units.whole)])
            }
            At::Present | At::Moment(_) => self.units.whole.clone(),
        }
    }

    fn moment(&self) -> Option<&AsOf> {
        match &self.at {
            At::Moment(at) => Some(at),
            At::Present | At::Unreadable(_) => None,
        }
    }

    fn at_entered(&self) -> &str {
        match &self.at {
            At::Present => "",
            At::Moment(at) => &at.entered,
            At::Unreadable(entered) => entered,
        }
    }

    fn at_is_wrong(&self) -> bool {
        matches!(self.at, At::Unreadable(_))
    }

    /// "This is the state as of …".
    fn notice(&self) -> Option<String> {
        let moment = self.frame.words.moment(self.moment()?.moment);
        Some(self.frame.words.say("at-notice", &[("moment", &moment)]))
    }

    /// "Check … of the report of … fails for some of these units".
    fn contradiction(&self, open: &Open) -> String {
        let Open { check, party, year } = open;
        let party = &party.name;
        let said = [("check", check), ("party", party), ("year", year)];
        self.frame.words.say("open-inconsistency", &said.map(|(name, text)| (name, text.as_str())))
    }

    /// The whole story in two sentences.
    fn summary(&self) -> String {
        let words = &self.frame.words;
        let units = words.count("units", self.quantity(), &[]);
        let what = words.say(
            "summary-units",
            &[("units", &units), ("party", &self.party.name), ("vintage", &self.units.vintage)],
        );
        let end = match self.places.as_slice() {
            [] => return what,
            [only] => {
                let key = summary_of(only, self.moment().is_some());
                words.count(key, only.quantity, &[("party", &only.party.name)])
            }
            [_, _, ..] if self.moment().is_some() => words.text("summary-were-apart"),
            [_, _, ..] => words.count("summary-places", self.count_places(), &[]),
        };
        format!("{what} {end}")
    }

    fn quantity(&self) -> u64 {
        self.places.iter().map(|place| place.quantity).fold(0, u64::saturating_add)
    }

    fn count_places(&self) -> u64 {
        u64::try_from(self.places.len()).unwrap_or(u64::MAX)
    }

    fn caption(&self) -> String {
        let key = if self.moment().is_some() { "places-then" } else { "places-now" };
        self.frame.words.count(key, self.count_places(), &[])
    }

    /// The two sides of the first-transfer line, in their order in time.
    fn sides(&self) -> [Side<'_>; 2] {
        [self.side("before-first-transfer", false), self.side("itmo", true)]
    }

    fn side(&self, name: &'static str, first_transferred: bool) -> Side<'_> {
        let on_this_side = |place: &&Placed| place.first_transferred == first_transferred;
        let places: Vec<_> = self.places.iter().filter(on_this_side).collect();
        let units = places.iter().map(|place| place.quantity).fold(0, u64::saturating_add);
        let counted = self.frame.words.count("units", units, &[]);
        Side { name: self.frame.text(name), units, counted, places }
    }

    fn series_facts(&self) -> Vec<Fact> {
        Character::of_series(&self.units, &self.party, &self.frame.words)
    }

    /// The facts of all units, if none differ.
    fn facts(&self) -> Option<Vec<Fact>> {
        match self.characters.as_slice() {
            [only] => Some(only.facts(&self.frame.words)),
            [] | [_, ..] => None,
        }
    }

    fn is_all(&self, units: &Identifier) -> bool {
        *units == self.units
    }
}

/// The message that sums up where all units are, or were.
fn summary_of(only: &Placed, is_past: bool) -> &'static str {
    match (only.kind, is_past) {
        (AccountKind::Holding, false) => "summary-held",
        (AccountKind::Holding, true) => "summary-was-held",
        (AccountKind::UseTowardsNdc | AccountKind::UseForOimp, false) => "summary-used",
        (AccountKind::UseTowardsNdc | AccountKind::UseForOimp, true) => "summary-was-used",
        (
            AccountKind::Cancellation
            | AccountKind::VoluntaryCancellation
            | AccountKind::OmgeCancellation
            | AccountKind::OtherCancellation,
            false,
        ) => "summary-cancelled",
        (
            AccountKind::Cancellation
            | AccountKind::VoluntaryCancellation
            | AccountKind::OmgeCancellation
            | AccountKind::OtherCancellation,
            true,
        ) => "summary-was-cancelled",
        (AccountKind::Retirement, false) => "summary-retired",
        (AccountKind::Retirement, true) => "summary-was-retired",
        (AccountKind::Outside, false) => "summary-outside",
        (AccountKind::Outside, true) => "summary-was-outside",
    }
}
