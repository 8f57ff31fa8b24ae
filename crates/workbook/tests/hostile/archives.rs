//! Lies of the archive.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use crate::archive::{Entry, and, archive, good, instead};

/// What it is called, how it is made, and how the refusal begins.
pub(crate) type Case = (&'static str, fn() -> Vec<u8>, &'static str);

const SHEET: &str = "xl/worksheets/sheet5.xml";
const MEGABYTE: &[u8] = &[b' '; 1 << 20];

pub(crate) const CASES: &[Case] = &[
    ("a gigabyte of spaces", || bomb(960, None), "TooLargeUnpacked"),
    ("a gigabyte that claims to be nothing", || bomb(960, Some(1000)), "Damaged"),
    ("more than a hundred times itself", || bomb(200, None), "Ratio"),
    ("a gigabyte in many small parts", many_small, "TooLargeUnpacked"),
    ("ten thousand parts", ten_thousand, "TooManyParts"),
    ("a second directory of fifty thousand parts", two_directories, "TooManyParts"),
    ("an archive in the archive", || and(Entry::new("inner.zip", &archive(&good()))), "Embedded"),
    (
        "an archive that is a picture",
        || and(Entry::new("xl/media/image1.png", &archive(&good()))),
        "Embedded",
    ),
    ("a name above the folder", || named("../evil.xml"), "PartName"),
    ("a name above a folder inside", || named("xl/../../evil.xml"), "PartName"),
    ("a name from the root", || named("/etc/passwd.xml"), "PartName"),
    ("a name with backslashes", || named("xl\\..\\evil.xml"), "PartName"),
    ("a name on a drive", || named("C:evil.xml"), "PartName"),
    ("a name with a zero", || named("xl/evil.xml\0.png"), "PartName"),
    ("a name that never ends", || named(&"a/".repeat(5000)), "PartName"),
    ("a link to a file", link, "Link"),
    (
        "a size that the directory has not",
        || of_first(|it| it.local_size = Some(7)),
        "HeadersDisagree",
    ),
    (
        "a name that the directory has not",
        || of_first(|it| it.local_name = Some(b"xl/other.xml".to_vec())),
        "HeadersDisagree",
    ),
    ("less than was claimed", || of_first(|it| it.size += 1), "SizeDiffers"),
    ("more than was claimed", || of_first(|it| it.size -= 1), "Damaged"),
    ("the same name twice", || named(SHEET), "PartTwice"),
    ("the same name in capitals", || named("XL/WORKSHEETS/SHEET5.XML"), "PartTwice"),
    ("a part with a password", || of_first(|it| it.flags = 1), "Encrypted"),
    ("a workbook with a password", || old_format("EncryptedPackage"), "Encrypted"),
    ("a workbook of 1997", || old_format("Workbook"), "OldFormat"),
    ("a part packed otherwise", || of_first(|it| it.method = 12), "Packing"),
    ("a wrong check sum", || of_first(|it| it.crc ^= 1), "Damaged"),
    ("nothing that unpacks", || of_first(|it| it.packed.fill(0xFF)), "Damaged"),
    ("half a workbook", || good_bytes(|it| it.truncate(it.len() / 2)), "Damaged"),
    ("a workbook without its last byte", || good_bytes(|it| it.truncate(it.len() - 1)), "Damaged"),
    ("words after the end", || good_bytes(|it| it.extend(b"more")), "Damaged"),
    ("two letters", || b"PK".to_vec(), "Damaged"),
    ("a count too low", || count(|it| it - 1), "HeadersDisagree"),
    ("a count too high", || count(|it| it + 1), "Damaged"),
    ("a count for sizes above 4 GB", || count(|_| 0xFFFF), "Zip64"),
    ("a second end for sizes above 4 GB", zip64_end, "Zip64"),
    ("a size of a terabyte", zip64_size, "TooLargeUnpacked"),
    ("parts over each other", overlapping, "Overlap"),
    ("a part that the directory hides", || hidden(SHEET), "HeadersDisagree"),
    ("macros", || and(Entry::new("xl/vbaProject.bin", b"macros")), "Macros"),
    ("a macro sheet", || named("xl/macrosheets/sheet1.xml"), "Macros"),
    ("a link to another workbook", || named("xl/externalLinks/externalLink1.xml"), "External"),
    ("a connection to a database", || named("xl/connections.xml"), "External"),
    ("a file inside", || and(Entry::new("xl/embeddings/oleObject1.bin", b"file")), "Embedded"),
    ("a control inside", || named("xl/activeX/activeX1.xml"), "Embedded"),
    ("a program", || and(Entry::new("xl/setup.exe", b"MZ")), "UnknownPart"),
    ("no directory of types and no part", || archive(&[]), "NotAWorkbook"),
];

