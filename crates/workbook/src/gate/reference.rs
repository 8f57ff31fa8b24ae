//! Names of rows and cells, as sheets write them.

use crate::limits::{SHEET_COLUMNS, SHEET_ROWS};

/// A cell, both numbers from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    pub(super) row: u32,
    pub(super) column: u32,
}

/// The row of a name like `12`, if a sheet has it.
pub(super) fn row(text: &str) -> Option<u32> {
    let plain = (1..=7).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    let row: u32 = if plain { text.parse().ok()? } else { return None };
    (1..=SHEET_ROWS).contains(&row).then_some(row)
}

/// The cell of a name like `B12`, if a sheet has it.
pub(super) fn cell(text: &str) -> Option<Cell> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at_checked(letters)?;
    Some(Cell { column: column(letters)?, row: row(digits)? })
}

/// Whether `A1` or `A1:B2` is a part of a sheet.
pub(super) fn is_area(text: &str) -> bool {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    match (cell(first), cell(last)) {
        (Some(first), Some(last)) => first.row <= last.row && first.column <= last.column,
        _ => false,
    }
}

fn column(letters: &str) -> Option<u32> {
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A')?.checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(u32::from(digit))?;
    }
    (column <= SHEET_COLUMNS).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_cell_is_one_that_a_sheet_has_t37() {
        assert_eq!(cell("A1"), Some(Cell { row: 1, column: 1 }));
        assert_eq!(cell("xfd1048576"), Some(Cell { row: 1_048_576, column: 16_384 }));
        for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A4294967297", "A-1", "$A$1"]
        {
            assert_eq!(cell(wrong), None, "{wrong}");
        }
        assert!(is_area("A1") && is_area("A1:AH100009"));
        assert!(!is_area("B2:A1") && !is_area("A1:B2:C3") && !is_area("A1:ZZZZ9"));
    }
}
