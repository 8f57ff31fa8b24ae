//! CSV, as we and as spreadsheet programs write it.

use domain::aef::{Dialect, Document, TableId};
use workbook::{Format, Refused, open};

use crate::sample::{document, opened, rules, texts, written};

fn csv(document: &Document) -> String {
    String::from_utf8(written(document, Dialect::Template, Format::Csv)).unwrap()
}

fn refused(text: &str) -> Refused {
    open(rules(), text.as_bytes()).unwrap_err()
}

#[test]
fn the_five_tables_stand_below_each_other_with_titles_and_blank_lines_r241() {
    let text = csv(&document());
    assert!(text.starts_with("\u{FEFF}Table 1: Submission\r\nParty,VUT\r\nVersion,1.0\r\n"));
    assert!(text.contains("\r\n\r\nTable 2: Authorizations\r\nAuthorization ID,Date of auth"));
    assert_eq!(text.matches("\r\n\r\nTable ").count(), 4);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.contains("\"CHE, JPN\""));
}

#[test]
fn a_file_that_a_spreadsheet_program_saved_again_is_read_the_same() {
    let text = csv(&document());
    let plain = text.trim_start_matches('\u{FEFF}');
    // Commas to the right of each line, other line ends, a title in capitals.
    let saved: Vec<String> = plain.lines().map(|line| format!("{line},,,")).collect();
    let saved = saved.join("\n").replace("Table 4: Holdings", "TABLE 4: HOLDINGS");
    assert_eq!(texts(&opened(saved.as_bytes()).document), texts(&document()));
    let semicolons = plain.replace("\"CHE, JPN\"", "CHE; JPN").replace(',', ";");
    let semicolons = semicolons.replace("CHE; JPN", "\"CHE, JPN\"");
    assert_eq!(texts(&opened(semicolons.as_bytes()).document), texts(&document()));
}

#[test]
fn rows_are_numbered_by_the_lines_of_the_file() {
    let opened = opened(csv(&document()).as_bytes());
    let rows = |id| opened.document.rows(id).iter().map(|row| row.at).collect::<Vec<_>>();
    assert_eq!(rows(TableId::Submission), [2]);
    assert_eq!(rows(TableId::Authorizations), [14, 15]);
    assert_eq!(rows(TableId::Actions), [19, 20]);
}

#[test]
fn a_table_or_column_that_is_missing_is_named() {
    let text = csv(&document());
    let (table, label) = ("Table 3: Actions".to_owned(), "Action date".to_owned());
    let without = text.replace("Action date,", "When,");
    assert_eq!(refused(&without), Refused::MissingColumn { table: table.clone(), label });
    let without = text.replace("Table 3: Actions", "Actions");
    assert_eq!(refused(&without), Refused::MissingHeader { table });
    let twice = format!("{text}\r\nTable 3: Actions\r\n");
    assert_eq!(refused(&twice), Refused::SheetTwice { sheet: "Table 3: Actions".to_owned() });
    let refused = refused(&text.replace("Version,1.0\r\n", ""));
    assert_eq!(
        refused.to_string(),
        "the column `Version` of `Table 1: Submission` is missing: keep all columns of the template"
    );
}

#[test]
fn other_encodings_are_refused_and_not_guessed() {
    let mut bytes = csv(&document()).into_bytes();
    bytes.extend(b"\r\nMadagascar,\xE9\r\n");
    assert_eq!(open(rules(), &bytes).unwrap_err(), Refused::NotUtf8);
}
