//! What outcomes a row is about: the fields that Tables 3 and 4 share (13.4 no. 4 to 19, 13.5).

use std::fmt;
use std::str::FromStr;

use super::cells::Cells;
use super::dialect::Dialect;
use super::finding::Issue;
use super::listed::Listed;
use super::{CONFIDENTIAL, NOT_APPLICABLE};
use crate::approach::ApproachId;
use crate::authorization::AuthorizationId;
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::serial::{Serial, Serials};
use crate::unit::{NotUnits, Series, UnitRange};
use crate::vintage::{Vintage, Year};

/// A run of units and what is reported of it. Approach, Party and vintage are reported besides the
/// identifiers, which have them too, and may contradict them (II07).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The cooperative approach.
    pub approach: ApproachId,
    /// The authorization.
    pub authorization: AuthorizationId,
    /// The first transferring Party.
    pub party: PartyCode,
    /// The registry in which the action was tracked, or the units are held.
    pub registry: RegistryId,
    /// The units, from First ID to Last ID.
    pub units: UnitRange,
    /// The units of another programme behind them.
    pub underlying: UnderlyingIds,
    /// Whether they are measured in a non-GHG metric, and in which.
    pub non_ghg_metric: Option<Box<str>>,
    /// The GWP values by which tonnes were calculated.
    pub gwp_values: Option<Box<str>>,
    /// How much it is in t CO2 eq: always read, and missing only where the ledger cannot tell.
    pub quantity: Option<Amount>,
    /// How much it is in the non-GHG metric.
    pub quantity_non_ghg: Option<Box<str>>,
    /// Reductions, removals, or both.
    pub mitigation_type: Listed,
    /// The vintage.
    pub vintage: Vintage,
}

/// Fields 10 to 12 of Table 3: as they stand, since other programmes' identifiers have no common
/// form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnderlyingIds {
    /// The programme's registry.
    pub registry: Option<Box<str>>,
    /// The first unit.
    pub first: Option<Box<str>>,
    /// The last unit.
    pub last: Option<Box<str>>,
}

/// A decimal number from zero up, as it was written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Amount(Box<str>);

/// The text is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an amount is a decimal number from 0 up, in plain digits")]
pub struct NotAnAmount;

impl Amount {
    /// A whole part and the digits behind the point, of which zeros at the end do not count.
    pub(crate) fn of(whole: u128, part: &str) -> Self {
        match part.trim_end_matches('0') {
            "" => Self(whole.to_string().into()),
            part => Self(format!("{whole}.{part}").into()),
        }
    }

    /// The amount, if it is whole.
    pub fn whole(&self) -> Option<u64> {
        self.0.parse().ok()
    }
}

