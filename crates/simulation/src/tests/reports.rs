//! What is warned of is what fails: each act is reported at once by all Parties, and judged.

use std::collections::{BTreeMap, BTreeSet};

use domain::aef::{
    Act, ActKind, ActionRow, Aef, Facts, Leaf, Line, Rules, TableId, Version, View, acts, build,
};
use domain::authorization::Terms;
use domain::check::{CheckId, Corpus, Verdict, examine};
use domain::entity::EntityAuthorization;
use domain::ledger::{Books, Entry, Order, Proposal};
use domain::party::PartyCode;
use domain::unit::UnitRange;
use domain::vintage::{Year, Years};
use jiff::civil::date;

use crate::world::World;

/// What reports are built from.
#[derive(Default)]
pub(crate) struct Journal {
    acts: BTreeMap<Year, Vec<Act>>,
    authorizations: BTreeMap<(PartyCode, Year), Vec<Terms>>,
    entities: BTreeMap<(PartyCode, Year), Vec<EntityAuthorization>>,
    /// What the last request did.
    newest: Vec<Newest>,
}

/// An order that was carried out, what was done by it, and what was warned of.
struct Newest {
    occurred: jiff::Timestamp,
    party: Option<PartyCode>,
    tables: bool,
    acts: Vec<Act>,
    warned: BTreeSet<(String, PartyCode)>,
}

impl Journal {
    /// Takes note of what a request did, before the books are settled.
    pub(crate) fn note(&mut self, books: &Books, proposal: &Proposal) {
        self.newest.clear();
        for entry in books.entries() {
            let order = entry.evidence().and_then(|it| it.order);
            if let Some(order) = order.and_then(|at| proposal.orders.get(at)) {
                self.note_order(books, entry, order);
            }
        }
    }

    fn note_order(&mut self, books: &Books, entry: &Entry, order: &Order) {
        let party = books.sections.get(&entry.section).map(|it| it.party);
        let (occurred, year) = (entry.occurred, Year::of(entry.occurred));
        let mut tables = false;
        if let (Order::Authorize(terms), Some(party)) = (order, party) {
            self.authorizations.entry((party, year)).or_default().push(terms.clone());
            tables = true;
        } else if let (Order::AuthorizeEntity(entity), Some(party)) = (order, party) {
            self.entities.entry((party, year)).or_default().push(entity.clone());
            tables = !party.is_mechanism();
        }
        let entity = if let Order::UseForOimp(it) = order { it.entity.as_ref() } else { None };
        let leaf: Leaf = serde_json::from_str(&entry.leaf).unwrap();
        let (number, act) = (entry.number, entry.act);
        let acts = acts(Line { entry: number, occurred, act, leaf: &leaf, entity }, books);
        self.acts.entry(year).or_default().extend(acts.iter().cloned());
        let warnings = entry.evidence().into_iter().flat_map(|it| &it.warnings);
        let warned = warnings
            .filter(|it| it.code.starts_with("will-fail-") || it.code == "report-needs-period");
        let warned = warned.map(|it| (it.code.clone(), it.numbers["party"].parse().unwrap()));
        self.newest.push(Newest { occurred, party, tables, acts, warned: warned.collect() });
    }

    fn report(&self, rules: &Rules, party: PartyCode, (year, period): (Year, Years)) -> Aef {
        let (authorizations, entities) = (&self.authorizations, &self.entities);
        build(
            rules,
            &Facts {
                party,
                version: Version::FIRST,
                year,
                date: date(year.number() + 1, 4, 15),
                period,
                authorizations: authorizations.get(&(party, year)).cloned().unwrap_or_default(),
                entities: entities.get(&(party, year)).cloned().unwrap_or_default(),
                acts: self.acts.get(&year).cloned().unwrap_or_default(),
                holdings: Vec::new(),
                factors: BTreeMap::new(),
            },
        )
    }
}

/// The reports of all Parties with units or a section, one for each year up to now.
fn reports(world: &World, rules: &Rules) -> Vec<Aef> {
    let acts = world.journal.acts.values().flatten();
    let sections = world.books.sections.iter().map(|(_, it)| it.party);
    let keepers = acts.flat_map(|act| [act.from.party(), act.to.party()]).flatten();
    let parties: BTreeSet<_> =
        keepers.chain(sections).filter(|party| !party.is_mechanism()).collect();
    let years = 2021..=Year::of(world.now).number();
    let years: Vec<_> = years.map(|it| Year::new(it).unwrap()).collect();
    let each = parties.iter().flat_map(|party| years.iter().map(|year| (*party, *year)));
    let of = |(party, year)| {
        // One without a period of its own cannot be made: here it is, to see what else fails.
        let period = period(&world.books, party, year).unwrap_or(Years { first: year, last: year });
        world.journal.report(rules, party, (year, period))
    };
    each.map(of).collect()
}

