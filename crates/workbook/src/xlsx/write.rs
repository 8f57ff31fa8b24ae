//! From texts to workbooks: a row at a time, so that much does not need much memory.

use domain::aef::{
    Dialect, Document, Field, FieldKind, Orientation, RawRow, Rules, TableId, TableLayout, When,
};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{column, front};
use crate::escape::begins_like_a_formula;
use crate::limits::{CELL_CHARACTERS, SHEET_ROWS};
use crate::marks::Marks;
use crate::unwritable::Unwritable;

/// The formats of cells.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) header: Format,
    /// Of whole numbers: never with an exponent.
    number: Format,
    /// Of texts that a spreadsheet program would otherwise take for a formula when they are edited.
    quoted: Format,
}

/// The row of titles, from 0; column A is a margin.
const TITLE_ROW: u32 = 1;
const TITLE_COLUMN: u16 = 1;
const MARGIN_WIDTH: f64 = 2.0;
const LABEL_WIDTH: f64 = 52.0;
const VALUE_WIDTH: f64 = 56.0;

/// Whole numbers of so many digits are exact in a sheet.
const EXACT_DIGITS: usize = 15;

/// Writes the workbook. The same texts and marks give the same bytes.
pub(crate) fn write(
    rules: &Rules,
    document: &Document,
    dialect: Dialect,
    marks: &Marks<'_>,
) -> Result<Vec<u8>, Unwritable> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&created(rules, document)?);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let mut before_tables = true;
    for name in rules.sheets() {
        let table = rules.tables().iter().find(|table| table.sheet == *name);
        match table {
            Some(table) => {
                let sheet = workbook.add_worksheet_with_constant_memory()?;
                let rows = document.rows(table.id);
                Writing { sheet, formats: &formats, marks, table }.write(name, rows)?;
            }
            None if before_tables => front::index(&mut workbook, &formats, rules, name)?,
            None => front::summary(&mut workbook, &formats, rules, name, (document, dialect))?,
        }
        before_tables = false;
    }
    marks.write_list(&mut workbook, &formats.title, &formats.header, rules, document)?;
    Ok(workbook.save_to_buffer()?)
}

/// The day of the submission: a workbook says when it was made, and no clock is read for it.
fn created(rules: &Rules, document: &Document) -> Result<ExcelDateTime, XlsxError> {
    let day = |table: &TableLayout| {
        let [row] = document.rows(TableId::Submission) else { return None };
        let field = table.fields.iter().find(|it| it.kind == FieldKind::Date)?;
        row.cell(field.number).trim().parse::<When>().ok().map(When::day)
    };
    let day = rules.table(TableId::Submission).and_then(day);
    let submitted = day.and_then(|day| {
        let year = u16::try_from(day.year()).ok()?;
        let (month, day) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        ExcelDateTime::from_ymd(year, month, day).ok()
    });
    submitted.map_or_else(|| ExcelDateTime::parse_from_str(rules.date()), Ok)
}

impl Formats {
    fn new() -> Self {
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0x00DD_E7F0))
            .set_border(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            header,
            number: Format::new().set_num_format("0"),
            quoted: Format::new().set_quote_prefix(),
        }
    }
}

/// The sheet of a table.
struct Writing<'w> {
    sheet: &'w mut Worksheet,
    formats: &'w Formats,
    marks: &'w Marks<'w>,
    table: &'w TableLayout,
}

