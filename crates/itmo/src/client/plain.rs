//! Words of others, on a terminal.

/// Text without anything that would move the cursor, change what stands there, or turn its
/// direction: what others wrote shows as it is, and nothing else.
pub(super) fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut plain, char| {
        if char.is_control() || turns(char) {
            plain.extend(char.escape_unicode());
        } else {
            plain.push(char);
        }
        plain
    })
}

/// Characters that change the direction of others.
const fn turns(char: char) -> bool {
    matches!(
        char,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_repaints_the_terminal_by_the_reason_they_give() {
        assert_eq!(plain("Achat n\u{ba} 7 \u{2013} été"), "Achat n\u{ba} 7 \u{2013} été");
        assert_eq!(plain("\u{1b}[2J400\rX"), "\\u{1b}[2J400\\u{d}X");
        assert_eq!(plain("10\u{202e}01"), "10\\u{202e}01");
        assert_eq!(plain("two\nlines"), "two\\u{a}lines");
    }
}
