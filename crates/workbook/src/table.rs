//! A table that is read line by line.

use domain::aef::{Field, Flag, NOT_APPLICABLE, Orientation, RawRow, Rules, TableId, TableLayout};

use crate::labels::{self, Columns, plain};
use crate::limits::{LINES_BEFORE_HEADER_MAX, TABLE_ROWS_MAX};
use crate::line::{Allowance, Line};
use crate::opened::Note;
use crate::refused::{Countable, Refused};

/// What was read of a table so far.
pub(crate) struct Table<'r> {
    rules: &'r Rules,
    layout: &'r TableLayout,
    labels: Vec<String>,
    /// Nothing before the header has come.
    columns: Option<Columns>,
    /// The fields of an upright table that have come, with their texts.
    upright: Vec<Option<Box<str>>>,
    at: u32,
    lines: u32,
    rows: Vec<RawRow>,
    prefilled: usize,
}

impl<'r> Table<'r> {
    pub(crate) fn new(rules: &'r Rules, layout: &'r TableLayout) -> Self {
        let labels: Vec<String> = layout.fields.iter().map(|it| plain(&it.label)).collect();
        let upright = vec![None; labels.len()];
        Self {
            rules,
            layout,
            labels,
            columns: None,
            upright,
            at: 1,
            lines: 0,
            rows: Vec::new(),
            prefilled: 0,
        }
    }

    /// Which table it is.
    pub(crate) fn id(&self) -> TableId {
        self.layout.id
    }

    /// Takes the next line.
    pub(crate) fn line(&mut self, line: &Line, allowance: &mut Allowance) -> Result<(), Refused> {
        if let Orientation::Vertical { .. } = self.layout.layout {
            return self.upright_line(line, allowance);
        }
        let Some(columns) = &self.columns else { return self.header(line) };
        let texts: Vec<&str> = columns.0.iter().map(|column| line.text(*column)).collect();
        if texts.iter().all(|text| text.trim().is_empty()) {
            return Ok(());
        }
        if is_prefilled(self.rules, &self.layout.fields, &texts) {
            self.prefilled = self.prefilled.saturating_add(1);
            return Ok(());
        }
        if self.rows.len() >= TABLE_ROWS_MAX {
            let max = u64::try_from(TABLE_ROWS_MAX).unwrap_or(u64::MAX);
            return Err(Refused::TooMany { what: Countable::Rows, max });
        }
        let cells: Result<_, _> = texts.into_iter().map(|text| allowance.take(text)).collect();
        self.rows.push(RawRow { at: line.at, cells: cells? });
        Ok(())
    }

    fn header(&mut self, line: &Line) -> Result<(), Refused> {
        self.lines = self.lines.saturating_add(1);
        if self.lines > LINES_BEFORE_HEADER_MAX {
            return Err(self.no_header());
        }
        let shown = |at: usize| self.label(at);
        if let Some(found) = labels::find(&self.layout.title, &self.labels, shown, line) {
            self.columns = Some(found?);
        }
        Ok(())
    }

    /// A label, and its value in the next column.
    fn upright_line(&mut self, line: &Line, allowance: &mut Allowance) -> Result<(), Refused> {
        self.lines = self.lines.saturating_add(1);
        if self.lines > LINES_BEFORE_HEADER_MAX {
            return Ok(());
        }
        let mut labelled = line.cells.iter().filter_map(|(column, text)| {
            let text = plain(text);
            let at = self.labels.iter().position(|label| *label == text)?;
            Some((*column, at))
        });
        let Some((column, at)) = labelled.next() else { return Ok(()) };
        let value = allowance.take(line.text(column.saturating_add(1)))?;
        let label = self.label(at);
        let first = self.upright.iter().all(Option::is_none);
        match self.upright.get_mut(at) {
            Some(Some(_)) => {
                return Err(Refused::ColumnTwice { table: self.layout.title.clone(), label });
            }
            Some(place) => *place = Some(value),
            None => {}
        }
        if first {
            self.at = line.at;
        }
        Ok(())
    }

    /// The rows, when all lines have come.
    pub(crate) fn finish(self, notes: &mut Vec<Note>) -> Result<Vec<RawRow>, Refused> {
        if self.prefilled > 0 {
            notes.push(Note::Prefilled { table: self.layout.id, rows: self.prefilled });
        }
        if let Orientation::Horizontal { .. } = self.layout.layout {
            return if self.columns.is_some() { Ok(self.rows) } else { Err(self.no_header()) };
        }
        if self.upright.iter().all(Option::is_none) {
            return Err(self.no_header());
        }
        if let Some(at) = self.upright.iter().position(Option::is_none) {
            let (table, label) = (self.layout.title.clone(), self.label(at));
            return Err(Refused::MissingColumn { table, label });
        }
        let row = RawRow { at: self.at, cells: self.upright.into_iter().flatten().collect() };
        Ok(if row.is_empty() { Vec::new() } else { vec![row] })
    }

    fn label(&self, at: usize) -> String {
        self.layout.fields.get(at).map_or_else(String::new, |field| field.label.clone())
    }

    fn no_header(&self) -> Refused {
        Refused::MissingHeader { table: self.layout.title.clone() }
    }
}

/// Whether the template itself filled the row: with words of the fields' own lists, and with nothing
/// that a Party would have to say.
fn is_prefilled(rules: &Rules, fields: &[Field], texts: &[&str]) -> bool {
    let filled = || fields.iter().zip(texts).filter(|(_, text)| !text.trim().is_empty());
    let own = |(field, text): (&Field, &&str)| match (&field.list, field.flag) {
        (_, Flag::Platform) => true,
        (Some(list), _) => are_words_of(rules, list, text),
        (None, Flag::Mandatory) => false,
        (None, Flag::Optional | Flag::Conditional) => text.trim() == NOT_APPLICABLE,
    };
    let listed = filled().any(|(field, _)| field.list.is_some());
    let platform = filled().all(|(field, _)| field.flag == Flag::Platform);
    (listed || platform) && filled().all(own)
}

/// One word of the list, or several of them below each other.
fn are_words_of(rules: &Rules, list: &str, text: &str) -> bool {
    let is_word = |word: &str| {
        let word = plain(word);
        word == "na" || rules.nomenclature().values(list).any(|it| plain(it) == word)
    };
    is_word(text) || text.lines().filter(|line| !line.trim().is_empty()).all(is_word)
}
