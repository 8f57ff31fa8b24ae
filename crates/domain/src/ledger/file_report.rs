//! Filing a report of a year.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::aef::Version;
use crate::digest::Digest;
use crate::filing::{Claim, Claimable, Filed};
use crate::party::PartyCode;
use crate::vintage::Year;

/// Files the bytes of a report, which the registry keeps already.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileReport {
    /// The calendar year that is reported.
    pub year: Year,
    /// The version: above all that were filed of the year.
    pub version: Version,
    /// The hash of the bytes.
    pub file: Digest,
    /// What is kept back, and on what basis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// A Party files its report, or a corrected version of it. What was filed stays. That the bytes are
/// kept, and say the same year and version, is for whoever proposes it: it is in no entry. The leaf
/// commits to the hash alone, since from all else one could guess what is kept back.
pub(super) fn decide(scene: &mut Scene<'_>, order: &FileReport) -> Result<Effect, Refusal> {
    let party = scene.own("file-report")?.party;
    let FileReport { year, version, file, ref claims } = *order;
    let today = scene.today();
    if year.number() > today.year() {
        return Err(Refusal::ReportedYearAhead { year });
    }
    may_be_kept_back(scene, claims)?;
    let mut filed = scene.books.filings.get(&(scene.section, year)).cloned().unwrap_or_default();
    is_newest(party, order, &filed)?;
    let recorded = scene.entry();
    filed.push(Filed { version, file, claims: claims.clone(), recorded });
    scene.books.filings.set((scene.section, year), filed);
    let kept_back: Vec<_> = claims.iter().map(ToString::to_string).collect();
    Ok(Effect::of(party)
        .fact("version", version.to_string())
        .fact("year", year.to_string())
        .private("claims", &kept_back.join("\n"))
        .private("file", &file))
}

/// Each field is one that may be kept back, and is named once.
fn may_be_kept_back(scene: &Scene<'_>, claims: &[Claim]) -> Result<(), Refusal> {
    bounded("claims", claims)?;
    let list = Claimable::on(scene.now.to_zoned(jiff::tz::TimeZone::UTC).date());
    let mut named = BTreeSet::new();
    for Claim { table, field, .. } in claims {
        if list.is_none_or(|list| !list.has(*table, field.as_str())) {
            return Err(Refusal::ClaimNotAllowed { table: *table, field: field.clone() });
        }
        if !named.insert((*table, field)) {
            return Err(Refusal::ClaimTwice { table: *table, field: field.clone() });
        }
    }
    Ok(())
}

/// An equal version is a duplicate, and a lower one is obsolete.
fn is_newest(party: PartyCode, order: &FileReport, filed: &[Filed]) -> Result<(), Refusal> {
    let FileReport { year, version, .. } = *order;
    if let Some(same) = filed.iter().find(|it| it.version == version) {
        let entry = same.recorded;
        return Err(Refusal::SubmissionDuplicate { party, year, version, entry });
    }
    match filed.iter().map(|it| it.version).max() {
        Some(newest) if version < newest => {
            Err(Refusal::SubmissionObsolete { party, year, version, newest })
        }
        Some(_) | None => Ok(()),
    }
}
