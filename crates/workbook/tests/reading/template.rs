//! Workbooks of another program, in the layout of the template: `files/template.py` wrote them.

use domain::aef::TableId;
use workbook::{Format, Note};

use crate::sample::{opened, texts};

const TEMPLATE: &[u8] = include_bytes!("../files/template.xlsx");
/// Columns in reverse, rows further down and apart, sheets and labels in capitals, the words with which
/// the template fills its tables, a comment, and a sheet more.
const MOVED: &[u8] = include_bytes!("../files/moved.xlsx");

#[test]
fn a_workbook_of_another_program_is_read_cell_by_cell_r232_r242() {
    let opened = opened(TEMPLATE);
    assert_eq!((opened.format, opened.dialect), (Format::Xlsx, None));
    assert_eq!(opened.notes, []);
    let document = opened.document;
    let submission = &document.rows(TableId::Submission)[0];
    assert_eq!(submission.at, 4);
    let year = [submission.cell(2), submission.cell(3), submission.cell(4), submission.cell(7)];
    assert_eq!(year, ["1.0", "2024", "2025-04-15", "2021"]);
    assert_eq!(submission.cell(9), "{Link to be produced by the CARP}");
    let [first, second] = document.rows(TableId::Actions) else { panic!("two actions") };
    assert_eq!((first.at, second.at), (9, 10));
    assert_eq!(first.cell(1), "2024-03-01T09:30:15.000");
    assert_eq!([first.cell(11), first.cell(16), first.cell(19)], ["500601", "400", "2024"]);
    assert_eq!([second.cell(1), second.cell(8), second.cell(11)], ["02/03/2024", "1", "1,000"]);
    assert_eq!([second.cell(16), second.cell(17), second.cell(27)], ["0.3", "12.5", "'quoted"]);
    let authorization = &document.rows(TableId::Authorizations)[0];
    assert_eq!([authorization.cell(2), authorization.cell(5)], ["2024-02-01", ""]);
    assert_eq!([authorization.cell(16), authorization.cell(19)], ["سند التفويض", "说明"]);
    assert_eq!(document.rows(TableId::Holdings), []);
    assert_eq!(document.rows(TableId::AuthorizedEntities)[0].cell(4), "123.4");
}

#[test]
fn moved_columns_and_rows_are_found_by_their_labels_r232() {
    let moved = opened(MOVED);
    assert_eq!(texts(&moved.document), texts(&opened(TEMPLATE).document));
    let rows = |id| moved.document.rows(id).iter().map(|row| row.at).collect::<Vec<_>>();
    assert_eq!(rows(TableId::Submission), [7]);
    assert_eq!(rows(TableId::Actions), [18, 20], "rows are numbered as in the sheet");
}

#[test]
fn the_words_with_which_the_template_fills_its_tables_are_no_data_r234() {
    let notes = opened(MOVED).notes;
    let prefilled = |table| Note::Prefilled { table, rows: 4 };
    for table in [TableId::Authorizations, TableId::Actions] {
        assert!(notes.contains(&prefilled(table)), "{notes:?}");
    }
    assert!(notes.contains(&Note::OtherSheet { sheet: "Remarks".to_owned() }), "{notes:?}");
    let words: Vec<String> = notes.iter().map(ToString::to_string).collect();
    assert!(words.contains(&"The sheet `Remarks` was not read.".to_owned()), "{words:?}");
}
