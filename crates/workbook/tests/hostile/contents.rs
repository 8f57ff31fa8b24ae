//! Lies of the parts beside the sheets.

use crate::archive::{Entry, and, archive, content, good, instead, replaced};
use crate::archives::Case;

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";
const LAUGHS: &str = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
    <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>";

pub(crate) const CASES: &[Case] = &[
    ("a document type", || before_root(STYLES, "<!DOCTYPE styleSheet>"), "Doctype"),
    ("a billion laughs", || strings(LAUGHS, "", "<si><t>&d;</t></si>"), "Doctype"),
    (
        "a text from the file system",
        || {
            strings(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "",
                "<si><t>&x;</t></si>",
            )
        },
        "Doctype",
    ),
    ("a part in UTF-16", utf16, "Encoding"),
    ("a part that says it is in UTF-7", || encoding("UTF-7"), "Encoding"),
    (
        "a part that is not UTF-8",
        || and(Entry::new("xl/a.xml", b"<a>\xff\xfe\xff</a>")),
        "Encoding",
    ),
    ("a part that does not end", || and(Entry::new("xl/a.xml", b"<a><b></b>")), "Malformed"),
    ("tags that cross", || and(Entry::new("xl/a.xml", b"<a><b></a></b>")), "Malformed"),
    ("an attribute twice", || replaced(RELATIONS, "Type=", "Type=\"a\" Type="), "Malformed"),
    ("a hundred thousand deep", deep, "TooDeep"),
    ("a comment of a megabyte", || and(long("<a><!--", "--></a>")), "TooLongText"),
    ("a tag of a megabyte", || and(long("<a b=\"", "\"/>")), "TooLongText"),
    ("a text of a megabyte", || and(long("<a>", "</a>")), "TooLongText"),
    (
        "a million tags",
        || and(repeated("xl/a.xml", "<a>", "<b/>", 1_000_000)),
        "TooMany { what: Elements",
    ),
    ("ten megabytes beside the cells", frame, "TooMany { what: FrameBytes"),
    ("half a million formats", formats, "TooMany { what: Elements"),
    ("many short texts", || many_strings("<si/>", 600_000), "TooMany { what: SharedTexts"),
    (
        "many long texts",
        || many_strings(&format!("<si><t>{}</t></si>", "x".repeat(30_000)), 1000),
        "TooMany { what: TextBytes",
    ),
    (
        "a text of a million ampersands",
        || strings("", "", &format!("<si><t>{}</t></si>", "&amp;".repeat(1_000_000))),
        "TooLongText",
    ),
    (
        "a claim of many texts",
        || strings("", " count=\"1\" uniqueCount=\"1000000000000000000\"", ""),
        "TooMany { what: SharedTexts",
    ),
    ("a name in a shared text", || strings("", "", "<si><definedName/></si>"), "Malformed"),
    ("four hundred sheets", || sheets(400), "TooMany { what: Sheets"),
    ("a name that runs a program", || defined("cmd|'/c calc'!A1"), "Dde"),
    ("a name in another workbook", || defined("[1]Sheet1!$A$1"), "External"),
    ("a name in a file", || defined("'C:\\[other.xlsx]Sheet1'!$A$1"), "External"),
    (
        "a reference to a workbook",
        || in_workbook("<externalReferences><externalReference r:id=\"r\"/></externalReferences>"),
        "External",
    ),
    ("a link of DDE", || in_workbook("<ddeLink ddeService=\"cmd\" ddeTopic=\"/c calc\"/>"), "Dde"),
    ("macros by their type", macros_by_type, "Macros"),
    ("macros by a relation", || related("vbaProject", "a.bin", ""), "Macros"),
    ("data by a relation", || related("connections", "a.xml", ""), "External"),
    ("a control by a relation", || related("control", "a.xml", ""), "Embedded"),
    (
        "a template from a server",
        || related("attachedTemplate", "https://a.example", " TargetMode=\"External\""),
        "External",
    ),
    (
        "a picture from a server",
        || related("image", "https://a.example", " TargetMode=\"External\""),
        "External",
    ),
    (
        "a link to a program",
        || related("hyperlink", "file://server/a.exe", " TargetMode=\"External\""),
        "External",
    ),
    ("no workbook", || without(WORKBOOK), "NotAWorkbook"),
    ("no relations", || without("_rels/.rels"), "NotAWorkbook"),
    ("a sheet that is not there", || without("xl/worksheets/sheet5.xml"), "NotAWorkbook"),
    (
        "a sheet under another name",
        || replaced(WORKBOOK, "Table 3 Actions", "Actions"),
        "MissingSheet",
    ),
    (
        "a sheet twice",
        || replaced(WORKBOOK, "Summary information", "TABLE 3 ACTIONS"),
        "SheetTwice",
    ),
];

