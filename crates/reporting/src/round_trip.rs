//! Each report as a file, and back: what is read is what was written, as far as the dialect can say it.

use domain::aef::{
    ActionKind, Aef, Dialect, Document, Rules, Severity, Timeframe, When, read, write,
};
use workbook::Format;

/// Writes the cells as a file of each format, and reads each back: all must have the same texts.
///
/// # Errors
/// Why a file cannot be written or read, or which format lost something.
pub fn round_trip(rules: &Rules, document: &Document, dialect: Dialect) -> Result<(), String> {
    for format in Format::ALL {
        let named = |why: String| format!("{}: {why}", format.as_str());
        let bytes = workbook::write(rules, document, dialect, format);
        let opened = workbook::open(rules, &bytes.map_err(|why| named(why.to_string()))?);
        let back = opened.map_err(|why| named(why.to_string()))?.document;
        compared(rules, document, &back).map_err(named)?;
    }
    Ok(())
}

/// The cells of each row; a file of lines counts its rows in another way, and names dates and numbers
/// that are the same in its own.
fn compared(rules: &Rules, document: &Document, back: &Document) -> Result<(), String> {
    let (said, found) = (read(rules, document), read(rules, back));
    let (Some(said), Some(found)) = (said.aef, found.aef) else {
        return Err("Table 1 is not read".to_owned());
    };
    difference(&unplaced(said), &unplaced(found)).map_or(Ok(()), Err)
}

/// The tables without the places of their rows.
fn unplaced(mut aef: Aef) -> Aef {
    aef.submission.at = 0;
    aef.authorizations.iter_mut().for_each(|row| row.at = 0);
    aef.actions.iter_mut().for_each(|row| row.at = 0);
    aef.holdings.iter_mut().for_each(|row| row.at = 0);
    aef.entities.iter_mut().for_each(|row| row.at = 0);
    aef
}

/// A report that was read back, and how many warnings the field rules had for it.
#[derive(Clone, Debug)]
pub struct ReadBack {
    /// The tables.
    pub aef: Aef,
    /// What should be looked at, and is read all the same.
    pub warnings: usize,
}

/// Writes a report in a dialect, reads it back, and compares.
///
/// # Errors
/// What the field rules find, or which table is not as it was.
pub fn written_and_read(rules: &Rules, aef: &Aef, dialect: Dialect) -> Result<ReadBack, String> {
    let document = write(aef, dialect);
    round_trip(rules, &document, dialect)?;
    let reading = read(rules, &document);
    if let Some(finding) = reading.findings.iter().find(|it| it.severity == Severity::Error) {
        return Err(format!("{finding:?}"));
    }
    let Some(read) = reading.aef else { return Err("Table 1 is not read".to_owned()) };
    let said = as_said(aef, dialect);
    if let Some(difference) = difference(&said, &read) {
        return Err(difference);
    }
    if write(&read, dialect) != document {
        return Err("it is written in another way than before".to_owned());
    }
    Ok(ReadBack { aef: read, warnings: reading.findings.len() })
}

/// What a dialect can say of a report: the template has days for moments and one word for two kinds
/// of cancellation, and the nomenclature two years for a time frame of occurrence.
fn as_said(aef: &Aef, dialect: Dialect) -> Aef {
    let mut said = aef.clone();
    match dialect {
        Dialect::Template => {
            for row in &mut said.actions {
                row.when = When::Day(row.when.day());
                if row.kind == ActionKind::VoluntaryCancellation {
                    row.kind = ActionKind::Cancellation;
                }
            }
        }
        Dialect::Nomenclature => {
            for row in &mut said.authorizations {
                if let Some(Timeframe::Parts { occurred: Some(span), used: None }) = row.timeframe {
                    let (first, last) = (span.first.year(), span.last.year());
                    row.timeframe = Some(Timeframe::Years { first, last });
                }
            }
        }
    }
    said
}

/// The first row that differs.
fn difference(said: &Aef, read: &Aef) -> Option<String> {
    fn of<T: PartialEq + std::fmt::Debug>(said: &[T], read: &[T]) -> Option<String> {
        let first = said.iter().zip(read).find(|(one, other)| one != other);
        let longer = (said.len() != read.len())
            .then(|| format!("{} rows were written, and {} read", said.len(), read.len()));
        first.map(|(one, other)| format!("written {one:?}\nread {other:?}")).or(longer)
    }
    let submission = (said.submission != read.submission)
        .then(|| format!("written {:?}\nread {:?}", said.submission, read.submission));
    submission
        .or_else(|| of(&said.authorizations, &read.authorizations))
        .or_else(|| of(&said.actions, &read.actions))
        .or_else(|| of(&said.holdings, &read.holdings))
        .or_else(|| of(&said.entities, &read.entities))
}
