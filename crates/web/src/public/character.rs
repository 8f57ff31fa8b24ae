//! What units are: the facts that were recorded at their issuance and authorization.

use jiff::civil::Date;

use super::frame::PartyName;
use super::identifier::Identifier;
use crate::words::Words;

/// What a run of units is. Units of one series may differ in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Character {
    /// Which units.
    pub units: Identifier,
    /// How many.
    pub quantity: u64,
    /// What one unit measures.
    pub measure: Measure,
    /// Emission reductions, removals, or both; the code list's word.
    pub mitigation_type: String,
    /// The code list's word for the sector.
    pub sector: String,
    /// The code list's word for the type of activity.
    pub activity_type: String,
    /// The credits of another programme that these units stand for.
    pub underlying: Option<Disclosed>,
    /// The authorization that covers them.
    pub authorization: Option<Authorized>,
}

/// What one unit measures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measure {
    /// A tonne of carbon dioxide equivalent.
    Tonne,
    /// Something else, in the words of the approach.
    Other(String),
}

/// A text that its Party may have designated as confidential.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Disclosed {
    /// It is public.
    Public(String),
    /// Its Party keeps it back.
    Confidential,
}

/// The version of an authorization that covers some units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authorized {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u64,
    /// Its date.
    pub date: Date,
    /// The code list's words for its purposes.
    pub purposes: String,
    /// The entities it names.
    pub entities: Option<Disclosed>,
}

/// What a Party may keep back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeptBack {
    /// Name and number of the authorized entity.
    Entity,
    /// Terms and conditions of the authorization.
    Terms,
    /// Identifiers of the underlying units.
    Underlying,
    /// Additional information.
    Information,
}

impl KeptBack {
    /// The sentence that says so, in the place of silence.
    pub fn sentence(self, party: &PartyName, words: &Words) -> String {
        let key = match self {
            Self::Entity => "confidential-entity",
            Self::Terms => "confidential-terms",
            Self::Underlying => "confidential-underlying",
            Self::Information => "confidential-information",
        };
        words.say(key, &[("party", &party.name)])
    }
}

/// A line of the list of facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// The fact.
    pub value: String,
    /// Whether the fact is a code, which is written from left to right in every language.
    pub is_code: bool,
}

impl Fact {
    fn new(label: String, value: String) -> Self {
        Self { label, value, is_code: false }
    }

    fn code(label: String, value: String) -> Self {
        Self { label, value, is_code: true }
    }

    fn disclosed(label: String, value: &Disclosed, words: &Words) -> Self {
        match value {
            Disclosed::Public(text) => Self::new(label, text.clone()),
            Disclosed::Confidential => Self::new(label, words.text("confidential")),
        }
    }
}

impl Character {
    /// The facts that the identifier states: the same for all units of the series.
    pub fn of_series(units: &Identifier, party: &PartyName, words: &Words) -> Vec<Fact> {
        let party = words.say("party-and-code", &[("name", &party.name), ("code", &party.code)]);
        vec![
            Fact::code(words.text("part-approach"), units.approach.clone()),
            Fact::code(words.text("part-registry"), units.registry.clone()),
            Fact::new(words.text("part-party"), party),
            Fact::code(words.text("part-vintage"), units.vintage.clone()),
        ]
    }

    /// The facts that the registry has on record for these units.
    pub fn facts(&self, words: &Words) -> Vec<Fact> {
        let mut facts = vec![
            Fact::new(words.text("fact-quantity"), words.count("units", self.quantity, &[])),
            Fact::new(words.text("fact-measure"), self.measure.described(words)),
            Fact::new(words.text("fact-mitigation-type"), self.mitigation_type.clone()),
            Fact::new(words.text("fact-sector"), self.sector.clone()),
            Fact::new(words.text("fact-activity-type"), self.activity_type.clone()),
        ];
        if let Some(underlying) = &self.underlying {
            facts.push(Fact::disclosed(words.text("fact-underlying"), underlying, words));
        }
        let authorization = words.text("fact-authorization");
        match &self.authorization {
            Some(authorized) => {
                facts.push(Fact::new(authorization, authorized.named(words)));
                facts.push(Fact::new(words.text("fact-purposes"), authorized.purposes.clone()));
                if let Some(entities) = &authorized.entities {
                    facts.push(Fact::disclosed(words.text("fact-entities"), entities, words));
                }
            }
            None => facts.push(Fact::new(authorization, words.text("not-authorized"))),
        }
        facts
    }
}

impl Measure {
    fn described(&self, words: &Words) -> String {
        match self {
            Self::Tonne => words.text("measure-tonne"),
            Self::Other(metric) => words.say("measure-other", &[("metric", metric)]),
        }
    }
}

impl Authorized {
    fn named(&self, words: &Words) -> String {
        let (version, date) = (self.version.to_string(), words.day(self.date));
        let id = self.id.as_str();
        words.say("authorization-named", &[("id", id), ("version", &version), ("date", &date)])
    }
}
