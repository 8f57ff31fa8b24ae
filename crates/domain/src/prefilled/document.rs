//! Documents: what is told, what is missing, and who asks for it.

use serde::Serialize;

use crate::party::PartyCode;
use crate::vintage::Year;

/// A report, as far as it can be filled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Document {
    /// Which report it is.
    pub report: &'static str,
    /// Its title.
    pub title: String,
    /// The Party that reports, if one does.
    pub party: Option<PartyCode>,
    /// The year that is reported, if it is one year's.
    pub year: Option<Year>,
    /// Its sections, in their order.
    pub sections: Vec<Section>,
}

/// A section.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Section {
    /// Its number, for example `IV.A`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it holds, one below the other.
    pub fields: Vec<Field>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// Something that is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Field {
    /// What it is.
    pub label: String,
    /// The paragraph that asks for it.
    pub asked_by: &'static str,
    /// What is told of it.
    #[serde(flatten)]
    pub told: Told,
}

/// What is told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The text, from what the registry knows.
    Text(String),
    /// It is not known here: what somebody has to write, or to record first.
    Missing(String),
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Table {
    /// Its title.
    pub title: String,
    /// The paragraph that asks for it.
    pub asked_by: &'static str,
    /// The headings.
    pub columns: Vec<&'static str>,
    /// The rows, each with a cell for each heading.
    pub rows: Vec<Vec<String>>,
}

/// Something that must be filled by hand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Missing {
    /// The number of the section.
    pub section: String,
    /// The field.
    pub label: String,
    /// The paragraph that asks for it.
    pub asked_by: &'static str,
    /// What has to be done.
    pub what: String,
}

impl Document {
    /// All that is missing, in the order of the document: the list of completeness.
    pub fn missing(&self) -> Vec<Missing> {
        let fields = self
            .sections
            .iter()
            .flat_map(|section| section.fields.iter().map(move |field| (&section.number, field)));
        let missing = fields.filter_map(|(section, field)| match &field.told {
            Told::Text(_) => None,
            Told::Missing(what) => Some(Missing {
                section: section.clone(),
                label: field.label.clone(),
                asked_by: field.asked_by,
                what: what.clone(),
            }),
        });
        missing.collect()
    }
}

impl Section {
    /// A section with nothing in it yet.
    pub(super) fn new(number: impl Into<String>, title: impl Into<String>) -> Self {
        Self { number: number.into(), title: title.into(), fields: Vec::new(), tables: Vec::new() }
    }

    /// The same with a field that is filled, or else missing for this reason.
    pub(super) fn field(
        mut self,
        asked_by: &'static str,
        label: impl Into<String>,
        text: Option<String>,
        what: &str,
    ) -> Self {
        let text = text.filter(|it| !it.is_empty());
        let told = text.map_or_else(|| Told::Missing(what.to_owned()), Told::Text);
        self.fields.push(Field { label: label.into(), asked_by, told });
        self
    }

    /// The same with a field that only people can fill.
    pub(super) fn by_hand(self, asked_by: &'static str, label: &str) -> Self {
        self.field(asked_by, label, None, "The registry does not know this: write it by hand.")
    }

    /// The same with a table.
    pub(super) fn table(
        mut self,
        asked_by: &'static str,
        title: impl Into<String>,
        columns: &[&'static str],
        rows: Vec<Vec<String>>,
    ) -> Self {
        let columns = columns.to_vec();
        self.tables.push(Table { title: title.into(), asked_by, columns, rows });
        self
    }
}
