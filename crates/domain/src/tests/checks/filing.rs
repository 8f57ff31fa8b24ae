//! Small reports, one line a row, and what the checks say of them, one line a failure.

use std::collections::BTreeMap;

use crate::aef::{
    ActionKind, ActionRow, Aef, AuthorizationRow, Definition, EntityRow, HoldingRow, Outcome,
    Place, Submission, Subtype, UnderlyingIds, Version,
};
use crate::authorization::FirstTransferDefinition;
use crate::check::{Corpus, Failure, OtherSide, ReportedAmounts, Verdict, examine};
use crate::code_list::{MitigationType, Sector};
use crate::serial::Serials;
use crate::tests::world::{the, years};
use crate::unit::{Series, UnitRange};

/// A Party's report of a year, of which each row gets the place that it has in a sheet.
#[derive(Clone)]
pub(super) struct Filing(pub(super) Aef);

/// XAL authorizes A1, and first transfers units 1 to 100 to XBO, which holds them: all is well.
pub(super) fn sender_and_receiver() -> [Filing; 2] {
    [
        Filing::of("XAL", "2024").authorizes(authorized("A1", "NDC")).does(sent(
            "2024-03-05",
            units("1-100"),
            "XBO",
        )),
        Filing::of("XBO", "2024")
            .does(got("2024-03-05", units("1-100"), "XAL"))
            .holds(units("1-100")),
    ]
}

/// XAL's units 1 to 100 are first transferred by their authorization A1, and it holds them.
pub(super) fn holder() -> Filing {
    Filing::of("XAL", "2024")
        .authorizes(defined("A1", "NDC and OIMP", FirstTransferDefinition::Authorization))
        .does(first("2024-03-05", units("1-100"), Subtype::Authorization))
        .holds(units("1-100"))
}

impl Filing {
    pub(super) fn of(party: &str, year: &str) -> Self {
        let submission = Submission {
            at: 4,
            party: the(party),
            version: Version::FIRST,
            year: the(year),
            date: the("2027-04-01"),
            period: years("2021", "2030"),
            review_status: "".into(),
            result: "".into(),
            review_report: "".into(),
        };
        let (authorizations, actions, holdings) = (Vec::new(), Vec::new(), Vec::new());
        Self(Aef { submission, authorizations, actions, holdings, entities: Vec::new() })
    }

    pub(super) fn authorizes(mut self, row: AuthorizationRow) -> Self {
        let at = next(8, self.0.authorizations.len());
        self.0.authorizations.push(AuthorizationRow { at, ..row });
        self
    }

    pub(super) fn does(mut self, row: ActionRow) -> Self {
        let at = next(9, self.0.actions.len());
        self.0.actions.push(ActionRow { at, ..row });
        self
    }

    pub(super) fn holds(mut self, outcome: Outcome) -> Self {
        let at = next(8, self.0.holdings.len());
        self.0.holdings.push(HoldingRow { at, outcome });
        self
    }

    pub(super) fn names(mut self, entity: &str) -> Self {
        self.0.entities.push(EntityRow {
            at: next(11, self.0.entities.len()),
            date: the("2024-01-01"),
            name: "Hidden Stoves Ltd".into(),
            country: the("XAL"),
            number: entity.into(),
            approach: the("CA9001"),
            conditions: None,
            change_conditions: None,
            more: None,
        });
        self
    }

    pub(super) fn without_holdings(mut self) -> Self {
        self.0.holdings.clear();
        self
    }
}

fn next(first: u32, rows: usize) -> u32 {
    first + u32::try_from(rows).unwrap()
}

/// A row, or a part of one, that differs.
pub(super) fn with<T>(mut row: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut row);
    row
}

/// An authorization of CA9001 for any Party, without a cap.
pub(super) fn authorized(id: &str, purposes: &str) -> AuthorizationRow {
    AuthorizationRow {
        at: 0,
        id: the(id),
        date: the("2024-01-15"),
        approach: the("CA9001"),
        version: the("1"),
        quantity: None,
        non_ghg_metric: None,
        gwp_values: None,
        sectors: vec![the::<Sector>("Energy generation").into()],
        activity_types: Vec::new(),
        purposes: the(purposes),
        parties: Vec::new(),
        entities: Vec::new(),
        oimp: None,
        timeframe: None,
        conditions: None,
        documentation: "".into(),
        definition: None,
        more: None,
    }
}

/// The same, with a definition of first transfer.
pub(super) fn defined(
    id: &str,
    purposes: &str,
    definition: FirstTransferDefinition,
) -> AuthorizationRow {
    let definition = Some(Definition::Listed(definition));
    AuthorizationRow { definition, ..authorized(id, purposes) }
}

/// Units of XAL of 2024 under A1, as `1-100`; those of another Party as `XBO 1-100`.
pub(super) fn units(text: &str) -> Outcome {
    let (party, run) = text.split_once(' ').unwrap_or(("XAL", text));
    let (first, last) = run.split_once('-').unwrap();
    let serials = Serials::new(the(first), the(last)).unwrap();
    let (registry, vintage) = (the(&format!("{party}01")), the("2024"));
    let series = Series { approach: the("CA9001"), registry, party: the(party), vintage };
    Outcome {
        approach: series.approach,
        authorization: the("A1"),
        party: series.party,
        registry,
        units: UnitRange { series, serials },
        underlying: UnderlyingIds::default(),
        non_ghg_metric: None,
        gwp_values: None,
        quantity: Some(serials.units().count().into()),
        quantity_non_ghg: None,
        mitigation_type: the::<MitigationType>("Emission reductions").into(),
        vintage,
    }
}

