//! The two sheets before the tables: what the file is.

use domain::aef::{Dialect, Document, Rules};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::write::Formats;

const WHAT: &str =
    "Annual information under Article 6, paragraph 2, in the agreed electronic format";
const INDEX_HEADER: [&str; 2] = ["Table", "Sheet"];
const SUMMARY_HEADER: [&str; 2] = ["Table", "Rows"];
const WIDTHS: [f64; 2] = [44.0, 36.0];

/// A sheet with the tables and where they are.
pub(super) fn index(
    workbook: &mut Workbook,
    formats: &Formats,
    rules: &Rules,
    name: &str,
) -> Result<(), XlsxError> {
    let tables = rules.tables().iter().map(|table| [table.title.clone(), table.sheet.clone()]);
    let lines = std::iter::once(INDEX_HEADER.map(str::to_owned)).chain(tables);
    sheet(workbook, formats, name, lines)
}

/// A sheet with what the tables were written by, and how many rows they have.
pub(super) fn summary(
    workbook: &mut Workbook,
    formats: &Formats,
    rules: &Rules,
    name: &str,
    (document, dialect): (&Document, Dialect),
) -> Result<(), XlsxError> {
    let by = [
        ["Common nomenclatures of".to_owned(), rules.date().to_owned()],
        ["Dialect".to_owned(), dialect.to_string()],
    ];
    let tables = rules.tables().iter().map(|table| {
        let rows = document.rows(table.id).iter().filter(|row| !row.is_empty()).count();
        [table.title.clone(), rows.to_string()]
    });
    let header = std::iter::once(SUMMARY_HEADER.map(str::to_owned));
    sheet(workbook, formats, name, by.into_iter().chain(header).chain(tables))
}

fn sheet(
    workbook: &mut Workbook,
    formats: &Formats,
    name: &str,
    lines: impl Iterator<Item = [String; 2]>,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    sheet.set_column_width(0, 2)?;
    for (column, width) in (1..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(1, 1, WHAT, &formats.title)?;
    for (row, texts) in (3..).zip(lines) {
        for (column, text) in (1..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}
