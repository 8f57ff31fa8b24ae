//! The valid files that are changed.

use std::io::{Cursor, Read, Write};

use domain::aef::{Dialect, Document, Rules, TableId};
use workbook::{Format, open, write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::mutation::{Chance, change};

const TEMPLATE: &[u8] = include_bytes!("../../tests/files/template.xlsx");
const DRAFT: &[u8] = include_bytes!("../../tests/files/draft.xlsx");

const XML: &[&str] = &[
    "<c r=\"B9\">",
    "<c>",
    "</c>",
    "<row r=\"9\">",
    "<row>",
    "</row>",
    "<v>",
    "</v>",
    "<is><t>",
    "</t></is>",
    "<t xml:space=\"preserve\">",
    " t=\"s\"",
    " t=\"d\"",
    " t=\"b\"",
    " t=\"e\"",
    " t=\"n\"",
    " t=\"str\"",
    " t=\"inlineStr\"",
    " s=\"1\"",
    " s=\"4294967296\"",
    " r=\"A1048576\"",
    " r=\"XFD1\"",
    "-1",
    "1e308",
    "NaN",
    "inf",
    "-0",
    "2958466",
    "0.99999999999",
    "99999999999999999999",
    "&#0;",
    "&#xD800;",
    "&#x10FFFF;",
    "&amp;",
    "&lt",
    "_xD800_",
    "_x0000_",
    "_x005F_x0041_",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?a",
    "?>",
    "<rPh>",
    "</rPh>",
    "<r>",
    "</r>",
    "<si>",
    "</si>",
    " date1904=\"1\"",
    "<sheetData>",
    "</sheetData>",
    "<dimension ref=\"A1:B2\"/>",
    " numFmtId=\"14\"",
    " numFmtId=\"46\"",
    "<numFmt numFmtId=\"165\" formatCode=\"yyyy\"/>",
    "<xf/>",
    "\"",
    "'",
    "=",
    "/>",
    "<",
    ">",
    " ",
    "\r\n",
    "é",
    "العربية",
    "中",
];
const CSV: &[&str] = &[
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\r\n",
    "\n",
    "\r",
    "'",
    "=",
    "+",
    "@",
    "\0",
    "NA",
    "Table 3: Actions\r\n",
    "Vintage",
    "\u{FEFF}",
    "é",
    "العربية",
    "中",
    "Action type",
    "First unique identifier",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u0000",
    "\\uD800",
    "\\uDC00",
    "null",
    "true",
    "1e999",
    "-",
    "{}",
    "[]",
    "\"Vintage\":\"2024\",",
    "\"holdings\":[],",
    "\"\"",
    " ",
    "é",
    "中",
    "\u{FEFF}",
];

/// A file to begin with: bytes, or the parts of a workbook.
enum Seed {
    Text(Vec<u8>, &'static [&'static str]),
    Parts(Vec<(String, Vec<u8>)>),
}

/// The files of a reader.
pub(crate) struct Seeds(Vec<Seed>);

impl Seeds {
    /// Small files, so that many are read in a second.
    pub(crate) fn of(reader: &str, rules: &Rules) -> Option<Self> {
        let document = small(rules)?;
        let file = |format| write(rules, &document, Dialect::Template, format).ok();
        let seeds = match reader {
            "xlsx" => vec![Seed::Parts(parts(&file(Format::Xlsx)?)), Seed::Parts(parts(TEMPLATE))],
            "csv" => vec![Seed::Text(file(Format::Csv)?, CSV)],
            "json" => vec![Seed::Text(file(Format::Json)?, JSON)],
            "draft" => vec![Seed::Parts(parts(DRAFT)), Seed::Text(draft_lines(), CSV)],
            _ => return None,
        };
        Some(Self(seeds))
    }

    /// A file, changed: the bytes of a workbook, or the text of one of its parts.
    pub(crate) fn changed(&self, chance: &mut Chance) -> Vec<u8> {
        match chance.of(&self.0) {
            None => Vec::new(),
            Some(Seed::Text(bytes, words)) => {
                let mut bytes = bytes.clone();
                change(&mut bytes, words, chance);
                bytes
            }
            Some(Seed::Parts(parts)) if chance.below(5) == 0 => {
                let mut bytes = packed(parts, None);
                change(&mut bytes, XML, chance);
                bytes
            }
            Some(Seed::Parts(parts)) => {
                let at = chance.below(parts.len());
                let mut part = parts.get(at).map(|(_, part)| part.clone()).unwrap_or_default();
                change(&mut part, XML, chance);
                packed(parts, Some((at, &part)))
            }
        }
    }
}

/// A row of each table.
fn small(rules: &Rules) -> Option<Document> {
    let mut document = open(rules, TEMPLATE).ok()?.document;
    for table in TableId::ALL {
        document.rows_mut(table).truncate(1);
    }
    Some(document)
}

fn draft_lines() -> Vec<u8> {
    b"Cooperative approach,First unique identifier,Last unique identifier,First transferring \
      participating Party,Action type,Metric,First transfer\r\n\
      CA0004,CA0004-VUT01-VUT-1-2024,CA0004-VUT01-VUT-4-2024,VUT,Use,GHG,Yes\r\n"
        .to_vec()
}

/// The parts that say anything of the cells.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts = Vec::new();
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return parts };
    for index in 0..zip.len() {
        let Ok(mut part) = zip.by_index(index) else { continue };
        let name = part.name().map(|it| it.into_owned()).unwrap_or_default();
        let mut content = Vec::new();
        let beside = name.contains("theme") || name.contains("docProps");
        if !beside && part.read_to_end(&mut content).is_ok() {
            parts.push((name, content));
        }
    }
    parts
}

fn packed(parts: &[(String, Vec<u8>)], changed: Option<(usize, &[u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (index, (name, part)) in parts.iter().enumerate() {
        let content = match changed {
            Some((at, content)) if at == index => content,
            _ => part,
        };
        let _name_is_new = zip.start_file(name.as_str(), options);
        let _memory_takes_it = zip.write_all(content);
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
