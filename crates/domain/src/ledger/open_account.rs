//! Opening an account.

use super::order::OpenAccount;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::account::{Account, AccountKind, AccountNumber, Holder};
use crate::registry::RegistryId;

/// A section opens an account of a kind, for a holder, for one metric.
pub(super) fn decide(scene: &mut Scene<'_>, order: &OpenAccount) -> Result<Effect, Refusal> {
    let OpenAccount { id, kind, holder, metric, year_of_use, name } = order;
    let mut section = scene.own("open-account")?.clone();
    // Blocks name their account by its id: a second account with it would hold the units too.
    if scene.books.accounts.iter().any(|(_, account)| account.id == *id) {
        return Err(Refusal::AccountIdTaken {});
    }
    if (*kind == AccountKind::UseTowardsNdc) != year_of_use.is_some() {
        return Err(Refusal::YearOfUseMismatch { kind: kind.code() });
    }
    let holder_fits = match (holder, kind) {
        // An account of kind OUT stands for a registry, and no other does.
        (Holder::Outside { .. }, kind) => *kind == AccountKind::Outside,
        // Only a Party uses units towards an NDC.
        (_, AccountKind::Outside) | (Holder::Entity { .. }, AccountKind::UseTowardsNdc) => false,
        (Holder::AdaptationFund | Holder::Pending, kind) => *kind == AccountKind::Holding,
        (Holder::Party | Holder::Entity { .. }, _) => true,
    };
    if !holder_fits {
        return Err(Refusal::HolderMismatch { kind: kind.code() });
    }
    scene.entity_current(holder, None)?;
    stands_for_one_registry(scene, order)?;
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
        Holder::Outside { .. } => "outside",
    };
    let mut effect = Effect::of(party);
    if let Holder::Outside { registry } = &order.holder {
        effect = effect.fact("registry", registry.to_string());
    }
    let effect = effect
        .fact("holder", holder)
        .fact("kind", kind.code())
        .fact("metric", metric.to_string())
        .private("account", &format!("{number} {name}"));
    Ok(match year_of_use {
        Some(year) => effect.fact("year_of_use", year.to_string()),
        None => effect,
    })
}

/// A section has one account for each registry outside and metric; a registry that has a section here
/// is not outside.
fn stands_for_one_registry(scene: &Scene<'_>, order: &OpenAccount) -> Result<(), Refusal> {
    let Holder::Outside { registry } = order.holder else { return Ok(()) };
    if scene.books.sections.iter().any(|(_, section)| section.registry == registry) {
        return Err(Refusal::RegistryNotOutside { registry });
    }
    let installation = scene.books.installation;
    match registry {
        RegistryId::Party(party, _) if !installation.admits(party, scene.today()) => {
            let installation = installation.as_str();
            return Err(Refusal::PartyNotAdmitted { party, installation });
        }
        RegistryId::Party(..) | RegistryId::UnitedNations(_) => {}
    }
    let same = scene.books.accounts.iter().find(|(_, account)| {
        account.section == scene.section
            && account.holder == order.holder
            && account.metric == order.metric
    });
    match same {
        Some((number, _)) => Err(Refusal::OutsideAccountExists { account: *number }),
        None => Ok(()),
    }
}
