//! Files of the older draft of the form (6/CMA.4, annex VII; Annex B of the specification), which had
//! one table of actions, and one of holdings.

mod columns;
mod map;

use domain::aef::{Document, Rules, TableId};

use crate::line::{Allowance, Line};
use crate::refused::Refused;
use crate::{ARCHIVE, FILE_BYTES_MAX, csv, text, xlsx};
use columns::Header;
use map::Mapped;

/// What a file of the older draft becomes. It has no Table 1, and no authorized entities: the draft
/// says neither who reports nor for which year.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// The tables of the current form. What the draft does not say is empty.
    pub document: Document,
    /// What has no column in the current form.
    pub apart: Vec<Apart>,
    /// Rows of one authorization that say different things of it: the first of them counts.
    pub contradictions: Vec<u32>,
}

/// What a row of the draft says besides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apart {
    /// The table of the current form to which the row went.
    pub table: TableId,
    /// The row of the draft.
    pub row: u32,
    /// The identifier of its record in the Article 6 database.
    pub record: Box<str>,
    /// The factor by which the reporting Party converts the metric to t CO2 eq: it goes to the annex of
    /// the biennial transparency report.
    pub conversion_factor: Box<str>,
}

/// Reads a file of the older draft, xlsx or CSV, by the labels of its columns.
pub fn open_draft(rules: &Rules, bytes: &[u8]) -> Result<Draft, Refused> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refused::TooLarge { bytes: bytes.len(), max: FILE_BYTES_MAX });
    }
    let mut reading = Reading::new(rules);
    if bytes.starts_with(ARCHIVE) {
        let mut sheets = xlsx::Sheets::open(bytes)?;
        for name in sheets.names() {
            reading.header = None;
            sheets.lines(&name, |line| reading.line(line))?;
        }
        return reading.finish();
    }
    let text = text(bytes)?;
    let delimiters = csv::DELIMITERS.iter().filter_map(|it| u8::try_from(*it).ok());
    for delimiter in delimiters {
        let mut found = false;
        csv::lines(text, delimiter, |line| {
            found |= Header::find(line).is_some();
            Ok(())
        })?;
        if found {
            csv::lines(text, delimiter, |line| reading.line(line))?;
            return reading.finish();
        }
    }
    Err(Refused::NotADraft)
}

struct Reading<'r> {
    header: Option<Header>,
    mapped: Mapped<'r>,
    allowance: Allowance,
    found: bool,
}

impl<'r> Reading<'r> {
    fn new(rules: &'r Rules) -> Self {
        let mapped = Mapped::new(rules);
        Self { header: None, mapped, allowance: Allowance::default(), found: false }
    }

    fn line(&mut self, line: &Line) -> Result<(), Refused> {
        if let Some(header) = Header::find(line) {
            self.header = Some(header);
            self.found = true;
            return Ok(());
        }
        // A title has one text, and a row has more.
        match &self.header {
            Some(header) if line.only_text().is_none() => {
                let row = header.row(line, &mut self.allowance)?;
                self.mapped.row(header.table(), line.at, &row)
            }
            _ => Ok(()),
        }
    }

    fn finish(self) -> Result<Draft, Refused> {
        if self.found { Ok(self.mapped.finish()) } else { Err(Refused::NotADraft) }
    }
}
