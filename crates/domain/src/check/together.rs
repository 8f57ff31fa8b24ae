//! All submissions at once: which take part, and what the checks say of each.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Corpus;
use super::failure::{Failure, OtherSide, Verdict};
use super::report::{Outcome, Report, examine};
use super::x01::other_party;
use crate::aef::{Aef, CONFIDENTIAL};
use crate::party::PartyCode;
use crate::vintage::Year;

/// Whose submission of which year.
pub type SubmissionKey = (PartyCode, Year);

/// What the checks say of all newest submissions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Examined {
    /// By Party and year.
    pub reports: BTreeMap<SubmissionKey, Report>,
    /// Those that fail by themselves: they are left out when others are compared.
    pub set_aside: BTreeSet<SubmissionKey>,
}

/// Whether a submission fails by itself, whatever others say. What waits for others does not.
pub fn fails_alone(aef: &Aef) -> bool {
    let corpus = Corpus::of_some([aef]);
    let fails = |filing| examine(&corpus, filing, None).outcome() == Outcome::Inconsistent;
    corpus.filings().any(fails)
}

/// Makes all checks of the newest submission of each Party and year: first each by itself, then
/// against all others that do not fail by themselves.
pub fn examine_all<'c>(aefs: impl IntoIterator<Item = &'c Aef>) -> Examined {
    let all = Corpus::new(aefs);
    let newest: Vec<&Aef> = all.filings().map(|filing| all.aef(filing)).collect();
    let set_aside: BTreeSet<_> =
        newest.iter().filter(|aef| fails_alone(aef)).map(|aef| key(aef)).collect();
    let sound: Vec<&Aef> =
        newest.iter().copied().filter(|aef| !set_aside.contains(&key(aef))).collect();
    let corpus = Corpus::new(sound.iter().copied());
    let of_sound = corpus.filings().map(|filing| {
        let report = examine(&corpus, filing, None);
        (key(corpus.aef(filing)), report)
    });
    let mut reports: BTreeMap<_, _> = of_sound.collect();
    for aef in newest.into_iter().filter(|aef| set_aside.contains(&key(aef))) {
        reports.insert(key(aef), examine_against(aef, &sound));
    }
    Examined { reports, set_aside }
}

/// Makes all checks of one submission against others, as if it were the newest of its Party and year:
/// what would be said if it were filed.
pub fn examine_against(aef: &Aef, others: &[&Aef]) -> Report {
    let rest = others.iter().copied().filter(|other| key(other) != key(aef));
    let corpus = Corpus::new(rest.chain([aef]));
    let (party, year) = key(aef);
    let found = corpus.of(party, year);
    found.map_or_else(Report::not_checked, |filing| examine(&corpus, filing, None))
}

/// The Parties with which others report to have transferred in a year, whether those have reported or
/// not.
pub fn named_by_others<'c>(aefs: impl IntoIterator<Item = &'c Aef>) -> BTreeSet<PartyCode> {
    let mut named = BTreeSet::new();
    for aef in aefs {
        named.extend(aef.actions.iter().filter_map(other_party).map(|(party, _)| party));
    }
    named
}

const fn key(aef: &Aef) -> SubmissionKey {
    (aef.submission.party, aef.submission.year)
}

impl Report {
    /// What is said of a submission before any check.
    pub const fn not_checked() -> Self {
        Self { checked: BTreeSet::new(), failures: Vec::new() }
    }

    /// What of it others may be told, if `masked` is what the same checks say of the same submissions
    /// without what Parties keep back: each failure stays, in the words of that one. What only the
    /// values that are kept back make fail is told without its words.
    pub fn told(&self, masked: &Self) -> Self {
        let words = |failure: &Failure| {
            let same = |it: &&Failure| {
                (it.check, it.verdict, it.place) == (failure.check, failure.verdict, failure.place)
                    && it.units == failure.units
            };
            masked.failures.iter().find(same).cloned().unwrap_or_else(|| failure.without_values())
        };
        let failures = self.failures.iter().map(words).collect();
        Self { checked: self.checked.clone(), failures }
    }

    /// The failures that name a Party, which is told of them.
    pub fn naming(&self, party: PartyCode) -> impl Iterator<Item = &Failure> {
        let names = move |it: &&Failure| it.names(party);
        self.failures.iter().filter(names)
    }

    /// How many failures contradict something.
    pub fn inconsistencies(&self) -> usize {
        self.failures.iter().filter(|it| it.verdict == Verdict::Inconsistent).count()
    }
}

impl Failure {
    /// Whether it is one, and names this Party.
    pub fn names(&self, party: PartyCode) -> bool {
        self.verdict == Verdict::Inconsistent && self.others.iter().any(|it| it.party == party)
    }

    fn without_values(&self) -> Self {
        let asks = self.check.asks();
        let others =
            self.others.iter().map(|it| OtherSide { says: CONFIDENTIAL.into(), ..it.clone() });
        Self {
            cause: format!("{asks} It does not, by values that are kept back."),
            others: others.collect(),
            ..self.clone()
        }
    }
}
