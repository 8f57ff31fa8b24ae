//! A row of Table 2: an authorization, or a later version of one (13.3).

use std::fmt;
use std::num::NonZeroU32;

use jiff::civil::Date;

use super::NOT_APPLICABLE;
use super::cells::Cells;
use super::dialect::Dialect;
use super::document::RawRow;
use super::finding::Issue;
use super::listed::Listed;
use super::timeframe::Timeframe;
use super::when::{When, written_day};
use crate::approach::ApproachId;
use crate::authorization::{AuthorizationId, FirstTransferDefinition, Purposes};
use crate::party::PartyCode;

mod field {
    pub(super) const ID: u8 = 1;
    pub(super) const DATE: u8 = 2;
    pub(super) const APPROACH: u8 = 3;
    pub(super) const VERSION: u8 = 4;
    pub(super) const QUANTITY: u8 = 5;
    pub(super) const METRIC: u8 = 6;
    pub(super) const GWP_VALUES: u8 = 7;
    pub(super) const NON_GHG_METRIC: u8 = 8;
    pub(super) const SECTORS: u8 = 9;
    pub(super) const ACTIVITY_TYPES: u8 = 10;
    pub(super) const PURPOSES: u8 = 11;
    pub(super) const PARTIES: u8 = 12;
    pub(super) const ENTITIES: u8 = 13;
    pub(super) const OIMP: u8 = 14;
    pub(super) const TIMEFRAME: u8 = 15;
    pub(super) const CONDITIONS: u8 = 16;
    pub(super) const DOCUMENTATION: u8 = 17;
    pub(super) const DEFINITION: u8 = 18;
    pub(super) const MORE: u8 = 19;
}

/// What a Party has authorized.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthorizationRow {
    /// The row in which it stands.
    pub at: u32,
    /// The id that the Party gives.
    pub id: AuthorizationId,
    /// The day.
    pub date: Date,
    /// The approach.
    pub approach: ApproachId,
    /// 1 for the first, one more for each change.
    pub version: NonZeroU32,
    /// The most that may be first transferred.
    pub quantity: Option<u64>,
    /// The non-GHG metric, if the metric is one.
    pub non_ghg_metric: Option<Box<str>>,
    /// The GWP values by which tonnes were calculated.
    pub gwp_values: Option<Box<str>>,
    /// The sectors.
    pub sectors: Vec<Listed>,
    /// The activity types; empty for any.
    pub activity_types: Vec<Listed>,
    /// What for.
    pub purposes: Purposes,
    /// The Parties that may use the units; empty for any.
    pub parties: Vec<PartyCode>,
    /// The entities that may act, by their numbers.
    pub entities: Vec<Box<str>>,
    /// Which OIMP, for example CORSIA.
    pub oimp: Option<Box<str>>,
    /// For which occurrence and use.
    pub timeframe: Option<Timeframe>,
    /// Terms and conditions.
    pub conditions: Option<Box<str>>,
    /// The link to the letter: the platform's.
    pub documentation: Box<str>,
    /// When units count as first transferred, where OIMP are among the purposes.
    pub definition: Option<Definition>,
    /// Anything else.
    pub more: Option<Box<str>>,
}

/// When units authorized for OIMP count as first transferred.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Definition {
    /// One of the list.
    Listed(FirstTransferDefinition),
    /// In words of the Party's own: its units count with their first international transfer, so that
    /// they fall out of no sum.
    Unlisted(Box<str>),
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(definition) => definition.fmt(f),
            Self::Unlisted(words) => f.write_str(words),
        }
    }
}

