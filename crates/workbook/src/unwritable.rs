//! Why a file cannot be written.

use domain::aef::TableId;

/// The tables do not fit into a file.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// A text is longer than a cell.
    #[error("row {row} of Table {} has a text of more than {max} characters in `{label}`: shorten it", table.number())]
    TooLong {
        /// The table.
        table: TableId,
        /// The row, as the document has it.
        row: u32,
        /// The label of the field.
        label: String,
        /// The limit.
        max: usize,
    },
    /// There are more rows than a sheet has.
    #[error("Table {} has more rows than a sheet: write it as CSV or JSON", table.number())]
    TooManyRows {
        /// The table.
        table: TableId,
    },
    /// Table 1 has one row.
    #[error("Table 1 is there {0} times: it can be written once")]
    Submissions(usize),
    /// A column of the layout has no letters, or the writer failed.
    #[error("the workbook cannot be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The lines of CSV cannot be written.
    #[error("the CSV cannot be written")]
    Csv(#[from] csv::Error),
    /// The JSON cannot be written.
    #[error("the JSON cannot be written")]
    Json(#[from] serde_json::Error),
}
