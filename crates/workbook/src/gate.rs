//! The gate before all parsers of workbooks: what is not plainly a small workbook of texts and numbers
//! does not pass (T37).
//!
//! First the archive as such, without unpacking; then each part, unpacked through a hard limit and
//! looked through as a stream, so that nothing is kept of it. What passes has bounds on all that the
//! parser will keep.

mod archive;
mod limited;
mod part;
mod reference;
mod relations;
mod scan;
mod walk;

use crate::limits::WORKBOOK_BYTES_MAX;
use crate::refused::{Refused, shown};
use scan::Scan;

/// Lets a workbook pass, or says why not.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.len() > WORKBOOK_BYTES_MAX {
        return Err(Refused::TooLarge { bytes: bytes.len(), max: WORKBOOK_BYTES_MAX });
    }
    let (mut archive, parts) = archive::check(bytes)?;
    let mut scan = Scan::default();
    for part in &parts {
        look_through(&mut archive, part, &mut scan)?;
    }
    Ok(())
}

fn look_through(
    archive: &mut archive::Archive<'_>,
    part: &archive::Part,
    scan: &mut Scan,
) -> Result<(), Refused> {
    let kind = part::kind(&part.name)?;
    let damaged = |why: zip::result::ZipError| Refused::Damaged { why: shown(&why) };
    let entry = archive.by_index(part.index).map_err(damaged)?;
    match kind {
        part::Kind::Xml => scan.xml(&part.name, entry, part.bytes),
        part::Kind::Binary => part::no_file_inside(&part.name, entry, part.bytes),
    }
}
