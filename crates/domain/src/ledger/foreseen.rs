//! Which checks the annual reports will fail by an act, told while it can still be left undone.
//!
//! What reports say of an act is asked where reports are built, and what they are judged by where they
//! are checked: so what is warned of is what fails. All other checks hold by the ledger's own rules.

use std::collections::BTreeSet;

use super::books::Books;
use super::ending::CancellationReason;
use super::order::Order;
use super::scene::{Effect, Moved, Scene};
use super::unit_order::UnitOrder;
use super::warning::Warning;
use crate::account::{AccountNumber, Holder};
use crate::aef::{Act, ActKind, Cancellation, Done, Keeper, done};
use crate::approach::ApproachId;
use crate::authorization::{Authorization, Terms};
use crate::check::{Purposeful, wanted};
use crate::party::PartyCode;
use crate::vintage::Year;

/// The effect of an order, with what will fail by it.
pub(super) fn told(scene: &Scene<'_>, order: &Order, effect: Effect) -> Effect {
    let mut warnings = Vec::new();
    if let (Order::Authorize(_) | Order::AuthorizeEntity(_), Some(party)) = (order, effect.party) {
        warnings.extend(without_period(scene, party));
    }
    if let Some(kind) = act_kind(order) {
        for moved in &scene.moves {
            for warning in of_units(scene, &kind, *moved) {
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
            }
        }
    }
    if warnings.is_empty() { effect } else { effect.warn(warnings) }
}

/// What is done with units, as reports name it.
fn act_kind(order: &Order) -> Option<ActKind> {
    Some(match order.of_units()? {
        UnitOrder::Issue(_) | UnitOrder::AuthorizeUnits(_) => ActKind::Authorized,
        UnitOrder::IssueArticle64(_) => ActKind::IssuedByMechanism,
        UnitOrder::FirstTransfer(_)
        | UnitOrder::Transfer(_)
        | UnitOrder::TransferOut(_)
        | UnitOrder::TransferIn(_) => ActKind::Moved,
        UnitOrder::ContributeToAdaptation(_) => ActKind::Contributed,
        UnitOrder::UseTowardsNdc(order) => ActKind::UsedTowardsNdc(order.year),
        UnitOrder::UseForOimp(order) => {
            let (named, entity) = (order.named.to_string(), order.entity.clone());
            ActKind::UsedForOimp { named, entity }
        }
        UnitOrder::Cancel(order) => ActKind::Cancelled(match order.reason {
            CancellationReason::OtherPurpose => Cancellation::OtherPurpose,
            CancellationReason::Voluntary => Cancellation::Voluntary,
            CancellationReason::Omge => Cancellation::Omge,
            CancellationReason::Other => Cancellation::Other,
        }),
        UnitOrder::Retire(_) => ActKind::Retired,
    })
}

/// What will fail by what was done with a run of units.
fn of_units(scene: &Scene<'_>, kind: &ActKind, moved: Moved) -> Vec<Warning> {
    let (books, host) = (&*scene.books, moved.units.series.party);
    let Some((act, authorization)) = act(scene, kind, moved) else { return Vec::new() };
    let own = books.sections.get(&scene.section).map(|it| it.party);
    let at_home = [own, Some(host), Some(moved.to.party())];
    let mut warnings = Vec::new();
    if is_reported_by_nobody(&act) {
        let approach = moved.units.series.approach;
        warnings.push(Warning::WillFailX08 { party: host, approach });
    }
    let at_once = as_of(authorization, &act).and_then(|it| it.first_transfer);
    for party in reporting(act.from, act.to, host) {
        let Some(done) = done(&act, at_once, party) else { continue };
        let approach = moved.units.series.approach;
        if !names(authorization, (party, host)) && !takes_part(books, approach, party) {
            warnings.push(Warning::WillFailIi01 { party, approach });
        }
        warnings.extend(for_another_purpose(party, authorization, &done));
        // A registry outside reports by periods that are not known here.
        if at_home.contains(&Some(party)) {
            warnings.extend(without_period(scene, party));
        }
    }
    warnings
}

/// The act as reports are built from it, and the authorization that the units are under.
fn act<'s>(scene: &'s Scene<'_>, kind: &ActKind, moved: Moved) -> Option<(Act, &'s Authorization)> {
    let (books, units, entry) = (&*scene.books, moved.units, scene.entry());
    let (_, block) = books.blocks_in(&units).next()?;
    let authorization = books.authorizations.get(&block.authorization?)?;
    let section = books.sections.get(&scene.section)?;
    let host = units.series.party;
    let keeper = |number| keeper(books, number, host);
    let from = moved.from.map_or(Some(Keeper::Nobody), keeper)?;
    let act = Act {
        entry,
        occurred: scene.occurred,
        kind: kind.clone(),
        units,
        block: None,
        section: (section.party, section.registry),
        from,
        to: keeper(moved.to)?,
        is_first_transfer: block.first_transfer == Some(entry),
        was_first_transferred: block.first_transfer.is_some_and(|it| it < entry),
    };
    Some((act, authorization))
}

