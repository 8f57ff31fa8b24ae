//! Lies of the sheets.

use crate::archive::{Entry, and, archive, content, good, instead, replaced};
use crate::archives::Case;

const SHEET: &str = "xl/worksheets/sheet5.xml";

pub(crate) const CASES: &[Case] = &[
    (
        "a million cells of nothing",
        || rows(&format!("<row>{}</row>", "<c/>".repeat(10_000)), 100),
        "TooMany { what: EmptyCells",
    ),
    (
        "a million cells with a format",
        || rows(&format!("<row>{}</row>", "<c s=\"1\"/>".repeat(10_000)), 100),
        "TooMany { what: EmptyCells",
    ),
    (
        "a row that never ends",
        || rows(&format!("<row>{}</row>", "<c/>".repeat(20_000)), 1),
        "Misplaced",
    ),
    (
        "more than three million cells",
        || rows(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(5_000)), 720),
        "TooMany { what: Cells",
    ),
    ("half a million rows", || rows("<row/>", 500_000), "TooMany { what: Rows"),
    ("a giant area", || with_dimension("A1:ZZZZZ99999999"), "Misplaced"),
    ("an area upside down", || with_dimension("B2:A1"), "Misplaced"),
    ("the row after 2^32", || rows("<row r=\"4294967297\"><c><v>1</v></c></row>", 1), "Misplaced"),
    ("the row after the last", || rows("<row r=\"1048577\"/>", 1), "Misplaced"),
    ("row 0", || rows("<row r=\"0\"/>", 1), "Misplaced"),
    ("a column that no sheet has", || rows("<row r=\"1\"><c r=\"XFE1\"/></row>", 1), "Misplaced"),
    (
        "a column of many letters",
        || rows("<row r=\"1\"><c r=\"AAAAAAAAAA1\"/></row>", 1),
        "Misplaced",
    ),
    ("rows out of order", || rows("<row r=\"9\"/><row r=\"8\"/>", 1), "Misplaced"),
    ("a row twice", || rows("<row r=\"9\"/>", 2), "Misplaced"),
    ("a cell of another row", || rows("<row r=\"9\"><c r=\"A8\"/></row>", 1), "Misplaced"),
    ("a cell twice", || rows("<row r=\"9\"><c r=\"B9\"/><c r=\"B9\"/></row>", 1), "Misplaced"),
    ("a formula", || cell("<f>1+1</f><v>2</v>"), "Formula"),
    ("a formula of another workbook", || cell("<f>'[1]a'!A1</f><v>2</v>"), "Formula"),
    ("a formula that runs a program", || cell("<f>cmd|'/c calc'!A0</f><v>0</v>"), "Formula"),
    ("a formula for an area", || cell("<f t=\"array\" ref=\"A1:XFD1048576\">1</f>"), "Formula"),
    ("a formula by a prefix", || cell("<x:f>1</x:f>"), "Formula"),
    (
        "a cell of a megabyte",
        || cell(&format!("<is>{}</is>", "<r><t>xxxxxxxxxxxxxxxx</t></r>".repeat(40_000))),
        "TooLongText",
    ),
    ("a name in a cell", || cell("<definedName/>"), "Malformed"),
    ("a row in a row", || rows("<row><row><c/></row></row>", 1), "Malformed"),
    ("a cell in a cell", || cell("<c/>"), "Malformed"),
    ("a cell without a row", || rows("<c/>", 1), "Malformed"),
    (
        "two areas of rows",
        || replaced(SHEET, "</sheetData>", "</sheetData><sheetData/>"),
        "Malformed",
    ),
    (
        "a control in the sheet",
        || replaced(SHEET, "</sheetData>", "</sheetData><controls><control/></controls>"),
        "Embedded",
    ),
    (
        "a file in the sheet",
        || replaced(SHEET, "</sheetData>", "</sheetData><oleObjects><oleObject/></oleObjects>"),
        "Embedded",
    ),
    ("a text that is not there", || cell_of("s", "<v>4000000000</v>"), "NotAWorkbook"),
    ("a kind of cell that is not there", || cell_of("zzz", "<v>1</v>"), "NotAWorkbook"),
    ("no header", || rows("<row><c><v>1</v></c></row>", 3), "MissingHeader"),
    ("no column", || replaced(SHEET, ">Vintage<", ">Year<"), "MissingColumn"),
    ("a column twice", || replaced(SHEET, ">Mitigation type<", ">Vintage<"), "ColumnTwice"),
    ("one long text in many cells", shared_often, "TooMany { what: TextBytes"),
];

/// The sheet with nothing but these rows.
fn rows(text: &str, times: usize) -> Vec<u8> {
    let text = format!("<worksheet><sheetData>{}</sheetData></worksheet>", text.repeat(times));
    instead(Entry::new(SHEET, text.as_bytes()))
}

fn cell(text: &str) -> Vec<u8> {
    rows(&format!("<row><c>{text}</c></row>"), 1)
}

fn cell_of(kind: &str, text: &str) -> Vec<u8> {
    rows(&format!("<row><c t=\"{kind}\">{text}</c></row>"), 1)
}

fn with_dimension(area: &str) -> Vec<u8> {
    let text = format!("<worksheet><dimension ref=\"{area}\"/><sheetData/></worksheet>");
    instead(Entry::new(SHEET, text.as_bytes()))
}

/// 30 kilobytes that 54,000 cells share: 1.6 gigabytes if each keeps its own.
fn shared_often() -> Vec<u8> {
    let mut entries = good();
    let text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    entries.push(Entry::new("xl/sharedStrings.xml", text.as_bytes()));
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(30));
    let sheet =
        content(SHEET).replace("</sheetData>", &format!("{}</sheetData>", row.repeat(1800)));
    entries.retain(|it| it.name != SHEET.as_bytes());
    entries.push(Entry::new(SHEET, sheet.as_bytes()));
    archive(&entries)
}

/// A part that no workbook of tables needs does no harm where it has none.
pub(crate) fn harmless() -> Vec<u8> {
    and(Entry::new("customXml/item1.xml", b"<?xml version=\"1.0\"?><a>b</a>"))
}
