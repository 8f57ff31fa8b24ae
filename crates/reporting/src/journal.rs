//! What reports are built from, by years: acts, authorizations, entities, and who held what.

use std::collections::BTreeMap;

use domain::aef::{Act, Held, Leaf, Line, acts, holdings};
use domain::approach::ApproachId;
use domain::authorization::Terms;
use domain::conversion::Factor;
use domain::entity::EntityAuthorization;
use domain::ledger::{Books, Entry, Order, Proposal};
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::vintage::Year;

/// All years so far.
#[derive(Default)]
pub(crate) struct Journal {
    pub(crate) years: BTreeMap<Year, Annual>,
}

/// What a year was.
#[derive(Default)]
pub(crate) struct Annual {
    pub(crate) acts: Vec<Act>,
    pub(crate) authorizations: Vec<(PartyCode, Terms)>,
    pub(crate) entities: Vec<(PartyCode, EntityAuthorization)>,
    /// What each Party held at its end.
    pub(crate) holdings: BTreeMap<PartyCode, Vec<Held>>,
    /// How each Party converts, at its end.
    pub(crate) factors: BTreeMap<PartyCode, BTreeMap<(ApproachId, Metric), Factor>>,
}

impl Journal {
    /// Takes note of what a request did, before the books are settled.
    pub(crate) fn note(&mut self, books: &Books, proposal: &Proposal) {
        for entry in books.entries() {
            let annual = self.years.entry(Year::of(entry.occurred)).or_default();
            let at = entry.evidence().and_then(|it| it.order);
            let order = at.and_then(|at| proposal.orders.get(at));
            if let Some(order) = order {
                annual.note(books, entry, order);
            }
        }
    }

    /// Takes note of what there is at the end of a year.
    pub(crate) fn close(&mut self, year: Year, books: &Books) {
        let annual = self.years.entry(year).or_default();
        annual.holdings = holdings(books);
        annual.factors = factors(books);
    }
}

impl Annual {
    fn note(&mut self, books: &Books, entry: &Entry, order: &Order) {
        let party = books.sections.get(&entry.section).map(|it| it.party);
        if let (Order::Authorize(terms), Some(party)) = (order, party) {
            self.authorizations.push((party, terms.clone()));
        } else if let (Order::AuthorizeEntity(entity), Some(party)) = (order, party) {
            self.entities.push((party, entity.clone()));
        }
        let leaf: Leaf = serde_json::from_str(&entry.leaf).expect("our leaves can be read");
        let entity =
            if let Order::UseForOimp(order) = order { order.entity.as_ref() } else { None };
        let (number, occurred, act) = (entry.number, entry.occurred, entry.act);
        let line = Line { entry: number, occurred, act, leaf: &leaf, entity };
        self.acts.extend(acts(line, books));
    }
}

/// How each Party converts; where it does not say it of an approach, as another Party does.
fn factors(books: &Books) -> BTreeMap<PartyCode, BTreeMap<(ApproachId, Metric), Factor>> {
    let newest: Vec<_> = books
        .conversions
        .iter()
        .filter_map(|((section, approach, metric), versions)| {
            let factor = versions.last()?.factor.clone();
            Some((*section, (*approach, metric.clone()), factor))
        })
        .collect();
    let of_section = |own| {
        let mut factors = BTreeMap::new();
        for (section, key, factor) in &newest {
            if *section == own || !factors.contains_key(key) {
                factors.insert(key.clone(), factor.clone());
            }
        }
        factors
    };
    books.sections.iter().map(|(number, it)| (it.party, of_section(*number))).collect()
}
