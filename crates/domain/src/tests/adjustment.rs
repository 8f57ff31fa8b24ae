//! Corresponding adjustments and the structured summary.

mod planning;
mod random;
mod reports;
mod summaries;
mod wire_form;
mod worked_example;

use std::num::NonZeroU32;

use super::world::{the, years};
use crate::adjustment::{Amount, Event, Facts, Inputs, Summary, Trigger, Using, What};
use crate::metric::Metric;
use crate::ndc::{AdjustmentMethod, NdcPeriod};

/// Units of vintage 2024 that are first transferred for an NDC on a day, to XBO.
fn first_transfer(entry: i64, units: &str, day: &str) -> Event {
    let moment = the(&format!("{day}T12:00:00Z"));
    Event {
        entry,
        units: the(units),
        occurred: moment,
        recorded: moment,
        what: What::FirstTransferred {
            by: Trigger::Transfer,
            using: Some(Using::Party(the("XBO"))),
        },
        metric: Metric::Ghg,
        sector: the("Energy generation"),
        activity_type: the("Solar"),
        purposes: the("NDC"),
        oimp: None,
    }
}

/// The same units, used by XBO for a year, on the last day of that year.
fn used(entry: i64, units: &str, year: &str) -> Event {
    Event {
        what: What::Used { party: the("XBO"), year: the(year) },
        ..first_transfer(entry, units, &format!("{year}-12-31"))
    }
}

/// Units for airlines, which are first transferred by their issuance.
fn for_airlines(entry: i64, units: &str, day: &str) -> Event {
    let issued = the(day.split_once('-').unwrap().0);
    Event {
        what: What::FirstTransferred { by: Trigger::Issuance { issued }, using: None },
        purposes: the("IMP"),
        oimp: Some(the("CORSIA")),
        ..first_transfer(entry, units, day)
    }
}

/// Of a t CO2 eq NDC of 2021 to 2025, as known at the end of 2025; figures in kt.
fn inputs(party: &str, method: AdjustmentMethod, kilotonnes: [u32; 5]) -> Inputs {
    let figures = (2021..).zip(kilotonnes).map(|(year, figure)| {
        let figure = Amount::of_units(u64::from(figure) * 1000);
        (the(&format!("{year:04}")), figure)
    });
    let period = NdcPeriod {
        method: Some(method),
        metric: Some(Metric::Ghg),
        ..years("2021", "2025").into()
    };
    let told = Inputs::of(the(party), &period, the("2025")).unwrap();
    Inputs { inventory: figures.collect(), ..told }
}

fn facts(events: &[Event]) -> Facts {
    Facts::new(events.to_vec()).unwrap()
}

fn summary(events: &[Event], inputs: &Inputs) -> Summary {
    Summary::of(&facts(events), inputs).unwrap()
}

/// Tonnes as kilotonnes, with four digits where they do not end.
fn kilotonnes(amount: &Amount) -> String {
    amount.shared_by(NonZeroU32::new(1000).unwrap()).to_string()
}

/// A figure of each year, in kt; a dash where there is none.
fn of_years<'s>(
    summary: &'s Summary,
    figure: impl Fn(&'s crate::adjustment::YearSummary) -> Option<&'s Amount>,
) -> Vec<String> {
    let text = |it| figure(it).map_or_else(|| "-".to_owned(), kilotonnes);
    summary.years.iter().map(text).collect()
}

fn balances(summary: &Summary) -> Vec<String> {
    of_years(summary, |year| year.balance())
}