fn before_root(part: &str, text: &str) -> Vec<u8> {
    let content = content(part);
    let (declaration, rest) = content.split_once("?>").unwrap();
    instead(Entry::new(part, format!("{declaration}?>{text}{rest}").as_bytes()))
}

fn strings(before: &str, attributes: &str, texts: &str) -> Vec<u8> {
    let text = format!("{before}<sst{attributes}>{texts}</sst>");
    and(Entry::new(STRINGS, text.as_bytes()))
}

fn many_strings(text: &str, times: usize) -> Vec<u8> {
    and(repeated(STRINGS, "<sst>", text, times))
}

/// A part whose root, without attributes, holds many times the same.
fn repeated(part: &str, root: &str, text: &str, times: usize) -> Entry {
    let end = root.replace('<', "</");
    Entry::new(part, format!("{root}{}{end}", text.repeat(times)).as_bytes())
}

fn long(before: &str, after: &str) -> Entry {
    Entry::new("xl/a.xml", format!("{before}{}{after}", "x".repeat(1 << 20)).as_bytes())
}

fn frame() -> Vec<u8> {
    let text: String =
        "<b>0123456789012345678901234567890123456789012345678901234567890123456789</b>"
            .repeat(150_000);
    and(Entry::new("xl/a.xml", format!("<a>{text}</a>").as_bytes()))
}

fn formats() -> Vec<u8> {
    let text = "<xf/>".repeat(500_000);
    instead(Entry::new(
        STYLES,
        format!("<styleSheet><cellXfs>{text}</cellXfs></styleSheet>").as_bytes(),
    ))
}

fn utf16() -> Vec<u8> {
    let text: Vec<u8> = "\u{FEFF}<sst/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    and(Entry::new(STRINGS, &text))
}

fn encoding(name: &str) -> Vec<u8> {
    replaced(STYLES, "encoding=\"UTF-8\"", &format!("encoding=\"{name}\""))
}

fn deep() -> Vec<u8> {
    let text = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    and(Entry::new("xl/a.xml", text.as_bytes()))
}

fn sheets(count: usize) -> Vec<u8> {
    let sheet = "<sheet name=\"a\" sheetId=\"9\" r:id=\"rId1\"/>";
    replaced(WORKBOOK, "</sheets>", &format!("{}</sheets>", sheet.repeat(count)))
}

fn in_workbook(text: &str) -> Vec<u8> {
    replaced(WORKBOOK, "</workbook>", &format!("{text}</workbook>"))
}

fn defined(value: &str) -> Vec<u8> {
    in_workbook(&format!(
        "<definedNames><definedName name=\"a\">{value}</definedName></definedNames>"
    ))
}

fn macros_by_type() -> Vec<u8> {
    let part = "[Content_Types].xml";
    let plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    replaced(part, plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
}

fn related(kind: &str, target: &str, attributes: &str) -> Vec<u8> {
    let relation = format!(
        "<Relationship Id=\"r99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
         relationships/{kind}\" Target=\"{target}\"{attributes}/></Relationships>"
    );
    replaced(RELATIONS, "</Relationships>", &relation)
}

fn without(part: &str) -> Vec<u8> {
    let mut entries = good();
    entries.retain(|it| it.name != part.as_bytes());
    archive(&entries)
}
