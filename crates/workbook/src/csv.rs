//! CSV: the five tables below each other.

use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use domain::aef::{Document, Orientation, RawRow, Rules, TableLayout};

use crate::BYTE_ORDER_MARK;
use crate::escape::{escaped, unescaped};
use crate::labels::plain;
use crate::line::{Allowance, Line};
use crate::opened::Note;
use crate::refused::{Refused, shown};
use crate::table::Table;
use crate::unwritable::Unwritable;

const LINE_END: &[u8] = b"\r\n";

/// What separates cells, by the program that saved the file.
pub(crate) const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Writes the tables with a title line each and blank lines between.
pub(crate) fn write(rules: &Rules, document: &Document) -> Result<Vec<u8>, Unwritable> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    for (number, table) in rules.tables().iter().enumerate() {
        if number > 0 {
            bytes.extend_from_slice(LINE_END);
        }
        let terminator = Terminator::CRLF;
        let mut lines =
            WriterBuilder::new().flexible(true).terminator(terminator).from_writer(bytes);
        lines.write_record([&table.title])?;
        write_table(&mut lines, table, document.rows(table.id))?;
        bytes = lines.into_inner().map_err(|why| csv::Error::from(why.into_error()))?;
    }
    Ok(bytes)
}

fn write_table(
    lines: &mut csv::Writer<Vec<u8>>,
    table: &TableLayout,
    rows: &[RawRow],
) -> Result<(), Unwritable> {
    let mut filled = rows.iter().filter(|row| !row.is_empty());
    match table.layout {
        Orientation::Vertical { .. } => {
            let row = filled.next();
            let others = filled.count();
            if others > 0 {
                return Err(Unwritable::Submissions(others.saturating_add(1)));
            }
            for field in &table.fields {
                let text = row.map_or("", |row| row.cell(field.number));
                lines.write_record([field.label.as_str(), escaped(text).as_ref()])?;
            }
        }
        Orientation::Horizontal { .. } => {
            lines.write_record(table.fields.iter().map(|field| &field.label))?;
            for row in filled {
                let texts = table.fields.iter().map(|field| escaped(row.cell(field.number)));
                lines.write_record(texts.map(|text| text.as_bytes().to_vec()))?;
            }
        }
    }
    Ok(())
}

/// Reads the tables, whose title lines may come in any order.
pub(crate) fn read(rules: &Rules, text: &str, notes: &mut Vec<Note>) -> Result<Document, Refused> {
    let mut allowance = Allowance::default();
    let mut tables: Vec<Table<'_>> = Vec::new();
    lines(text, delimiter(rules, text), |line| {
        let titled = line.only_text().and_then(|text| titled(rules, text));
        match (titled, tables.last_mut()) {
            (Some(layout), _) => {
                if tables.iter().any(|table| table.id() == layout.id) {
                    return Err(Refused::SheetTwice { sheet: layout.title.clone() });
                }
                tables.push(Table::new(rules, layout));
                Ok(())
            }
            (None, Some(table)) => table.line(line, &mut allowance),
            (None, None) => Ok(()),
        }
    })?;
    let mut document = Document::default();
    for layout in rules.tables() {
        let Some(at) = tables.iter().position(|table| table.id() == layout.id) else {
            return Err(Refused::MissingHeader { table: layout.title.clone() });
        };
        *document.rows_mut(layout.id) = tables.swap_remove(at).finish(notes)?;
    }
    Ok(document)
}

/// Gives each line in which something stands to `take`.
pub(crate) fn lines(
    text: &str,
    delimiter: u8,
    mut take: impl FnMut(&Line) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let not_csv = |why: csv::Error| Refused::NotCsv { why: shown(&why) };
    let mut record = StringRecord::new();
    let mut counted = Counted { text, bytes: 0, line: 1 };
    while reader.read_record(&mut record).map_err(not_csv)? {
        let begins = record.position().and_then(|it| usize::try_from(it.byte()).ok());
        let at = counted.line_at(begins.unwrap_or_default());
        let cells = (0..).zip(&record).filter(|(_, text)| !text.is_empty());
        let cells = cells.map(|(column, text)| (column, unescaped(text).into())).collect();
        let line = Line { at, cells };
        if !line.cells.is_empty() {
            take(&line)?;
        }
    }
    Ok(())
}

/// Counts the lines of a text: the reader counts a line's end to the record after it.
struct Counted<'t> {
    text: &'t str,
    /// How many bytes were counted.
    bytes: usize,
    line: u32,
}

impl Counted<'_> {
    /// The line of the record that begins after these bytes and the line ends that follow them.
    fn line_at(&mut self, bytes: usize) -> u32 {
        let rest = self.text.get(bytes..).unwrap_or_default();
        let ends = rest.len().saturating_sub(rest.trim_start_matches(['\r', '\n']).len());
        let until = bytes.saturating_add(ends);
        let passed = self.text.get(self.bytes..until).unwrap_or_default();
        let line_feeds = passed.matches('\n').count();
        let returns = passed.matches('\r').count().saturating_sub(passed.matches("\r\n").count());
        let more = u32::try_from(line_feeds.saturating_add(returns)).unwrap_or(u32::MAX);
        self.line = self.line.saturating_add(more);
        self.bytes = until;
        self.line
    }
}

/// The delimiter that gives the first label of an upright table, or a header, its place.
fn delimiter(rules: &Rules, text: &str) -> u8 {
    let labels: Vec<String> = rules
        .tables()
        .iter()
        .filter_map(|it| it.fields.first())
        .map(|it| plain(&it.label))
        .collect();
    let begins = |line: &str, delimiter: char| {
        let first = line.split(delimiter).next().unwrap_or_default();
        first.len() < line.len() && labels.contains(&plain(first.trim_matches('"')))
    };
    let mut delimiters = text
        .lines()
        .take(100)
        .filter_map(|line| DELIMITERS.into_iter().find(|delimiter| begins(line, *delimiter)));
    delimiters.next().and_then(|it| u8::try_from(it).ok()).unwrap_or(b',')
}

fn titled<'r>(rules: &'r Rules, text: &str) -> Option<&'r TableLayout> {
    rules.tables().iter().find(|table| plain(&table.title) == plain(text))
}
