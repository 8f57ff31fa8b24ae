//! Marks in a workbook: what is wrong with a cell, beside the cell and in a list.

use std::collections::BTreeMap;

use domain::aef::{Document, Finding, Place, RawRow, Rules, Severity, TableLayout};
use domain::check::{Failure, Verdict};
use rust_xlsxwriter::{Color, Format, Note, Workbook, XlsxError};

use crate::limits::SHEET_ROWS;

/// Something to be said about a cell or a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Where, in the rows of the document.
    pub place: Place,
    /// How much it matters: the colour of the cell.
    pub severity: Severity,
    /// Why, as a sentence.
    pub cause: String,
    /// What to do, as a sentence.
    pub remedy: String,
}

impl From<&Finding> for Mark {
    fn from(finding: &Finding) -> Self {
        Self {
            place: finding.place,
            severity: finding.severity,
            cause: finding.cause.clone(),
            remedy: finding.remedy.clone(),
        }
    }
}

impl From<&Failure> for Mark {
    fn from(failure: &Failure) -> Self {
        let severity = match failure.verdict {
            Verdict::Inconsistent => Severity::Error,
            Verdict::Remark | Verdict::Undetermined => Severity::Warning,
        };
        let cause = format!("{}: {}", failure.check, failure.cause);
        Self { place: failure.place, severity, cause, remedy: failure.remedy().to_owned() }
    }
}

const SHEET: &str = "Findings";
const HEADER: [&str; 5] = ["Table", "Row", "Column", "Cause", "Remedy"];
const WIDTHS: [f64; 5] = [30.0, 8.0, 40.0, 70.0, 70.0];
const AUTHOR: &str = "Registry";
/// Notes are kept in memory until the end, and count beside the cells when the workbook comes back;
/// the list has all.
const NOTES_MAX: usize = 2_000;
const TEXT_CHARACTERS_MAX: usize = 2_000;

impl Mark {
    pub(crate) fn note(&self) -> Note {
        let text = shortened(&format!("{} {}", self.cause, self.remedy));
        Note::new(text).set_author(AUTHOR).add_author_prefix(false).set_width(260)
    }

    pub(crate) fn color(&self) -> Color {
        match self.severity {
            Severity::Warning => Color::RGB(0x00FF_F2CC),
            Severity::Error => Color::RGB(0x00F8_CBAD),
        }
    }
}

/// All marks of a workbook.
pub(crate) struct Marks<'m> {
    all: &'m [Mark],
    /// The first of each place.
    of_place: BTreeMap<Place, &'m Mark>,
}

impl<'m> Marks<'m> {
    pub(crate) fn new(all: &'m [Mark]) -> Self {
        let mut of_place = BTreeMap::new();
        for mark in all {
            let field = mark.place.field.or(Some(1));
            let first = of_place.entry(Place { field, ..mark.place }).or_insert(mark);
            if first.severity < mark.severity {
                *first = mark;
            }
            if of_place.len() >= NOTES_MAX {
                break;
            }
        }
        Self { all, of_place }
    }

    /// The mark of a field of the row `at`.
    pub(crate) fn of(&self, table: &TableLayout, at: u32, field: u8) -> Option<&'m Mark> {
        let (row, field) = (table.row_of(at, field), Some(field));
        self.of_place.get(&Place { table: table.id, row, field }).copied()
    }

    /// The rows with the sheet's rows, from 1, in which they are written. Where something is marked,
    /// rows stay where the sender has them, if that is a place for them.
    pub(crate) fn places<'r>(
        &self,
        first: u32,
        rows: &'r [RawRow],
    ) -> impl Iterator<Item = (u32, &'r RawRow)> + use<'r> {
        let filled = || rows.iter().filter(|row| !row.is_empty());
        let stay = !self.all.is_empty()
            && filled().all(|row| (first..=SHEET_ROWS).contains(&row.at))
            && filled().zip(filled().skip(1)).all(|(one, next)| one.at < next.at);
        let mut next = first;
        filled().map(move |row| {
            let at = if stay { row.at } else { next };
            next = at.saturating_add(1);
            (at, row)
        })
    }

    /// Writes the list of all marks, if there are some.
    pub(crate) fn write_list(
        &self,
        workbook: &mut Workbook,
        title: &Format,
        header: &Format,
        rules: &Rules,
        document: &Document,
    ) -> Result<(), XlsxError> {
        if self.all.is_empty() {
            return Ok(());
        }
        let rows = self.written_rows(rules, document);
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(SHEET)?;
        sheet.set_column_width(0, 2)?;
        for (column, width) in (1..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        sheet.write_string_with_format(1, 1, SHEET, title)?;
        for (column, label) in (1..).zip(HEADER) {
            sheet.write_string_with_format(3, column, label, header)?;
        }
        sheet.set_freeze_panes(4, 0)?;
        for (at, mark) in (4..SHEET_ROWS).zip(self.all) {
            let Place { table, row, .. } = mark.place;
            let row = rows.get(&(table, row)).copied().unwrap_or(row);
            let title = rules.table(table).map_or("", |table| &table.title);
            let label = mark.place.label(rules).unwrap_or_default();
            sheet.write_string(at, 1, title)?;
            sheet.write_number(at, 2, row)?;
            for (column, text) in [(3, label), (4, &mark.cause), (5, &mark.remedy)] {
                sheet.write_string(at, column, shortened(text))?;
            }
        }
        Ok(())
    }

    /// Where the rows of the document are written, if that is elsewhere.
    fn written_rows(
        &self,
        rules: &Rules,
        document: &Document,
    ) -> BTreeMap<(domain::aef::TableId, u32), u32> {
        use domain::aef::Orientation::{Horizontal, Vertical};
        let mut written = BTreeMap::new();
        for table in rules.tables() {
            match table.layout {
                Vertical { .. } => {}
                Horizontal { first_data_row, .. } => {
                    let places = self.places(first_data_row, document.rows(table.id));
                    let moved = places.filter(|(at, row)| *at != row.at);
                    written.extend(moved.map(|(at, row)| ((table.id, row.at), at)));
                }
            }
        }
        written
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(TEXT_CHARACTERS_MAX).collect()
}
