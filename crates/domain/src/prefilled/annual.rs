//! The annual public report for the CMA (para 36), from published entries alone: R-285.

use std::collections::BTreeMap;

use super::document::{Document, Section};
use crate::account::AccountKind;
use crate::aef::Keeper;
use crate::approach::ApproachId;
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::vintage::Year;

/// What entries of one kind did with units in a year: equal ones added up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnnualLine {
    /// The act.
    pub act: String,
    /// Where the units were; nowhere if they were just issued.
    pub from: Option<(AccountKind, PartyCode, RegistryId)>,
    /// Where they went.
    pub to: (AccountKind, PartyCode, RegistryId),
    /// The registry outside, to or from which they went.
    pub outside: Option<RegistryId>,
    /// The Party in which the mitigation occurred.
    pub host: PartyCode,
    /// The approach.
    pub approach: ApproachId,
    /// What one unit measures.
    pub metric: Metric,
    /// Whether it was their first transfer.
    pub is_first_transfer: bool,
    /// Whether they had been first transferred before.
    pub was_first_transferred: bool,
    /// How many units.
    pub units: u64,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum AnnualFigure {
    /// First transferred, in whatever way.
    FirstTransferred,
    /// Transferred to another Party later.
    Transferred,
    /// Acquired from another Party.
    Acquired,
    /// Used towards an NDC.
    UsedTowardsNdc,
    /// Used for other international mitigation purposes.
    UsedForOimp,
    /// Cancelled, for whatever reason.
    Cancelled,
    /// Given to the Adaptation Fund.
    Contributed,
}

impl AnnualFigure {
    const ALL: [Self; 7] = [
        Self::FirstTransferred,
        Self::Transferred,
        Self::Acquired,
        Self::UsedTowardsNdc,
        Self::UsedForOimp,
        Self::Cancelled,
        Self::Contributed,
    ];
}

const COLUMNS: [&str; 10] = [
    "Party",
    "approach",
    "metric",
    "first transferred",
    "transferred",
    "acquired",
    "used towards NDC",
    "used for OIMP",
    "cancelled",
    "to adaptation",
];

impl AnnualLine {
    /// What it adds to which figures of which Parties.
    pub fn figures(&self) -> Vec<(PartyCode, AnnualFigure)> {
        let party = |(kind, section, registry)| {
            Keeper::of(kind, (section, registry), self.host, self.outside).party()
        };
        let (from, to) = (self.from.and_then(party), party(self.to));
        let first = self.is_first_transfer.then_some(AnnualFigure::FirstTransferred);
        let is_itmo = self.is_first_transfer || self.was_first_transferred;
        let of = |party: Option<PartyCode>, figure| party.map(|party| (party, figure));
        match self.act.as_str() {
            "issue" | "authorize-units" | "issue-article-6-4" => {
                first.map(|figure| (self.host, figure)).into_iter().collect()
            }
            "first-transfer" | "transfer" | "transfer-out" | "transfer-in" => {
                if from == to || from.is_none() || to.is_none() || !is_itmo {
                    return Vec::new();
                }
                let sent = first.unwrap_or(AnnualFigure::Transferred);
                of(from, sent).into_iter().chain(of(to, AnnualFigure::Acquired)).collect()
            }
            "contribute-to-adaptation" => of(from, AnnualFigure::Contributed).into_iter().collect(),
            "use-towards-ndc" => of(from, AnnualFigure::UsedTowardsNdc).into_iter().collect(),
            "use-for-oimp" => {
                let first = first.map(|figure| (self.host, figure));
                of(from, AnnualFigure::UsedForOimp).into_iter().chain(first).collect()
            }
            "cancel" if is_itmo => {
                let first = first.map(|figure| (self.host, figure));
                of(from, AnnualFigure::Cancelled).into_iter().chain(first).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The report of a year. Figures are in units of their metric.
pub fn annual(year: Year, lines: &[AnnualLine]) -> Document {
    let mut sums: BTreeMap<_, BTreeMap<AnnualFigure, u64>> = BTreeMap::new();
    for line in lines {
        for (party, figure) in line.figures() {
            let row = sums.entry((party, line.approach, line.metric.to_string())).or_default();
            let sum = row.entry(figure).or_insert(0);
            *sum = sum.saturating_add(line.units);
        }
    }
    let rows = sums.into_iter().map(|((party, approach, metric), figures)| {
        let figure = |it| figures.get(&it).copied().unwrap_or(0).to_string();
        let named = [party.to_string(), approach.to_string(), metric];
        named.into_iter().chain(AnnualFigure::ALL.map(figure)).collect()
    });
    let section = Section::new("1", "ITMOs by Party and approach")
        .table("36", "What Parties did", &COLUMNS, rows.collect())
        .field(
            "36",
            "Corresponding adjustments and emissions balances",
            None,
            "They come from the structured summaries of the Parties, and not from entries.",
        );
    let title = format!("ITMOs in {year}: annual report");
    Document { report: "annual", title, party: None, year: Some(year), sections: vec![section] }
}
