//! From texts to JSON.

use domain::aef::{Dialect, Document, Flag, Orientation, RawRow, Rules, TableLayout};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{DIALECT, NOMENCLATURE};
use crate::unwritable::Unwritable;

/// Writes the tables.
pub(crate) fn write(
    rules: &Rules,
    document: &Document,
    dialect: Dialect,
) -> Result<Vec<u8>, Unwritable> {
    for table in rules.tables() {
        let count = document.rows(table.id).iter().filter(|row| !row.is_empty()).count();
        if matches!(table.layout, Orientation::Vertical { .. }) && count > 1 {
            return Err(Unwritable::Submissions(count));
        }
    }
    let mut bytes = serde_json::to_vec(&File { rules, document, dialect })?;
    bytes.push(b'\n');
    Ok(bytes)
}

struct File<'d> {
    rules: &'d Rules,
    document: &'d Document,
    dialect: Dialect,
}

impl Serialize for File<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut file = to.serialize_map(None)?;
        file.serialize_entry(NOMENCLATURE, self.rules.date())?;
        file.serialize_entry(DIALECT, self.dialect.as_str())?;
        for table in self.rules.tables() {
            let filled = self.document.rows(table.id).iter().filter(|row| !row.is_empty());
            let mut rows = filled.map(|row| Row { table, row });
            match table.layout {
                Orientation::Vertical { .. } => {
                    if let Some(row) = rows.next() {
                        file.serialize_entry(table.id.as_str(), &row)?;
                    }
                }
                Orientation::Horizontal { .. } => {
                    let rows: Vec<Row<'_>> = rows.collect();
                    file.serialize_entry(table.id.as_str(), &rows)?;
                }
            }
        }
        file.end()
    }
}

struct Row<'d> {
    table: &'d TableLayout,
    row: &'d RawRow,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut row = to.serialize_map(None)?;
        for field in &self.table.fields {
            let text = self.row.cell(field.number);
            // A cell of the platform that is empty was emptied.
            if !text.is_empty() || field.flag == Flag::Platform {
                row.serialize_entry(&field.tech, text)?;
            }
        }
        row.end()
    }
}
