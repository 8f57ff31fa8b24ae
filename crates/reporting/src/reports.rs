//! Every Party's report of every year.

use domain::aef::{Aef, Facts, Rules, Version, build};
use domain::party::PartyCode;
use domain::vintage::{Year, Years};
use jiff::civil::date;

use crate::journal::Annual;
use crate::world::World;

impl World {
    /// Builds the reports of all Parties for all years, by Party and year.
    pub fn reports(&self, rules: &Rules) -> Vec<Aef> {
        let of_party = |party: PartyCode, periods: Vec<Years>| {
            let years = self.journal.years.iter();
            let facts = years.map(move |(year, annual)| facts(party, &periods, (*year, annual)));
            facts.map(|facts| build(rules, &facts)).collect::<Vec<_>>()
        };
        let sections = self.books.sections.iter().map(|(_, section)| section);
        let parties = sections.filter(|section| !section.party.is_mechanism());
        let reports = parties.flat_map(|section| {
            let periods = section.ndc_periods.iter().map(|it| it.period.years()).collect();
            of_party(section.party, periods)
        });
        reports.collect()
    }
}

fn facts(party: PartyCode, periods: &[Years], (year, annual): (Year, &Annual)) -> Facts {
    let own = |it: &PartyCode| *it == party;
    let authorizations = annual.authorizations.iter().filter(|(it, _)| own(it));
    let entities = annual.entities.iter().filter(|(it, _)| own(it));
    let mut acts = annual.acts.clone();
    acts.retain(|act| {
        [act.from.party(), act.to.party(), Some(act.units.series.party)].contains(&Some(party))
    });
    let period = periods.iter().find(|it| it.contains(year));
    Facts {
        party,
        version: Version::FIRST,
        year,
        date: date(year.number() + 1, 4, 15),
        period: *period.expect("every year lies in a period"),
        authorizations: authorizations.map(|(_, terms)| terms.clone()).collect(),
        entities: entities.map(|(_, entity)| entity.clone()).collect(),
        acts,
        holdings: annual.holdings.get(&party).cloned().unwrap_or_default(),
        factors: annual.factors.get(&party).cloned().unwrap_or_default(),
    }
}
