//! Columns of the layout, whose letters are data.

/// The number of a column, from 0; nothing, if no sheet has it.
pub(super) fn number(letters: &str) -> Option<u16> {
    let mut number: u16 = 0;
    for letter in letters.bytes() {
        let digit = letter.checked_sub(b'A').filter(|it| *it < 26)?.checked_add(1)?;
        number = number.checked_mul(26)?.checked_add(u16::from(digit))?;
    }
    number.checked_sub(1).filter(|it| *it < 16_384)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_numbers_of_columns() {
        let numbers = ["A", "B", "Z", "AA", "AH", "XFD"].map(number);
        assert_eq!(numbers, [0, 1, 25, 26, 33, 16_383].map(Some));
        assert_eq!(["", "a", "1", "XFE", "AAAA"].map(number), [None; 5]);
    }
}
