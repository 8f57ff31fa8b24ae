//! The content of the parts, looked through as a stream.

use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limited::{Limited, Passed};
use super::walk::{IN_A_CELL, Place, Walk};
use super::{reference, relations};
use crate::limits::{
    CELL_BYTES_MAX, CELLS_MAX, DEPTH_MAX, ELEMENTS_MAX, EMPTY_CELLS_MAX, EVENT_BYTES_MAX,
    FRAME_BYTES_MAX, ROWS_MAX, SHEETS_MAX, STRING_BYTES_MAX, STRINGS_MAX, UNPACKED_BYTES_MAX,
};
use crate::refused::{Countable, Refused, shown};

/// What was seen of all parts so far.
#[derive(Default)]
pub(super) struct Scan {
    unpacked: u64,
    cells: u64,
    empty_cells: u64,
    rows: u64,
    sheets: u64,
    strings: u64,
    string_bytes: u64,
    elements: u64,
}

impl Scan {
    /// Looks through a part that claims so many bytes.
    pub(super) fn xml(
        &mut self,
        part: &str,
        entry: impl Read,
        claimed: u64,
    ) -> Result<(), Refused> {
        let mut source = BufReader::with_capacity(1 << 16, entry);
        begins_as_utf8(part, &mut source)?;
        let mut reader = Reader::from_reader(Limited::new(source, claimed, EVENT_BYTES_MAX));
        reader.config_mut().expand_empty_elements = true;
        let mut walk = Walk::new(part);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let read = reader.read_event_into(&mut buffer);
            let event = read.map_err(|why| unreadable(part, &why))?;
            let bytes = reader.get_mut().next_step();
            if matches!(event, Event::Eof) {
                break;
            }
            self.event(&mut walk, &event, bytes)?;
        }
        if walk.depth > 0 {
            return Err(walk.malformed("it ends too early"));
        }
        let taken = reader.get_ref().taken();
        if taken != claimed {
            return Err(Refused::SizeDiffers { part: part.to_owned() });
        }
        self.unpacked = self.unpacked.saturating_add(taken);
        if self.unpacked > UNPACKED_BYTES_MAX {
            return Err(Refused::TooLargeUnpacked { max: UNPACKED_BYTES_MAX });
        }
        Ok(())
    }

    fn event(&mut self, walk: &mut Walk<'_>, event: &Event<'_>, bytes: u64) -> Result<(), Refused> {
        match event {
            Event::Start(element) => self.start(walk, element)?,
            Event::End(_) => self.end(walk)?,
            Event::DocType(_) => return Err(Refused::Doctype { part: walk.part.to_owned() }),
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok);
                if encoding.is_some_and(|it| !it.eq_ignore_ascii_case("utf-8")) {
                    return Err(Refused::Encoding { part: walk.part.to_owned() });
                }
            }
            Event::Text(text) => walk.name_goes_on(text),
            Event::CData(text) => walk.name_goes_on(text),
            Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::PI(_)
            | Event::Empty(_)
            | Event::Eof => {}
        }
        self.weigh(walk, bytes)
    }

    /// Adds the bytes of an event to where it stands.
    fn weigh(&mut self, walk: &mut Walk<'_>, bytes: u64) -> Result<(), Refused> {
        match walk.place {
            Place::Frame => {
                walk.frame_bytes = walk.frame_bytes.saturating_add(bytes);
                at_most(walk.frame_bytes, FRAME_BYTES_MAX, Countable::FrameBytes)
            }
            Place::Rows => Ok(()),
            Place::Cell | Place::Shared => {
                walk.piece_bytes = walk.piece_bytes.saturating_add(bytes);
                if walk.place == Place::Shared {
                    self.string_bytes = self.string_bytes.saturating_add(bytes);
                    at_most(self.string_bytes, STRING_BYTES_MAX, Countable::TextBytes)?;
                }
                if walk.piece_bytes > CELL_BYTES_MAX {
                    let part = walk.part.to_owned();
                    return Err(Refused::TooLongText { part, max: CELL_BYTES_MAX });
                }
                Ok(())
            }
        }
    }

    fn start(&mut self, walk: &mut Walk<'_>, element: &BytesStart<'_>) -> Result<(), Refused> {
        walk.depth = walk.depth.saturating_add(1);
        if walk.depth > DEPTH_MAX {
            return Err(Refused::TooDeep { part: walk.part.to_owned(), max: DEPTH_MAX });
        }
        let name = element.local_name();
        match (walk.place, name.as_ref()) {
            (Place::Frame, "sheetData") if walk.sheet_data_seen => {
                Err(walk.malformed("it has two areas of rows"))
            }
            (Place::Frame, "sheetData") => {
                walk.sheet_data_seen = true;
                walk.enter(Place::Rows);
                Ok(())
            }
            (Place::Frame, "si") => {
                self.strings = self.strings.saturating_add(1);
                walk.enter(Place::Shared);
                at_most(self.strings, STRINGS_MAX, Countable::SharedTexts)
            }
            (Place::Frame, name) => self.frame(walk, name, element),
            (Place::Rows, "row") => self.row(walk, element),
            (Place::Rows, "c") => walk.cell(element),
            (Place::Rows, "extLst") => Ok(()),
            (Place::Cell, "f") => Err(walk.formula()),
            (Place::Cell | Place::Shared, name) if IN_A_CELL.contains(&name) => {
                walk.cell_filled |= matches!(name, "v" | "is");
                Ok(())
            }
            (Place::Rows | Place::Cell | Place::Shared, name) => {
                let name: String = name.chars().take(40).collect();
                Err(walk.malformed(&format!("`{name}` stands among the cells")))
            }
        }
    }

    fn end(&mut self, walk: &mut Walk<'_>) -> Result<(), Refused> {
        let ends_place = walk.depth == walk.place_depth;
        walk.depth = walk.depth.saturating_sub(1);
        if let Some(name) = walk.defined_name.take() {
            walk.no_program_in(&name)?;
        }
        if !ends_place {
            return Ok(());
        }
        match walk.place {
            Place::Cell => {
                let (count, max, what) = if walk.cell_filled {
                    (&mut self.cells, CELLS_MAX, Countable::Cells)
                } else {
                    (&mut self.empty_cells, EMPTY_CELLS_MAX, Countable::EmptyCells)
                };
                *count = count.saturating_add(1);
                walk.leave_cell();
                at_most(*count, max, what)
            }
            Place::Frame | Place::Rows | Place::Shared => {
                walk.place = Place::Frame;
                walk.place_depth = 0;
                Ok(())
            }
        }
    }

    fn row(&mut self, walk: &mut Walk<'_>, element: &BytesStart<'_>) -> Result<(), Refused> {
        if walk.depth != walk.place_depth.saturating_add(1) {
            return Err(walk.malformed("a row stands in another"));
        }
        self.rows = self.rows.saturating_add(1);
        at_most(self.rows, ROWS_MAX, Countable::Rows)?;
        let next = walk.row.saturating_add(1);
        walk.row = match walk.attribute(element, "r")? {
            None => next,
            Some(text) => match reference::row(&text) {
                Some(row) if row >= next => row,
                _ => return Err(walk.misplaced(&text)),
            },
        };
        walk.column = 0;
        Ok(())
    }

    /// What stands outside cells and shared texts.
    fn frame(
        &mut self,
        walk: &mut Walk<'_>,
        name: &str,
        element: &BytesStart<'_>,
    ) -> Result<(), Refused> {
        self.elements = self.elements.saturating_add(1);
        at_most(self.elements, ELEMENTS_MAX, Countable::Elements)?;
        let part = || walk.part.to_owned();
        match name {
            "sheet" => {
                self.sheets = self.sheets.saturating_add(1);
                at_most(self.sheets, SHEETS_MAX, Countable::Sheets)
            }
            "sst" => {
                for key in ["count", "uniqueCount"] {
                    let claimed = walk.attribute(element, key)?.unwrap_or_default();
                    // Cells may share one text as often as they like.
                    let max = if key == "count" { CELLS_MAX } else { STRINGS_MAX };
                    if !claimed.is_empty() && claimed.parse().is_ok_and(|it: u64| it <= max) {
                        continue;
                    }
                    if !claimed.is_empty() {
                        return Err(Refused::TooMany { what: Countable::SharedTexts, max });
                    }
                }
                Ok(())
            }
            "dimension" => match walk.attribute(element, "ref")? {
                Some(area) if !reference::is_area(&area) => Err(walk.misplaced(&area)),
                _ => Ok(()),
            },
            "Relationship" => relations::check(walk.part, element),
            "Override" | "Default" => {
                let kind = walk.attribute(element, "ContentType")?.unwrap_or_default();
                let macros = kind.contains("macroEnabled") || kind.contains("vbaProject");
                if macros { Err(Refused::Macros { part: part() }) } else { Ok(()) }
            }
            "ddeLink" | "ddeItem" | "oleLink" => Err(Refused::Dde { part: part() }),
            "externalReference" | "externalBook" => Err(Refused::External { part: part() }),
            "oleObject" | "control" => Err(Refused::Embedded { part: part() }),
            "row" | "c" if walk.sheet_data_seen => Err(walk.malformed("cells outside the rows")),
            "definedName" => {
                walk.defined_name = Some(String::new());
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn at_most(count: u64, max: u64, what: Countable) -> Result<(), Refused> {
    if count > max { Err(Refused::TooMany { what, max }) } else { Ok(()) }
}

/// Other encodings show in the first bytes.
fn begins_as_utf8(part: &str, source: &mut impl BufRead) -> Result<(), Refused> {
    let head = source.fill_buf().map_err(|why| Refused::Damaged { why: shown(&why) })?;
    let other = [[0xFE, 0xFF], [0xFF, 0xFE], [0x00, b'<'], [b'<', 0x00]];
    if other.iter().any(|mark| head.starts_with(mark)) {
        return Err(Refused::Encoding { part: part.to_owned() });
    }
    Ok(())
}

/// What stopped the reader: a limit of ours, the archive, or the text.
fn unreadable(part: &str, why: &quick_xml::Error) -> Refused {
    let part = part.to_owned();
    if let quick_xml::Error::Encoding(_) = why {
        return Refused::Encoding { part };
    }
    let quick_xml::Error::Io(io) = why else {
        return Refused::Malformed { part, why: shown(&why) };
    };
    match io.get_ref().and_then(|it| it.downcast_ref::<Passed>()) {
        Some(Passed::Claimed) => Refused::SizeDiffers { part },
        Some(Passed::Step) => Refused::TooLongText { part, max: EVENT_BYTES_MAX },
        None => Refused::Damaged { why: shown(&io) },
    }
}
