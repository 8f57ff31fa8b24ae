//! The archive that a workbook is: its directory, before anything is unpacked.

use std::collections::BTreeSet;
use std::io::Cursor;

use zip::{CompressionMethod, ZipArchive};

use super::part;
use crate::limits::{PARTS_MAX, RATIO_FROM_BYTES, RATIO_MAX, UNPACKED_BYTES_MAX};
use crate::refused::{Refused, shown};

/// The bytes of a workbook, as an archive.
pub(super) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// A part, as the directory has it.
pub(super) struct Part {
    pub(super) index: usize,
    pub(super) name: String,
    /// Its size, unpacked, as claimed.
    pub(super) bytes: u64,
}

const ENTRY: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: usize = 22;
const ZIP64_LOCATOR: [u8; 4] = *b"PK\x06\x07";
const ZIP64_LOCATOR_BYTES: usize = 20;

/// Checks the directory, and lists the parts in its order. Folders are left out.
pub(super) fn check(bytes: &[u8]) -> Result<(Archive<'_>, Vec<Part>), Refused> {
    let claimed = entries_claimed(bytes)?;
    if claimed > PARTS_MAX || listed_anywhere(bytes) > PARTS_MAX {
        return Err(Refused::TooManyParts { max: PARTS_MAX });
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|why| Refused::Damaged { why: shown(&why) })?;
    if archive.len() != claimed && !archive.has_duplicate_names() {
        let why = format!("{claimed} parts are claimed, and {} are there", archive.len());
        return Err(Refused::HeadersDisagree { why });
    }
    let parts = parts(&mut archive)?;
    if archive.has_overlapping_entries().unwrap_or(false) {
        return Err(Refused::Overlap);
    }
    archive
        .validate_header_consistency()
        .map_err(|why| Refused::HeadersDisagree { why: shown(&why) })?;
    Ok((archive, parts))
}

/// How many entries of directories begin anywhere in the file: where one directory cannot be read, the
/// archive's reader looks for an earlier one, and keeps all that it lists.
fn listed_anywhere(bytes: &[u8]) -> usize {
    bytes.windows(ENTRY.len()).filter(|it| *it == ENTRY).count()
}

/// The number of parts by the record at the very end of the file: a workbook has no comment there.
fn entries_claimed(bytes: &[u8]) -> Result<usize, Refused> {
    let damaged = |why: &str| Refused::Damaged { why: why.to_owned() };
    let start = bytes.len().checked_sub(END_BYTES).ok_or_else(|| damaged("it is too short"))?;
    let (before, end) = bytes.split_at_checked(start).ok_or_else(|| damaged("no end"))?;
    if !end.starts_with(&END) {
        return Err(damaged("its end is missing"));
    }
    let locator = before.len().checked_sub(ZIP64_LOCATOR_BYTES).and_then(|at| before.get(at..));
    let number = |at: usize| match (end.get(at), end.get(at.saturating_add(1))) {
        (Some(low), Some(high)) => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    };
    let (here, all) = (number(8), number(10));
    if here == usize::from(u16::MAX) || locator.is_some_and(|it| it.starts_with(&ZIP64_LOCATOR)) {
        return Err(Refused::Zip64);
    }
    if here != all || number(4) != 0 {
        return Err(damaged("it is a part of several files"));
    }
    Ok(all)
}

fn parts(archive: &mut Archive<'_>) -> Result<Vec<Part>, Refused> {
    let mut parts = Vec::new();
    let mut names = BTreeSet::new();
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|why| Refused::HeadersDisagree { why: shown(&why) })?;
        let name = part::name(entry.name_raw())?;
        if entry.encrypted() {
            return Err(Refused::Encrypted);
        }
        if entry.is_symlink() {
            return Err(Refused::Link { part: name });
        }
        if !names.insert(name.to_lowercase()) {
            return Err(Refused::PartTwice { part: name });
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Refused::Packing { part: name });
        }
        let (packed, bytes) = (entry.compressed_size(), entry.size());
        total = total.saturating_add(bytes);
        if total > UNPACKED_BYTES_MAX {
            return Err(Refused::TooLargeUnpacked { max: UNPACKED_BYTES_MAX });
        }
        if bytes > RATIO_FROM_BYTES && bytes > packed.saturating_mul(RATIO_MAX) {
            return Err(Refused::Ratio { part: name, max: RATIO_MAX });
        }
        if !entry.is_dir() {
            parts.push(Part { index, name, bytes });
        }
    }
    if archive.has_duplicate_names() {
        let part = "a part".to_owned();
        return Err(Refused::PartTwice { part });
    }
    Ok(parts)
}
