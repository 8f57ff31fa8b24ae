//! Regular information, for the annex to the biennial transparency report (paras 21 to 23): R-284.

use super::document::{Document, Section};
use super::initial::row;
use super::party::PartyFacts;
use crate::account::AccountKind;
use crate::adjustment::{Breakdown, Event, Part};
use crate::approach::ApproachId;
use crate::conversion::Factor;
use crate::metric::Metric;
use crate::vintage::Year;

/// What is told of a year besides what is known of the Party.
#[derive(Clone, Debug)]
pub struct RegularFacts {
    /// The year.
    pub year: Year,
    /// What touched balances in it.
    pub events: Vec<Event>,
    /// How many t CO2 eq the Party takes one unit of a non-GHG metric for, and how it says so.
    pub conversions: Vec<(ApproachId, Metric, Factor, String)>,
}

/// What each approach must be told of and only people can tell.
const OF_APPROACH: [(&str, &str); 9] = [
    ("22(a)", "Contribution to mitigation and to the implementation of the NDC"),
    ("22(b)", "Environmental integrity: no net increase, baselines, leakage, reversals"),
    ("22(c)", "How mitigation was measured, where ITMOs are in t CO2 eq"),
    ("22(e)", "Co-benefits of adaptation, and how they are measured"),
    ("22(f)", "How negative impacts are minimized and, where possible, avoided"),
    ("22(g)", "Human rights and the other references of the Agreement's preamble"),
    ("22(h)", "Consistency with the sustainable development objectives"),
    ("22(i)", "Safeguards and limits"),
    ("22(j), 22(k)", "Contributions to adaptation and to overall mitigation"),
];

/// The regular information of a Party for a year.
pub fn regular(facts: &PartyFacts, of_year: &RegularFacts) -> Document {
    let year = of_year.year;
    let mut sections = vec![updates(facts), authorizations(facts, year), double_use()];
    for (at, (id, given)) in facts.authorized().into_iter().enumerate() {
        let title = facts.approach(id).map(|it| it.title.as_str()).unwrap_or_default();
        let section = Section::new(format!("4.{}", at.saturating_add(1)), format!("{id} {title}"));
        let sum = given.iter().map(|it| (it.terms.id.clone(), it.first_transferred));
        let sums: std::collections::BTreeMap<_, _> = sum.collect();
        let rows = sums.into_iter().map(|(id, sum)| vec![id.to_string(), sum.to_string()]);
        let section = section.table(
            "22(a)",
            "Units first transferred so far",
            &["authorization", "units"],
            rows.collect(),
        );
        let section = conversion(section, of_year, id);
        let by_hand = OF_APPROACH.into_iter();
        sections.push(by_hand.fold(section, |it, (by, label)| it.by_hand(by, label)));
    }
    sections.push(breakdown(facts, of_year));
    let title = format!("Regular information of {} for {year}", facts.name);
    Document { report: "regular", title, party: Some(facts.party), year: Some(year), sections }
}

fn updates(facts: &PartyFacts) -> Section {
    let report = facts.initial_report.as_ref();
    let report = report.map(|it| format!("{} of {}, review: {}", it.document, it.date, it.review));
    Section::new("1", "Updates of what was reported before")
        .field("21(a)", "Initial report", report, "Record it: itmo propose, record-initial-report.")
        .by_hand(
            "21(a)",
            "How the participation responsibilities are fulfilled, as far as it has changed",
        )
        .by_hand("21(b)", "Updates of the initial report and of earlier annexes")
}

/// The versions of the year first, then what was given before.
fn authorizations(facts: &PartyFacts, year: Year) -> Section {
    let columns = [
        "authorization",
        "version",
        "date",
        "purposes",
        "Parties",
        "quantity",
        "used in",
        "state",
        "document",
    ];
    let in_year = |day: jiff::civil::Date| day.year() == year.number();
    let (new, old): (Vec<_>, Vec<_>) = facts
        .authorizations
        .iter()
        .partition(|it| in_year(it.recorded) || it.revoked.is_some_and(in_year));
    let old = old.into_iter().filter(|it| it.recorded.year() < year.number());
    Section::new("2", "Authorizations and changes")
        .table(
            "21(c)",
            format!("Given, changed or revoked in {year}"),
            &columns,
            new.into_iter().map(row).collect(),
        )
        .table("21(c)", "Given before", &columns, old.map(row).collect())
}

