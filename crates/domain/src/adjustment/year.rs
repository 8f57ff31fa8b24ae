//! One year of the structured summary.

use std::collections::BTreeSet;

use serde::Serialize;

use super::amount::Amount;
use super::breakdown::Breakdown;
use super::cell::Cell;
use super::event::{Block, Effect, Event};
use super::inputs::Inputs;
use crate::metric::Metric;
use crate::ndc::AdjustmentMethod;
use crate::vintage::Year;

/// A year with the twelve rows of the structured summary (5/CMA.3, table 4). A row that the method
/// does not have ("N/A"), or that has no figure, is `null`: never zero.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct YearSummary {
    /// The year.
    pub year: Year,
    /// Whether the adjustment is an indication only: an average before the target year.
    pub indicative: bool,
    /// Whether the portion under para 10 is balanced: row 4 and not row 3.
    pub balances_portion: bool,
    /// Method T: the indicative trajectory or budget.
    pub row_1: Option<Cell>,
    /// Method M: the trajectory or budget of the NDC.
    pub row_2: Option<Cell>,
    /// Emissions and removals covered, or the indicator.
    pub row_3: Option<Cell>,
    /// The same for the portion of the NDC under para 10.
    pub row_4: Option<Cell>,
    /// ITMOs first transferred with purposes that include an NDC, by the year of the event.
    pub row_5: Cell,
    /// Outcomes first transferred for OIMP alone, by the year of the event.
    pub row_6: Cell,
    /// ITMOs used towards the NDC, by the year for which they are used.
    pub row_7: Cell,
    /// Net: row 5 and row 6, less row 7.
    pub row_8: Cell,
    /// Method V: row 11 divided by the elapsed years.
    pub row_9: Option<Cell>,
    /// The adjustment of the balance: row 9 with method V, else what was first transferred of this
    /// vintage less row 7.
    pub row_10: Option<Cell>,
    /// The sum of row 8 from the first year of the period on.
    pub row_11: Cell,
    /// The emissions balance: row 3, or row 4 for a portion, plus row 10. The adjusted indicator: minus it
    ///
    pub row_12: Option<Cell>,
    /// First transferred of this vintage, for whatever purpose, whenever.
    pub by_vintage: Cell,
    /// Rows 5 to 7 in their parts.
    pub breakdown: Breakdown,
}

impl YearSummary {
    /// The inventory figure that is balanced.
    pub fn figure(&self) -> Option<&Amount> {
        let row = if self.balances_portion { &self.row_4 } else { &self.row_3 };
        row.as_ref().map(|cell| &cell.amount)
    }

    /// The balance, or the adjusted indicator; none without a figure.
    pub fn balance(&self) -> Option<&Amount> {
        self.row_12.as_ref().map(|cell| &cell.amount)
    }

    /// The year as the rows of these events have it.
    pub(super) fn of(year: Year, counted: &Counted<'_>, inputs: &Inputs) -> Self {
        let events = counted.happened_in(year);
        let of_row = |row| events.iter().copied().filter(|it| Row::of(it) == row).collect();
        let parts: [Vec<&Event>; 3] = [Row::Ndc, Row::Oimp, Row::Used].map(of_row);
        let [row_5, row_6, row_7] = parts.each_ref().map(|events| Cell::count(blocks(events)));
        let row_11 = Cell::net(blocks(&counted.happened_up_to(year)));
        let averages = inputs.method == AdjustmentMethod::Averaging;
        let elapsed = inputs.elapsed(year).filter(|_| averages);
        let row_9 = elapsed.map(|elapsed| row_11.shared_by(elapsed));
        let row_10 =
            if averages { row_9.clone() } else { Some(Cell::net(blocks(&counted.adjust(year)))) };
        let told = |method| (inputs.method == method).then(|| inputs.trajectory.get(&year));
        let cell = |told: Option<&Amount>| told.cloned().map(Cell::told);
        Self {
            year,
            indicative: averages && year < inputs.period.last,
            balances_portion: inputs.portion.is_some(),
            row_1: cell(told(AdjustmentMethod::Trajectory).flatten()),
            row_2: cell(told(AdjustmentMethod::MultiYear).flatten()),
            row_3: cell(inputs.inventory.get(&year)),
            row_4: cell(inputs.portion.as_ref().and_then(|portion| portion.get(&year))),
            row_5,
            row_6,
            row_7,
            row_8: Cell::net(blocks(&events)),
            row_9,
            row_12: balance(inputs, year, row_10.as_ref()),
            row_10,
            row_11,
            by_vintage: Cell::count(blocks(&counted.of_vintage(year))),
            breakdown: Breakdown::of(&parts),
        }
    }
}

/// Para 8 adds what was first transferred and subtracts what was used; an indicator is adjusted the
/// other way round.
fn balance(inputs: &Inputs, year: Year, adjustment: Option<&Cell>) -> Option<Cell> {
    let (figure, adjustment) = (inputs.balanced().get(&year)?, adjustment?);
    let balance = match inputs.metric {
        Metric::Ghg => figure.plus(&adjustment.amount),
        Metric::NonGhg(_) => figure.minus(&adjustment.amount),
    };
    Some(adjustment.behind(balance))
}

fn blocks(events: &[&Event]) -> Vec<Block> {
    events.iter().map(|event| event.block()).collect()
}

/// In which of rows 5 to 7 an event stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    Ndc,
    Oimp,
    Used,
}

impl Row {
    pub(super) const fn of(event: &Event) -> Self {
        match event.block().effect {
            Effect::Used => Self::Used,
            Effect::FirstTransferred if event.purposes.include_ndc() => Self::Ndc,
            Effect::FirstTransferred => Self::Oimp,
        }
    }
}

/// The events that a summary counts, and the years that it covers.
pub(super) struct Counted<'e> {
    pub(super) events: Vec<&'e Event>,
    pub(super) years: BTreeSet<Year>,
    pub(super) inputs: &'e Inputs,
}

impl<'e> Counted<'e> {
    fn event_year(&self, event: &Event) -> Option<Year> {
        let year = event.event_year(self.inputs.readings.first_transfer_year);
        self.years.contains(&year).then_some(year)
    }

    fn filter(&self, fits: impl Fn(&Event) -> bool) -> Vec<&'e Event> {
        self.events.iter().copied().filter(|event| fits(event)).collect()
    }

    fn happened_in(&self, year: Year) -> Vec<&'e Event> {
        self.filter(|event| self.event_year(event) == Some(year))
    }

    fn happened_up_to(&self, year: Year) -> Vec<&'e Event> {
        self.filter(|event| self.event_year(event).is_some_and(|it| it <= year))
    }

    fn adjust(&self, year: Year) -> Vec<&'e Event> {
        self.filter(|event| event.adjusted_year() == year)
    }

    fn of_vintage(&self, year: Year) -> Vec<&'e Event> {
        self.filter(|it| it.adjusted_year() == year && Row::of(it) != Row::Used)
    }
}
