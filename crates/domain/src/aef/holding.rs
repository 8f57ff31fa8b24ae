//! A row of Table 4: units held at the end of the reported year (13.5, R-154).

use super::cells::Cells;
use super::dialect::Dialect;
use super::document::RawRow;
use super::outcome::{From1, Outcome};

const OUTCOME: From1 = From1(1);

/// Units that the Party held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoldingRow {
    /// The row in which it stands.
    pub at: u32,
    /// Which units, and what is reported of them.
    pub outcome: Outcome,
}

impl HoldingRow {
    pub(super) fn read(mut cells: Cells<'_>) -> Option<Self> {
        let outcome = Outcome::read(&mut cells, OUTCOME)?;
        Some(Self { at: cells.at(), outcome })
    }

    /// The texts of the row.
    pub fn write(&self, dialect: Dialect) -> RawRow {
        RawRow { at: self.at, cells: self.outcome.write(dialect) }
    }
}
