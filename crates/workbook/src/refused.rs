//! Why a file is not read.

/// A file is not read: what is wrong with it, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// It is larger than any submission.
    #[error("the file has {bytes} bytes, and {max} are read: send less in one file")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// It is none of the three formats.
    #[error("the file is no xlsx workbook, no CSV and no JSON: send the workbook of the template")]
    UnknownFormat,
    /// It is locked with a password, or a part of it is.
    #[error("the file is locked with a password: take the password off, and send it again")]
    Encrypted,
    /// It is a workbook of the format before xlsx.
    #[error("the file is of an old format: save it as an xlsx workbook without macros")]
    OldFormat,
    /// The archive that an xlsx workbook is cannot be read.
    #[error("the workbook is damaged ({why}): save it again")]
    Damaged {
        /// What was found.
        why: String,
    },
    /// The archive is of a form for files above 4 GB.
    #[error(
        "the workbook is packed for sizes above 4 GB: save it again with a spreadsheet program"
    )]
    Zip64,
    /// It has more parts than any workbook of the template.
    #[error("the workbook has more than {max} parts: keep the sheets of the template alone")]
    TooManyParts {
        /// The limit.
        max: usize,
    },
    /// Unpacked it would be too large.
    #[error("the workbook has more than {max} bytes unpacked: send less in one file")]
    TooLargeUnpacked {
        /// The limit.
        max: u64,
    },
    /// A part grows far more by unpacking than any real one.
    #[error("{part} grows more than {max} times by unpacking: save the workbook again")]
    Ratio {
        /// The part.
        part: String,
        /// The limit.
        max: u64,
    },
    /// A part has another size than the archive says.
    #[error("{part} has another size than the workbook says: save it again")]
    SizeDiffers {
        /// The part.
        part: String,
    },
    /// A part has a name that leads out of the workbook, or none that is allowed.
    #[error("{part:?} is no name for a part of a workbook: save it with a spreadsheet program")]
    PartName {
        /// The name.
        part: String,
    },
    /// A part is a link to a file.
    #[error("{part} is a link to a file: save the workbook with a spreadsheet program")]
    Link {
        /// The part.
        part: String,
    },
    /// Two parts have one name.
    #[error("{part} is there twice: save the workbook again with a spreadsheet program")]
    PartTwice {
        /// The name.
        part: String,
    },
    /// The directory and the parts contradict each other.
    #[error("the directory of the workbook and its parts disagree ({why}): save it again")]
    HeadersDisagree {
        /// What was found.
        why: String,
    },
    /// Parts share bytes.
    #[error("parts of the workbook lie over each other: save it with a spreadsheet program")]
    Overlap,
    /// A part is packed in a way that workbooks are not.
    #[error("{part} is packed in a way that is not read: save it with a spreadsheet program")]
    Packing {
        /// The part.
        part: String,
    },
    /// A part defines document types or entities.
    #[error("{part} has a document type definition, which no workbook needs: save it again")]
    Doctype {
        /// The part.
        part: String,
    },
    /// It has macros.
    #[error("the workbook has macros ({part}): save it as xlsx without macros")]
    Macros {
        /// Where.
        part: String,
    },
    /// It takes data from elsewhere.
    #[error(
        "the workbook is linked to something outside ({part}): break the links, keep the values"
    )]
    External {
        /// Where.
        part: String,
    },
    /// It has files or controls inside.
    #[error("the workbook has a file or control inside ({part}): take it out")]
    Embedded {
        /// Where.
        part: String,
    },
    /// A part is of no kind that workbooks of tables have.
    #[error("{part} is no part of a workbook of tables: take it out")]
    UnknownPart {
        /// The part.
        part: String,
    },
    /// A cell is calculated.
    #[error("{part} has a formula in {cell}: paste the value in its place")]
    Formula {
        /// The part.
        part: String,
        /// The cell, if it has a name.
        cell: String,
    },
    /// A name or a link starts another program.
    #[error("the workbook asks another program for data ({part}): take that out")]
    Dde {
        /// Where.
        part: String,
    },
    /// A part is not written in UTF-8.
    #[error("{part} is not written in UTF-8: save it again")]
    Encoding {
        /// The part.
        part: String,
    },
    /// A part is not well formed.
    #[error("{part} cannot be read ({why}): save the workbook again")]
    Malformed {
        /// The part.
        part: String,
        /// What was found.
        why: String,
    },
    /// Elements lie too deep inside each other.
    #[error("{part} is nested more than {max} deep: save it with a spreadsheet program")]
    TooDeep {
        /// The part.
        part: String,
        /// The limit.
        max: usize,
    },
    /// A tag, a text or a cell is too long.
    #[error("{part} has a text of more than {max} bytes: shorten it")]
    TooLongText {
        /// The part.
        part: String,
        /// The limit.
        max: u64,
    },
    /// There is too much of something.
    #[error(
        "the workbook has more than {max} {what}: send less, or clear what the tables do not need"
    )]
    TooMany {
        /// Of what.
        what: Countable,
        /// The limit.
        max: u64,
    },
    /// A row or column that no sheet has, or that is out of order.
    #[error("{part} has a cell or row {at:?} where none can be: save the workbook again")]
    Misplaced {
        /// The part.
        part: String,
        /// What the file says.
        at: String,
    },
    /// The parser does not take what the gate let pass.
    #[error("the workbook cannot be read ({why}): save it again with a spreadsheet program")]
    NotAWorkbook {
        /// What was found.
        why: String,
    },
    /// A sheet is missing.
    #[error("the sheet `{sheet}` is missing: keep all sheets of the template, also empty ones")]
    MissingSheet {
        /// Its name.
        sheet: String,
    },
    /// Two sheets have one name.
    #[error("there are two sheets `{sheet}`: keep one")]
    SheetTwice {
        /// Its name.
        sheet: String,
    },
    /// The line of labels of a table is not there.
    #[error("the labels of `{table}` are missing: keep the header of the template")]
    MissingHeader {
        /// The title of the table.
        table: String,
    },
    /// A column is missing.
    #[error("the column `{label}` of `{table}` is missing: keep all columns of the template")]
    MissingColumn {
        /// The title of the table.
        table: String,
        /// The label of the field.
        label: String,
    },
    /// A column is there twice.
    #[error("the column `{label}` of `{table}` is there twice: keep one")]
    ColumnTwice {
        /// The title of the table.
        table: String,
        /// The label of the field.
        label: String,
    },
    /// The file is not written in UTF-8.
    #[error("the file is not written in UTF-8: save it as CSV in UTF-8, or as JSON")]
    NotUtf8,
    /// The lines of CSV cannot be read.
    #[error("the CSV cannot be read ({why}): save it again as CSV in UTF-8 with commas")]
    NotCsv {
        /// What was found.
        why: String,
    },
    /// The JSON cannot be read, or a key of it is unknown, missing or there twice.
    #[error("the JSON cannot be read: {why}")]
    NotJson {
        /// What was found, and where.
        why: String,
    },
    /// It was written by another nomenclature.
    #[error("the file is of the nomenclature of {found}, and {rules} is read: choose that one")]
    OtherNomenclature {
        /// The date in the file.
        found: String,
        /// The date of the rules.
        rules: String,
    },
    /// No table of the older draft is there.
    #[error("no sheet or line has the labels of the older draft: send it as the current form")]
    NotADraft,
}

/// As much of what a stranger or a parser says as a message needs.
pub(crate) fn shown(text: &impl std::fmt::Display) -> String {
    text.to_string().chars().take(SHOWN_CHARACTERS_MAX).collect()
}

const SHOWN_CHARACTERS_MAX: usize = 200;

/// What there can be too much of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Countable {
    /// Cells in which something stands.
    Cells,
    /// Cells in which nothing stands.
    EmptyCells,
    /// Rows.
    Rows,
    /// Sheets.
    Sheets,
    /// Texts that cells share.
    SharedTexts,
    /// Bytes of text.
    TextBytes,
    /// Tags.
    Elements,
    /// Bytes beside the cells.
    FrameBytes,
}

impl std::fmt::Display for Countable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cells => "cells",
            Self::EmptyCells => "empty cells",
            Self::Rows => "rows",
            Self::Sheets => "sheets",
            Self::SharedTexts => "shared texts",
            Self::TextBytes => "bytes of text",
            Self::Elements => "tags",
            Self::FrameBytes => "bytes beside its cells",
        })
    }
}
