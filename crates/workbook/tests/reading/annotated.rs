//! Workbooks with findings beside the cells.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use domain::aef::{Dialect, Document, Place, RawRow, Severity, TableId, read};
use workbook::{Mark, Note, annotate};

use crate::sample::{document, opened, rules, texts};

fn wrong() -> (Document, Vec<Mark>) {
    let mut document = document();
    // The sender's rows, with blank ones between.
    document.rows_mut(TableId::Actions)[1].at = 14;
    document.rows_mut(TableId::Actions)[1].cells[15] = "399".into();
    document.rows_mut(TableId::Submission)[0].cells[1] = "".into();
    let findings = read(rules(), &document).findings;
    assert_eq!(findings.len(), 2);
    let marks = findings.iter().map(Mark::from).collect();
    (document, marks)
}

fn lines(bytes: &[u8], sheet: &str) -> Vec<String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let cells = workbook.worksheet_range(sheet).unwrap();
    let line =
        |row: &[calamine::Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    cells.rows().map(line).filter(|line| line.len() > 4).collect()
}

#[test]
fn the_list_names_table_row_column_cause_and_remedy() {
    let (document, marks) = wrong();
    let bytes = annotate(rules(), &document, Dialect::Template, &marks).unwrap();
    let lines = lines(&bytes, "Findings");
    assert_eq!(lines[1], "Table|Row|Column|Cause|Remedy");
    assert_eq!(
        lines[2],
        "Table 1: Submission|5|Version|Version is empty, and it is mandatory.|Fill it in."
    );
    assert!(lines[3].starts_with("Table 3: Actions|14|Quantity (t CO2 eq)|The block has 400"));
}

#[test]
fn a_marked_workbook_is_put_right_and_read_again_with_its_rows_where_they_were() {
    let (document, marks) = wrong();
    let bytes = annotate(rules(), &document, Dialect::Template, &marks).unwrap();
    let again = opened(&bytes);
    assert_eq!(again.document, document);
    assert_eq!(again.notes, [Note::OtherSheet { sheet: "Findings".to_owned() }]);
    assert!(bytes == annotate(rules(), &document, Dialect::Template, &marks).unwrap());
}

#[test]
fn rows_of_a_file_without_sheets_get_rows_and_the_list_names_these() {
    let (mut document, _) = wrong();
    for (at, row) in (1..).zip(document.rows_mut(TableId::Actions)) {
        row.at = at;
    }
    let findings = read(rules(), &document).findings;
    let marks: Vec<Mark> = findings.iter().map(Mark::from).collect();
    let bytes = annotate(rules(), &document, Dialect::Template, &marks).unwrap();
    assert_eq!(texts(&opened(&bytes).document), texts(&document));
    let lines = lines(&bytes, "Findings");
    assert!(lines[3].starts_with("Table 3: Actions|10|Quantity"), "{lines:?}");
}

#[test]
fn a_mark_on_a_whole_row_and_texts_like_formulas_do_no_harm_t39() {
    let place = Place { table: TableId::Holdings, row: 8, field: None };
    let text = "=cmd|'/c calc'!A1".to_owned();
    let mark = Mark { place, severity: Severity::Warning, cause: text.clone(), remedy: text };
    let many = vec![mark; 5_000];
    let bytes = annotate(rules(), &document(), Dialect::Template, &many).unwrap();
    assert_eq!(opened(&bytes).document, document());
    assert_eq!(lines(&bytes, "Findings").len(), 5_002);
}

#[test]
fn a_workbook_with_more_marked_rows_than_notes_passes_the_gate_again() {
    let mut document = document();
    let holding = document.rows(TableId::Holdings)[0].clone();
    let rows = (8..3008).map(|at| RawRow { at, cells: holding.cells.clone() });
    *document.rows_mut(TableId::Holdings) = rows.collect();
    let mark = |row| {
        let place = Place { table: TableId::Holdings, row, field: Some(5) };
        let (cause, remedy) = ("It overlaps another row.".to_owned(), "Keep one.".to_owned());
        Mark { place, severity: Severity::Error, cause, remedy }
    };
    let marks: Vec<Mark> = (8..3008).map(mark).collect();
    let bytes = annotate(rules(), &document, Dialect::Template, &marks).unwrap();
    assert_eq!(opened(&bytes).document, document);
    assert_eq!(lines(&bytes, "Findings").len(), 3_002);
}
