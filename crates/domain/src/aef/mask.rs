//! What others than the Party get: the same tables, without what it keeps back.

use super::document::Document;
use super::layout::TableId;
use super::rules::Rules;
use super::{CONFIDENTIAL, NOT_APPLICABLE};

/// The tables with `confidential` in place of whatever stands in these fields, named by their tables
/// and technical names. What is empty, or does not apply, stays so.
pub fn mask<'n>(
    rules: &Rules,
    document: &Document,
    fields: impl IntoIterator<Item = (TableId, &'n str)>,
) -> Document {
    let mut masked = document.clone();
    for (id, name) in fields {
        let Some(table) = rules.table(id) else { continue };
        let Some(at) = table.fields.iter().position(|field| field.tech == name) else { continue };
        let cells = masked.rows_mut(id).iter_mut().filter_map(|row| row.cells.get_mut(at));
        for cell in cells {
            if !matches!(cell.trim(), "" | NOT_APPLICABLE) {
                *cell = CONFIDENTIAL.into();
            }
        }
    }
    masked
}
