//! What is written is read back as it was, and writes the same bytes.

use domain::aef::{Dialect, Document, RawRow, TableId};
use proptest::prelude::*;
use workbook::Format;

use crate::sample::{in_dialect, opened, row, rules, texts, written};

fn comes_back(document: &Document, dialect: Dialect, format: Format) -> Document {
    let first = written(document, dialect, format);
    let read = opened(&first);
    assert_eq!(read.format, format);
    assert_eq!(texts(&read.document), texts(document), "{format:?}");
    assert_eq!(read.notes, []);
    assert!(written(&read.document, dialect, format) == first, "{format:?}: other bytes");
    read.document
}

#[test]
fn a_file_is_written_read_and_written_again_to_the_same_bytes_r231_r241() {
    for dialect in Dialect::ALL {
        for format in Format::ALL {
            let document = in_dialect(dialect);
            let read = comes_back(&document, dialect, format);
            let understood = domain::aef::read(rules(), &read);
            assert_eq!(understood.findings, []);
        }
    }
}

#[test]
fn a_file_without_rows_has_all_tables_with_their_headers_r240() {
    for format in Format::ALL {
        let document = Document::default();
        assert_eq!(comes_back(&document, Dialect::Template, format), document);
    }
}

#[test]
fn the_same_texts_give_the_same_bytes_whenever_they_are_written() {
    for format in Format::ALL {
        let document = in_dialect(Dialect::Template);
        let first = written(&document, Dialect::Template, format);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(first == written(&document, Dialect::Template, format), "{format:?}");
    }
}

#[test]
fn no_text_is_a_formula_for_a_spreadsheet_program_t39() {
    let texts = [
        "=cmd|'/c calc'!A1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0=1",
        "'=1",
        "''=1",
        "https://a.example/",
    ];
    let mut document = in_dialect(Dialect::Template);
    for text in texts {
        let cells = ["01/02/2024", text, "VUT", text, "CA0004", "NA", "NA", text];
        document.rows_mut(TableId::AuthorizedEntities).push(row(1, &cells));
    }
    for format in Format::ALL {
        comes_back(&document, Dialect::Template, format);
    }
    let csv = written(&document, Dialect::Template, Format::Csv);
    let csv = String::from_utf8(csv).unwrap();
    for text in &texts[..7] {
        assert!(csv.contains(&format!("'{text}")), "{text:?}");
        assert!(!csv.contains(&format!(",{text}")), "{text:?}");
        assert!(!csv.contains(&format!("\"{text}")), "{text:?}");
    }
}

#[test]
fn whole_numbers_are_numbers_where_a_sheet_keeps_them_exactly() {
    let mut document = in_dialect(Dialect::Nomenclature);
    let quantity = 15;
    for text in ["999999999999999", "1000000000000000", "9007199254740993", "12.5", "12.50", "007"]
    {
        let mut action = document.rows(TableId::Actions)[0].clone();
        action.cells[quantity] = text.into();
        document.rows_mut(TableId::Actions).push(action);
    }
    comes_back(&document, Dialect::Nomenclature, Format::Xlsx);
}

/// Texts as people, programs and attackers write them. A text of spaces alone may be a whole row, and
/// a row of nothing is none.
fn text() -> impl Strategy<Value = Box<str>> {
    let word = prop_oneof![
        "[ -~]{0,12}",
        "[=+@'\t\r\n\0-]{1,3}[ -~]{0,6}",
        "[\u{620}-\u{64A} ]{1,12}",
        "[\u{4E00}-\u{4FFF}]{1,8}",
        "\\PC{0,8}",
        "[\"',;\r\n\t ]{0,6}",
        "(_x[0-9A-F]{4}_?){1,2}",
        "[0-9]{1,20}",
        "[\u{1}-\u{1F}\u{FFFE}\u{FFFF}a]{1,4}",
        Just("NA".to_owned()),
        Just(String::new()),
    ];
    word.prop_map(Into::into)
}

fn rows(fields: usize, at_most: usize) -> impl Strategy<Value = Vec<RawRow>> {
    let cells = prop::collection::vec(text(), fields);
    // One field of every row is something that no template has.
    let row = cells.prop_map(|mut cells| {
        cells[0] = format!("x{}", cells[0]).into();
        RawRow { at: 1, cells }
    });
    prop::collection::vec(row, 0..=at_most)
}

fn documents() -> impl Strategy<Value = Document> {
    let tables = (rows(9, 1), rows(19, 3), rows(27, 3), rows(16, 3), rows(8, 3));
    tables.prop_map(|(submission, authorizations, actions, holdings, entities)| {
        let mut document = Document::default();
        *document.rows_mut(TableId::Submission) = submission;
        *document.rows_mut(TableId::Authorizations) = authorizations;
        *document.rows_mut(TableId::Actions) = actions;
        *document.rows_mut(TableId::Holdings) = holdings;
        *document.rows_mut(TableId::AuthorizedEntities) = entities;
        document
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_texts_come_back_from_every_format(document in documents()) {
        for format in Format::ALL {
            comes_back(&document, Dialect::Template, format);
        }
    }
}
