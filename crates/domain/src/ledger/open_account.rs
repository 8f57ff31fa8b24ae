//! Opening an account.

use super::order::OpenAccount;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::account::{Account, AccountKind, AccountNumber, Holder};

/// A section opens an account of a kind, for a holder, for one metric.
pub(super) fn decide(scene: &mut Scene<'_>, order: &OpenAccount) -> Result<Effect, Refusal> {
    let OpenAccount { id, kind, holder, metric, year_of_use, name } = order;
    let mut section = scene.own("open-account")?;
    // Blocks name their account by its id: a second account with it would hold the units too.
    if scene.books.accounts.iter().any(|(_, account)| account.id == *id) {
        return Err(Refusal::AccountIdTaken {});
    }
    if (*kind == AccountKind::UseTowardsNdc) != year_of_use.is_some() {
        return Err(Refusal::YearOfUseMismatch { kind: kind.code() });
    }
    let holder_fits = match (holder, kind) {
        // Only a Party uses units towards an NDC.
        (Holder::Entity { .. }, AccountKind::UseTowardsNdc) => false,
        (Holder::AdaptationFund | Holder::Pending, kind) => *kind == AccountKind::Holding,
        (Holder::Party | Holder::Entity { .. }, _) => true,
    };
    if !holder_fits {
        return Err(Refusal::HolderMismatch { kind: kind.code() });
    }
    scene.entity_current(holder)?;
    section.accounts_opened = section.accounts_opened.saturating_add(1);
    let number = AccountNumber::new(section.party, *kind, section.accounts_opened);
    let account = Account {
        id: *id,
        section: scene.section,
        holder: holder.clone(),
        metric: metric.clone(),
        year_of_use: *year_of_use,
        name: name.to_string(),
        opened: scene.entry(),
    };
    let party = section.party;
    scene.books.sections.set(scene.section, section);
    scene.books.accounts.set(number, account);
    let holder = match holder {
        Holder::Party => "party",
        Holder::Entity { .. } => "entity",
        Holder::AdaptationFund => "adaptation-fund",
        Holder::Pending => "pending",
    };
    let effect = Effect::of(party)
        .fact("holder", holder)
        .fact("kind", kind.code())
        .fact("metric", metric.to_string())
        .private("account", &format!("{number} {name}"));
    Ok(match year_of_use {
        Some(year) => effect.fact("year_of_use", year.to_string()),
        None => effect,
    })
}
