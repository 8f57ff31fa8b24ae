//! Lengths of files, functions and lines, and notes of work that nobody has promised.

use std::path::Path;

use super::functions::{Function, functions};
use super::source_text::SourceText;
use super::{Finding, files_below, text_of};

const FILE_LINES_MAX: usize = 500;
const WRITTEN_BY_A_PROGRAM: &str = "//! Generated from ";
const FUNCTION_LINES_MAX: usize = 60;
/// rustfmt breaks code at 100; comments and texts, which it leaves alone, may go a little further.
const LINE_CHARACTERS_MAX: usize = 120;

const FOLDERS: [&str; 3] = ["crates", "tests", "xtask"];

/// Generated from the database; nobody reads it from top to bottom.
const GENERATED: &str = "schema.rs";

/// Tables that have to be one `match`, so that a new variant does not compile without a row. This
/// list only shrinks.
const TABLES: [(&str, &str); 1] = [("crates/web/src/problem/status.rs", "`of` has")];

const MARKS: [&str; 2] = ["TODO", "FIXME"];

pub(super) fn check() -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for folder in FOLDERS {
        for file in files_below(Path::new(folder), ".rs")? {
            if !file.ends_with(GENERATED) {
                findings.extend(in_source(&file, &text_of(&file)?));
            }
        }
    }
    Ok(findings)
}

fn in_source(file: &Path, source: &str) -> Vec<Finding> {
    let text = SourceText::of(source);
    let mut found = long_file(source);
    found.extend(long_lines(source));
    found.extend(long_functions(&text.code));
    found.extend(unpromised_work(&text.comments));
    let table =
        |text: &str| TABLES.iter().any(|(at, what)| file.ends_with(at) && text.starts_with(what));
    found.retain(|(_, text)| !table(text));
    found.into_iter().map(|(line, text)| Finding::new(file, line, text)).collect()
}

fn long_file(source: &str) -> Vec<(usize, String)> {
    let lines = source.lines().count();
    // Nobody reads what a program writes from the database's catalogue in one go.
    if lines <= FILE_LINES_MAX || source.starts_with(WRITTEN_BY_A_PROGRAM) {
        return Vec::new();
    }
    let text = format!(
        "the file has {lines} lines; {FILE_LINES_MAX} can be read in one go: \
         find the second noun in it and give that a file"
    );
    vec![(FILE_LINES_MAX, text)]
}

fn long_lines(source: &str) -> Vec<(usize, String)> {
    (1_usize..)
        .zip(source.lines().map(|line| line.chars().count()))
        .filter(|(_, length)| *length > LINE_CHARACTERS_MAX)
        .map(|(number, length)| {
            let text = format!(
                "{length} characters; with {LINE_CHARACTERS_MAX}, two files fit side by side: \
                 break the line"
            );
            (number, text)
        })
        .collect()
}

fn long_functions(code: &str) -> Vec<(usize, String)> {
    functions(code)
        .into_iter()
        .filter(|function| function.lines > FUNCTION_LINES_MAX)
        .map(|Function { name, line, lines }| {
            let text = format!(
                "`{name}` has {lines} lines; {FUNCTION_LINES_MAX} fit on a screen: \
                 name a part of it and move that out"
            );
            (line, text)
        })
        .collect()
}

fn unpromised_work(comments: &str) -> Vec<(usize, String)> {
    (1_usize..)
        .zip(comments.lines())
        .filter_map(|(number, comment)| {
            let mark = unpromised(comment)?;
            let text = format!(
                "{mark} without an issue is forgotten: \
                 open one and write {mark}(#number), or do it now"
            );
            Some((number, text))
        })
        .collect()
}

/// A mark that is not followed by `(#number)`.
fn unpromised(comment: &str) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| {
        comment.split(*mark).skip(1).any(|after| {
            let number =
                after.strip_prefix("(#").and_then(|rest| rest.split_once(')')).map(|it| it.0);
            number.is_none_or(|number| number.parse::<u32>().is_err())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        in_source(Path::new("a.rs"), source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_last_line_that_fits_is_left_alone_and_the_next_is_named() {
        assert!(found(&"\n".repeat(FILE_LINES_MAX)).is_empty());
        assert!(found(&"\n".repeat(501))[0].starts_with("a.rs:500: the file has 501 lines"));
        let line = "é".repeat(LINE_CHARACTERS_MAX);
        assert!(found(&line).is_empty(), "characters count, not bytes");
        assert!(found(&format!("\n{line}é"))[0].starts_with("a.rs:2: 121 characters"));
        let body = "\n".repeat(59);
        assert!(found(&format!("fn a() {{{body}}}")).is_empty());
        assert!(found(&format!("fn a() {{{body}\n}}"))[0].starts_with("a.rs:1: `a` has 61 lines"));
    }

    #[test]
    fn a_note_of_work_to_do_needs_an_issue() {
        assert!(found("// TODO(#12): later")[..].is_empty());
        assert!(found("let a = \"TODO\";").is_empty(), "a string is not a note");
        for source in ["// TODO: later", "a(); /* FIXME(someone) */", "// TODO(#1) and TODO(#)"] {
            assert_eq!(found(source).len(), 1, "{source}");
        }
    }
}
