//! An AEF as the texts in its cells, before anything is understood of it.

use super::layout::TableId;

/// The cells of the five tables. Cells that hold a true date are written as `2025-12-31`, or with a
/// time as `2025-12-31T09:00:00`, and numbers in plain digits.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    tables: [Vec<RawRow>; 5],
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RawRow {
    /// Where it stands in its source, from 1: the row of the sheet or the line of the file. For Table
    /// 1, which stands upright, the row of its first field.
    pub at: u32,
    /// The text of each field, in the order of their numbers; nothing is the empty text.
    pub cells: Vec<Box<str>>,
}

impl RawRow {
    /// The text of a field, by its number from 1.
    pub fn cell(&self, number: u8) -> &str {
        let at = usize::from(number).checked_sub(1);
        at.and_then(|at| self.cells.get(at)).map_or("", |text| text)
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

impl Document {
    /// The rows of a table.
    pub fn rows(&self, table: TableId) -> &[RawRow] {
        let [submission, authorizations, actions, holdings, entities] = &self.tables;
        match table {
            TableId::Submission => submission,
            TableId::Authorizations => authorizations,
            TableId::Actions => actions,
            TableId::Holdings => holdings,
            TableId::AuthorizedEntities => entities,
        }
    }

    /// The rows of a table, to add to.
    pub fn rows_mut(&mut self, table: TableId) -> &mut Vec<RawRow> {
        let [submission, authorizations, actions, holdings, entities] = &mut self.tables;
        match table {
            TableId::Submission => submission,
            TableId::Authorizations => authorizations,
            TableId::Actions => actions,
            TableId::Holdings => holdings,
            TableId::AuthorizedEntities => entities,
        }
    }
}
