//! The initial report (para 18), and its update for a further approach (para 19).

use super::document::{Document, Section};
use super::party::{GivenAuthorization, PartyFacts, joined};
use crate::approach::ApproachId;
use crate::metric::Metric;
use crate::ndc::NdcPeriod;

const RECORD_PERIOD: &str = "Record the NDC period with its method: itmo propose, set-ndc-period.";

/// The six responsibilities, and the paragraph of each.
const RESPONSIBILITIES: [(&str, &str); 6] = [
    ("18(a), 4(a)", "It is a Party to the Paris Agreement"),
    ("18(a), 4(b)", "It prepares, communicates and maintains an NDC"),
    ("18(a), 4(c)", "It has arrangements to authorize the use of ITMOs"),
    ("18(a), 4(d)", "It has arrangements to track ITMOs"),
    ("18(a), 4(e)", "It has provided its most recent national inventory report"),
    ("18(a), 4(f)", "Its participation contributes to its NDC and to the long-term goals"),
];

/// What part IV asks of each approach and only people can tell.
const OF_APPROACH: [(&str, &str); 11] = [
    ("18(g)", "Description of the approach"),
    ("18(g)", "Expected mitigation for each year"),
    ("18(h)", "Environmental integrity: no net increase, baselines, leakage, reversals"),
    ("18(i)(i)", "How negative impacts are minimized and, where possible, avoided"),
    (
        "18(i)(ii)",
        "Human rights, health, indigenous peoples and others, as the Agreement's preamble has it",
    ),
    ("18(i)(iii)", "Consistency with the sustainable development objectives"),
    ("18(i)(iv)", "Safeguards and limits"),
    ("18(i)(v)", "Contribution to adaptation"),
    ("18(i)(vi)", "Overall mitigation in global emissions"),
    ("18(g)", "Standards and methods of measurement"),
    ("18(g)", "How double counting is avoided where another programme issues"),
];

/// The initial report: parts I to IV.
pub fn initial(facts: &PartyFacts) -> Document {
    let mut sections = vec![responsibilities(facts), ndc(), quantified(facts)];
    for (at, (id, given)) in facts.authorized().into_iter().enumerate() {
        sections.push(of_approach(facts, format!("IV.{}", at.saturating_add(1)), (id, &given)));
    }
    if facts.authorizations.is_empty() {
        let none =
            "Nothing is authorized yet: the report is due no later than the first authorization.";
        let part = Section::new("IV", "Cooperative approaches");
        sections.push(part.field("18(g)", "Copy of the authorization", None, none));
    }
    let title = format!("Initial report of {}", facts.name);
    Document { report: "initial", title, party: Some(facts.party), year: None, sections }
}

/// The updated initial report for a further approach: part IV alone. Nothing, for an approach of which
/// the Party has authorized nothing and in which it takes no part.
pub fn updated(facts: &PartyFacts, id: ApproachId) -> Option<Document> {
    let given = facts.authorized().remove(&id).unwrap_or_default();
    if given.is_empty() && facts.approach(id).is_none() {
        return None;
    }
    let sections = vec![of_approach(facts, "IV.1".to_owned(), (id, &given))];
    let title = format!("Updated initial report of {}: {id}", facts.name);
    Some(Document { report: "initial", title, party: Some(facts.party), year: None, sections })
}

fn responsibilities(facts: &PartyFacts) -> Section {
    let section = Section::new("I", "Participation responsibilities");
    let items = facts.participation.as_ref().map(|it| it.items());
    let each = RESPONSIBILITIES.into_iter().enumerate();
    each.fold(section, |section, (at, (asked_by, label))| {
        let item = items.as_ref().and_then(|it| it.get(at)).map(|(_, item)| item);
        let text = item.map(|it| format!("{}. Evidence: {}", it.answer, it.evidence));
        let what = "Record the Party's answers: itmo propose, record-participation.";
        section.field(asked_by, label, text, what)
    })
}

fn ndc() -> Section {
    Section::new("II", "Description of the NDC")
        .by_hand("18(b)", "The NDC, where no biennial transparency report describes it")
}

