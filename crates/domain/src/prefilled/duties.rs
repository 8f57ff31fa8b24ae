//! What a Party has to hand in, and by when: paras 18 to 21, R-230, R-206.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::party::PartyFacts;
use crate::adjustment::TransparencyReport;
use crate::filing::due;
use crate::vintage::Year;

/// By how many years inventories may lag behind the year of a transparency report.
const INVENTORY_LAG: u8 = 2;

/// Something that a Party has to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Duty {
    /// What.
    pub what: String,
    /// The paragraph or the rule that asks for it.
    pub asked_by: &'static str,
    /// The last day; nothing, as long as it is not due.
    pub due: Option<Date>,
    /// How things stand.
    pub state: DutyState,
    /// What to do, or what was done.
    pub detail: String,
}

/// How things stand with a duty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyState {
    /// It is done, as the registry has on record.
    Done,
    /// It was done after its day.
    DoneLate,
    /// It has to be done by its day, or before what asks for it.
    Open,
    /// Its day has passed.
    Overdue,
    /// The registry does not know whether it was done.
    NotKnown,
}

impl DutyState {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::DoneLate => "done-late",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::NotKnown => "not-known",
        }
    }
}

/// For which years a Party has filed its agreed electronic format, and the day of the first version.
pub type FirstFiled = BTreeMap<Year, Date>;

/// The duties of a Party on a day, in the order of their days; those without a day come first.
pub fn duties(facts: &PartyFacts, filed: &FirstFiled, today: Date) -> Vec<Duty> {
    let first = facts.authorizations.iter().map(|it| it.terms.date).min();
    let mut duties = vec![participation(facts), initial_report(facts, first, today)];
    duties.extend(updates(facts));
    duties.extend(annual(facts, filed, today));
    duties.extend(transparency(facts, today));
    duties.sort_by_key(|duty| duty.due);
    duties
}

fn participation(facts: &PartyFacts) -> Duty {
    let no = facts.participation.as_ref().map(|it| it.first_no());
    let (state, detail) = match no {
        Some(None) => (DutyState::Done, "All six answers are yes.".to_owned()),
        Some(Some(item)) => {
            (DutyState::Open, format!("The answer to {item} is no: authorization and use wait."))
        }
        None => (DutyState::Open, "Record the answers with record-participation.".to_owned()),
    };
    let what = "Participation responsibilities, before anything is authorized or used".to_owned();
    Duty { what, asked_by: "R-010", due: None, state, detail }
}

/// No later than the first authorization.
fn initial_report(facts: &PartyFacts, due: Option<Date>, today: Date) -> Duty {
    let (state, detail) = match (&facts.initial_report, due) {
        (Some(report), Some(due)) if report.date > due => (
            DutyState::DoneLate,
            format!("It is of {}, after the first authorization.", report.date),
        ),
        (Some(report), _) => {
            (DutyState::Done, format!("It is of {}, review: {}.", report.date, report.review))
        }
        (None, Some(due)) if due < today => {
            (DutyState::Overdue, "Submit it, and record it with record-initial-report.".to_owned())
        }
        (None, _) => (
            DutyState::Open,
            "Submit it no later than the first authorization: itmo report initial begins it."
                .to_owned(),
        ),
    };
    Duty { what: "Initial report".to_owned(), asked_by: "18", due, state, detail }
}

/// One for each approach after the first. The registry keeps no record of them.
fn updates(facts: &PartyFacts) -> Vec<Duty> {
    let mut begun: Vec<_> = facts
        .authorized()
        .into_iter()
        .filter_map(|(id, given)| Some((given.iter().map(|it| it.terms.date).min()?, id)))
        .collect();
    begun.sort();
    let further = begun.into_iter().skip(1);
    let update = |(due, id)| Duty {
        what: format!("Updated initial report for {id}"),
        asked_by: "19",
        due: Some(due),
        state: DutyState::NotKnown,
        detail: format!("itmo report initial {id} begins it."),
    };
    further.map(update).collect()
}

/// One for each year from the first authorization on, by 15 April of the next.
fn annual(facts: &PartyFacts, filed: &FirstFiled, today: Date) -> Vec<Duty> {
    let first = facts.authorizations.iter().map(|it| it.recorded.year()).min();
    let years = first.map(|first| first..=today.year()).into_iter().flatten();
    let years = years.filter_map(|number| Year::new(number).ok());
    let of_year = |year: Year| {
        let due = due(year);
        let write = format!("itmo aef export --year {year} writes it, itmo aef import files it.");
        let (state, detail) = match filed.get(&year) {
            Some(day) if *day > due => (DutyState::DoneLate, format!("It was filed on {day}.")),
            Some(day) => (DutyState::Done, format!("It was filed on {day}.")),
            None if due < today => (DutyState::Overdue, write),
            None => (DutyState::Open, write),
        };
        Some(Duty {
            what: format!("Agreed electronic format for {year}"),
            asked_by: "20, R-230",
            due: Some(due),
            state,
            detail,
        })
    };
    years.filter_map(of_year).collect()
}

/// The next biennial transparency report, and for each period the one by which it becomes final.
fn transparency(facts: &PartyFacts, today: Date) -> Vec<Duty> {
    let next =
        Year::new(today.year()).ok().and_then(|year| TransparencyReport::first_with(year, 0));
    let next = next.map(|report| (report, "with the regular information".to_owned()));
    let last = facts.periods.iter().filter_map(|period| {
        let report = TransparencyReport::first_with(period.last, INVENTORY_LAG)?;
        Some((
            report,
            format!("with {}, the last year of the period {}", period.last, period.years()),
        ))
    });
    let duty = |(report, with): (TransparencyReport, String)| Duty {
        what: format!("Biennial transparency report {}, {with}", report.number),
        asked_by: "21, 23, R-206",
        due: Some(report.due),
        state: if report.due < today { DutyState::NotKnown } else { DutyState::Open },
        detail: "itmo report regular YEAR begins its annex.".to_owned(),
    };
    next.into_iter().chain(last).map(duty).collect()
}
