//! What annual reports will fail by, unit by unit: who has to report it, and what that Party lacks.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{AccountNumber, Holder};
use domain::ledger::{Order, UnitOrder};
use domain::party::PartyCode;
use domain::registry::RegistryId;

use super::authorizations::includes;
use super::{Act, Ledger, Unit, year};

/// The code of a warning, and its numbers.
type Told = (&'static str, BTreeMap<&'static str, String>);

impl Ledger {
    /// The order was carried out by the newest entry: what of it reports will fail by.
    pub(crate) fn foretell(&mut self, act: &Act, order: &Order) {
        let mut told: BTreeSet<Told> = BTreeSet::new();
        if let Order::Authorize(_) | Order::AuthorizeEntity(_) = order {
            told.extend(
                self.sections
                    .get(&act.section)
                    .map(|it| it.party)
                    .and_then(|party| self.lacks_period(act, party)),
            );
        }
        for unit in self.touched(order) {
            told.extend(self.in_no_report(order, unit));
            for party in self.reporters(order, unit) {
                self.fails(act, order, unit, party, &mut told);
            }
        }
        for (code, numbers) in told {
            let numbers: Vec<_> = numbers.into_iter().collect();
            self.warn(code, &numbers);
        }
    }

    /// The units that the order named, or made.
    fn touched(&self, order: &Order) -> Vec<&Unit> {
        if let Some((_, range)) = order.units() {
            return self.each(range).collect();
        }
        let registries = self.units.values();
        let fresh = |unit: &&Unit| unit.places.first().is_some_and(|it| it.0 == self.entry);
        registries.flat_map(|units| units.iter().rev().map(|it| &**it).take_while(fresh)).collect()
    }

    /// The Parties whose reports have a row about it.
    fn reporters(&self, order: &Order, unit: &Unit) -> Vec<PartyCode> {
        let host = unit.series.party;
        let from = unit.places.iter().rev().nth(1).map_or(unit.place, |it| it.1);
        let (from, to) = (self.keeper(from, host), self.keeper(unit.place, host));
        let now = unit.first.is_some_and(|first| first.entry == self.entry);
        let itmo = unit.first.is_some();
        let Some(order) = order.of_units() else { return Vec::new() };
        match order {
            UnitOrder::Issue(_) | UnitOrder::AuthorizeUnits(_) | UnitOrder::IssueArticle64(_) => {
                now.then_some(host).into_iter().collect()
            }
            UnitOrder::FirstTransfer(_)
            | UnitOrder::Transfer(_)
            | UnitOrder::TransferIn(_)
            | UnitOrder::TransferOut(_) => match (from, to) {
                (Some(from), Some(to)) if from != to && itmo => vec![from, to],
                _ => Vec::new(),
            },
            UnitOrder::ContributeToAdaptation(_)
            | UnitOrder::UseTowardsNdc(_)
            | UnitOrder::UseForOimp(_) => from.into_iter().collect(),
            UnitOrder::Cancel(_) => from.filter(|_| itmo).into_iter().collect(),
            UnitOrder::Retire(_) => Vec::new(),
        }
    }

    /// A first transfer from the host to the mechanism, which has what is the host's.
    fn in_no_report(&self, order: &Order, unit: &Unit) -> Option<Told> {
        let now = unit.first.is_some_and(|first| first.entry == self.entry);
        let there = unit.place.party().as_str() == "QUN" && unit.place.kind().code() == "100";
        let (party, approach) = (unit.series.party.to_string(), unit.series.approach.to_string());
        let lost = now && there && matches!(order, Order::FirstTransfer(_));
        lost.then(|| ("will-fail-x08", [("approach", approach), ("party", party)].into()))
    }

    /// The Party that has what lies there. What lies with the mechanism is the host's; what is in a
    /// Party's own registry is that Party's.
    fn keeper(&self, place: AccountNumber, host: PartyCode) -> Option<PartyCode> {
        let account = self.accounts.get(&place)?;
        let party = place.party();
        match (&account.holder, account.kind) {
            (Holder::AdaptationFund, _) => None,
            (Holder::Outside { registry: RegistryId::Party(owner, _) }, _) => Some(*owner),
            (Holder::Outside { registry: RegistryId::UnitedNations(_) }, _) => Some(host),
            (_, "100") => Some(if party.as_str() == "QUN" { host } else { party }),
            _ => None,
        }
    }

    fn fails(
        &self,
        act: &Act,
        order: &Order,
        unit: &Unit,
        party: PartyCode,
        told: &mut BTreeSet<Told>,
    ) {
        let approach = unit.series.approach;
        let named = self.authorizations.iter().any(|((section, _), authorization)| {
            let own = self.sections.get(section).is_some_and(|it| it.party == party);
            authorization.versions.iter().any(|(_, terms)| {
                let lets = terms.parties.is_empty() || terms.parties.contains(&party);
                terms.approach == approach && (own || lets)
            })
        });
        if !named {
            let numbers = [("approach", approach.to_string()), ("party", party.to_string())];
            told.insert(("will-fail-ii01", numbers.into()));
        }
        if let (Order::UseForOimp(order), Some(name)) = (order, &unit.authorization) {
            let word = order.named.as_str();
            let versions = &self.authorizations[name].versions;
            let covered = versions.iter().any(|(_, terms)| includes(terms, word));
            if ["IMP", "OP"].contains(&word) && !covered {
                let id = ("authorization", name.1.to_string());
                let party = ("party", party.to_string());
                told.insert(("will-fail-stc02", [id, ("named", word.to_owned()), party].into()));
            }
        }
        let own = self.sections.get(&act.section).map(|it| it.party);
        let here = [own, Some(unit.series.party), Some(unit.place.party())];
        if here.contains(&Some(party)) {
            told.extend(self.lacks_period(act, party));
        }
    }

    fn lacks_period(&self, act: &Act, party: PartyCode) -> Option<Told> {
        let year = year(act.occurred);
        let section = self.sections.values().find(|it| it.party == party)?;
        let reports = party.as_str() != "QUN" && !section.periods.iter().any(|it| it.has(year));
        let numbers = [("party", party.to_string()), ("year", year.to_string())];
        reports.then(|| ("report-needs-period", numbers.into()))
    }
}
