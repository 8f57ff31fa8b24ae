//! A row of Table 3: something that was done with units (13.4, R-244).

use std::fmt;
use std::str::FromStr;

use super::NOT_APPLICABLE;
use super::cells::Cells;
use super::dialect::Dialect;
use super::document::RawRow;
use super::finding::Issue;
use super::outcome::{From1, Outcome};
use super::rules::Rules;
use super::when::When;
use crate::party::PartyCode;
use crate::vintage::Year;

mod field {
    pub(super) const DATE: u8 = 1;
    pub(super) const KIND: u8 = 2;
    pub(super) const SUBTYPE: u8 = 3;
    pub(super) const TRANSFERRING: u8 = 20;
    pub(super) const ACQUIRING: u8 = 21;
    pub(super) const PURPOSE: u8 = 22;
    pub(super) const USING_PARTY: u8 = 23;
    pub(super) const USING_ENTITY: u8 = 24;
    pub(super) const YEAR_OF_USE: u8 = 25;
    pub(super) const RESULT: u8 = 26;
    pub(super) const MORE: u8 = 27;
}

const OUTCOME: From1 = From1(4);

/// One act on one block of equal attributes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActionRow {
    /// The row in which it stands.
    pub at: u32,
    /// When.
    pub when: When,
    /// What was done.
    pub kind: ActionKind,
    /// What exactly.
    pub subtype: Option<Subtype>,
    /// Which units, and what is reported of them.
    pub outcome: Outcome,
    /// From whom an acquisition came.
    pub transferring: Option<PartyCode>,
    /// To whom a transfer went.
    pub acquiring: Option<PartyCode>,
    /// The purpose other than an NDC.
    pub purpose: Option<Box<str>>,
    /// The Party that used or cancelled.
    pub using_party: Option<PartyCode>,
    /// The entity that used or cancelled.
    pub using_entity: Option<Box<str>>,
    /// The calendar year for which units are used towards the Party's NDC.
    pub year_of_use: Option<Year>,
    /// The result of the checks: the platform's.
    pub result: Box<str>,
    /// Anything else.
    pub more: Option<Box<str>>,
}

/// The type of an action (table 25b).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ActionKind {
    /// Outcomes were authorized, without that being their first transfer.
    Authorization,
    /// They were first transferred.
    FirstTransfer,
    /// They went to another Party, not for the first time.
    Transfer,
    /// They came from another Party.
    Acquisition,
    /// They were used.
    Use,
    /// They were cancelled.
    Cancellation,
    /// They were cancelled freely.
    VoluntaryCancellation,
}

impl ActionKind {
    /// All, in the order of the nomenclature.
    pub const ALL: [Self; 7] = [
        Self::Authorization,
        Self::FirstTransfer,
        Self::Transfer,
        Self::Acquisition,
        Self::Use,
        Self::Cancellation,
        Self::VoluntaryCancellation,
    ];

    /// The type as the nomenclature writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "Authorization",
            Self::FirstTransfer => "First transfer",
            Self::Transfer => "Transfer",
            Self::Acquisition => "Acquisition",
            Self::Use => "Use",
            Self::Cancellation => "Cancellation",
            Self::VoluntaryCancellation => "Voluntary Cancellation",
        }
    }

    /// The type as a dialect writes it: the template has no rows for authorizations, which stand in
    /// Table 2, and one word for both cancellations (section 18 no. 8).
    pub const fn written(self, dialect: Dialect) -> Option<&'static str> {
        match (dialect, self) {
            (Dialect::Template, Self::Authorization) => None,
            (Dialect::Template, Self::VoluntaryCancellation) => Some(Self::Cancellation.as_str()),
            (Dialect::Template | Dialect::Nomenclature, kind) => Some(kind.as_str()),
        }
    }

    /// Whether units end by it, unless it is a first transfer of another kind.
    pub const fn ends(self) -> bool {
        matches!(self, Self::Use | Self::Cancellation | Self::VoluntaryCancellation)
    }
}

