//! From rows of the draft to rows of the current form.

use std::collections::BTreeMap;

use domain::aef::{ActionKind, Flag, NOT_APPLICABLE, RawRow, Rules, Subtype, TableId, TableLayout};
use domain::party::PartyCode;
use domain::unit::UnitRange;

use super::columns::{Column, Row};
use super::{Apart, Draft};
use crate::labels::plain;
use crate::limits::TABLE_ROWS_MAX;
use crate::refused::{Countable, Refused};

/// The columns that describe an authorization, with the technical names of Table 2.
const OF_AUTHORIZATION: [(Column, &str); 7] = [
    (Column::Approach, "CooperativeApproachID"),
    (Column::AuthorizationDate, "DateOfAuthorization"),
    (Column::Sectors, "Sectors"),
    (Column::ActivityTypes, "ActivityType"),
    (Column::Purposes, "PurposeForAuthorization"),
    (Column::Oimp, "OIMPAuthorized"),
    (Column::Definition, "FirstTransferDefnForOIMP"),
];

/// The columns that describe units, with the technical names that Tables 3 and 4 share.
const OF_UNITS: [(Column, &str); 9] = [
    (Column::Approach, "CooperativeApproachID"),
    (Column::Authorization, "AuthorizationID"),
    (Column::FirstParty, "FirstTransferringPartyID"),
    (Column::FirstId, "FirstID"),
    (Column::LastId, "LastID"),
    (Column::UnderlyingFirst, "UnderlyingUnitFirstUnitID"),
    (Column::UnderlyingLast, "UnderlyingUnitLastUnitID"),
    (Column::Quantity, "QuantityCO2"),
    (Column::Vintage, "Vintage"),
];

const OF_ACTION: [(Column, &str); 4] = [
    (Column::ActionDate, "ActionDateTime"),
    (Column::Transferring, "TransferringPartyID"),
    (Column::Acquiring, "AcquiringPartyID"),
    (Column::CancellationPurpose, "PurposeITMOUsedForOIMP"),
];

/// The rows that were mapped so far.
pub(super) struct Mapped<'r> {
    rules: &'r Rules,
    draft: Draft,
    /// The row in Table 2 of each authorization.
    authorizations: BTreeMap<Box<str>, RawRow>,
}

impl<'r> Mapped<'r> {
    pub(super) fn new(rules: &'r Rules) -> Self {
        Self { rules, draft: Draft::default(), authorizations: BTreeMap::new() }
    }

    /// Adds a row of the draft to the table that it belongs to, and to Table 2.
    pub(super) fn row(&mut self, table: TableId, at: u32, row: &Row) -> Result<(), Refused> {
        let Some(layout) = self.rules.table(table).filter(|_| !row.is_empty()) else {
            return Ok(());
        };
        if self.draft.document.rows(table).len() >= TABLE_ROWS_MAX {
            let max = u64::try_from(TABLE_ROWS_MAX).unwrap_or(u64::MAX);
            return Err(Refused::TooMany { what: Countable::Rows, max });
        }
        let mut cells = Cells::new(layout);
        units(&mut cells, row);
        if table == TableId::Actions {
            action(&mut cells, row);
        }
        self.draft.document.rows_mut(table).push(RawRow { at, cells: cells.texts });
        self.authorization(at, row);
        let (record, factor) = (row.text(Column::Record), row.text(Column::ConversionFactor));
        if !(record.is_empty() && factor.is_empty()) {
            let (record, conversion_factor) = (record.into(), factor.into());
            self.draft.apart.push(Apart { table, row: at, record, conversion_factor });
        }
        Ok(())
    }

    /// Each authorization is one row of Table 2, in its first version.
    fn authorization(&mut self, at: u32, row: &Row) {
        let id = row.text(Column::Authorization);
        let Some(layout) = self.rules.table(TableId::Authorizations) else { return };
        if id.is_empty() || id == NOT_APPLICABLE {
            return;
        }
        let mut cells = Cells::new(layout);
        cells.set("AuthorizationID", id);
        cells.set("AuthorizationVersion", "1");
        cells.set_all(&OF_AUTHORIZATION, row);
        metric(&mut cells, row);
        let new = RawRow { at, cells: cells.texts };
        match self.authorizations.get(id) {
            None => {
                self.authorizations.insert(id.into(), new.clone());
                self.draft.document.rows_mut(TableId::Authorizations).push(new);
            }
            Some(first) if first.cells != new.cells => self.draft.contradictions.push(at),
            Some(_) => {}
        }
    }

