//! From the texts of a file to the five tables.

use std::collections::BTreeMap;

use super::Aef;
use super::CONFIDENTIAL;
use super::action::ActionRow;
use super::authorization::AuthorizationRow;
use super::cells::Cells;
use super::document::{Document, RawRow};
use super::entity::EntityRow;
use super::finding::{Finding, Issue, Place, Severity};
use super::holding::HoldingRow;
use super::layout::{TableId, TableLayout};
use super::rules::Rules;
use super::submission::Submission;
use crate::serial::Serial;

/// What was understood of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The tables, without the rows that cannot be understood; nothing, if Table 1 is one of them.
    pub aef: Option<Aef>,
    /// What is wrong with its cells and rows, in their order.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Whether all of it was understood, warnings apart.
    pub fn is_whole(&self) -> bool {
        self.aef.is_some() && self.findings.iter().all(|it| it.severity == Severity::Warning)
    }
}

/// Reads the five tables by the rules of a date. Both dialects are read. No value is guessed: a row
/// with an error is left out, and the finding says what is wrong with it.
pub fn read(rules: &Rules, document: &Document) -> Reading {
    let mut findings = Vec::new();
    let submission = submission(rules, document, &mut findings);
    let authorizations =
        rows(rules, document, TableId::Authorizations, &mut findings, AuthorizationRow::read);
    let action = |cells: Cells<'_>| ActionRow::read(rules, cells);
    let actions = rows(rules, document, TableId::Actions, &mut findings, action);
    let holdings = rows(rules, document, TableId::Holdings, &mut findings, HoldingRow::read);
    let holdings = held_once(holdings, &mut findings);
    let entities =
        rows(rules, document, TableId::AuthorizedEntities, &mut findings, EntityRow::read);
    let entities = authorized_once(entities, &mut findings);
    let aef = submission.map(|submission| Aef {
        submission,
        authorizations,
        actions,
        holdings,
        entities,
    });
    Reading { aef, findings }
}

/// Table 1 has one column of values, in every file.
fn submission(
    rules: &Rules,
    document: &Document,
    findings: &mut Vec<Finding>,
) -> Option<Submission> {
    let table = rules.table(TableId::Submission)?;
    match document.rows(TableId::Submission) {
        [row] => Submission::read(Cells::new(rules, table, row, findings)),
        others => {
            let place = Place { table: TableId::Submission, row: 1, field: None };
            let (found, cause) =
                (others.len().to_string(), "Table 1 must be there once.".to_owned());
            let remedy = "Keep the sheet of Table 1 as the template has it.".to_owned();
            let (issue, severity) = (Issue::Required, Severity::Error);
            findings.push(Finding { issue, severity, place, found, cause, remedy });
            None
        }
    }
}

fn rows<T>(
    rules: &Rules,
    document: &Document,
    id: TableId,
    findings: &mut Vec<Finding>,
    read: impl Fn(Cells<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(table) = rules.table(id) else { return Vec::new() };
    let mut one = |table: &TableLayout, row: &RawRow| read(Cells::new(rules, table, row, findings));
    let filled = document.rows(id).iter().filter(|row| !row.is_empty());
    filled.filter_map(|row| one(table, row)).collect()
}

/// Rows of one registry share no units: a later row that does is left out.
fn held_once(rows: Vec<HoldingRow>, findings: &mut Vec<Finding>) -> Vec<HoldingRow> {
    const FIRST_ID: u8 = 5;
    let mut held: BTreeMap<_, BTreeMap<Serial, (Serial, u32)>> = BTreeMap::new();
    let mut once = |row: &HoldingRow| {
        let (units, registry) = (row.outcome.units, row.outcome.registry);
        let (first, last) = (units.serials.first(), units.serials.last());
        let here = held.entry((registry, units.series)).or_default();
        // Those before it share no units with each other: only the nearest can share some with it.
        let nearest = here.range(..=last).next_back().filter(|(_, (end, _))| *end >= first);
        let Some((_, (_, other))) = nearest else {
            here.insert(first, (last, row.at));
            return true;
        };
        findings.push(Finding {
            issue: Issue::OverlappingBlock,
            severity: Severity::Error,
            place: Place { table: TableId::Holdings, row: row.at, field: Some(FIRST_ID) },
            found: units.to_string(),
            cause: format!("Row {other} holds some of these units in the same registry."),
            remedy: "Name each unit in one row.".to_owned(),
        });
        false
    };
    rows.into_iter().filter(|row| once(row)).collect()
}

/// An entity is authorized under an approach once a day: a later row that says so again is left
/// out. Names that are kept back may be those of several.
fn authorized_once(rows: Vec<EntityRow>, findings: &mut Vec<Finding>) -> Vec<EntityRow> {
    const NAME: u8 = 2;
    let mut known = BTreeMap::new();
    let mut once = |row: &EntityRow| {
        let key = (row.date, row.name.clone(), row.approach);
        if &*row.name == CONFIDENTIAL {
            return true;
        }
        let Some(other) = known.get(&key) else {
            known.insert(key, row.at);
            return true;
        };
        let table = TableId::AuthorizedEntities;
        findings.push(Finding {
            issue: Issue::DuplicateRow,
            severity: Severity::Error,
            place: Place { table, row: row.at, field: Some(NAME) },
            found: row.name.to_string(),
            cause: format!("Row {other} authorizes this entity on the same day and approach."),
            remedy: "Keep one of the rows.".to_owned(),
        });
        false
    };
    rows.into_iter().filter(|row| once(row)).collect()
}
