//! The rows again, written from the rules and not from the code: every unit by itself, every year by
//! itself, whole numbers over the years that have elapsed.

use crate::adjustment::{Amount, Cell, Event, What, YearSummary};
use crate::ndc::AdjustmentMethod;
use crate::tests::world::the;

/// Whose rows, by which method, as known at the end of which year.
pub(super) struct Question {
    pub(super) party: &'static str,
    pub(super) method: AdjustmentMethod,
    pub(super) as_of: i16,
    pub(super) programme: bool,
    pub(super) indicator: bool,
}

/// A year; rows 5, 6, 7, 8, 10, 11, 12 and what goes by vintage, each in ten thousandths, rounded.
pub(super) type Rows = (i16, [i64; 8]);

const FIRST: i16 = 2021;
const LAST: i16 = 2025;

/// Units of one year.
#[derive(Default)]
struct Counts {
    for_ndc: i64,
    for_oimp: i64,
    used: i64,
    by_vintage: i64,
}

pub(super) fn rows(events: &[Event], question: &Question) -> Vec<Rows> {
    let mut rows = Vec::new();
    let mut so_far = 0;
    for year in FIRST..=LAST.min(question.as_of) {
        let Counts { for_ndc, for_oimp, used, by_vintage } = count(events, question, year);
        let net = for_ndc + for_oimp - used;
        so_far += net;
        let elapsed = i64::from(year - FIRST + 1);
        let adjustment = match question.method {
            AdjustmentMethod::Averaging => so_far,
            AdjustmentMethod::Trajectory | AdjustmentMethod::MultiYear => {
                (by_vintage - used) * elapsed
            }
        };
        let inventory = (900_000 + 5_000 * i64::from(year - FIRST)) * elapsed;
        let balance =
            if question.indicator { inventory - adjustment } else { inventory + adjustment };
        let whole = |count: i64| ten_thousandths(count, 1);
        rows.push((
            year,
            [
                whole(for_ndc),
                whole(for_oimp),
                whole(used),
                whole(net),
                ten_thousandths(adjustment, elapsed),
                whole(so_far),
                ten_thousandths(balance, elapsed),
                whole(by_vintage),
            ],
        ));
    }
    rows
}

fn count(events: &[Event], question: &Question, year: i16) -> Counts {
    let mut counts = Counts::default();
    for event in events.iter().filter(|event| calendar_year(event) <= question.as_of) {
        let (host, serials) = (event.units.series.party, event.units.serials);
        for _unit in serials.first().number()..=serials.last().number() {
            match &event.what {
                What::Used { party, year: used_for } => {
                    if party.as_str() == question.party && used_for.number() == year {
                        counts.used += 1;
                    }
                }
                What::FirstTransferred { .. } if host.as_str() == question.party => {
                    if event.units.series.vintage.number() == year {
                        counts.by_vintage += 1;
                    }
                    if happened(event, question.programme) == year {
                        if event.purposes.to_string().contains("NDC") {
                            counts.for_ndc += 1;
                        } else {
                            counts.for_oimp += 1;
                        }
                    }
                }
                What::FirstTransferred { .. } => {}
            }
        }
    }
    counts
}

fn calendar_year(event: &Event) -> i16 {
    let text = event.occurred.to_string();
    the(text.split_once('-').unwrap().0)
}

/// Histories have issuances in the year of the vintage; programmes take that year for units that are
/// first transferred by them.
fn happened(event: &Event, programme: bool) -> i16 {
    let issued = event.purposes.to_string() == "IMP";
    if programme && issued { event.units.series.vintage.number() } else { calendar_year(event) }
}

/// Halves away from zero.
fn ten_thousandths(numerator: i64, denominator: i64) -> i64 {
    let scaled = numerator * 10_000;
    (scaled.abs() * 2 + denominator) / (denominator * 2) * scaled.signum()
}

/// The same of a year of a summary.
pub(super) fn rows_of(year: &YearSummary) -> Rows {
    let of = |cell: &Cell| written(&cell.amount);
    let there = |cell: &Option<Cell>| of(cell.as_ref().unwrap());
    (
        year.year.number(),
        [
            of(&year.row_5),
            of(&year.row_6),
            of(&year.row_7),
            of(&year.row_8),
            there(&year.row_10),
            of(&year.row_11),
            there(&year.row_12),
            of(&year.by_vintage),
        ],
    )
}

fn written(amount: &Amount) -> i64 {
    the(&amount.rounded(4).replace('.', ""))
}