impl From<u64> for Amount {
    fn from(count: u64) -> Self {
        Self(count.to_string().into())
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let digits = |text: &str| {
            (1..=40).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
        };
        let (whole, part) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
        if !digits(whole) || !part.is_none_or(digits) {
            return Err(NotAnAmount);
        }
        // 5 and 5.0 are one amount, and 007 is 7.
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let part = part.map(|part| part.trim_end_matches('0')).filter(|part| !part.is_empty());
        Ok(Self(part.map_or_else(|| whole.into(), |part| format!("{whole}.{part}").into())))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of the first of the shared fields: 4 in Table 3, 1 in Table 4. The others follow in the
/// same order.
#[derive(Clone, Copy)]
pub(super) struct From1(pub(super) u8);

impl From1 {
    const fn at(self, offset: u8) -> u8 {
        self.0.saturating_add(offset)
    }
    const fn approach(self) -> u8 {
        self.at(0)
    }
    const fn authorization(self) -> u8 {
        self.at(1)
    }
    const fn party(self) -> u8 {
        self.at(2)
    }
    const fn registry(self) -> u8 {
        self.at(3)
    }
    const fn first_id(self) -> u8 {
        self.at(4)
    }
    const fn last_id(self) -> u8 {
        self.at(5)
    }
    const fn underlying_registry(self) -> u8 {
        self.at(6)
    }
    const fn underlying_first(self) -> u8 {
        self.at(7)
    }
    const fn underlying_last(self) -> u8 {
        self.at(8)
    }
    const fn metric(self) -> u8 {
        self.at(9)
    }
    const fn gwp_values(self) -> u8 {
        self.at(10)
    }
    const fn non_ghg_metric(self) -> u8 {
        self.at(11)
    }
    const fn quantity(self) -> u8 {
        self.at(12)
    }
    const fn quantity_non_ghg(self) -> u8 {
        self.at(13)
    }
    const fn mitigation_type(self) -> u8 {
        self.at(14)
    }
    const fn vintage(self) -> u8 {
        self.at(15)
    }
}

impl Outcome {
    /// Reads the shared fields. Nothing comes back if a field cannot be read: the findings say why.
    pub(super) fn read(cells: &mut Cells<'_>, from: From1) -> Option<Self> {
        let approach = cells.value(from.approach());
        let authorization = cells.value(from.authorization());
        let party: Option<PartyCode> = cells.value(from.party());
        let registry: Option<RegistryId> = cells.value(from.registry());
        let vintage: Option<Vintage> = cells.value(from.vintage());
        let quantity: Option<Amount> = cells.value(from.quantity());
        let non_ghg_metric = metric(cells, from);
        let underlying = UnderlyingIds {
            registry: cells.some(from.underlying_registry()),
            first: cells.some(from.underlying_first()),
            last: cells.some(from.underlying_last()),
        };
        let units = units(cells, from, approach, party, registry, vintage)?;
        let outcome = Self {
            approach: approach?,
            authorization: authorization?,
            party: party?,
            registry: registry?,
            units,
            underlying,
            non_ghg_metric,
            gwp_values: cells.some(from.gwp_values()),
            quantity: Some(quantity?),
            quantity_non_ghg: cells.some(from.quantity_non_ghg()),
            mitigation_type: cells.listed(from.mitigation_type())?,
            vintage: vintage?,
        };
        outcome.contradicts(cells, from);
        cells.is_fine().then_some(outcome)
    }

    /// What the row says twice must be the same (R-047, 13.4). The approach has a check of its own.
    fn contradicts(&self, cells: &mut Cells<'_>, from: From1) {
        let Series { party, vintage, .. } = self.units.series;
        if party != self.party {
            let cause = format!("The identifiers name {party}, and the field {}.", self.party);
            cells.wrong(from.party(), Issue::InconsistentBlock, cause);
        }
        if vintage != self.vintage {
            let cause = format!("The identifiers name {vintage}, and the field {}.", self.vintage);
            cells.wrong(from.vintage(), Issue::InconsistentBlock, cause);
        }
        if self.vintage < Year::FIRST {
            let cause = format!("Outcomes of {} are none of Article 6.", self.vintage);
            cells.wrong(from.vintage(), Issue::InconsistentBlock, cause);
        }
        let count = self.units.units().count();
        let said = self.quantity.as_ref();
        if self.non_ghg_metric.is_none() && said.and_then(Amount::whole) != Some(count) {
            let said = said.map(ToString::to_string).unwrap_or_default();
            let cause = format!("The block has {count} units, and the field says {said}.");
            cells.wrong(from.quantity(), Issue::InconsistentBlock, cause);
        }
    }

    /// Whether serials alone would be read as those of the registry that allotted them. Where units are
    /// tracked in another registry of their Party they would not, and whole identifiers are written.
    fn serials_are_enough(&self) -> bool {
        let (assumed, _) = allotted_by((self.approach, self.party), self.registry);
        assumed == self.units.series.registry
    }

    /// The texts of the shared fields, in their order.
    pub(super) fn write(&self, dialect: Dialect) -> Vec<Box<str>> {
        let or_na = |text: &Option<Box<str>>| text.clone().unwrap_or_else(|| NOT_APPLICABLE.into());
        let metric = if self.non_ghg_metric.is_some() { "non-GHG" } else { "GHG" };
        let (first, last) = match dialect {
            Dialect::Nomenclature if self.serials_are_enough() => {
                let serials = self.units.serials;
                (serials.first().to_string(), serials.last().to_string())
            }
            Dialect::Template | Dialect::Nomenclature => {
                (self.units.first_id(), self.units.last_id())
            }
        };
        vec![
            self.approach.to_string().into(),
            self.authorization.to_string().into(),
            self.party.to_string().into(),
            self.registry.to_string().into(),
            first.into(),
            last.into(),
            or_na(&self.underlying.registry),
            or_na(&self.underlying.first),
            or_na(&self.underlying.last),
            metric.into(),
            or_na(&self.gwp_values),
            or_na(&self.non_ghg_metric),
            self.quantity
                .as_ref()
                .map_or_else(|| NOT_APPLICABLE.into(), |it| it.to_string().into()),
            or_na(&self.quantity_non_ghg),
            self.mitigation_type.as_str().into(),
            self.vintage.to_string().into(),
        ]
    }
}

impl UnderlyingIds {
    /// Whether the identifiers are kept back.
    pub fn are_masked(&self) -> bool {
        [&self.first, &self.last].iter().any(|it| it.as_deref() == Some(CONFIDENTIAL))
    }
}

/// The non-GHG metric, and what goes with it.
fn metric(cells: &mut Cells<'_>, from: From1) -> Option<Box<str>> {
    let non_ghg = cells.text(from.metric()) == "non-GHG";
    let because = "where the metric is non-GHG";
    cells.required_when(from.non_ghg_metric(), non_ghg, because);
    cells.required_when(from.quantity_non_ghg(), non_ghg, because);
    cells.some(from.non_ghg_metric())
}

/// The units between First ID and Last ID, whole identifiers or serials.
fn units(
    cells: &mut Cells<'_>,
    from: From1,
    approach: Option<ApproachId>,
    party: Option<PartyCode>,
    tracked: Option<RegistryId>,
    vintage: Option<Vintage>,
) -> Option<UnitRange> {
    let (first, last) = (cells.text(from.first_id()), cells.text(from.last_id()));
    if first.is_empty() || last.is_empty() {
        return None;
    }
    let read = if first.contains('-') || last.contains('-') {
        UnitRange::between(first, last)
    } else {
        let (approach, party, vintage) = (approach?, party?, vintage?);
        let (registry, sure) = allotted_by((approach, party), tracked?);
        if !sure {
            let cause = format!(
                "Serials alone do not say which registry allotted them: {registry} is assumed."
            );
            let remedy = "Write whole identifiers.";
            cells.doubtful(from.first_id(), Issue::UnresolvedRegistryRef, cause, remedy);
        }
        let series = Series { approach, registry, party, vintage };
        between_serials(first, last).map(|serials| UnitRange { series, serials })
    };
    match read {
        Ok(units) => Some(units),
        Err(why) => {
            let cause = format!("{first} and {last} make no block: {why}.");
            cells.wrong(from.first_id(), Issue::InvalidBlockRange, cause);
            None
        }
    }
}

fn between_serials(first: &str, last: &str) -> Result<Serials, NotUnits> {
    let (first, last): (Serial, Serial) = (first.parse()?, last.parse()?);
    Serials::new(first, last).ok_or(NotUnits::Reversed { first, last })
}

/// The registry that allotted serials which come without it, and whether that is sure: the mechanism's
/// for its own approach; else the one in which the row was tracked, if that is the first transferring
/// Party's; else, which is a guess, the Party's first.
fn allotted_by(
    (approach, party): (ApproachId, PartyCode),
    tracked: RegistryId,
) -> (RegistryId, bool) {
    match tracked {
        _ if approach == ApproachId::ARTICLE_6_4 => (RegistryId::MECHANISM, true),
        RegistryId::Party(owner, _) if owner == party => (tracked, true),
        RegistryId::Party(..) | RegistryId::UnitedNations(_) => {
            (RegistryId::Party(party, 1), false)
        }
    }
}
