//! Reading the cells of a row by the field rules, and keeping what is wrong with them.

use std::fmt;
use std::str::FromStr;

use super::document::RawRow;
use super::finding::{Finding, Issue, Place, Severity};
use super::layout::{Field, FieldKind, Flag, TableLayout};
use super::listed::Listed;
use super::rules::Rules;
use super::when::When;
use super::{CONFIDENTIAL, NOT_APPLICABLE};

/// The list that letters do not keep to: its row says so itself, and no units are lost.
const OPEN_LIST: &str = "first_transfer_definitions_oimp";

/// A row that is being read.
pub(super) struct Cells<'r> {
    rules: &'r Rules,
    table: &'r TableLayout,
    row: &'r RawRow,
    findings: &'r mut Vec<Finding>,
    /// How many findings there were before this row.
    before: usize,
}

impl<'r> Cells<'r> {
    /// Looks at each cell of the row by itself: what the data says of its field.
    pub(super) fn new(
        rules: &'r Rules,
        table: &'r TableLayout,
        row: &'r RawRow,
        findings: &'r mut Vec<Finding>,
    ) -> Self {
        let before = findings.len();
        let mut cells = Self { rules, table, row, findings, before };
        for field in &table.fields {
            cells.look_at(field);
        }
        cells
    }

    /// Where the row stands.
    pub(super) fn at(&self) -> u32 {
        self.row.at
    }

    /// Whether nothing in the row is wrong so far.
    pub(super) fn is_fine(&self) -> bool {
        let mut of_row = self.findings.iter().skip(self.before);
        of_row.all(|it| it.severity == Severity::Warning)
    }

