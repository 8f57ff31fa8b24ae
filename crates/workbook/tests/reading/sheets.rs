//! What the written workbook looks like, to a reader that knows nothing of ours.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use domain::aef::{Dialect, Document, Orientation, TableId};
use workbook::{Format, Unwritable};

use crate::sample::{document, row, rules, written};

fn workbook(document: &Document) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(written(document, Dialect::Template, Format::Xlsx))).unwrap()
}

fn column(letters: &str) -> u32 {
    letters.bytes().fold(0, |number, letter| number * 26 + u32::from(letter - b'A' + 1)) - 1
}

#[test]
fn the_seven_sheets_stand_in_their_order_r231() {
    assert_eq!(workbook(&document()).sheet_names(), rules().sheets());
}

#[test]
fn labels_and_values_stand_where_the_layout_has_them_and_nothing_else_does_r232_r233_r235() {
    let document = document();
    let mut workbook = workbook(&document);
    for table in rules().tables() {
        let sheet = workbook.worksheet_range(&table.sheet).unwrap();
        let mut expected = vec![((1, 1), table.title.clone())];
        for (index, field) in table.fields.iter().enumerate() {
            let index = u32::try_from(index).unwrap();
            let rows = document.rows(table.id);
            match &table.layout {
                Orientation::Vertical { label_column, first_row, .. } => {
                    let at = first_row + index - 1;
                    expected.push(((at, column(label_column)), field.label.clone()));
                    let text = rows[0].cell(field.number).to_owned();
                    expected.push(((at, column(field.column())), text));
                }
                Orientation::Horizontal { header_row, first_data_row, spacer_columns } => {
                    let at = column(field.column());
                    assert!(!spacer_columns.iter().any(|spacer| column(spacer) == at));
                    expected.push(((header_row - 1, at), field.label.clone()));
                    let values = (first_data_row - 1..).zip(rows);
                    expected.extend(
                        values.map(|(row, it)| ((row, at), it.cell(field.number).to_owned())),
                    );
                }
            }
        }
        expected.retain(|(_, text)| !text.is_empty());
        expected.sort();
        let (top, left) = sheet.start().unwrap();
        let cells = sheet.used_cells().map(|(row, at, value)| {
            let (row, at) = (u32::try_from(row).unwrap(), u32::try_from(at).unwrap());
            ((row + top, at + left), value.to_string())
        });
        let mut found: Vec<_> = cells.collect();
        found.sort();
        assert_eq!(found, expected, "{}", table.title);
    }
}

#[test]
fn quantities_are_numbers_and_identifiers_are_texts_for_a_spreadsheet_program() {
    let mut workbook = workbook(&document());
    let sheet = workbook.worksheet_range("Table 3 Actions").unwrap();
    let cell = |letters| sheet.get_value((8, column(letters))).unwrap().clone();
    assert_eq!(cell("S"), Data::Float(400.0));
    assert_eq!(cell("W"), Data::Float(2024.0));
    assert_eq!(cell("I"), Data::String("CA0004-VUT01-VUT-601-2024".to_owned()));
    assert_eq!(cell("M"), Data::String("500601".to_owned()));
}

#[test]
fn the_first_sheets_say_what_the_file_is_and_how_many_rows_its_tables_have() {
    let mut workbook = workbook(&document());
    let texts = |sheet: calamine::Range<Data>| {
        sheet.used_cells().map(|(.., value)| value.to_string()).collect::<Vec<_>>().join("|")
    };
    let index = texts(workbook.worksheet_range("Index").unwrap());
    assert!(index.contains("Table 3: Actions|Table 3 Actions"), "{index}");
    let summary = texts(workbook.worksheet_range("Summary information").unwrap());
    assert!(summary.contains("Common nomenclatures of|2026-02-17|Dialect|template"), "{summary}");
    assert!(summary.contains("Table 3: Actions|2|Table 4: Holdings|1"), "{summary}");
}

/// All parts as one text.
fn parts(bytes: Vec<u8>) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        all.push_str(&part.name().unwrap());
        part.read_to_string(&mut all).unwrap();
    }
    all
}

#[test]
fn no_cell_is_a_formula_or_a_link_and_what_looks_like_one_is_quoted_t39() {
    let mut document = document();
    let cells = ["01/02/2024", "=1+1", "VUT", "https://a.example", "CA0004", "+1", "@a", "{=1}"];
    document.rows_mut(TableId::AuthorizedEntities).push(row(1, &cells));
    let parts = parts(written(&document, Dialect::Template, Format::Xlsx));
    for never in ["<f>", "<f ", "hyperlink", "vba", "External"] {
        assert!(!parts.contains(never), "{never}");
    }
    assert!(parts.contains("quotePrefix=\"1\""));
}

#[test]
fn a_workbook_was_made_on_the_day_of_the_submission_and_reads_no_clock() {
    let mut document = document();
    assert!(
        parts(written(&document, Dialect::Template, Format::Xlsx)).contains("2025-04-15T00:00:00Z")
    );
    document.rows_mut(TableId::Submission)[0].cells[3] = "soon".into();
    assert!(
        parts(written(&document, Dialect::Template, Format::Xlsx)).contains("2026-02-17T00:00:00Z")
    );
}

#[test]
fn what_does_not_fit_into_a_workbook_is_refused_in_words() {
    let write = |document| workbook::write(rules(), document, Dialect::Template, Format::Xlsx);
    let mut long = document();
    long.rows_mut(TableId::Actions)[1].cells[26] = "x".repeat(32_768).into();
    let refused = write(&long).unwrap_err();
    assert!(matches!(refused, Unwritable::TooLong { row: 10, .. }), "{refused:?}");
    assert!(refused.to_string().starts_with("row 10 of Table 3 has a text of more than 32767"));
    let mut twice = document();
    let submission = twice.rows(TableId::Submission)[0].clone();
    twice.rows_mut(TableId::Submission).push(submission);
    for format in Format::ALL {
        let refused = workbook::write(rules(), &twice, Dialect::Template, format).unwrap_err();
        assert!(matches!(refused, Unwritable::Submissions(2)), "{refused:?}");
    }
}
