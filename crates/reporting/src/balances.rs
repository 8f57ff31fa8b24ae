//! The balances of all Parties by each method, and the same again from the acts, year by year.

use std::num::NonZeroU32;

use domain::adjustment::{Amount, Event, Facts, Inputs, Summary};
use domain::aef::{Act, ActKind};
use domain::metric::Metric;
use domain::ndc::{AdjustmentMethod, NdcPeriod};
use domain::party::PartyCode;
use domain::vintage::{Year, Years};

use crate::world::World;

/// What came of the comparison.
#[derive(Clone, Default, Debug)]
pub(crate) struct Balances {
    /// How many Parties have equal balances, in all years, periods and methods.
    pub(crate) equal: usize,
    /// Where they differ.
    pub(crate) different: Vec<String>,
}

/// The methods, as the worked example of the rules has them.
const METHODS: [AdjustmentMethod; 3] =
    [AdjustmentMethod::Trajectory, AdjustmentMethod::Averaging, AdjustmentMethod::MultiYear];

/// Compares the balances of all Parties as of the last year.
pub(crate) fn compare(world: &World) -> Balances {
    let acts: Vec<&Act> = world.journal.years.values().flat_map(|it| &it.acts).collect();
    let events = acts.iter().filter_map(|act| Event::of_act(act, act.occurred)).collect();
    let facts = Facts::new(events).expect("the ledger lets nothing happen twice");
    let mut balances = Balances::default();
    let Some(as_of) = world.journal.years.keys().next_back().copied() else { return balances };
    for section in world.books.sections.iter().map(|(_, section)| section) {
        if section.party.is_mechanism() {
            continue;
        }
        let before = balances.different.len();
        for period in section.ndc_periods.iter().map(|it| it.period.years()) {
            for method in METHODS {
                let asked = Asked { party: section.party, period, method, as_of };
                balances.different.extend(asked.difference(&facts, &acts));
            }
        }
        balances.equal += usize::from(balances.different.len() == before);
    }
    balances
}

/// Whose balances, of which period, by which method, as known at the end of which year.
struct Asked {
    party: PartyCode,
    period: Years,
    method: AdjustmentMethod,
    as_of: Year,
}

impl Asked {
    fn difference(&self, facts: &Facts, acts: &[&Act]) -> Option<String> {
        let Self { party, period, method, as_of } = *self;
        let told = NdcPeriod { method: Some(method), metric: Some(Metric::Ghg), ..period.into() };
        let mut inputs = Inputs::of(party, &told, as_of).expect("method and metric are told");
        for year in inputs.years().collect::<Vec<_>>() {
            inputs.inventory.insert(year, Amount::of_units(inventory(year)));
        }
        let summary = match Summary::of(facts, &inputs) {
            Ok(summary) => summary,
            Err(why) => return Some(why.to_string()),
        };
        inputs.years().find_map(|year| {
            let (balance, again) = (summary.balance(year), self.balance(acts, year));
            (balance != Some(&again)).then(|| {
                let balance = balance.map_or("none".to_owned(), ToString::to_string);
                format!("{party} {year} by {method}: {balance}, and again {again}")
            })
        })
    }

    /// The balance once more: what was emitted, more what was first transferred, less what was used.
    fn balance(&self, acts: &[&Act], year: Year) -> Amount {
        let emitted = Amount::of_units(inventory(year));
        let first = self.period.first.number();
        match self.method {
            AdjustmentMethod::Averaging => {
                let (mut out, mut used) = (0, 0);
                for past in (first..=year.number()).filter_map(|it| Year::new(it).ok()) {
                    out += self.first_transferred(acts, |act| Year::of(act.occurred) == past);
                    used += self.used(acts, past);
                }
                let elapsed = u32::try_from(year.number() - first + 1).ok();
                let elapsed = elapsed.and_then(NonZeroU32::new).expect("a year of the period");
                let net = Amount::of_units(out).minus(&Amount::of_units(used));
                emitted.plus(&net.shared_by(elapsed))
            }
            AdjustmentMethod::Trajectory | AdjustmentMethod::MultiYear => {
                let out = self.first_transferred(acts, |act| act.units.series.vintage == year);
                let used = Amount::of_units(self.used(acts, year));
                emitted.plus(&Amount::of_units(out)).minus(&used)
            }
        }
    }

    /// Tonnes of the Party's own that became ITMOs, of those acts.
    fn first_transferred(&self, acts: &[&Act], which: impl Fn(&Act) -> bool) -> u64 {
        let own = acts.iter().filter(|act| {
            act.is_first_transfer && act.units.series.party == self.party && which(act)
        });
        own.map(|act| tonnes(act)).sum()
    }

    /// Tonnes that the Party used for a year.
    fn used(&self, acts: &[&Act], year: Year) -> u64 {
        let used = acts.iter().filter(|act| {
            act.kind == ActKind::UsedTowardsNdc(year) && act.from.party() == Some(self.party)
        });
        used.map(|act| tonnes(act)).sum()
    }
}

/// Units of another metric than the NDC's are in no balance.
fn tonnes(act: &Act) -> u64 {
    let is_ghg = act.block.as_ref().is_some_and(|it| it.terms.metric == Metric::Ghg);
    if is_ghg { act.units.units().count() } else { 0 }
}

/// An invented inventory: another figure for each year.
fn inventory(year: Year) -> u64 {
    1_000_000 + 7_919 * u64::from(year.number().unsigned_abs())
}
