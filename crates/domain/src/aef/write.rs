//! From the five tables to the texts of a file.

use super::Aef;
use super::dialect::Dialect;
use super::document::{Document, RawRow};
use super::layout::TableId;

/// Writes the five tables in a dialect. A table without rows stays, with none.
pub fn write(aef: &Aef, dialect: Dialect) -> Document {
    let mut document = Document::default();
    let mut put = |table: TableId, rows: Vec<RawRow>| *document.rows_mut(table) = rows;
    put(TableId::Submission, vec![aef.submission.write(dialect)]);
    put(TableId::Authorizations, aef.authorizations.iter().map(|it| it.write(dialect)).collect());
    put(TableId::Actions, aef.actions.iter().filter_map(|it| it.write(dialect)).collect());
    put(TableId::Holdings, aef.holdings.iter().map(|it| it.write(dialect)).collect());
    put(TableId::AuthorizedEntities, aef.entities.iter().map(|it| it.write(dialect)).collect());
    document
}
