//! The sums of a structured summary, from the ledger's acts and not from the rows of reports.

use std::collections::BTreeMap;

use domain::aef::{Act, ActKind};
use domain::authorization::{AuthorizationId, Purposes};
use domain::check::ReportedAmounts;
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::vintage::Year;

use crate::run::Summaries;
use crate::world::World;

/// The sums of each Party and year in t CO2 eq, counted act by act.
pub(crate) fn of(world: &World) -> Summaries {
    let mut sums = Summaries::new();
    for section in world.books.sections.iter().map(|(_, section)| section) {
        for year in world.journal.years.keys() {
            sums.insert((section.party, *year), ReportedAmounts::default());
        }
    }
    let purposes = newest_purposes(world);
    for (year, annual) in &world.journal.years {
        for act in &annual.acts {
            count(&mut sums, &purposes, *year, act);
        }
    }
    sums
}

fn newest_purposes(world: &World) -> BTreeMap<(PartyCode, AuthorizationId), Purposes> {
    let newest = |authorization: &domain::authorization::Authorization| {
        let party = world.books.sections.get(&authorization.section)?.party;
        let terms = authorization.newest()?;
        Some(((party, terms.id.clone()), terms.purposes))
    };
    world.books.authorizations.iter().filter_map(|(_, it)| newest(it)).collect()
}

fn count(
    sums: &mut Summaries,
    purposes: &BTreeMap<(PartyCode, AuthorizationId), Purposes>,
    year: Year,
    act: &Act,
) {
    let Some(block) = &act.block else { return };
    if block.terms.metric != Metric::Ghg {
        return;
    }
    let (host, tonnes) = (act.units.series.party, act.units.units().count());
    if act.is_first_transfer
        && let Some(sum) = sums.get_mut(&(host, year))
    {
        let newest = purposes.get(&(host, block.terms.id.clone()));
        if newest.is_none_or(|it| it.include_ndc()) {
            sum.first_transferred += tonnes;
        } else {
            sum.for_other_purposes += tonnes;
        }
    }
    if let (ActKind::UsedTowardsNdc(year), Some(party)) = (&act.kind, act.from.party())
        && let Some(sum) = sums.get_mut(&(party, *year))
    {
        sum.used_towards_ndc += tonnes;
    }
}
