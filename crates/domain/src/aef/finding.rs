//! What is wrong with a submission, where, why, and what to do about it.

use serde::Serialize;

use super::layout::TableId;
use super::rules::Rules;

/// How much it matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Read, but not every reader takes it, or it should be looked at.
    Warning,
    /// It must be put right.
    Error,
}

/// What kind of thing is wrong with a cell or a row (13.8 of the specification).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issue {
    /// A mandatory field is empty.
    Required,
    /// A field is empty that other fields of the row make mandatory.
    ConditionalRequired,
    /// A field is filled that does not apply to the row.
    NotApplicable,
    /// Not the kind of value that the field takes.
    WrongType,
    /// The right kind of value, written in no form that is read.
    Format,
    /// Not in the list.
    UnknownControlledValue,
    /// A cell of the platform was changed.
    CarpPopulated,
    /// An authorization that Table 2 does not have.
    MissingAuthorization,
    /// An entity that Table 5 does not have.
    MissingEntity,
    /// Parts of a row contradict the identifiers in it.
    InconsistentBlock,
    /// First and last identifier make no block.
    InvalidBlockRange,
    /// Two rows of holdings share units.
    OverlappingBlock,
    /// Two rows have the key that only one may have.
    DuplicateRow,
    /// Serials without the registry that allotted them.
    UnresolvedRegistryRef,
}

impl Issue {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::ConditionalRequired => "conditional-required",
            Self::NotApplicable => "not-applicable",
            Self::WrongType => "wrong-type",
            Self::Format => "format",
            Self::UnknownControlledValue => "unknown-controlled-value",
            Self::CarpPopulated => "carp-populated",
            Self::MissingAuthorization => "missing-authorization",
            Self::MissingEntity => "missing-entity",
            Self::InconsistentBlock => "inconsistent-block",
            Self::InvalidBlockRange => "invalid-block-range",
            Self::OverlappingBlock => "overlapping-block",
            Self::DuplicateRow => "duplicate-row",
            Self::UnresolvedRegistryRef => "unresolved-registry-ref",
        }
    }
}

/// A cell, or a whole row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The table.
    pub table: TableId,
    /// The row in the sheet, or the line of the file, from 1.
    pub row: u32,
    /// The number of the field; nothing for the row as a whole.
    pub field: Option<u8>,
}

impl Place {
    /// The label of the field, as the sheet has it.
    pub fn label(self, rules: &Rules) -> Option<&str> {
        Some(&rules.table(self.table)?.field(self.field?)?.label)
    }

    /// Where it is, in words: the table, the row, and the column. The row of a file that is no workbook
    /// is its line, and has no cell.
    pub fn words(self, rules: &Rules) -> String {
        let mut words = format!("Table {}", self.table.number());
        if self.row > 0 {
            words.push_str(", row ");
            words.push_str(&self.row.to_string());
        }
        if let Some(label) = self.label(rules) {
            words.push_str(", ");
            words.push_str(label);
        }
        words
    }

    /// The cell in the sheet, for example `I9`.
    pub fn cell(self, rules: &Rules) -> Option<String> {
        let field = rules.table(self.table)?.field(self.field?)?;
        Some(format!("{}{}", field.column(), self.row))
    }
}

/// Something wrong with a cell or a row, by the field rules alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What kind of thing.
    pub issue: Issue,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What stands there.
    pub found: String,
    /// Why it is wrong, as a sentence.
    pub cause: String,
    /// What to do, as a sentence.
    pub remedy: String,
}
