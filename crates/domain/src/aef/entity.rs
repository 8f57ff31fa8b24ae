//! A row of Table 5: an entity that the Party has authorized (13.6).

use jiff::civil::Date;

use super::NOT_APPLICABLE;
use super::cells::Cells;
use super::dialect::Dialect;
use super::document::RawRow;
use super::when::{When, written_day};
use crate::approach::ApproachId;
use crate::party::PartyCode;

mod field {
    pub(super) const DATE: u8 = 1;
    pub(super) const NAME: u8 = 2;
    pub(super) const COUNTRY: u8 = 3;
    pub(super) const NUMBER: u8 = 4;
    pub(super) const APPROACH: u8 = 5;
    pub(super) const CONDITIONS: u8 = 6;
    pub(super) const CHANGE_CONDITIONS: u8 = 7;
    pub(super) const MORE: u8 = 8;
}

/// An entity authorized under an approach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityRow {
    /// The row in which it stands.
    pub at: u32,
    /// The day of the authorization.
    pub date: Date,
    /// Its name.
    pub name: Box<str>,
    /// The country in which it is incorporated, alpha-3.
    pub country: PartyCode,
    /// Its number there.
    pub number: Box<str>,
    /// The approach.
    pub approach: ApproachId,
    /// Conditions.
    pub conditions: Option<Box<str>>,
    /// Conditions for change and revocation.
    pub change_conditions: Option<Box<str>>,
    /// Anything else.
    pub more: Option<Box<str>>,
}

impl EntityRow {
    pub(super) fn read(mut cells: Cells<'_>) -> Option<Self> {
        let date: Option<When> = cells.value(field::DATE);
        let country = cells.value(field::COUNTRY);
        let approach = cells.value(field::APPROACH);
        let row = Self {
            at: cells.at(),
            date: date?.day(),
            name: cells.some(field::NAME)?,
            country: country?,
            number: cells.some(field::NUMBER)?,
            approach: approach?,
            conditions: cells.some(field::CONDITIONS),
            change_conditions: cells.some(field::CHANGE_CONDITIONS),
            more: cells.some(field::MORE),
        };
        cells.is_fine().then_some(row)
    }

    pub(super) fn write(&self, dialect: Dialect) -> RawRow {
        let or_na = |text: &Option<Box<str>>| text.clone().unwrap_or_else(|| NOT_APPLICABLE.into());
        let cells = vec![
            written_day(self.date, dialect).into(),
            self.name.clone(),
            self.country.to_string().into(),
            self.number.clone(),
            self.approach.to_string().into(),
            or_na(&self.conditions),
            or_na(&self.change_conditions),
            or_na(&self.more),
        ];
        RawRow { at: self.at, cells }
    }
}
