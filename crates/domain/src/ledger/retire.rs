//! Retirement of mitigation outcomes before their first transfer.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Held, Scene};
use crate::account::{AccountKind, AccountNumber};
use crate::authorization::FirstTransferDefinition;
use crate::text::Text;
use crate::unit::UnitRange;

/// What outcomes are set aside for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RetirementPurpose {
    /// The NDC of the Party in which they occurred.
    OwnNdc,
    /// A scheme inside that Party, for example a tax or a trading scheme.
    DomesticScheme,
    /// Something else, named in words.
    Other,
}

impl RetirementPurpose {
    /// All purposes.
    pub const ALL: [Self; 3] = [Self::OwnNdc, Self::DomesticScheme, Self::Other];

    /// The purpose as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnNdc => "own-ndc",
            Self::DomesticScheme => "domestic-scheme",
            Self::Other => "other",
        }
    }
}

/// Sets outcomes aside for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retire {
    /// The account that holds them.
    pub from: AccountNumber,
    /// The account of kind R.
    pub into: AccountNumber,
    /// Which units.
    pub units: UnitRange,
    /// What for.
    pub purpose: RetirementPurpose,
    /// The scheme, or the other purpose, in words that stay in the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<Text<200>>,
}

/// Outcomes leave circulation without an adjustment: their Party keeps what they stand for.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Retire) -> Result<Effect, Refusal> {
    let party = scene.own("retire")?.party;
    if order.purpose == RetirementPurpose::Other && order.named.is_none() {
        return Err(Refusal::RetirementUnnamed {});
    }
    let from = scene.source(order.from, order.units.series)?;
    let into = scene.destination(order.into, AccountKind::Retirement)?;
    Scene::same_metric(&from, &into, order.into)?;
    let held = scene.held(order.from, &from, order.units)?;
    may_retire(scene, &held)?;
    let blocks = scene.move_to(held, order.from, (order.into, &into), |_same| {})?;
    let effect = Effect { blocks, ..Effect::of(party) }
        .fact("purpose", order.purpose.as_str())
        .private("accounts", &format!("{} {}", order.from, order.into));
    Ok(match &order.named {
        Some(named) => effect.private("named", named),
        None => effect,
    })
}

/// An ITMO is used or cancelled, not retired. And where the authorization says that use or
/// cancellation is the first transfer, a retirement would be one without its adjustment, whatever
/// purpose it names: the Party uses or cancels such units, or revokes the authorization first
///
fn may_retire(scene: &Scene<'_>, held: &Held) -> Result<(), Refusal> {
    let series = held.units.series;
    for part in &held.parts {
        let units = UnitRange { series, serials: part.taken };
        if let Some(entry) = part.block.first_transfer {
            return Err(Refusal::RetirementOfItmo { units, entry });
        }
        if scene.authorization_of(part).is_none() {
            continue;
        }
        let (_, _, terms) = scene.terms_of(part, series)?;
        if terms.first_transfer == Some(FirstTransferDefinition::UseOrCancellation) {
            return Err(Refusal::RetirementIsUse { units, authorization: terms.id.clone() });
        }
    }
    Ok(())
}