/// The text is no type of action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a type of action is one of the seven of the nomenclature")]
pub struct NotAKind;

impl FromStr for ActionKind {
    type Err = NotAKind;
    fn from_str(text: &str) -> Result<Self, NotAKind> {
        let text = text.replace("uthoris", "uthoriz");
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(NotAKind)
    }
}

impl fmt::Display for ActionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The subtype of an action (table 26b, R-071).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subtype {
    /// A first transfer that is a transfer to another Party.
    ToAnotherParty,
    /// A first transfer that is the authorization.
    Authorization,
    /// A first transfer that is the issuance.
    Issuance,
    /// A first transfer that is the use or the cancellation.
    UseOrCancellation,
    /// The share of proceeds of the Article 6.4 mechanism.
    MandatoryToAdaptationFund,
    /// A contribution to adaptation.
    VoluntaryToAdaptationFund,
    /// The mandatory overall mitigation of the Article 6.4 mechanism.
    MandatoryOmge,
    /// A free contribution to overall mitigation.
    VoluntaryOmge,
    /// Any other cancellation.
    OtherCancellations,
    /// None of these.
    NotYetDefined,
}

impl Subtype {
    /// All, in the order of the nomenclature.
    pub const ALL: [Self; 10] = [
        Self::ToAnotherParty,
        Self::Authorization,
        Self::Issuance,
        Self::UseOrCancellation,
        Self::MandatoryToAdaptationFund,
        Self::VoluntaryToAdaptationFund,
        Self::MandatoryOmge,
        Self::VoluntaryOmge,
        Self::OtherCancellations,
        Self::NotYetDefined,
    ];

    /// The subtype as the nomenclature writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToAnotherParty => "First transfer to another Party",
            Self::Authorization => "Authorization",
            Self::Issuance => "Issuance",
            Self::UseOrCancellation => "Use or cancellation",
            Self::MandatoryToAdaptationFund => {
                "Mandatory transfer to the Adaptation Fund (A6.4 ERs)"
            }
            Self::VoluntaryToAdaptationFund => {
                "Voluntary transfer to the Adaptation Fund (A6.4 ERs)"
            }
            Self::MandatoryOmge => "Mandatory cancellation to deliver OMGE",
            Self::VoluntaryOmge => "Voluntary cancellation to deliver OMGE",
            Self::OtherCancellations => "Other cancellations",
            Self::NotYetDefined => "Not yet defined",
        }
    }

    /// Whether units go to the Adaptation Fund by it.
    pub const fn is_to_adaptation_fund(self) -> bool {
        matches!(self, Self::MandatoryToAdaptationFund | Self::VoluntaryToAdaptationFund)
    }
}

/// The text is no subtype.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a subtype is one of those that the nomenclature lists")]
pub struct NotASubtype;

impl FromStr for Subtype {
    type Err = NotASubtype;
    fn from_str(text: &str) -> Result<Self, NotASubtype> {
        let text = text.replace("uthoris", "uthoriz");
        Self::ALL.into_iter().find(|it| it.as_str() == text).ok_or(NotASubtype)
    }
}

impl fmt::Display for Subtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ActionRow {
    pub(super) fn read(rules: &Rules, mut cells: Cells<'_>) -> Option<Self> {
        let when = cells.value(field::DATE);
        let kind: Option<ActionKind> = cells.value(field::KIND);
        let subtype: Option<Subtype> = cells.value(field::SUBTYPE);
        if let Some(kind) = kind {
            fits(rules, &mut cells, kind, subtype);
        }
        let transferring = cells.value(field::TRANSFERRING);
        let acquiring = cells.value(field::ACQUIRING);
        let using_party = cells.value(field::USING_PARTY);
        let year_of_use = cells.value(field::YEAR_OF_USE);
        let outcome = Outcome::read(&mut cells, OUTCOME);
        let row = Self {
            at: cells.at(),
            when: when?,
            kind: kind?,
            subtype,
            outcome: outcome?,
            transferring,
            acquiring,
            purpose: cells.some(field::PURPOSE),
            using_party,
            using_entity: cells.some(field::USING_ENTITY),
            year_of_use,
            result: cells.as_found(field::RESULT),
            more: cells.some(field::MORE),
        };
        cells.is_fine().then_some(row)
    }

