//! Texts that a spreadsheet program takes for formulas (T39).

/// Whether a spreadsheet program may take the text for a formula, or drops its beginning.
pub(crate) fn begins_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0'])
}

/// The text with an apostrophe before it, if it needs one; also if it has one that could be taken
/// for ours.
pub(crate) fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    if begins_like_a_formula(text.trim_start_matches('\'')) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The text without the apostrophe that [`escaped`] put before it.
pub(crate) fn unescaped(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if begins_like_a_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_gets_an_apostrophe_and_loses_it_again_t39() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\0x", "'\0x"),
            ("'=1", "''=1"),
            ("''@", "'''@"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("", ""),
            ("'", "'"),
        ] {
            assert_eq!(escaped(text), written, "{text:?}");
            assert_eq!(unescaped(written), text, "{text:?}");
        }
    }
}