fn period(books: &Books, party: PartyCode, year: Year) -> Option<Years> {
    let (_, section) = books.section_of(party)?;
    section.period_with(year, year)
}

/// Which Parties' reports fail by which checks in the rows about these acts, and which have such rows.
type Failing = (BTreeSet<(CheckId, PartyCode)>, BTreeSet<PartyCode>);

fn failing(aefs: &[Aef], rules: &Rules, newest: &Newest) -> Failing {
    let corpus = Corpus::new(aefs);
    let factors = BTreeMap::new();
    let mut failing: Failing = Default::default();
    for filing in corpus.filings() {
        let aef = corpus.aef(filing);
        let party = aef.submission.party;
        let view = View { rules, party, factors: &factors };
        let rows: Vec<ActionRow> = newest.acts.iter().filter_map(|act| view.action(act)).collect();
        let is_own = |row: &ActionRow| {
            // Orders of one proposal may do two things to the same units in one moment.
            let what = |it: &ActionRow| (it.when, it.outcome.units, it.kind, it.subtype);
            rows.iter().any(|it| what(it) == what(row))
        };
        let own: BTreeSet<_> =
            aef.actions.iter().filter(|row| is_own(row)).map(|row| row.at).collect();
        if own.is_empty() {
            continue;
        }
        failing.1.insert(party);
        let report = examine(&corpus, filing, None);
        let here = report.failures.iter().filter(|it| {
            let table = it.place.table == TableId::Actions;
            it.verdict == Verdict::Inconsistent && table && own.contains(&it.place.row)
        });
        failing.0.extend(here.map(|it| (it.check, party)));
    }
    failing
}

#[test]
fn a_check_fails_by_an_act_if_and_only_if_the_act_was_warned_of_r262() {
    let rules = Rules::newest().unwrap();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    // In the last two, units go to Parties that take no part, which is rare.
    for seed in (1..=30).chain([152, 184]) {
        let (mut world, mut lost) = (World::new(seed, 0), Vec::new());
        for step in 0..600 {
            assert_eq!(world.step(1_000).wrong, None);
            for newest in std::mem::take(&mut world.journal.newest) {
                let acts = newest.acts.iter().filter(|act| is_in_no_report(act));
                lost.extend(acts.map(|act| act.units));
                // Of what is fine, every third is enough.
                if !newest.warned.is_empty() || step % 3 == 0 {
                    judge((&world, seed), rules, &newest, (&mut seen, &lost));
                }
            }
        }
    }
    for code in ["will-fail-ii01", "will-fail-stc02", "will-fail-x08", "fine"] {
        assert!(seen.contains_key(code), "{code}: {seen:?}");
    }
}

/// A first transfer into the mechanism's section, of which no report has a row: what its Party does
/// with the units there fails later.
fn is_in_no_report(act: &Act) -> bool {
    let (from, to) = (act.from.party(), act.to.party());
    act.kind == ActKind::Moved && act.is_first_transfer && from.is_some() && from == to
}

fn judge(
    (world, number): (&World, u64),
    rules: &Rules,
    newest: &Newest,
    (seen, lost): (&mut BTreeMap<String, u64>, &[UnitRange]),
) {
    let aefs = reports(world, rules);
    let (mut failing, mut reporting) = failing(&aefs, rules, newest);
    reporting.extend(newest.party.filter(|_| newest.tables));
    let year = Year::of(newest.occurred);
    let here = |party: &PartyCode| world.books.section_of(*party).is_some();
    let without: BTreeSet<_> = reporting
        .into_iter()
        .filter(|party| here(party) && period(&world.books, *party, year).is_none())
        .collect();
    let among = |act: &Act| {
        let same = |it: &&UnitRange| it.series == act.units.series;
        lost.iter().filter(same).any(|it| it.serials.overlap(act.units.serials).is_some())
    };
    if newest.acts.iter().any(among) {
        failing.retain(|(check, _)| *check != CheckId::X08);
    }
    // What no period is told of fails by that, and not by itself.
    failing.retain(|(check, party)| *check != CheckId::STC03 || !without.contains(party));
    let due: BTreeSet<_> = failing
        .into_iter()
        .map(|(check, party)| (format!("will-fail-{}", check.to_string().to_lowercase()), party))
        .chain(without.into_iter().map(|party| ("report-needs-period".to_owned(), party)))
        .chain(
            newest
                .acts
                .iter()
                .filter(|act| is_in_no_report(act))
                .map(|act| ("will-fail-x08".to_owned(), act.units.series.party)),
        )
        .collect();
    let acts = &newest.acts;
    assert_eq!(newest.warned, due, "seed {number}, {}: {acts:?}", newest.occurred);
    for (code, _) in &due {
        *seen.entry(code.clone()).or_default() += 1;
    }
    if due.is_empty() && !newest.acts.is_empty() {
        *seen.entry("fine".to_owned()).or_default() += 1;
    }
}
