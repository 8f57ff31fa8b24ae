//! From workbooks to texts.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use domain::aef::{Document, Rules, TableId};

use super::text;
use crate::labels::plain;
use crate::limits::SHEET_ROWS;
use crate::line::{Allowance, Line};
use crate::opened::Note;
use crate::refused::{Refused, shown};
use crate::table::Table;

/// The sheets of a workbook that the gate let pass.
pub(crate) struct Sheets<'b>(Xlsx<Cursor<&'b [u8]>>);

impl<'b> Sheets<'b> {
    /// Lets the workbook through the gate, and opens it.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        crate::gate::check(bytes)?;
        let sheets = Xlsx::new(Cursor::new(bytes)).map_err(|why| not_a_workbook(&why))?;
        if sheets.sheet_names().is_empty() {
            return Err(Refused::NotAWorkbook { why: "it has no sheets".to_owned() });
        }
        Ok(Self(sheets))
    }

    /// The names of the sheets, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    /// Gives each row of a sheet in which something stands to `take`, from above.
    pub(crate) fn lines(
        &mut self,
        sheet: &str,
        mut take: impl FnMut(&Line) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let mut cells = self.0.worksheet_cells_reader(sheet).map_err(|why| not_a_workbook(&why))?;
        let mut line = Line::default();
        while let Some(cell) = cells.next_cell().map_err(|why| not_a_workbook(&why))? {
            let (row, column) = cell.get_position();
            if matches!(cell.get_value(), DataRef::Empty) {
                continue;
            }
            let at = row.saturating_add(1).min(SHEET_ROWS);
            if at != line.at {
                if !line.cells.is_empty() {
                    take(&line)?;
                }
                line.at = at;
                line.cells.clear();
            }
            let text = text::of(cell.get_value());
            if !text.is_empty() {
                line.cells.push((column, text.into()));
            }
        }
        if line.cells.is_empty() { Ok(()) } else { take(&line) }
    }
}

/// Reads the five tables, whose sheets are found by their names.
pub(crate) fn read(
    rules: &Rules,
    bytes: &[u8],
    notes: &mut Vec<Note>,
) -> Result<Document, Refused> {
    let mut sheets = Sheets::open(bytes)?;
    let names = sheets.names();
    let mut document = Document::default();
    let mut allowance = Allowance::default();
    for id in TableId::ALL {
        let Some(layout) = rules.table(id) else { continue };
        let name = named(&names, &layout.sheet)?;
        let mut table = Table::new(rules, layout);
        sheets.lines(name, |line| table.line(line, &mut allowance))?;
        *document.rows_mut(id) = table.finish(notes)?;
    }
    let known = |name: &String| rules.sheets().iter().any(|it| plain(it) == plain(name));
    let others = names.into_iter().filter(|name| !known(name));
    notes.extend(others.map(|sheet| Note::OtherSheet { sheet: shown(&sheet) }));
    Ok(document)
}

/// The name of a sheet as the workbook writes it.
fn named<'n>(names: &'n [String], sheet: &str) -> Result<&'n str, Refused> {
    let mut found = names.iter().filter(|name| plain(name) == plain(sheet));
    let sheet = || sheet.to_owned();
    match (found.next(), found.next()) {
        (Some(name), None) => Ok(name),
        (Some(_), Some(_)) => Err(Refused::SheetTwice { sheet: sheet() }),
        (None, _) => Err(Refused::MissingSheet { sheet: sheet() }),
    }
}

fn not_a_workbook(why: &XlsxError) -> Refused {
    Refused::NotAWorkbook { why: shown(&why) }
}
