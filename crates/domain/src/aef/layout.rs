//! The tables, their fields, and where they stand in the workbook: data.

use serde::{Deserialize, Serialize};

/// One of the five tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableId {
    /// Table 1.
    Submission,
    /// Table 2.
    Authorizations,
    /// Table 3.
    Actions,
    /// Table 4.
    Holdings,
    /// Table 5.
    AuthorizedEntities,
}

impl TableId {
    /// All, in their order.
    pub const ALL: [Self; 5] = [
        Self::Submission,
        Self::Authorizations,
        Self::Actions,
        Self::Holdings,
        Self::AuthorizedEntities,
    ];

    /// Its number, from 1.
    pub const fn number(self) -> u8 {
        match self {
            Self::Submission => 1,
            Self::Authorizations => 2,
            Self::Actions => 3,
            Self::Holdings => 4,
            Self::AuthorizedEntities => 5,
        }
    }

    /// The name by which JSON calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Authorizations => "authorizations",
            Self::Actions => "actions",
            Self::Holdings => "holdings",
            Self::AuthorizedEntities => "authorized_entities",
        }
    }
}

/// Who fills a field, and whether it must be filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Flag {
    /// Mandatory.
    #[serde(rename = "M")]
    Mandatory,
    /// Optional.
    #[serde(rename = "O")]
    Optional,
    /// Mandatory under a condition.
    #[serde(rename = "C")]
    Conditional,
    /// Set by the accounting and reporting platform, and left untouched by the Party.
    #[serde(rename = "P")]
    Platform,
}

/// What kind of value a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum FieldKind {
    /// Any text.
    #[serde(rename = "text")]
    Text,
    /// A whole number.
    #[serde(rename = "integer")]
    Integer,
    /// A day.
    #[serde(rename = "date")]
    Date,
    /// A moment, or a day.
    #[serde(rename = "date-time")]
    DateTime,
    /// A link.
    #[serde(rename = "link")]
    Link,
    /// A value of a list.
    #[serde(rename = "code")]
    Code,
    /// Several values of a list.
    #[serde(rename = "codes")]
    Codes,
    /// The identifier of a unit, or its serial.
    #[serde(rename = "integer or ITMO ID")]
    UnitId,
    /// The identifier of another programme's unit.
    #[serde(rename = "text or integer")]
    ForeignUnitId,
    /// A decimal number.
    #[serde(rename = "number")]
    Number,
    /// A decimal number, or words.
    #[serde(rename = "text or number")]
    TextOrNumber,
}

/// A field of a table.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Field {
    /// Its number in the table, from 1.
    pub number: u8,
    /// What stands above or beside it.
    pub label: String,
    /// Its technical name in the nomenclature, which is its key in JSON.
    pub tech: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Whether it must be filled, and by whom.
    pub flag: Flag,
    /// What it must fulfil, in words.
    pub rule: String,
    /// The list of the nomenclature that its value stands in.
    pub list: Option<String>,
    /// The pattern of the nomenclature that its value follows.
    pub pattern: Option<String>,
    /// What the cell must say, if the platform owns it and that is established.
    #[serde(default)]
    pub carp_text: Option<String>,
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    cell: Option<String>,
}

impl Field {
    /// The letters of its column in the sheet.
    pub fn column(&self) -> &str {
        let cell = self.cell.as_deref().unwrap_or_default();
        self.column
            .as_deref()
            .unwrap_or_else(|| cell.trim_end_matches(|c: char| c.is_ascii_digit()))
    }
}

/// How the fields of a table stand in its sheet.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(tag = "orientation", rename_all = "lowercase")]
pub enum Orientation {
    /// Labels one below the other, the values beside them.
    Vertical {
        /// The column of the labels.
        label_column: String,
        /// The column of the values.
        value_column: String,
        /// The row of the first field, from 1.
        first_row: u32,
        /// The row of the last field.
        last_row: u32,
    },
    /// Labels in a row, the values below.
    Horizontal {
        /// The row of the labels, from 1.
        header_row: u32,
        /// The row of the first values.
        first_data_row: u32,
        /// The columns without a label between them, which stay empty.
        spacer_columns: Vec<String>,
    },
}

/// A table and its place in the workbook.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct TableLayout {
    /// Which.
    pub id: TableId,
    /// Its title, as a cell and as a line of CSV says it.
    pub title: String,
    /// The name of its sheet.
    pub sheet: String,
    /// How its fields stand.
    pub layout: Orientation,
    /// Its fields, in their order.
    pub fields: Vec<Field>,
}

impl TableLayout {
    /// A field by its number, from 1.
    pub fn field(&self, number: u8) -> Option<&Field> {
        self.fields.get(usize::from(number).checked_sub(1)?)
    }

    /// The row in which a field of the row `at` stands: its own, in a vertical table.
    pub fn row_of(&self, at: u32, field: u8) -> u32 {
        match self.layout {
            Orientation::Vertical { first_row, .. } => {
                first_row.saturating_add(u32::from(field)).saturating_sub(1)
            }
            Orientation::Horizontal { .. } => at,
        }
    }
}

/// The file of the layout.
#[derive(Deserialize)]
pub(super) struct Layout {
    pub(super) nomenclature_date: String,
    pub(super) workbook: Workbook,
    pub(super) tables: Vec<TableLayout>,
}

/// What holds for the whole workbook.
#[derive(Deserialize)]
pub(super) struct Workbook {
    pub(super) sheets: Vec<String>,
}
