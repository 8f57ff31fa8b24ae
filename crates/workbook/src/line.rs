//! A row of a sheet or a line of a file, before it is known what it belongs to.

use crate::limits::TEXT_BYTES_MAX;
use crate::refused::{Countable, Refused};

/// The cells of a row in which something stands, from left to right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Line {
    /// The row or line, from 1.
    pub(crate) at: u32,
    /// The cells with their columns, from 0.
    pub(crate) cells: Vec<(u32, Box<str>)>,
}

impl Line {
    /// The text in a column.
    pub(crate) fn text(&self, column: u32) -> &str {
        let found = self.cells.binary_search_by_key(&column, |(at, _)| *at);
        found.ok().and_then(|at| self.cells.get(at)).map_or("", |(_, text)| text)
    }

    /// The one text of a line that has only one.
    pub(crate) fn only_text(&self) -> Option<&str> {
        match self.cells.as_slice() {
            [(_, text)] => Some(text),
            _ => None,
        }
    }
}

/// How much text of a file may still be kept.
pub(crate) struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Self(TEXT_BYTES_MAX)
    }
}

impl Allowance {
    /// Takes a text from it.
    pub(crate) fn take(&mut self, text: &str) -> Result<Box<str>, Refused> {
        let max = u64::try_from(TEXT_BYTES_MAX).unwrap_or(u64::MAX);
        let left = self.0.checked_sub(text.len());
        self.0 = left.ok_or(Refused::TooMany { what: Countable::TextBytes, max })?;
        Ok(text.into())
    }
}