/// What the authorization says for units that this act first transfers, or may first transfer.
fn as_of<'a>(authorization: &'a Authorization, act: &Act) -> Option<&'a Terms> {
    authorization.as_of(act.is_first_transfer.then_some(act.entry))
}

/// Who has units that lie in this account, as reports see it.
fn keeper(books: &Books, number: AccountNumber, host: PartyCode) -> Option<Keeper> {
    let account = books.accounts.get(&number)?;
    let section = books.sections.get(&account.section)?;
    let outside = match account.holder {
        Holder::AdaptationFund => return Some(Keeper::Fund),
        Holder::Outside { registry } => Some(registry),
        Holder::Party | Holder::Entity { .. } | Holder::Pending => None,
    };
    Some(Keeper::of(number.kind(), (section.party, section.registry), host, outside))
}

/// The Parties that may have to report it.
fn reporting(from: Keeper, to: Keeper, host: PartyCode) -> BTreeSet<PartyCode> {
    [from.party(), to.party(), Some(host)].into_iter().flatten().collect()
}

/// Whether a version of the authorization is by the Party, or names it, or any.
fn names(authorization: &Authorization, (party, host): (PartyCode, PartyCode)) -> bool {
    authorization.versions.iter().any(|it| it.terms.let_use(party, host))
}

/// Whether any authorization under the approach is by the Party or names it (II01).
fn takes_part(books: &Books, approach: ApproachId, party: PartyCode) -> bool {
    books.participants.get(&approach).is_some_and(|it| it.include(party))
}

/// The name of the purpose is one that the authorization does not cover, whatever the order calls it
/// besides (STC02).
fn for_another_purpose(
    party: PartyCode,
    authorization: &Authorization,
    done: &Done,
) -> Option<Warning> {
    let Done { kind, subtype, year_of_use, .. } = *done;
    let row = Purposeful { kind, subtype, purpose: done.purpose.as_deref(), year_of_use };
    let (_, _, covers) = wanted(&row)?;
    let newest = authorization.newest()?;
    if authorization.versions.iter().any(|it| covers(it.terms.purposes)) {
        return None;
    }
    let named = done.purpose.as_deref().unwrap_or("NDC").parse().ok()?;
    Some(Warning::WillFailStc02 { party, authorization: newest.id.clone(), named })
}

/// What lies in the mechanism's section is the host's to report, and nobody sends to itself: a first
/// transfer from the host to there has no row, and what is done with the units there no origin (X08).
fn is_reported_by_nobody(act: &Act) -> bool {
    let (from, to) = (act.from.party(), act.to.party());
    act.kind == ActKind::Moved && act.is_first_transfer && from.is_some() && from == to
}

/// The Party has no NDC period for the year of the act, and Table 1 asks for one.
fn without_period(scene: &Scene<'_>, party: PartyCode) -> Option<Warning> {
    let (_, section) = scene.books.section_of(party)?;
    // The mechanism is no Party, and hands in nothing.
    if party.is_mechanism() {
        return None;
    }
    let year = Year::of(scene.occurred);
    let has_period = section.period_with(year, year).is_some();
    (!has_period).then_some(Warning::ReportNeedsPeriod { party, year })
}

impl Books {
    /// Approaches of which these orders need to know who takes part: where the authorizations of the
    /// units do not say it by themselves.
    pub fn approaches_in_question(&self, orders: &[Order]) -> BTreeSet<ApproachId> {
        let mut found = BTreeSet::new();
        for order in orders {
            let (Some((from, units)), Some(to)) = (order.units(), order.destination()) else {
                continue;
            };
            let host = units.series.party;
            let keepers = keeper(self, from, host).zip(keeper(self, to, host));
            let Some((from, to)) = keepers else { continue };
            let parties = reporting(from, to, host);
            let named = |number| {
                let it = self.authorizations.get(&number);
                it.is_some_and(|it| parties.iter().all(|party| names(it, (*party, host))))
            };
            let mut numbers = self.blocks_in(&units).filter_map(|(_, it)| it.authorization);
            if !numbers.all(named) {
                found.insert(units.series.approach);
            }
        }
        found
    }
}