    pub(super) fn finish(self) -> Draft {
        self.draft
    }
}

/// A row of the current form, which says `NA` where it need not say anything.
struct Cells<'r> {
    layout: &'r TableLayout,
    texts: Vec<Box<str>>,
}

impl<'r> Cells<'r> {
    fn new(layout: &'r TableLayout) -> Self {
        let texts = layout.fields.iter().map(|field| match field.flag {
            Flag::Mandatory => "".into(),
            Flag::Optional | Flag::Conditional => NOT_APPLICABLE.into(),
            Flag::Platform => field.carp_text.as_deref().unwrap_or_default().into(),
        });
        Self { layout, texts: texts.collect() }
    }

    /// Sets a field by its technical name, unless the draft says nothing of it.
    fn set(&mut self, tech: &str, text: &str) {
        let at = self.layout.fields.iter().position(|field| field.tech == tech);
        if let Some(cell) = at.and_then(|at| self.texts.get_mut(at))
            && !text.is_empty()
        {
            *cell = text.into();
        }
    }

    fn set_all(&mut self, columns: &[(Column, &str)], row: &Row) {
        for (column, tech) in columns {
            self.set(tech, row.text(*column));
        }
    }
}

fn units(cells: &mut Cells<'_>, row: &Row) {
    cells.set_all(&OF_UNITS, row);
    // The draft has no column for the registry, and the identifiers name it.
    let first = row.text(Column::FirstId);
    if let Ok(units) = UnitRange::between(first, first) {
        cells.set("PartyITMORegistryID", &units.series.registry.to_string());
    }
    if metric(cells, row) {
        cells.set("QuantityNon-GHG", row.text(Column::QuantityInMetric));
    }
}

/// Sets the metric, and says whether it is a non-GHG one: the draft names it, or says `GHG`.
fn metric(cells: &mut Cells<'_>, row: &Row) -> bool {
    let text = row.text(Column::Metric);
    let word = plain(text);
    match word.as_str() {
        "" => false,
        "ghg" => {
            cells.set("Metric", "GHG");
            false
        }
        _ if word.contains("co2") => {
            cells.set("Metric", "GHG");
            false
        }
        "non-ghg" => {
            cells.set("Metric", "non-GHG");
            true
        }
        _ => {
            cells.set("Metric", "non-GHG");
            cells.set("Non-GHGMetric", text);
            true
        }
    }
}

fn action(cells: &mut Cells<'_>, row: &Row) {
    cells.set_all(&OF_ACTION, row);
    let text = row.text(Column::ActionType);
    let kind = ActionKind::ALL.into_iter().find(|kind| plain(kind.as_str()) == plain(text));
    if is_yes(row.text(Column::FirstTransfer)) || kind == Some(ActionKind::FirstTransfer) {
        cells.set("ActionType", ActionKind::FirstTransfer.as_str());
        cells.set("ActionSubtype", first_transfer(kind, text, row).map_or("", |it| it.as_str()));
    } else {
        cells.set("ActionType", kind.map_or(text, |kind| kind.as_str()));
    }
    let using = row.text(Column::Using);
    let party = using.parse::<PartyCode>().is_ok();
    cells.set(if party { "Using/cancellingPartyID" } else { "Using/cancellingEntityID" }, using);
}

/// What a first transfer consisted in, where the draft says it.
fn first_transfer(kind: Option<ActionKind>, text: &str, row: &Row) -> Option<Subtype> {
    match kind {
        Some(ActionKind::Authorization) => Some(Subtype::Authorization),
        Some(ActionKind::Transfer | ActionKind::Acquisition) => Some(Subtype::ToAnotherParty),
        Some(ActionKind::Use | ActionKind::Cancellation | ActionKind::VoluntaryCancellation) => {
            Some(Subtype::UseOrCancellation)
        }
        Some(ActionKind::FirstTransfer) | None if plain(text) == "issuance" => {
            Some(Subtype::Issuance)
        }
        Some(ActionKind::FirstTransfer) | None => {
            let abroad = row.text(Column::Acquiring).parse::<PartyCode>().is_ok();
            abroad.then_some(Subtype::ToAnotherParty)
        }
    }
}

fn is_yes(text: &str) -> bool {
    ["yes", "y", "true", "x", "1"].contains(&plain(text).as_str())
}
