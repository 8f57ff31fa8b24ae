//! Archives, byte by byte, so that every lie can be told.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use std::io::{Read, Write};

use domain::aef::{Dialect, Document, Rules};
use flate2::write::DeflateEncoder;
use flate2::{Compression, FlushCompress};
use workbook::Format;

/// A part, and what the archive says of it.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    /// The name before the data, if it is another.
    pub(crate) local_name: Option<Vec<u8>>,
    pub(crate) packed: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) crc: u32,
    pub(crate) size: u32,
    /// The size before the data, if it is another.
    pub(crate) local_size: Option<u32>,
    pub(crate) mode: u32,
    pub(crate) extra: Vec<u8>,
    /// Whether the directory has it.
    pub(crate) listed: bool,
    /// Another part whose bytes it claims to be.
    pub(crate) bytes_of: Option<usize>,
}

/// A block of nothing.
const PADDING: &[u8] = &[0, 0, 0, 0xFF, 0xFF];

impl Entry {
    /// A part that is packed just badly enough to be looked into: blocks of nothing come first.
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        let padding = if content.len() > 1 << 20 { content.len() / 90 / PADDING.len() } else { 0 };
        let begun = PADDING.repeat(padding);
        let mut packing = DeflateEncoder::new(begun, Compression::fast());
        packing.write_all(content).unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Self::packed(name, packing.finish().unwrap(), crc.sum(), content.len())
    }

    /// So many times the same bytes, which are never together in memory. They are packed once: after
    /// a full flush the next piece is packed in the same way. The check sum is not theirs.
    pub(crate) fn repeated(name: &str, piece: &[u8], times: usize) -> Self {
        let mut packed = Vec::with_capacity(piece.len());
        let mut packing = flate2::Compress::new(Compression::best(), false);
        packing.compress_vec(piece, &mut packed, FlushCompress::Full).unwrap();
        assert!(packing.total_in() == u64::try_from(piece.len()).unwrap(), "all of it is packed");
        let mut packed = packed.repeat(times);
        // The last block, which is empty.
        packed.extend([3, 0]);
        let size = piece.len().checked_mul(times).unwrap();
        Self::packed(name, packed, 0, size)
    }

    fn packed(name: &str, packed: Vec<u8>, crc: u32, size: usize) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            local_name: None,
            packed,
            method: 8,
            flags: 0,
            crc,
            size: u32::try_from(size).unwrap(),
            local_size: None,
            mode: 0o100_644,
            extra: Vec::new(),
            listed: true,
            bytes_of: None,
        }
    }

    /// As both headers have it, from the flags to the size of the name.
    fn shared(&self, size: u32, name: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [self.flags, self.method, 0, 0x21] {
            bytes.extend(number.to_le_bytes());
        }
        for number in [self.crc, u32::try_from(self.packed.len()).unwrap(), size] {
            bytes.extend(number.to_le_bytes());
        }
        for length in [name.len(), self.extra.len()] {
            bytes.extend(u16::try_from(length).unwrap().to_le_bytes());
        }
        bytes
    }
}

/// The archive of these parts.
pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut starts: Vec<u32> = Vec::new();
    for entry in entries {
        starts.push(u32::try_from(bytes.len()).unwrap());
        if entry.bytes_of.is_some() {
            continue;
        }
        let name = entry.local_name.as_ref().unwrap_or(&entry.name);
        bytes.extend(b"PK\x03\x04\x14\0");
        bytes.extend(entry.shared(entry.local_size.unwrap_or(entry.size), name));
        bytes.extend(name);
        bytes.extend(&entry.extra);
        bytes.extend(&entry.packed);
    }
    let directory = u32::try_from(bytes.len()).unwrap();
    let listed = entries.iter().zip(&starts).filter(|(entry, _)| entry.listed);
    for (entry, start) in listed.clone() {
        bytes.extend(b"PK\x01\x02\x14\x03\x14\0");
        bytes.extend(entry.shared(entry.size, &entry.name));
        bytes.extend([0; 6]);
        bytes.extend((entry.mode << 16).to_le_bytes());
        let start = entry.bytes_of.map_or(*start, |at| starts[at]);
        bytes.extend(start.to_le_bytes());
        bytes.extend(&entry.name);
        bytes.extend(&entry.extra);
    }
    let size = u32::try_from(bytes.len()).unwrap().checked_sub(directory).unwrap();
    let count = u16::try_from(listed.count()).unwrap();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(directory.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// The parts of a workbook that is read: one without rows.
pub(crate) fn good() -> Vec<Entry> {
    let rules = Rules::newest().unwrap();
    let bytes =
        workbook::write(rules, &Document::default(), Dialect::Template, Format::Xlsx).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        entries.push(Entry::new(&part.name().unwrap(), &content));
    }
    entries
}

/// The good workbook with one part more.
pub(crate) fn and(entry: Entry) -> Vec<u8> {
    let mut entries = good();
    entries.push(entry);
    archive(&entries)
}

/// The good workbook with another part under a name.
pub(crate) fn instead(entry: Entry) -> Vec<u8> {
    let mut entries = good();
    let place = entries.iter_mut().find(|it| it.name == entry.name).unwrap();
    *place = entry;
    archive(&entries)
}

/// The good workbook with a text in a part replaced.
pub(crate) fn replaced(part: &str, from: &str, to: &str) -> Vec<u8> {
    let content = content(part);
    assert!(content.contains(from), "{part} has no {from}: {content}");
    instead(Entry::new(part, content.replacen(from, to, 1).as_bytes()))
}

/// The text of a part of the good workbook.
pub(crate) fn content(part: &str) -> String {
    let entries = good();
    let entry = entries.iter().find(|it| it.name == part.as_bytes()).unwrap();
    let mut unpacked = flate2::read::DeflateDecoder::new(entry.packed.as_slice());
    let mut text = String::new();
    unpacked.read_to_string(&mut text).unwrap();
    text
}
