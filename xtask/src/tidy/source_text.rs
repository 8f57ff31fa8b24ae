//! A Rust source taken apart: code on one side, comments on the other, line numbers kept.

/// The code and the comments of a source. Both have as many lines as the source; what a string or
/// a character literal says is in neither.
#[derive(Default)]
pub(super) struct SourceText {
    pub(super) code: String,
    pub(super) comments: String,
}

impl SourceText {
    pub(super) fn of(source: &str) -> Self {
        let mut text = Self::default();
        let mut rest = source;
        let mut last = ' ';
        while let Some(first) = rest.chars().next() {
            let after = if let Some(after) = end_of_comment(rest) {
                text.put_comment(consumed(rest, after));
                after
            } else if let Some(after) = end_of_literal(rest, last) {
                text.put_literal(consumed(rest, after));
                after
            } else {
                text.put_code(first);
                rest.strip_prefix(first).unwrap_or_default()
            };
            last = first;
            rest = after;
        }
        text
    }

    fn put_code(&mut self, character: char) {
        self.code.push(character);
        if character == '\n' {
            self.comments.push('\n');
        }
    }

    fn put_comment(&mut self, comment: &str) {
        self.comments.push_str(comment);
        self.code.extend(comment.chars().filter(|character| *character == '\n'));
    }

    fn put_literal(&mut self, literal: &str) {
        self.code.push('"');
        for _ in literal.chars().filter(|character| *character == '\n') {
            self.put_code('\n');
        }
    }
}

fn consumed<'a>(before: &'a str, after: &str) -> &'a str {
    before.strip_suffix(after).unwrap_or(before)
}

fn end_of_comment(rest: &str) -> Option<&str> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default());
    }
    let mut rest = rest.strip_prefix("/*")?;
    let mut depth = 1_usize;
    while depth > 0 {
        if let Some(after) = rest.strip_prefix("/*") {
            depth = depth.saturating_add(1);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("*/") {
            depth = depth.saturating_sub(1);
            rest = after;
        } else {
            rest = without_first(rest)?;
        }
    }
    Some(rest)
}

/// The end of a string or character that begins here; `last` is the character before it.
fn end_of_literal(rest: &str, last: char) -> Option<&str> {
    let in_a_name = last.is_alphanumeric() || last == '_';
    if !in_a_name {
        let unprefixed = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
        if let Some(after) = unprefixed.strip_prefix('r').and_then(end_of_raw_string) {
            return Some(after);
        }
    }
    if let Some(after) = rest.strip_prefix('"') {
        return end_of_quoted(after, '"');
    }
    let after = rest.strip_prefix('\'')?;
    let is_character = after.starts_with('\\') || after.chars().nth(1) == Some('\'');
    if is_character { end_of_quoted(after, '\'') } else { None } // Else it is a lifetime.
}

fn end_of_raw_string(rest: &str) -> Option<&str> {
    let opened = rest.trim_start_matches('#');
    let hashes = consumed(rest, opened);
    let closing = format!("\"{hashes}");
    let inside = opened.strip_prefix('"')?;
    Some(inside.split_once(&closing).map_or("", |(_, after)| after))
}

fn end_of_quoted(mut rest: &str, quote: char) -> Option<&str> {
    loop {
        if let Some(after) = rest.strip_prefix(quote) {
            return Some(after);
        }
        rest = without_first(rest.strip_prefix('\\').unwrap_or(rest))?;
    }
}

fn without_first(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    characters.next()?;
    Some(characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(source: &str) -> String {
        SourceText::of(source).code
    }

    #[test]
    fn strings_and_characters_say_nothing() {
        assert_eq!(code(r#"let a = "{ // no \" }";"#), "let a = \";");
        assert_eq!(code(r##"let a = r#"{ "q" }"#;"##), "let a = \";");
        assert_eq!(code(r"let a = ['{', '\'', '\u{7b}', b'{'];"), "let a = [\", \", \", b\"];");
        assert_eq!(code("let a = br\"\\\";"), "let a = \";");
    }

    #[test]
    fn lifetimes_and_raw_names_are_code() {
        assert_eq!(code("fn a<'a>(r#fn: &'a str) {}"), "fn a<'a>(r#fn: &'a str) {}");
        assert_eq!(code("bar\"{\""), "bar\"");
    }

    #[test]
    fn comments_are_kept_apart_and_lines_keep_their_numbers() {
        let text = SourceText::of("a(); // one\n/* two /* { */\n three */ b();\n\"x\ny\"\n");
        assert_eq!(text.code, "a(); \n\n b();\n\"\n\n");
        assert_eq!(text.comments, "// one\n/* two /* { */\n three */\n\n\n");
    }

    #[test]
    fn what_never_ends_ends_with_the_file() {
        assert_eq!(code("a /* b"), "a /* b");
        assert_eq!(code("a r\"b"), "a \"");
    }
}
