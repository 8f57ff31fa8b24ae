//! The field rules of one date: layout and nomenclature together.

use std::sync::OnceLock;

use super::layout::{Layout, TableId, TableLayout};
use super::nomenclature::Nomenclature;

/// What a file of one date must look like. A new nomenclature is a new pair of files, and old
/// submissions stay readable under theirs.
#[derive(Debug)]
pub struct Rules {
    sheets: Vec<String>,
    tables: Vec<TableLayout>,
    nomenclature: Nomenclature,
}

/// The files are not the rules of one date.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotRules {
    /// The layout cannot be read.
    #[error("the layout of the tables: {0}")]
    Layout(String),
    /// The nomenclature cannot be read.
    #[error("the nomenclature: {0}")]
    Nomenclature(String),
    /// They belong to different dates.
    #[error("the layout is for the nomenclature of {layout}, and not of {nomenclature}")]
    Dates {
        /// The date that the layout names.
        layout: String,
        /// The date of the nomenclature.
        nomenclature: String,
    },
}

impl Rules {
    /// The rules that are shipped, oldest first. A test sees to it that there are some.
    pub fn shipped() -> &'static [Self] {
        static SHIPPED: OnceLock<Vec<Rules>> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let rules = Self::read(
                include_str!("../../code-lists/aef-fields-2026-02-17.json"),
                include_str!("../../code-lists/nomenclature-2026-02-17.json"),
            );
            rules.into_iter().collect()
        })
    }

    /// The newest rules that are shipped.
    pub fn newest() -> Option<&'static Self> {
        Self::shipped().last()
    }

    /// Reads the rules of a date from its two files.
    pub fn read(layout: &str, nomenclature: &str) -> Result<Self, NotRules> {
        let read: Layout =
            serde_json::from_str(layout).map_err(|it| NotRules::Layout(it.to_string()))?;
        let nomenclature = Nomenclature::read(nomenclature).map_err(NotRules::Nomenclature)?;
        if read.nomenclature_date != nomenclature.date() {
            let (layout, nomenclature) = (read.nomenclature_date, nomenclature.date().to_owned());
            return Err(NotRules::Dates { layout, nomenclature });
        }
        if !read.tables.iter().map(|table| table.id).eq(TableId::ALL) {
            return Err(NotRules::Layout("the five tables must stand in their order".to_owned()));
        }
        for table in &read.tables {
            if !table.fields.iter().map(|it| usize::from(it.number)).eq(1..=table.fields.len()) {
                let why = format!("the fields of {} must be numbered from 1", table.title);
                return Err(NotRules::Layout(why));
            }
        }
        Ok(Self { sheets: read.workbook.sheets, tables: read.tables, nomenclature })
    }

    /// The date of the nomenclature.
    pub fn date(&self) -> &str {
        self.nomenclature.date()
    }

    /// The lists and patterns.
    pub fn nomenclature(&self) -> &Nomenclature {
        &self.nomenclature
    }

    /// The sheets of the workbook, in their order.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The tables, in their order.
    pub fn tables(&self) -> &[TableLayout] {
        &self.tables
    }

    /// A table: reading has seen to it that all are there.
    pub fn table(&self, id: TableId) -> Option<&TableLayout> {
        self.tables.get(usize::from(id.number()).checked_sub(1)?)
    }
}