impl Writing<'_> {
    fn write(mut self, name: &str, rows: &[RawRow]) -> Result<(), Unwritable> {
        self.sheet.set_name(name)?;
        self.sheet.set_column_width(0, MARGIN_WIDTH)?;
        let title = &self.table.title;
        let format = &self.formats.title;
        self.sheet.write_string_with_format(TITLE_ROW, TITLE_COLUMN, title, format)?;
        match &self.table.layout {
            Orientation::Vertical { label_column, value_column, first_row, .. } => {
                let columns = (column(label_column)?, column(value_column)?);
                self.upright(columns, first_row.saturating_sub(1), rows)
            }
            Orientation::Horizontal { header_row, first_data_row, .. } => {
                self.header(header_row.saturating_sub(1))?;
                self.rows(*first_data_row, rows)
            }
        }
    }

    fn upright(
        &mut self,
        (labels, values): (u16, u16),
        first: u32,
        rows: &[RawRow],
    ) -> Result<(), Unwritable> {
        let empty = RawRow::default();
        let row = match rows {
            [] => &empty,
            [row] => row,
            rows => return Err(Unwritable::Submissions(rows.len())),
        };
        self.sheet.set_column_width(labels, LABEL_WIDTH)?;
        self.sheet.set_column_width(values, VALUE_WIDTH)?;
        for (at, field) in (first..).zip(&self.table.fields) {
            let header = &self.formats.header;
            self.sheet.write_string_with_format(at, labels, &field.label, header)?;
            self.cell((at, values), field, row)?;
        }
        Ok(())
    }

    fn header(&mut self, row: u32) -> Result<(), Unwritable> {
        for field in &self.table.fields {
            let column = column(field.column())?;
            self.sheet.set_column_width(column, width(field))?;
            let header = &self.formats.header;
            self.sheet.write_string_with_format(row, column, &field.label, header)?;
        }
        self.sheet.set_freeze_panes(row.saturating_add(1), 0)?;
        Ok(())
    }

    fn rows(&mut self, first: u32, rows: &[RawRow]) -> Result<(), Unwritable> {
        let columns: Result<Vec<_>, _> =
            self.table.fields.iter().map(|field| column(field.column())).collect();
        let columns = columns?;
        for (at, row) in self.marks.places(first, rows) {
            if at > SHEET_ROWS {
                return Err(Unwritable::TooManyRows { table: self.table.id });
            }
            for (column, field) in columns.iter().zip(&self.table.fields) {
                self.cell((at.saturating_sub(1), *column), field, row)?;
            }
        }
        Ok(())
    }

    fn cell(
        &mut self,
        (at, column): (u32, u16),
        field: &Field,
        row: &RawRow,
    ) -> Result<(), Unwritable> {
        let text = row.cell(field.number);
        if text.encode_utf16().count() > CELL_CHARACTERS {
            let (table, label) = (self.table.id, field.label.clone());
            return Err(Unwritable::TooLong { table, row: row.at, label, max: CELL_CHARACTERS });
        }
        let mark = self.marks.of(self.table, row.at, field.number);
        if let Some(mark) = mark {
            self.sheet.insert_note(at, column, &mark.note())?;
        }
        let marked = |format: &Format| match mark {
            Some(mark) => format.clone().set_background_color(mark.color()),
            None => format.clone(),
        };
        if text.is_empty() {
            if mark.is_some() {
                self.sheet.write_blank(at, column, &marked(&Format::new()))?;
            }
        } else if let Some(number) = exact_number(field.kind, text) {
            self.sheet.write_number_with_format(
                at,
                column,
                number,
                &marked(&self.formats.number),
            )?;
        } else if begins_like_a_formula(text) {
            self.sheet.write_string_with_format(at, column, text, &marked(&self.formats.quoted))?;
        } else if mark.is_some() {
            self.sheet.write_string_with_format(at, column, text, &marked(&Format::new()))?;
        } else {
            self.sheet.write_string(at, column, text)?;
        }
        Ok(())
    }
}

fn column(letters: &str) -> Result<u16, Unwritable> {
    let unknown = || XlsxError::ParameterError(format!("no column {letters:?}"));
    Ok(column::number(letters).ok_or_else(unknown)?)
}

/// The number that a sheet keeps exactly and gives back in the same digits.
fn exact_number(kind: FieldKind, text: &str) -> Option<f64> {
    let numeric = match kind {
        FieldKind::Integer | FieldKind::Number | FieldKind::UnitId | FieldKind::TextOrNumber => {
            true
        }
        FieldKind::Text
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Link
        | FieldKind::Code
        | FieldKind::Codes
        | FieldKind::ForeignUnitId => false,
    };
    let digits = numeric
        && (1..=EXACT_DIGITS).contains(&text.len())
        && text.bytes().all(|it| it.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if digits { text.parse().ok() } else { None }
}

fn width(field: &Field) -> f64 {
    match field.kind {
        FieldKind::Integer | FieldKind::Number | FieldKind::TextOrNumber | FieldKind::Date => 14.0,
        FieldKind::DateTime | FieldKind::ForeignUnitId => 26.0,
        FieldKind::UnitId | FieldKind::Code | FieldKind::Codes => 30.0,
        FieldKind::Text | FieldKind::Link if field.pattern.is_some() => 18.0,
        FieldKind::Text | FieldKind::Link => 34.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_come_back_in_the_same_digits_are_numbers() {
        assert_eq!(exact_number(FieldKind::Integer, "2024"), Some(2024.0));
        assert_eq!(exact_number(FieldKind::Number, "999999999999999"), Some(999_999_999_999_999.0));
        for text in ["", "0123", "1000000000000000", "12.5", "-1", "1e3", " 1", "١"] {
            assert_eq!(exact_number(FieldKind::Number, text), None, "{text}");
        }
        assert_eq!(exact_number(FieldKind::Text, "2024"), None);
    }
}