fn quantified(facts: &PartyFacts) -> Section {
    let section = Section::new("III", "ITMO metrics, adjustment method and quantified NDC");
    let metrics: std::collections::BTreeSet<String> =
        facts.authorizations.iter().map(|it| it.terms.metric.to_string()).collect();
    let section = section.field(
        "18(c)",
        "ITMO metrics",
        Some(joined(metrics)),
        "No authorization says in which metric ITMOs are.",
    );
    let section = if facts.periods.is_empty() {
        section.field("18(c)", "Method of corresponding adjustments", None, RECORD_PERIOD)
    } else {
        facts.periods.iter().fold(section, of_period)
    };
    section
        .by_hand(
            "18(d)",
            "The NDC in t CO2 eq: sectors, sources, gases, periods, reference and target level",
        )
        .by_hand("18(e)", "The NDC in a non-GHG indicator, if it has one")
        .by_hand("18(f)", "Policies and measures, quantified, if the NDC has no number")
}

fn of_period(section: Section, period: &NdcPeriod) -> Section {
    let years = period.years();
    let method = period.method.map(|it| it.to_string());
    let section = section.field(
        "18(c), 7",
        format!("Method of corresponding adjustments, {years}"),
        method,
        RECORD_PERIOD,
    );
    let metric = period.metric.as_ref().map(Metric::to_string);
    section
        .field("18(c)", format!("Metric of the NDC, {years}"), metric, RECORD_PERIOD)
        .by_hand("18(c), 7", "Trajectory or budget of the method, where it has one")
}

fn of_approach(
    facts: &PartyFacts,
    number: String,
    (id, given): (ApproachId, &[&GivenAuthorization]),
) -> Section {
    let approach = facts.approach(id);
    let title = approach.map_or_else(|| id.to_string(), |it| format!("{id} {}", it.title));
    let section = Section::new(number, title);
    let section = section.table(
        "18(g)",
        "Copies of authorizations",
        &[
            "authorization",
            "version",
            "date",
            "purposes",
            "Parties",
            "quantity",
            "used in",
            "state",
            "document",
        ],
        given.iter().map(|it| row(it)).collect(),
    );
    let section = given.iter().fold(section, |section, it| {
        let (terms, what) =
            (&it.terms, "The authorization names no document: add it in a new version.");
        let label = format!("Copy of {} version {}", terms.id, terms.version);
        section.field("18(g)", label, terms.document.as_ref().map(ToString::to_string), what)
    });
    let parties = approach.map(|it| joined(&it.parties));
    let section =
        section.field("18(g)", "Participating Parties", parties, "The approach is not recorded.");
    let entities = facts.entities.iter().filter(|it| it.approach == id);
    let entities = joined(entities.map(|it| format!("{} ({})", it.name, it.entity)));
    let section = section.field(
        "18(g)",
        "Authorized entities",
        Some(entities),
        "No entity is authorized under the approach. Say so, if that is right.",
    );
    let spans = given.iter().filter_map(|it| {
        let occurred = it.terms.occurred?;
        Some(format!("{}: {occurred}", it.terms.id))
    });
    let section = section.field(
        "18(g)",
        "Duration of the approach",
        Some(joined(spans)),
        "No authorization says in which years the mitigation occurs.",
    );
    OF_APPROACH.into_iter().fold(section, |section, (by, label)| section.by_hand(by, label))
}

/// An authorization, as tables have it.
pub(super) fn row(given: &GivenAuthorization) -> Vec<String> {
    let terms = &given.terms;
    let parties = if terms.parties.is_empty() { "any".to_owned() } else { joined(&terms.parties) };
    vec![
        terms.id.to_string(),
        terms.version.to_string(),
        terms.date.to_string(),
        terms.purposes.to_string(),
        parties,
        terms.quantity.map_or_else(|| "no cap".to_owned(), |it| it.to_string()),
        terms.used.map(|it| it.to_string()).unwrap_or_default(),
        given
            .revoked
            .map_or_else(|| given.state.as_str().to_owned(), |day| format!("revoked {day}")),
        terms.document.as_ref().map(ToString::to_string).unwrap_or_default(),
    ]
}