fn bomb(megabytes: usize, claimed: Option<u32>) -> Vec<u8> {
    let mut entry = Entry::repeated(SHEET, MEGABYTE, megabytes);
    entry.size = claimed.unwrap_or(entry.size);
    let bytes = instead(entry);
    assert!(bytes.len() <= 1 << 20, "{}", bytes.len());
    bytes
}

fn many_small() -> Vec<u8> {
    let mut entries = good();
    let part = Entry::new("xl/0.xml", MEGABYTE);
    for number in 0..450 {
        let name = format!("xl/{number}.xml").into_bytes();
        entries.push(Entry { name, ..part.clone() });
    }
    archive(&entries)
}

fn ten_thousand() -> Vec<u8> {
    let mut entries = good();
    let names = (0..10_000).map(|number| format!("xl/worksheets/sheet{number}00.xml"));
    entries.extend(names.map(|name| Entry::new(&name, b"<worksheet/>")));
    archive(&entries)
}

/// The last directory cannot be read, and the one before it lists very many parts.
fn two_directories() -> Vec<u8> {
    let part = Entry::new("a", b"<a/>");
    let names = (0..50_000).map(|number| format!("xl/{number}.xml").into_bytes());
    let mut bytes = archive(&names.map(|name| Entry { name, ..part.clone() }).collect::<Vec<_>>());
    bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    bytes.extend([0xFF, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0]);
    bytes
}

fn named(name: &str) -> Vec<u8> {
    and(Entry::new(name, b"<a/>"))
}

fn link() -> Vec<u8> {
    let link = Entry::new("xl/worksheets/sheet99.xml", b"/etc/passwd");
    and(Entry { mode: 0o120_777, ..link })
}

fn of_first(change: impl FnOnce(&mut Entry)) -> Vec<u8> {
    let mut entries = good();
    change(&mut entries[0]);
    archive(&entries)
}

fn good_bytes(change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = archive(&good());
    change(&mut bytes);
    bytes
}

fn count(change: impl Fn(u16) -> u16) -> Vec<u8> {
    good_bytes(|bytes| {
        let end = bytes.len() - 22;
        for at in [end + 8, end + 10] {
            let count = u16::from_le_bytes([bytes[at], bytes[at + 1]]);
            bytes[at..at + 2].copy_from_slice(&change(count).to_le_bytes());
        }
    })
}

fn zip64_end() -> Vec<u8> {
    good_bytes(|bytes| {
        let end = bytes.split_off(bytes.len() - 22);
        bytes.extend(b"PK\x06\x07");
        bytes.extend([0xFF; 16]);
        bytes.extend(end);
    })
}

fn zip64_size() -> Vec<u8> {
    of_first(|entry| {
        entry.extra = [&[1, 0, 8, 0][..], &(1_u64 << 40).to_le_bytes()].concat();
        entry.size = u32::MAX;
    })
}

fn overlapping() -> Vec<u8> {
    let mut entries = good();
    for number in 0..100 {
        let name = format!("xl/{number}.xml").into_bytes();
        let first = entries[0].clone();
        entries.push(Entry { name, bytes_of: Some(0), ..first });
    }
    archive(&entries)
}

fn hidden(name: &str) -> Vec<u8> {
    let part = Entry::new(name, b"<worksheet/>");
    and(Entry { listed: false, ..part })
}

fn old_format(name: &str) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(2048, 0);
    bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}
