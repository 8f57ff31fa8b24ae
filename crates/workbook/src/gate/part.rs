//! The parts of a workbook by their names: which there may be.

use std::io::Read;

use crate::limits::FRAME_BYTES_MAX;
use crate::refused::{Refused, shown};

/// What a part holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// XML, which is looked through.
    Xml,
    /// Pictures and settings of printers, which nobody reads here.
    Binary,
}

const NAME_BYTES_MAX: usize = 200;

/// The name, if it stays inside the workbook and every reader reads it in the same way.
pub(super) fn name(raw: &[u8]) -> Result<String, Refused> {
    let shown = || Refused::PartName {
        part: String::from_utf8_lossy(raw).chars().take(NAME_BYTES_MAX).collect(),
    };
    let text = std::str::from_utf8(raw).map_err(|_not_utf8| shown())?;
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '\\' | ':' | '%' | '*' | '?');
    let inside = |step: &str| !step.trim_matches('.').is_empty();
    let folder = text.strip_suffix('/').unwrap_or(text);
    let fine = text.len() <= NAME_BYTES_MAX
        && text.chars().all(|it| plain(it) || it == ' ')
        && folder.split('/').all(inside);
    if fine { Ok(text.to_owned()) } else { Err(shown()) }
}

/// What the part is, if a workbook of tables may have it.
pub(super) fn kind(name: &str) -> Result<Kind, Refused> {
    let part = || name.to_owned();
    let lower = name.to_ascii_lowercase();
    let has = |texts: &[&str]| texts.iter().any(|text| lower.contains(text));
    if has(&["vbaproject", "vbadata", "macrosheets/", "dialogsheets/", "intlmacrosheets/"]) {
        return Err(Refused::Macros { part: part() });
    }
    if has(&["externallinks/", "xl/connections", "querytables/", "webextensions/"]) {
        return Err(Refused::External { part: part() });
    }
    if has(&["embeddings/", "activex/", "ctrlprops/", "customui", "xl/model/"]) {
        return Err(Refused::Embedded { part: part() });
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&[".xml", ".rels", ".vml"]) {
        return Ok(Kind::Xml);
    }
    let picture = ends(&[".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".svg"]);
    if picture || (ends(&[".bin"]) && has(&["printersettings"])) {
        return Ok(Kind::Binary);
    }
    if ends(&[".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".bin", ".ole"]) {
        return Err(Refused::Embedded { part: part() });
    }
    Err(Refused::UnknownPart { part: part() })
}

/// A part that is not XML has the size that it claims, and is no archive under another name.
pub(super) fn no_file_inside(part: &str, entry: impl Read, bytes: u64) -> Result<(), Refused> {
    if bytes > FRAME_BYTES_MAX {
        let part = part.to_owned();
        return Err(Refused::TooLongText { part, max: FRAME_BYTES_MAX });
    }
    let damaged = |why: std::io::Error| Refused::Damaged { why: shown(&why) };
    let mut entry = entry.take(bytes.saturating_add(1));
    let mut head = Vec::new();
    entry.by_ref().take(8).read_to_end(&mut head).map_err(damaged)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(&crate::OLD_FORMAT) {
        return Err(Refused::Embedded { part: part.to_owned() });
    }
    let rest = std::io::copy(&mut entry, &mut std::io::sink()).map_err(damaged)?;
    let read = rest.saturating_add(u64::try_from(head.len()).unwrap_or(u64::MAX));
    if read != bytes {
        return Err(Refused::SizeDiffers { part: part.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_out_of_the_workbook_is_none_t37() {
        for fine in
            ["xl/workbook.xml", "[Content_Types].xml", "_rels/.rels", "xl/", "docProps/a b.xml"]
        {
            assert_eq!(name(fine.as_bytes()).unwrap(), fine);
        }
        for wrong in [
            "",
            "/xl/a.xml",
            "../a.xml",
            "xl/../../a",
            "xl/./a.xml",
            "xl//a.xml",
            "xl\\a.xml",
            "C:a.xml",
            "xl/a%2e.xml",
            "xl/\u{0}.xml",
            "xl/é.xml",
            "..",
            "xl/... /a.xml\n",
        ] {
            assert!(name(wrong.as_bytes()).is_err(), "{wrong:?}");
        }
        assert!(name(b"xl/\xff.xml").is_err());
        assert!(name("a".repeat(201).as_bytes()).is_err());
    }

    #[test]
    fn only_what_a_workbook_of_tables_has_is_a_part_t37() {
        assert_eq!(kind("xl/worksheets/sheet1.xml").unwrap(), Kind::Xml);
        assert_eq!(kind("xl/media/image1.PNG").unwrap(), Kind::Binary);
        assert_eq!(kind("xl/printerSettings/printerSettings1.bin").unwrap(), Kind::Binary);
        assert!(matches!(kind("xl/vbaProject.bin"), Err(Refused::Macros { .. })));
        assert!(matches!(
            kind("xl/externalLinks/externalLink1.xml"),
            Err(Refused::External { .. })
        ));
        assert!(matches!(kind("xl/embeddings/oleObject1.bin"), Err(Refused::Embedded { .. })));
        assert!(matches!(kind("inner.zip"), Err(Refused::Embedded { .. })));
        assert!(matches!(kind("xl/a.exe"), Err(Refused::UnknownPart { .. })));
    }
}