fn act(on: &str, outcome: Outcome, kind: ActionKind) -> ActionRow {
    ActionRow {
        at: 0,
        when: the(on),
        kind,
        subtype: None,
        outcome,
        transferring: None,
        acquiring: None,
        purpose: None,
        using_party: None,
        using_entity: None,
        year_of_use: None,
        result: "".into(),
        more: None,
    }
}

/// A first transfer to another Party.
pub(super) fn sent(on: &str, units: Outcome, to: &str) -> ActionRow {
    ActionRow { acquiring: Some(the(to)), ..first(on, units, Subtype::ToAnotherParty) }
}

/// A first transfer by any event.
pub(super) fn first(on: &str, units: Outcome, event: Subtype) -> ActionRow {
    ActionRow { subtype: Some(event), ..act(on, units, ActionKind::FirstTransfer) }
}

/// A transfer that is not the first.
pub(super) fn passed(on: &str, units: Outcome, to: &str) -> ActionRow {
    ActionRow { acquiring: Some(the(to)), ..act(on, units, ActionKind::Transfer) }
}

/// A movement to the Adaptation Fund.
pub(super) fn given(on: &str, units: Outcome, subtype: Subtype) -> ActionRow {
    ActionRow { subtype: Some(subtype), ..act(on, units, ActionKind::Transfer) }
}

/// An acquisition.
pub(super) fn got(on: &str, units: Outcome, from: &str) -> ActionRow {
    ActionRow { transferring: Some(the(from)), ..act(on, units, ActionKind::Acquisition) }
}

/// A use towards an NDC.
pub(super) fn used(on: &str, units: Outcome, by: &str, year: &str) -> ActionRow {
    let row = act(on, units, ActionKind::Use);
    ActionRow { using_party: Some(the(by)), year_of_use: Some(the(year)), ..row }
}

/// A use for another purpose.
pub(super) fn used_for(on: &str, units: Outcome, by: &str, purpose: &str) -> ActionRow {
    let row = act(on, units, ActionKind::Use);
    ActionRow { using_party: Some(the(by)), purpose: Some(purpose.into()), ..row }
}

/// A free cancellation.
pub(super) fn cancelled(on: &str, units: Outcome, by: &str) -> ActionRow {
    let (row, subtype) =
        (act(on, units, ActionKind::VoluntaryCancellation), Subtype::OtherCancellations);
    ActionRow { using_party: Some(the(by)), subtype: Some(subtype), ..row }
}

/// What all checks say of all reports, without the structured summaries.
pub(super) fn said<'f>(filings: impl IntoIterator<Item = &'f Filing>) -> Vec<String> {
    said_with(filings, &BTreeMap::new())
}

/// The same, where structured summaries of Parties are known.
pub(super) fn said_with<'f>(
    filings: impl IntoIterator<Item = &'f Filing>,
    summaries: &BTreeMap<&str, ReportedAmounts>,
) -> Vec<String> {
    let corpus = Corpus::new(filings.into_iter().map(|filing| &filing.0));
    let of_filing = |filing| {
        let submission = &corpus.aef(filing).submission;
        let (party, year) = (submission.party, submission.year);
        let report = examine(&corpus, filing, summaries.get(party.as_str()));
        let lines = report.failures.iter().map(|it| format!("{party} {year} {}", line(it)));
        lines.collect::<Vec<_>>()
    };
    corpus.filings().flat_map(of_filing).collect()
}

/// For example `X01 actions 9/21 on 51-100 | XBO 2024 nowhere`; a verdict that is none of
/// inconsistent stands before the place.
fn line(failure: &Failure) -> String {
    assert!(failure.cause.ends_with('.'), "a cause is a sentence: {}", failure.cause);
    let verdict = match failure.verdict {
        Verdict::Inconsistent => "",
        Verdict::Undetermined => "undetermined ",
        Verdict::Remark => "remark ",
    };
    let units: Vec<_> = failure.units.iter().map(|it| run(*it)).collect();
    let mut line = format!("{} {verdict}{}", failure.check, place(failure.place));
    if !units.is_empty() {
        line = format!("{line} on {}", units.join(", "));
    }
    for OtherSide { party, year, place: there, says } in &failure.others {
        assert!(!says.is_empty());
        let there = there.map_or_else(|| "nowhere".to_owned(), place);
        line = format!("{line} | {party} {year} {there}");
    }
    line
}

fn place(place: Place) -> String {
    let (table, row) = (place.table.as_str(), place.row);
    place.field.map_or_else(|| format!("{table} {row}"), |field| format!("{table} {row}/{field}"))
}

fn run(units: UnitRange) -> String {
    let (party, first, last) = (units.series.party, units.serials.first(), units.serials.last());
    let host = if party.as_str() == "XAL" { String::new() } else { format!("{party} ") };
    format!("{host}{first}-{last}")
}