    /// The texts of the row; nothing, where the dialect has no such rows.
    pub fn write(&self, dialect: Dialect) -> Option<RawRow> {
        let or_na = |text: &Option<Box<str>>| text.clone().unwrap_or_else(|| NOT_APPLICABLE.into());
        let kind = self.kind.written(dialect)?;
        let mut cells = vec![self.when.written(dialect).into(), kind.into(), shown(self.subtype)];
        cells.extend(self.outcome.write(dialect));
        cells.extend([
            shown(self.transferring),
            shown(self.acquiring),
            or_na(&self.purpose),
            shown(self.using_party),
            or_na(&self.using_entity),
            shown(self.year_of_use),
            self.result.clone(),
            or_na(&self.more),
        ]);
        Some(RawRow { at: self.at, cells })
    }

    /// Whether it is the first transfer of its units. The mandatory movements of authorized A6.4ERs
    /// are too, though they may be reported as a transfer and a cancellation.
    pub fn is_first_transfer(&self) -> bool {
        self.kind == ActionKind::FirstTransfer
            || matches!(
                self.subtype,
                Some(Subtype::MandatoryToAdaptationFund | Subtype::MandatoryOmge)
            )
    }

    /// Whether its units end by it: no act follows, and nobody holds them.
    pub fn ends_units(&self) -> bool {
        self.kind.ends()
            || matches!(
                self.subtype,
                Some(
                    Subtype::UseOrCancellation
                        | Subtype::MandatoryOmge
                        | Subtype::VoluntaryOmge
                        | Subtype::OtherCancellations
                )
            )
    }
}

fn shown(value: Option<impl ToString>) -> Box<str> {
    value.map_or_else(|| NOT_APPLICABLE.into(), |it| it.to_string().into())
}

/// The other fields fit the type of the action (13.4 no. 20 to 25, R-071).
fn fits(rules: &Rules, cells: &mut Cells<'_>, kind: ActionKind, subtype: Option<Subtype>) {
    if let Some(subtype) = subtype
        && !rules.nomenclature().allows_subtype(kind.as_str(), subtype.as_str())
    {
        let cause = format!("An action of type {kind} has no subtype {subtype}.");
        return cells.wrong(field::SUBTYPE, Issue::UnknownControlledValue, cause);
    }
    let acquisition = kind == ActionKind::Acquisition;
    cells.required_when(field::TRANSFERRING, acquisition, "for acquisitions");
    let fund = subtype.is_some_and(Subtype::is_to_adaptation_fund);
    let abroad = match kind {
        ActionKind::FirstTransfer => subtype == Some(Subtype::ToAnotherParty),
        ActionKind::Transfer => !fund,
        ActionKind::Authorization
        | ActionKind::Acquisition
        | ActionKind::Use
        | ActionKind::Cancellation
        | ActionKind::VoluntaryCancellation => false,
    };
    cells.required_when(field::ACQUIRING, abroad, "for transfers to another Party");
    let oimp = !cells.text(field::PURPOSE).is_empty();
    let towards_ndc = kind == ActionKind::Use && !oimp;
    cells.required_when(field::YEAR_OF_USE, towards_ndc, "for use towards an NDC");
    if !(kind.ends() || kind == ActionKind::FirstTransfer) {
        let because = "where units are used or cancelled";
        for number in [field::PURPOSE, field::USING_PARTY, field::USING_ENTITY] {
            cells.required_when(number, false, because);
        }
    }
}
