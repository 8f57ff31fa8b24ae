//! The first transfer to another Party.

use super::order::Transfer;
use super::refusal::Refusal;
use super::scene::{Effect, Part, Scene};
use crate::account::AccountKind;
use crate::authorization::AuthorizationNo;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::serial::Serials;
use crate::unit::{Series, UnitRange};

/// Authorized outcomes become ITMOs of another Party. The receiver's acquisition is the other side
/// of the same entry.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Transfer) -> Result<Effect, Refusal> {
    let section = scene.own("first-transfer")?;
    Scene::has_declared(section)?;
    let party = section.party;
    let from = scene.source(order.from, order.units.series)?;
    let to = scene.account(order.to)?;
    scene.has_not_withdrawn(order.to.party())?;
    if to.section == scene.section {
        return Err(Refusal::SameParty { party: order.to.party() });
    }
    if order.to.kind() != AccountKind::Holding {
        let needed = AccountKind::Holding.code();
        return Err(Refusal::WrongAccountKind { account: order.to, needed });
    }
    Scene::no_contribution(&to, order.to)?;
    Scene::same_metric(&from, &to, order.to)?;
    let held = scene.held(order.from, &from, order.units)?;
    let sums = may_leave(scene, order.units.series, &held.parts, order.to.party())?;
    let entry = scene.entry();
    let blocks = scene.move_to(held, order.from, (order.to, &to), |block| {
        block.first_transfer = Some(entry);
    })?;
    let warnings = scene.count_first_transfers(sums);
    let effect = Effect { blocks, other_section: Some(to.section), ..Effect::of(party) };
    Ok(super::transfer::accounts(order, effect).warn(warnings))
}

/// Each part is authorized for this, and the caps hold all of them. Gives the units by
/// authorization.
pub(super) fn may_leave(
    scene: &Scene<'_>,
    series: Series,
    parts: &[Part],
    receiver: PartyCode,
) -> Result<Vec<(AuthorizationNo, Units)>, Refusal> {
    // Its outcomes may lie in the mechanism's section.
    scene.has_not_withdrawn(series.party)?;
    let mut sums = Sums::default();
    for part in parts {
        let units = UnitRange { series, serials: part.taken };
        if let Some(entry) = part.block.first_transfer {
            return Err(Refusal::AlreadyFirstTransferred { units, entry });
        }
        // From the mechanism's section, going home is no first transfer.
        if receiver == series.party {
            return Err(Refusal::SameParty { party: receiver });
        }
        let (number, _, terms) = scene.terms_of(part, series)?;
        let authorization = terms.id.clone();
        if !terms.are_first_transferred_abroad() {
            return Err(Refusal::FirstTransferByUse { authorization });
        }
        if !terms.let_use(receiver, series.party) {
            return Err(Refusal::PartyNotAuthorized { party: receiver, authorization });
        }
        if let (false, Some(timeframe)) = (terms.cover_vintage(series.vintage), terms.occurred) {
            let vintage = series.vintage;
            return Err(Refusal::VintageOutsideTimeframe { vintage, timeframe });
        }
        sums.add(number, part.taken);
    }
    sums.within_caps(scene)
}

/// Units by authorization.
#[derive(Default)]
pub(super) struct Sums(Vec<(AuthorizationNo, u64)>);

impl Sums {
    /// Adds a run.
    pub(super) fn add(&mut self, number: AuthorizationNo, serials: Serials) {
        let count = serials.units().count();
        match self.0.iter_mut().find(|(known, _)| *known == number) {
            Some((_, sum)) => *sum = sum.saturating_add(count),
            None => self.0.push((number, count)),
        }
    }

    /// The sums, if each stays within what its authorization leaves.
    pub(super) fn within_caps(
        self,
        scene: &Scene<'_>,
    ) -> Result<Vec<(AuthorizationNo, Units)>, Refusal> {
        let sums: Vec<_> = self
            .0
            .into_iter()
            .filter_map(|(number, count)| Units::new(count).map(|units| (number, units)))
            .collect();
        for (number, units) in &sums {
            scene.within_cap(*number, *units)?;
        }
        Ok(sums)
    }
}
