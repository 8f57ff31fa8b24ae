//! Where the functions of a source begin and end.

/// A function with a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Function {
    pub(super) name: String,
    /// The line of the word `fn`.
    pub(super) line: usize,
    /// Down to and with the closing brace.
    pub(super) lines: usize,
}

/// A function whose body has not begun.
struct Begun {
    name: String,
    line: usize,
    /// A brace or a semicolon inside brackets belongs to a type.
    brackets: usize,
}

/// The functions in `code`, which must be free of comments and literals, by where they end.
pub(super) fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    let mut begun: Option<Begun> = None;
    let mut open: Vec<Option<Begun>> = Vec::new();
    let mut last = "";
    for (line, token) in tokens(code) {
        if last == "fn" && is_name(token) {
            begun = Some(Begun { name: token.to_owned(), line, brackets: 0 });
        }
        last = token;
        match token {
            "(" | "[" => change_brackets(&mut begun, 1),
            ")" | "]" => change_brackets(&mut begun, -1),
            ";" if outside_brackets(begun.as_ref()) => begun = None,
            "{" if outside_brackets(begun.as_ref()) => open.push(begun.take()),
            "{" => open.push(None),
            "}" => {
                if let Some(Begun { name, line: first, .. }) = open.pop().flatten() {
                    let lines = line.saturating_sub(first).saturating_add(1);
                    found.push(Function { name, line: first, lines });
                }
            }
            _ => {}
        }
    }
    found
}

fn change_brackets(begun: &mut Option<Begun>, by: isize) {
    if let Some(begun) = begun {
        begun.brackets = begun.brackets.saturating_add_signed(by);
    }
}

fn outside_brackets(begun: Option<&Begun>) -> bool {
    begun.is_none_or(|begun| begun.brackets == 0)
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Words and single marks, each with its line.
fn tokens(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_mark = |character: char| !(character.is_alphanumeric() || character == '_');
    (1_usize..).zip(code.lines()).flat_map(move |(number, line)| {
        line.split_inclusive(is_mark)
            .flat_map(move |piece| {
                let word = piece.trim_end_matches(is_mark);
                [word, piece.strip_prefix(word).unwrap_or_default()]
            })
            .filter(|token| !token.trim().is_empty())
            .map(move |token| (number, token))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(code: &str) -> Vec<(String, usize, usize)> {
        functions(code).into_iter().map(|it| (it.name, it.line, it.lines)).collect()
    }

    #[test]
    fn a_function_goes_from_its_name_to_its_last_brace() {
        let code = "pub fn one(\n    a: u8,\n) -> u8 {\n    if a > 1 {\n    }\n}\nfn two() {}\n";
        assert_eq!(lengths(code), [("one".to_owned(), 1, 6), ("two".to_owned(), 7, 1)]);
    }

    #[test]
    fn a_function_inside_another_counts_for_both() {
        let code = "fn outer() {\n    fn inner() {\n    }\n}\n";
        assert_eq!(lengths(code), [("inner".to_owned(), 2, 2), ("outer".to_owned(), 1, 4)]);
    }

    #[test]
    fn a_declaration_and_a_function_type_have_no_body() {
        let code = "trait T {\n    fn a(&self, b: [u8; 4]);\n}\nstruct S { f: fn() -> u8 }\n";
        assert_eq!(lengths(code), []);
    }

    #[test]
    fn a_semicolon_in_an_array_s_type_ends_nothing() {
        let code = "fn a(b: [u8; 4]) -> [u8; { 2 + 2 }] {\n}\n";
        assert_eq!(lengths(code), [("a".to_owned(), 1, 2)]);
    }
}
