//! Files of the agreed electronic format: xlsx workbooks, CSV and JSON, and what stands in their
//! cells ([`Document`]).
//!
//! Everything comes in by [`open`], which finds the format out by the content; workbooks pass a gate
//! before any parser sees them. A crate of its own, since parsers of untrusted files are heavy.

mod csv;
mod draft;
mod escape;
mod gate;
mod json;
mod labels;
mod limits;
mod line;
mod marks;
mod opened;
mod refused;
mod table;
mod unwritable;
mod xlsx;

use domain::aef::{Dialect, Document, Rules};

pub use draft::{Apart, Draft, open_draft};
pub use limits::{FILE_BYTES_MAX, WORKBOOK_BYTES_MAX};
pub use marks::Mark;
pub use opened::{Format, NotAFormat, Note, Opened};
pub use refused::{Countable, Refused};
pub use unwritable::Unwritable;

/// How files of the formats before xlsx begin, and xlsx files with a password.
const OLD_FORMAT: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const ARCHIVE: &[u8] = b"PK";
const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// Reads a file of any of the formats by the rules of a date. Nothing is understood of the texts yet:
/// [`domain::aef::read`] does that.
pub fn open(rules: &Rules, bytes: &[u8]) -> Result<Opened, Refused> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refused::TooLarge { bytes: bytes.len(), max: FILE_BYTES_MAX });
    }
    let mut notes = Vec::new();
    let format = format(bytes)?;
    let (document, dialect) = match format {
        Format::Xlsx => (xlsx::read(rules, bytes, &mut notes)?, None),
        Format::Csv => (csv::read(rules, text(bytes)?, &mut notes)?, None),
        Format::Json => json::read(rules, text(bytes)?)?,
    };
    Ok(Opened { document, format, dialect, notes })
}

/// Writes a file. The same texts give the same bytes.
pub fn write(
    rules: &Rules,
    document: &Document,
    dialect: Dialect,
    format: Format,
) -> Result<Vec<u8>, Unwritable> {
    match format {
        Format::Xlsx => xlsx::write(rules, document, dialect, &marks::Marks::new(&[])),
        Format::Csv => csv::write(rules, document),
        Format::Json => json::write(rules, document, dialect),
    }
}

/// Writes the workbook with marks: each marked cell is coloured and has a note, and a further sheet
/// lists all marks. Rows stay where the sender has them. It can be put right and handed in again.
pub fn annotate(
    rules: &Rules,
    document: &Document,
    dialect: Dialect,
    marks: &[Mark],
) -> Result<Vec<u8>, Unwritable> {
    xlsx::write(rules, document, dialect, &marks::Marks::new(marks))
}

/// What kind of file it is, by its first characters.
fn format(bytes: &[u8]) -> Result<Format, Refused> {
    if bytes.starts_with(&OLD_FORMAT) {
        return Err(if is_locked(bytes) { Refused::Encrypted } else { Refused::OldFormat });
    }
    if bytes.starts_with(ARCHIVE) {
        return Ok(Format::Xlsx);
    }
    let text = text(bytes)?.trim_start();
    match text.chars().next() {
        Some('{') => Ok(Format::Json),
        Some(first) if !first.is_control() && first != '<' && first != '%' => Ok(Format::Csv),
        _ => Err(Refused::UnknownFormat),
    }
}

/// A workbook with a password lies in a file of the old format, under a name in UTF-16.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|it| it == name)
}

fn text(bytes: &[u8]) -> Result<&str, Refused> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_not_utf8| Refused::NotUtf8)
}
