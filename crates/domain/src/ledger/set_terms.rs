//! A section lays down its own terms, and whom it trusts.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::account::{AccountKind, AccountNumber};
use crate::party::PartyCode;
use crate::section::Section;
use crate::section_terms::SectionTerms;

/// Lays down the section's own terms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetTerms {
    /// What they say.
    pub terms: SectionTerms,
}

/// Trusts an account of another section, or trusts it no longer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// The account.
    pub account: AccountNumber,
}

/// Two persons lay down the section's terms. What loosens them counts after four working days.
pub(super) fn decide(scene: &mut Scene<'_>, order: &SetTerms) -> Result<Effect, Refusal> {
    let mut section = scene.own("set-terms")?.clone();
    sensible(&order.terms)?;
    let from = section.settings.lay_down(order.terms.clone(), scene.now);
    let party = laid_down(scene, section);
    let terms = serde_json::to_string(&order.terms).unwrap_or_default();
    let from = super::entry::moment(from);
    Ok(Effect::of(party).private("from", &from).private("terms", &terms))
}

/// Every wait has an end, and no list is longer than its use.
pub(super) fn sensible(terms: &SectionTerms) -> Result<(), Refusal> {
    bounded("holidays", &terms.holidays)?;
    match terms.out_of_range() {
        Some((field, most)) => Err(Refusal::TermOutOfRange { field, most }),
        None => Ok(()),
    }
}

/// Two persons trust an account of another section: it counts after four working days.
pub(super) fn trust(scene: &mut Scene<'_>, order: &Trust) -> Result<Effect, Refusal> {
    let mut section = scene.own("trust-recipient")?.clone();
    let account = scene.account(order.account)?;
    if account.section == scene.section {
        return Err(Refusal::SameParty { party: section.party });
    }
    if order.account.kind() != AccountKind::Holding {
        let needed = AccountKind::Holding.code();
        return Err(Refusal::WrongAccountKind { account: order.account, needed });
    }
    if section.settings.trusted.contains_key(&order.account) {
        return Err(Refusal::AlreadyTrusted { account: order.account });
    }
    bounded("trusted", &section.settings.trusted.keys().collect::<Vec<_>>())?;
    let from = section.settings.terms_at(scene.now).working_days_after(scene.now);
    section.settings.trusted.insert(order.account, from);
    let party = laid_down(scene, section);
    let text = format!("{} {}", order.account, super::entry::moment(from));
    Ok(Effect::of(party).private("recipient", &text))
}

/// One person takes the trust back, at once.
pub(super) fn distrust(scene: &mut Scene<'_>, order: &Trust) -> Result<Effect, Refusal> {
    let mut section = scene.own("distrust-recipient")?.clone();
    if section.settings.trusted.remove(&order.account).is_none() {
        return Err(Refusal::NotTrusted { account: order.account });
    }
    let party = laid_down(scene, section);
    Ok(Effect::of(party).private("recipient", &order.account))
}

/// Puts what a section has laid down into the books.
pub(super) fn laid_down(scene: &mut Scene<'_>, mut section: Section) -> PartyCode {
    section.settings.since = scene.entry();
    let party = section.party;
    scene.books.sections.set(scene.section, section);
    party
}
