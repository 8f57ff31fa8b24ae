//! The result of all checks of a submission.

use std::collections::{BTreeMap, BTreeSet};

use super::amounts::ReportedAmounts;
use super::corpus::{Corpus, Filing};
use super::failure::{Failure, Verdict};
use super::id::CheckId;
use super::look::Look;
use super::{ii01, ii02, ii03, ii04, ii05, ii06, ii07, isc01, stc01, stc02, stc03, stc04};
use super::{x01, x02, x03, x04, x05, x06, x07, x08, x09};
use crate::aef::{Place, TableId};
use crate::party::PartyCode;

/// What came out for a submission or for a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// No check was made.
    NotChecked,
    /// No check fails.
    Consistent,
    /// None fails, and one waits for another Party's report.
    Undetermined,
    /// At least one fails.
    Inconsistent,
}

impl Outcome {
    /// The words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotChecked => "not checked",
            Self::Consistent => "consistent",
            Self::Undetermined => "undetermined",
            Self::Inconsistent => "inconsistent",
        }
    }

    fn of<'f>(failures: impl IntoIterator<Item = &'f Failure>) -> Self {
        match failures.into_iter().map(|it| it.verdict).max() {
            None | Some(Verdict::Remark) => Self::Consistent,
            Some(Verdict::Undetermined) => Self::Undetermined,
            Some(Verdict::Inconsistent) => Self::Inconsistent,
        }
    }
}

/// What all checks say of a submission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Which checks were made.
    pub checked: BTreeSet<CheckId>,
    /// What fails, waits, or is remarked, in the order of the checks and of the rows.
    pub failures: Vec<Failure>,
}

impl Report {
    /// The result for the submission.
    pub fn outcome(&self) -> Outcome {
        if self.checked.is_empty() { Outcome::NotChecked } else { Outcome::of(&self.failures) }
    }

    /// The results of the rows of Tables 3 and 4 for which there is anything to say.
    pub fn rows(&self) -> BTreeMap<(TableId, u32), Outcome> {
        let mut rows: BTreeMap<_, Vec<&Failure>> = BTreeMap::new();
        for failure in &self.failures {
            let Place { table, row, .. } = failure.place;
            rows.entry((table, row)).or_default().push(failure);
        }
        rows.into_iter().map(|(row, failures)| (row, Outcome::of(failures))).collect()
    }

    /// The Parties named in what fails, which are told of it.
    pub fn parties(&self) -> BTreeSet<PartyCode> {
        let failed = self.failures.iter().filter(|it| it.verdict == Verdict::Inconsistent);
        failed.flat_map(|it| it.others.iter().map(|other| other.party)).collect()
    }
}

/// Makes all checks of a submission; X09 only where the structured summary is known.
pub fn examine(corpus: &Corpus<'_>, filing: Filing, summary: Option<&ReportedAmounts>) -> Report {
    let look = Look::new(corpus, filing);
    let mut report = Report { checked: BTreeSet::new(), failures: Vec::new() };
    for check in CheckId::ALL {
        let failures = match check {
            CheckId::II01 => ii01::check(&look),
            CheckId::II02 => ii02::check(&look),
            CheckId::II03 => ii03::check(&look),
            CheckId::II04 => ii04::check(&look),
            CheckId::II05 => ii05::check(&look),
            CheckId::II06 => ii06::check(&look),
            CheckId::II07 => ii07::check(&look),
            CheckId::STC01 => stc01::check(&look),
            CheckId::STC02 => stc02::check(&look),
            CheckId::STC03 => stc03::check(&look),
            CheckId::STC04 => stc04::check(&look),
            CheckId::ISC01 => isc01::check(&look),
            CheckId::X01 => x01::check(&look),
            CheckId::X02 => x02::check(&look),
            CheckId::X03 => x03::check(&look),
            CheckId::X04 => x04::check(&look),
            CheckId::X05 => x05::check(&look),
            CheckId::X06 => x06::check(&look),
            CheckId::X07 => x07::check(&look),
            CheckId::X08 => x08::check(&look),
            CheckId::X09 => match summary {
                Some(summary) => x09::check(&look, summary),
                None => continue,
            },
        };
        report.checked.insert(check);
        report.failures.extend(failures);
    }
    report
}
