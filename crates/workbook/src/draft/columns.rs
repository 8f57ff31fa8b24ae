//! The columns of the draft (Annex B).

use domain::aef::TableId;

use crate::labels::plain;
use crate::line::{Allowance, Line};
use crate::refused::Refused;

/// A column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Column {
    Record,
    Approach,
    FirstId,
    LastId,
    UnderlyingFirst,
    UnderlyingLast,
    Metric,
    QuantityInMetric,
    Quantity,
    ConversionFactor,
    FirstParty,
    Vintage,
    Sectors,
    ActivityTypes,
    AuthorizationDate,
    Authorization,
    Purposes,
    Oimp,
    Definition,
    ActionDate,
    ActionType,
    Transferring,
    Acquiring,
    CancellationPurpose,
    Using,
    FirstTransfer,
}

/// All columns with their labels, in their order.
const LABELS: [(Column, &str); 26] = [
    (Column::Record, "Article 6 database record ID"),
    (Column::Approach, "Cooperative approach"),
    (Column::FirstId, "First unique identifier"),
    (Column::LastId, "Last unique identifier"),
    (Column::UnderlyingFirst, "Underlying unit block start ID"),
    (Column::UnderlyingLast, "Underlying unit last block end"),
    (Column::Metric, "Metric"),
    (Column::QuantityInMetric, "Quantity (expressed in metric)"),
    (Column::Quantity, "Quantity (t CO2 eq)"),
    (Column::ConversionFactor, "Conversion factor (reporting Party)"),
    (Column::FirstParty, "First transferring participating Party"),
    (Column::Vintage, "Vintage"),
    (Column::Sectors, "Sector(s)"),
    (Column::ActivityTypes, "Activity type(s)"),
    (Column::AuthorizationDate, "Date of authorization"),
    (Column::Authorization, "Authorization ID"),
    (Column::Purposes, "Purposes for authorization"),
    (Column::Oimp, "OIMP authorized by the Party"),
    (Column::Definition, "First transfer definition"),
    (Column::ActionDate, "Action date"),
    (Column::ActionType, "Action type"),
    (Column::Transferring, "Transferring participating Party"),
    (Column::Acquiring, "Acquiring participating Party"),
    (Column::CancellationPurpose, "Purposes for cancellation"),
    (Column::Using, "Using participating Party or authorized entity or entities"),
    (Column::FirstTransfer, "First transfer"),
];

/// A row needs these, whatever else drafts of one year or another leave out. The current form has not
/// the first of them.
const NEEDED: [Column; 4] = [Column::Approach, Column::FirstId, Column::LastId, Column::FirstParty];

/// Where the columns of a table stand.
pub(super) struct Header(Vec<(Column, u32)>);

/// The texts of a row.
pub(super) struct Row(Vec<(Column, Box<str>)>);

impl Header {
    /// The header that a line is; the first of two equal labels counts.
    pub(super) fn find(line: &Line) -> Option<Self> {
        let mut columns: Vec<(Column, u32)> = Vec::new();
        for (at, text) in &line.cells {
            let text = plain(text);
            let known = LABELS.iter().find(|(_, label)| plain(label) == text);
            if let Some((column, _)) = known
                && !columns.iter().any(|(seen, _)| seen == column)
            {
                columns.push((*column, *at));
            }
        }
        let has = |column: &Column| columns.iter().any(|(it, _)| it == column);
        NEEDED.iter().all(has).then_some(Self(columns))
    }

    /// The table of the current form to which the rows belong: holdings have no action.
    pub(super) fn table(&self) -> TableId {
        let acts = self.0.iter().any(|(column, _)| *column == Column::ActionType);
        if acts { TableId::Actions } else { TableId::Holdings }
    }

    pub(super) fn row(&self, line: &Line, allowance: &mut Allowance) -> Result<Row, Refused> {
        let text =
            |(column, at): &(Column, u32)| Ok((*column, allowance.take(line.text(*at).trim())?));
        Ok(Row(self.0.iter().map(text).collect::<Result<_, Refused>>()?))
    }
}

impl Row {
    /// The text of a column; empty, if the draft has no such column.
    pub(super) fn text(&self, column: Column) -> &str {
        self.0.iter().find(|(it, _)| *it == column).map_or("", |(_, text)| text)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.is_empty())
    }
}