/// What the registry enforces by itself: kinds of accounts that units never leave.
fn double_use() -> Section {
    let ends = AccountKind::ALL.into_iter().filter(|kind| kind.is_terminal());
    let rows = ends.map(|kind| vec![kind.code().to_owned(), meaning(kind).to_owned()]);
    let text = "Units that were used towards an NDC or for other purposes, cancelled or retired lie in \
        accounts which nothing leaves: the registry refuses every act with them, and the database a \
        second time. A unit lies in one account at every moment, has at most one first transfer and one \
        end, and keeps its identifier for life.";
    Section::new("3", "How double use is avoided")
        .field(
            "21(d), 21(e)",
            "Use, transfer and cancellation of what was used",
            Some(text.to_owned()),
            "",
        )
        .table(
            "21(e)",
            "Kinds of accounts that units never leave",
            &["code", "for"],
            rows.collect(),
        )
}

const fn meaning(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::UseTowardsNdc => "use towards the NDC, an account for each calendar year",
        AccountKind::UseForOimp => "use for other international mitigation purposes",
        AccountKind::Cancellation => "cancellation for other purposes",
        AccountKind::VoluntaryCancellation => "voluntary cancellation",
        AccountKind::OmgeCancellation => "cancellation for overall mitigation",
        AccountKind::OtherCancellation => "other cancellation",
        AccountKind::Retirement => "outcomes that are set aside before their first transfer",
        AccountKind::Holding | AccountKind::Outside => "units leave it",
    }
}

fn conversion(section: Section, of_year: &RegularFacts, id: ApproachId) -> Section {
    let rows = of_year.conversions.iter().filter(|it| it.0 == id);
    let rows = rows.map(|(_, metric, factor, method)| {
        vec![metric.to_string(), factor.to_string(), method.clone()]
    });
    let columns = ["metric", "t CO2 eq for one unit", "method"];
    section.table("22(d)", "Conversion of non-GHG metrics", &columns, rows.collect())
}

fn breakdown(facts: &PartyFacts, of_year: &RegularFacts) -> Section {
    let parts = Breakdown::of_year(facts.party, of_year.year, &of_year.events);
    let columns = [
        "approach",
        "OIMP",
        "first transferring Party",
        "used by",
        "vintage",
        "sector",
        "activity type",
        "quantity",
    ];
    let table = |section: Section, title: &str, parts: &[Part]| {
        section.table("23(j)", title, &columns, parts.iter().map(part).collect())
    };
    let section = Section::new("5", format!("What touched the balance of {}", of_year.year));
    let section = table(section, "First transferred, for NDCs", &parts.row_5);
    let section = table(section, "First transferred, for OIMP alone", &parts.row_6);
    table(section, "Used towards the NDC", &parts.row_7).by_hand(
        "23(a) to 23(i)",
        "Emissions or indicator, trajectory, target, and the balance: the structured summary",
    )
}

fn part(part: &Part) -> Vec<String> {
    use crate::adjustment::Using;
    let shared = &part.shared;
    let using = shared.using.as_ref().map(|it| match it {
        Using::Party(party) => party.to_string(),
        Using::Entity(entity) => entity.to_string(),
    });
    vec![
        shared.approach.to_string(),
        shared.oimp.as_ref().map(ToString::to_string).unwrap_or_default(),
        shared.first_transferring_party.to_string(),
        using.unwrap_or_default(),
        shared.vintage.to_string(),
        shared.sector.to_string(),
        shared.activity_type.to_string(),
        part.cell.amount.to_string(),
    ]
}