impl AuthorizationRow {
    pub(super) fn read(mut cells: Cells<'_>) -> Option<Self> {
        let purposes: Option<Purposes> = cells.value(field::PURPOSES);
        let non_ghg = cells.text(field::METRIC) == "non-GHG";
        cells.required_when(field::NON_GHG_METRIC, non_ghg, "where the metric is non-GHG");
        if let Some(purposes) = purposes {
            let because = "where the purposes include OIMP, IMP or OP";
            cells.required_when(field::OIMP, purposes.include_oimp(), because);
            cells.required_when(field::DEFINITION, purposes.include_oimp(), because);
        }
        let id: Option<AuthorizationId> = cells.value(field::ID);
        let date: Option<When> = cells.value(field::DATE);
        let approach = cells.value(field::APPROACH);
        let version = cells.value(field::VERSION);
        let quantity = cells.value(field::QUANTITY);
        let timeframe = cells.value(field::TIMEFRAME);
        let parties = cells.all(field::PARTIES);
        let row = Self {
            at: cells.at(),
            id: id?,
            date: date?.day(),
            approach: approach?,
            version: version?,
            quantity,
            non_ghg_metric: cells.some(field::NON_GHG_METRIC),
            gwp_values: cells.some(field::GWP_VALUES),
            sectors: cells.all_listed(field::SECTORS),
            activity_types: cells.all_listed(field::ACTIVITY_TYPES),
            purposes: purposes?,
            parties,
            entities: entities(cells.text(field::ENTITIES)),
            oimp: cells.some(field::OIMP),
            timeframe,
            conditions: cells.some(field::CONDITIONS),
            documentation: cells.as_found(field::DOCUMENTATION),
            definition: definition(&mut cells),
            more: cells.some(field::MORE),
        };
        cells.is_fine().then_some(row)
    }

    pub(super) fn write(&self, dialect: Dialect) -> RawRow {
        let or_na = |text: &Option<Box<str>>| text.clone().unwrap_or_else(|| NOT_APPLICABLE.into());
        let metric = if self.non_ghg_metric.is_some() { "non-GHG" } else { "GHG" };
        let parties: Vec<_> = self.parties.iter().map(ToString::to_string).collect();
        let cells = vec![
            self.id.to_string().into(),
            written_day(self.date, dialect).into(),
            self.approach.to_string().into(),
            self.version.to_string().into(),
            shown(self.quantity),
            metric.into(),
            or_na(&self.gwp_values),
            or_na(&self.non_ghg_metric),
            plus(&self.sectors),
            plus(&self.activity_types),
            self.purposes.to_string().into(),
            filled(parties.join(", ")),
            filled(self.entities.join(", ")),
            or_na(&self.oimp),
            filled(self.timeframe.map(|it| it.written(dialect)).unwrap_or_default()),
            or_na(&self.conditions),
            self.documentation.clone(),
            shown(self.definition.as_ref()),
            or_na(&self.more),
        ];
        RawRow { at: self.at, cells }
    }

    /// Whether this Party may use the units: the authorizing Party always may.
    pub fn lets_use(&self, party: PartyCode, authorizing: PartyCode) -> bool {
        party == authorizing || self.parties.is_empty() || self.parties.contains(&party)
    }
}

fn filled(text: String) -> Box<str> {
    if text.is_empty() { NOT_APPLICABLE.into() } else { text.into() }
}

fn shown(value: Option<impl ToString>) -> Box<str> {
    filled(value.map(|it| it.to_string()).unwrap_or_default())
}

fn plus(values: &[Listed]) -> Box<str> {
    filled(values.iter().map(Listed::as_str).collect::<Vec<_>>().join(" + "))
}

fn entities(text: &str) -> Vec<Box<str>> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Into::into).collect()
}

/// What is none of the list is kept, and said.
fn definition(cells: &mut Cells<'_>) -> Option<Definition> {
    let text = cells.some(field::DEFINITION)?;
    // Both spellings are read.
    match text.replace("uthoriz", "uthoris").parse() {
        Ok(listed) => Some(Definition::Listed(listed)),
        Err(_unlisted) => {
            let cause = format!(
                "`{text}` is none of the definitions: the units count as first transferred with \
                 their first international transfer."
            );
            let remedy = "Ask the Party which event of the list it means.";
            cells.doubtful(field::DEFINITION, Issue::UnknownControlledValue, cause, remedy);
            Some(Definition::Unlisted(text))
        }
    }
}
