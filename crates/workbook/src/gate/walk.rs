//! Where in a part the gate is.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use super::reference;
use crate::limits::SHEET_COLUMNS;
use crate::refused::Refused;

/// Where in a part we are.
pub(super) struct Walk<'p> {
    pub(super) part: &'p str,
    pub(super) depth: usize,
    pub(super) place: Place,
    /// The depth of the element that `place` is inside of.
    pub(super) place_depth: usize,
    pub(super) sheet_data_seen: bool,
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) cell_filled: bool,
    /// Bytes of the cell or shared text.
    pub(super) piece_bytes: u64,
    pub(super) frame_bytes: u64,
    pub(super) defined_name: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Outside cells and shared texts.
    Frame,
    /// Among the rows of a sheet.
    Rows,
    /// In a cell.
    Cell,
    /// In a text that cells share.
    Shared,
}

/// What may stand in cells and shared texts: values, texts, and the fonts of runs.
pub(super) const IN_A_CELL: [&str; 24] = [
    "v",
    "is",
    "t",
    "r",
    "rPr",
    "rPh",
    "phoneticPr",
    "rFont",
    "charset",
    "family",
    "b",
    "i",
    "strike",
    "outline",
    "shadow",
    "condense",
    "extend",
    "color",
    "sz",
    "u",
    "vertAlign",
    "scheme",
    "f",
    "si",
];

impl<'p> Walk<'p> {
    pub(super) fn new(part: &'p str) -> Self {
        Self {
            part,
            depth: 0,
            place: Place::Frame,
            place_depth: 0,
            sheet_data_seen: false,
            row: 0,
            column: 0,
            cell_filled: false,
            piece_bytes: 0,
            frame_bytes: 0,
            defined_name: None,
        }
    }

    pub(super) fn enter(&mut self, place: Place) {
        self.place = place;
        self.place_depth = self.depth;
        self.piece_bytes = 0;
    }

    /// Back among the rows, which stand two levels further out.
    pub(super) fn leave_cell(&mut self) {
        self.place = Place::Rows;
        self.place_depth = self.depth.saturating_sub(1);
    }

    /// A cell stands in its row, and to the right of the one before.
    pub(super) fn cell(&mut self, element: &BytesStart<'_>) -> Result<(), Refused> {
        if self.depth != self.place_depth.saturating_add(2) {
            return Err(self.malformed("a cell stands outside the rows"));
        }
        let next = self.column.saturating_add(1);
        self.column = match self.attribute(element, "r")? {
            None if next <= SHEET_COLUMNS => next,
            None => return Err(self.misplaced("")),
            Some(text) => match reference::cell(&text) {
                Some(cell) if cell.row == self.row && cell.column >= next => cell.column,
                _ => return Err(self.misplaced(&text)),
            },
        };
        self.enter(Place::Cell);
        self.cell_filled = false;
        Ok(())
    }

    pub(super) fn name_goes_on(&mut self, text: &str) {
        if let Some(name) = &mut self.defined_name {
            name.push_str(text);
        }
    }

    /// A name stands for an area of this workbook.
    pub(super) fn no_program_in(&self, name: &str) -> Result<(), Refused> {
        if name.contains('|') {
            return Err(Refused::Dde { part: self.part.to_owned() });
        }
        let outside =
            name.split('[').skip(1).filter_map(|rest| rest.split_once(']')).any(|(it, _)| {
                !it.is_empty() && it.bytes().all(|digit| digit.is_ascii_digit()) || it.contains('.')
            });
        if outside { Err(Refused::External { part: self.part.to_owned() }) } else { Ok(()) }
    }

    /// The text of an attribute; all of them must be well formed.
    pub(super) fn attribute<'e>(
        &self,
        element: &'e BytesStart<'_>,
        key: &str,
    ) -> Result<Option<Cow<'e, str>>, Refused> {
        let mut found = None;
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|why| self.malformed(&why.to_string()))?;
            if attribute.key.as_ref() == key {
                found = Some(attribute.value);
            }
        }
        Ok(found)
    }

    pub(super) fn malformed(&self, why: &str) -> Refused {
        Refused::Malformed { part: self.part.to_owned(), why: why.to_owned() }
    }

    pub(super) fn misplaced(&self, at: &str) -> Refused {
        let at = at.chars().take(40).collect();
        Refused::Misplaced { part: self.part.to_owned(), at }
    }

    pub(super) fn formula(&self) -> Refused {
        let cell = format!("row {}, column {}", self.row, self.column);
        Refused::Formula { part: self.part.to_owned(), cell }
    }
}