    /// The text of a field, by its number; `NA` counts as nothing.
    pub(super) fn text(&self, field: u8) -> &'r str {
        match self.row.cell(field).trim() {
            NOT_APPLICABLE => "",
            text => text,
        }
    }

    /// The text of a field, if there is one.
    pub(super) fn some(&self, field: u8) -> Option<Box<str>> {
        Some(self.text(field)).filter(|text| !text.is_empty()).map(Into::into)
    }

    /// The text of a field of the platform, as it stands.
    pub(super) fn as_found(&self, field: u8) -> Box<str> {
        self.row.cell(field).into()
    }

    /// A value, if there is one. What cannot be read is a finding, the first of the cell.
    pub(super) fn value<T: FromStr<Err: fmt::Display>>(&mut self, field: u8) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(value) => Some(value),
            Err(why) => {
                self.wrong(field, Issue::Format, format!("It cannot be read: {why}."));
                None
            }
        }
    }

    /// A value of a list: looking at the cell has looked it up.
    pub(super) fn listed(&self, field: u8) -> Option<Listed> {
        Some(self.text(field)).filter(|text| !text.is_empty()).map(Listed::known)
    }

    /// Values of a list.
    pub(super) fn all_listed(&self, field: u8) -> Vec<Listed> {
        several(self.text(field)).map(Listed::known).collect()
    }

    /// Values that are separated by commas.
    pub(super) fn all<T: FromStr<Err: fmt::Display>>(&mut self, field: u8) -> Vec<T> {
        let mut values = Vec::new();
        for part in self.text(field).split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.parse() {
                Ok(value) => values.push(value),
                Err(why) => {
                    let cause = format!("`{part}` cannot be read: {why}.");
                    self.wrong(field, Issue::Format, cause);
                }
            }
        }
        values
    }

    /// A field must be filled because of what else is in the row.
    pub(super) fn required_when(&mut self, field: u8, applies: bool, because: &str) {
        let empty = self.text(field).is_empty();
        let label = self.label(field);
        if applies && empty {
            let cause = format!("{label} is empty, and it is required {because}.");
            self.push(field, Issue::ConditionalRequired, (Severity::Error, cause), "Fill it in.");
        } else if !applies && !empty {
            let cause = format!("{label} applies only {because}.");
            let remedy = "Write NA, or leave it empty.";
            self.push(field, Issue::NotApplicable, (Severity::Error, cause), remedy);
        }
    }

    /// Something is wrong with a field; only the first such thing is kept.
    pub(super) fn wrong(&mut self, field: u8, issue: Issue, cause: String) {
        let rule = self.table.field(field).map_or("", |it| it.rule.as_str());
        let remedy = format!("Write it as the field asks: {rule}.");
        self.push(field, issue, (Severity::Error, cause), &remedy);
    }

    /// Something should be looked at.
    pub(super) fn doubtful(&mut self, field: u8, issue: Issue, cause: String, remedy: &str) {
        self.push(field, issue, (Severity::Warning, cause), remedy);
    }

    fn push(
        &mut self,
        field: u8,
        issue: Issue,
        (severity, cause): (Severity, String),
        remedy: &str,
    ) {
        let row = self.table.row_of(self.row.at, field);
        let place = Place { table: self.table.id, row, field: Some(field) };
        let mut of_row = self.findings.iter().skip(self.before);
        if of_row.any(|it| it.place == place && it.severity == Severity::Error) {
            return;
        }
        let (found, remedy) = (self.row.cell(field).to_owned(), remedy.to_owned());
        self.findings.push(Finding { issue, severity, place, found, cause, remedy });
    }

    fn label(&self, field: u8) -> &'r str {
        self.table.field(field).map_or("", |it| it.label.as_str())
    }

    /// What the data says of a field: whether it must be filled, its list, its pattern, its kind.
    fn look_at(&mut self, field: &Field) {
        if field.flag == Flag::Platform {
            return self.look_at_platform(field);
        }
        let text = self.text(field.number);
        if text.is_empty() {
            if field.flag == Flag::Mandatory {
                let cause = format!("{} is empty, and it is mandatory.", field.label);
                self.push(field.number, Issue::Required, (Severity::Error, cause), "Fill it in.");
            }
            return;
        }
        if text == CONFIDENTIAL && may_be_masked(field) {
            return;
        }
        self.look_in_list(field, text);
        self.look_at_pattern(field, text);
        self.look_at_kind(field, text);
    }

    /// A cell of the platform keeps its text exactly, where that is established.
    fn look_at_platform(&mut self, field: &Field) {
        let Some(kept) = &field.carp_text else { return };
        if self.row.cell(field.number) != kept {
            let cause = format!("{} is filled by the platform, and was changed.", field.label);
            let remedy = format!("Put this text back: {kept}");
            let error = (Severity::Error, cause);
            self.push(field.number, Issue::CarpPopulated, error, &remedy);
        }
    }

    fn look_in_list(&mut self, field: &Field, text: &str) {
        let Some(list) = field.list.as_deref().filter(|list| *list != OPEN_LIST) else { return };
        let nomenclature = self.rules.nomenclature();
        let parts: Vec<&str> =
            if field.kind == FieldKind::Codes { several(text).collect() } else { vec![text] };
        for part in parts {
            if nomenclature.lists(list, part) {
                continue;
            }
            let alike = nomenclature.values(list).find(|it| is_alike(it, part));
            let date = nomenclature.date();
            let cause = format!("`{part}` does not stand in the list of {date}, letter by letter.");
            let remedy = match alike {
                Some(alike) => format!("Write `{alike}`."),
                None => format!("Choose one of: {}.", joined(nomenclature.values(list))),
            };
            let issue = Issue::UnknownControlledValue;
            // The two spellings of one word are read.
            let severity = match alike {
                Some(alike) if is_spelling_of(alike, part) => Severity::Warning,
                _ => Severity::Error,
            };
            self.push(field.number, issue, (severity, cause), &remedy);
        }
    }

    fn look_at_pattern(&mut self, field: &Field, text: &str) {
        let name = field.pattern.as_deref();
        let Some(pattern) = name.and_then(|name| self.rules.nomenclature().pattern(name)) else {
            return;
        };
        if pattern.is_strict(text) {
            return;
        }
        if pattern.is_read(text) {
            let cause = format!("Not every checker reads `{text}`.");
            let remedy = "Use letters, digits, spaces and hyphens alone, where you can.";
            self.doubtful(field.number, Issue::Format, cause, remedy);
        } else {
            self.wrong(
                field.number,
                Issue::Format,
                format!("`{text}` has not the form of the field."),
            );
        }
    }

    fn look_at_kind(&mut self, field: &Field, text: &str) {
        let wrong = match field.kind {
            FieldKind::Integer => (!is_digits(text)).then(|| "no whole number".to_owned()),
            FieldKind::Date | FieldKind::DateTime => {
                text.parse::<When>().err().map(|why| format!("no date: {why}"))
            }
            FieldKind::Text
            | FieldKind::Link
            | FieldKind::Code
            | FieldKind::Codes
            | FieldKind::UnitId
            | FieldKind::ForeignUnitId
            | FieldKind::Number
            | FieldKind::TextOrNumber => None,
        };
        if let Some(wrong) = wrong {
            self.wrong(field.number, Issue::WrongType, format!("`{text}` is {wrong}."));
        }
    }
}

/// Whether a field takes words of the Party's own, which may be kept back.
fn may_be_masked(field: &Field) -> bool {
    let words = matches!(field.kind, FieldKind::Text | FieldKind::ForeignUnitId);
    words && field.list.is_none() && field.pattern.is_none()
}

/// Several values in one cell, as the sources join them.
fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '+', ',']).map(str::trim).filter(|part| !part.is_empty())
}

fn joined<'v>(values: impl Iterator<Item = &'v str>) -> String {
    values.collect::<Vec<_>>().join(", ")
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit())
}

/// Whether the difference is one of capitals, or of the two spellings of authorization.
fn is_alike(listed: &str, text: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace("authoris", "authoriz");
    plain(listed) == plain(text)
}

/// Whether the difference is the spelling of authorization alone.
fn is_spelling_of(listed: &str, text: &str) -> bool {
    listed.replace("uthoris", "uthoriz") == text.replace("uthoris", "uthoriz")
}
