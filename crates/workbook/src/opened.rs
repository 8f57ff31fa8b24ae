//! What a file had in it.

use std::fmt;
use std::str::FromStr;

use domain::aef::{Dialect, Document, TableId};

/// A file that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The texts of its five tables.
    pub document: Document,
    /// What kind of file it was.
    pub format: Format,
    /// The dialect, where the file names it: JSON does.
    pub dialect: Option<Dialect>,
    /// What the sender should know about how it was read.
    pub notes: Vec<Note>,
}

/// A kind of file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Format {
    /// The workbook that is handed in.
    Xlsx,
    /// The five tables below each other.
    Csv,
    /// The technical names with their texts.
    Json,
}

impl Format {
    /// All.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Json];

    /// How the names of its files end.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// The text names no kind of file that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("one of xlsx, csv, json")]
pub struct NotAFormat;

impl FromStr for Format {
    type Err = NotAFormat;

    fn from_str(text: &str) -> Result<Self, NotAFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or(NotAFormat)
    }
}

/// Something that was left out when a file was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// Rows that hold nothing but the words with which the template fills its tables.
    Prefilled {
        /// The table.
        table: TableId,
        /// How many rows.
        rows: usize,
    },
    /// A sheet that is none of the template's.
    OtherSheet {
        /// Its name.
        sheet: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefilled { table, rows } => write!(
                f,
                "{rows} rows of Table {} hold only words of the template, and were left out.",
                table.number()
            ),
            Self::OtherSheet { sheet } => write!(f, "The sheet `{sheet}` was not read."),
        }
    }
}
