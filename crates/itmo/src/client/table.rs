//! Tables for people: aligned, and never cut.

use super::plain::plain;

/// What stands where there is nothing.
pub(super) const NOTHING: &str = "-";

/// On which side the texts of a column stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Left,
    Right,
}

/// A table: its headings with their sides, and its rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    headings: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub(super) fn new<H: Into<String>>(headings: impl IntoIterator<Item = (H, Side)>) -> Self {
        let headings = headings.into_iter().map(|(heading, side)| (heading.into(), side));
        Self { headings: headings.collect(), rows: Vec::new() }
    }

    /// One row more, with a cell for each heading.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| shown(&cell)).collect());
    }

    /// Its lines, the headings first.
    pub(super) fn lines(&self) -> Vec<String> {
        let headings: Vec<String> =
            self.headings.iter().map(|(heading, _)| heading.clone()).collect();
        let widths: Vec<usize> = (0..headings.len())
            .map(|at| {
                let cells = self.rows.iter().chain([&headings]).filter_map(|row| row.get(at));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).zip(&self.headings);
            let cells = cells.map(|((cell, width), (_, side))| match side {
                Side::Left => format!("{cell:<width$}"),
                Side::Right => format!("{cell:>width$}"),
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        [&headings].into_iter().chain(&self.rows).map(line).collect()
    }
}

/// Names and what they stand for, below each other. What has nothing to say is left out.
pub(super) fn sheet<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Vec<String> {
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let width = pairs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    pairs.iter().map(|(name, text)| format!("{name:<width$}  {}", plain(text))).collect()
}

fn shown(cell: &str) -> String {
    if cell.is_empty() { NOTHING.to_owned() } else { plain(cell) }
}

/// A figure in full, its digits in groups of three. What is no figure stays as it is.
pub(super) fn figure(digits: &str) -> String {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let (length, mut grouped) = (digits.len(), String::new());
    for (at, digit) in digits.char_indices() {
        if at > 0 && length.saturating_sub(at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount: as a figure, with its sign and what stands after the point.
pub(super) fn amount(text: &str) -> String {
    let (sign, plain) = match text.strip_prefix('-') {
        Some(plain) => ("-", plain),
        None => ("", text),
    };
    match plain.split_once('.') {
        Some((whole, part)) => format!("{sign}{}.{part}", figure(whole)),
        None => format!("{sign}{}", figure(plain)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_below_each_other_by_their_last_digit_and_nothing_is_cut() {
        let mut table = Table::new(vec![("units", Side::Left), ("quantity", Side::Right)]);
        table.row(["CA9001-XAL01-XAL-1..4000-2024".to_owned(), figure("4000")]);
        table.row(["é".to_owned(), figure("12345678901234567890")]);
        table.row([String::new(), String::new()]);
        assert_eq!(
            table.lines(),
            [
                "units                                            quantity",
                "CA9001-XAL01-XAL-1..4000-2024                       4,000",
                "é                              12,345,678,901,234,567,890",
                "-                                                       -",
            ]
        );
    }

    #[test]
    fn figures_are_grouped_and_other_words_are_left_alone() {
        let pairs = [
            ("", ""),
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567", "1,234,567"),
            ("12a", "12a"),
            ("-1000", "-1000"),
        ];
        for (digits, grouped) in pairs {
            assert_eq!(figure(digits), grouped);
        }
    }

    #[test]
    fn amounts_keep_their_sign_and_their_part_after_the_point() {
        for (text, grouped) in [
            ("", ""),
            ("-1204.5", "-1,204.5"),
            ("1023333.3333", "1,023,333.3333"),
            ("-40000", "-40,000"),
            ("0.25", "0.25"),
        ] {
            assert_eq!(amount(text), grouped);
        }
    }

    #[test]
    fn a_sheet_leaves_out_what_has_nothing_to_say() {
        let lines = sheet([
            ("state", "waiting".to_owned()),
            ("reason", String::new()),
            ("proposed by", "x\u{7}".to_owned()),
        ]);
        assert_eq!(lines, ["state        waiting", "proposed by  x\\u{7}"]);
    }
}
