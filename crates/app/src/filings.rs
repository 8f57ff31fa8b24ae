//! Reports that were filed: what came of them, for their Party, for those whom a failure names, and
//! for everybody.

use std::collections::BTreeSet;

use domain::access::{Caller, Permit, ReadDesk};
use domain::aef::{Difference, Document, Rules, Version, differences};
use domain::check::{CheckId, Failure, Outcome, Report, named_by_others};
use domain::filing::{Explanation, due};
use domain::party::PartyCode;
use domain::section::SectionNo;
use domain::vintage::Year;
use jiff::civil::Date;
use jiff::tz::TimeZone;
pub use store::filings::{FilingFacts, FilingsWanted, PublishedFiling};
use store::page::{Limit, Page};
use workbook::Format;

use crate::Registry;
use crate::comparison::{Comparison, masked};
use crate::files::{FileError, Prechecked, Understood, understand};
use crate::reports::ReportError;

/// What has become of a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is the newest, and this is what the checks say of it.
    Newest(Outcome),
    /// A higher version took its place.
    Obsolete,
}

impl Standing {
    /// The words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest(outcome) => outcome.as_str(),
            Self::Obsolete => "obsolete",
        }
    }
}

/// A version that the caller's Party filed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnFiling {
    /// Which, when, and what is kept back.
    pub facts: FilingFacts,
    /// What has become of it.
    pub standing: Standing,
    /// Whether it fails by itself, and is left out when others are compared.
    pub set_aside: bool,
}

/// What the checks say of a report, for who may read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Examination {
    /// The newest version.
    pub filing: OwnFiling,
    /// What the checks say of it.
    pub report: Report,
    /// How Parties have explained it, with their Parties.
    pub explanations: Vec<(PartyCode, i64, Explanation)>,
}

/// That a check of another Party's report fails, and names the caller's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Whose report it is.
    pub party: PartyCode,
    /// Of which year.
    pub year: Year,
    /// Its version.
    pub version: Version,
    /// What fails, without what its Party keeps back.
    pub failure: Failure,
    /// How Parties have explained it.
    pub explanations: Vec<(PartyCode, i64, Explanation)>,
}

/// A report, as everybody may know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// Whose, of which year, in which version.
    pub filing: PublishedFiling,
    /// What has become of it.
    pub standing: Standing,
    /// How many failures of it are open.
    pub open_inconsistencies: usize,
}

/// Who has reported a year, and who has not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearStatus {
    /// The year.
    pub year: Year,
    /// The last day for it.
    pub due: Date,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Who has reported, with the newest version.
    pub reported: Vec<(PartyCode, Version)>,
    /// Parties with a section here that have not.
    pub missing: BTreeSet<PartyCode>,
    /// Parties that have not, and with which others report to have transferred in the year.
    pub named: BTreeSet<PartyCode>,
}

impl Registry {
    /// All versions that the caller's Party filed, newest first.
    pub fn own_filings(&self, caller: &Caller) -> Result<Vec<OwnFiling>, FileError> {
        let own = self.own_party(caller)?;
        let comparison = self.comparison()?;
        Ok(comparison.of(own).rev().map(|facts| comparison.own(facts)).collect())
    }

    /// What the checks say of the newest version of a report: for its Party, and for the secretariat,
    /// which reads what is kept back too.
    pub fn examination(
        &self,
        caller: &Caller,
        party: PartyCode,
        year: Year,
    ) -> Result<Option<Examination>, FileError> {
        let desk = caller.section() == SectionNo::SECRETARIAT;
        if desk {
            let _read: Permit<ReadDesk> = caller.permit::<ReadDesk>(())?;
        } else if self.own_party(caller)? != party {
            return Ok(None);
        }
        let comparison = self.comparison()?;
        let Some(facts) = comparison.newest_of(party, year) else { return Ok(None) };
        let key = (party, year);
        let report =
            if desk { comparison.full.reports.get(&key).cloned() } else { comparison.told(key) };
        let report = report.unwrap_or_else(Report::not_checked);
        let explanations = comparison.explained(key, |_check| true);
        Ok(Some(Examination { filing: comparison.own(facts), report, explanations }))
    }

    /// The newest version of the caller's own report of a year as a workbook, with what the checks say
    /// beside the cells.
    pub fn annotated_filing(
        &self,
        caller: &Caller,
        party: PartyCode,
        year: Year,
    ) -> Result<Option<Vec<u8>>, FileError> {
        self.own_party(caller)?;
        let Some(found) = self.examination(caller, party, year)? else { return Ok(None) };
        let file = found.filing.facts.filed.file;
        let Some((_, bytes)) = self.bytes_of_file(caller, file)? else { return Ok(None) };
        let understood = understand(&bytes)?;
        Prechecked { understood, report: Some(found.report) }.annotated().map(Some)
    }

    /// The file of a version of the caller's own, byte for byte as it was filed.
    pub fn filed_bytes(
        &self,
        caller: &Caller,
        (party, year, version): (PartyCode, Year, Version),
    ) -> Result<Option<(Format, Vec<u8>)>, FileError> {
        if self.own_party(caller)? != party {
            return Ok(None);
        }
        let comparison = self.comparison()?;
        let Some(facts) = comparison.version(party, year, version) else { return Ok(None) };
        let found = self.bytes_of_file(caller, facts.filed.file)?;
        Ok(found.and_then(|(file, bytes)| Some((file.format.parse().ok()?, bytes))))
    }

    /// In what two versions of the caller's own report differ.
    pub fn filing_differences(
        &self,
        caller: &Caller,
        (party, year): (PartyCode, Year),
        (before, after): (Version, Version),
    ) -> Result<Option<Vec<Difference>>, FileError> {
        let Some(before) = self.filed_document(caller, (party, year, before))? else {
            return Ok(None);
        };
        let Some(after) = self.filed_document(caller, (party, year, after))? else {
            return Ok(None);
        };
        Ok(Some(differences(&before, &after)))
    }

    fn filed_document(
        &self,
        caller: &Caller,
        which: (PartyCode, Year, Version),
    ) -> Result<Option<Document>, FileError> {
        let Some((_, bytes)) = self.filed_bytes(caller, which)? else { return Ok(None) };
        Ok(Some(understand(&bytes)?.document))
    }

    /// What fails in others' reports and names the caller's Party.
    pub fn notices(&self, caller: &Caller) -> Result<Vec<Notice>, FileError> {
        let own = self.own_party(caller)?;
        let comparison = self.comparison()?;
        let mut notices = Vec::new();
        for key in comparison.full.reports.keys().filter(|(party, _)| *party != own) {
            let (party, year) = *key;
            let Some(facts) = comparison.newest_of(party, year) else { continue };
            let told = comparison.told(*key).unwrap_or_else(Report::not_checked);
            let version = facts.filed.version;
            notices.extend(told.naming(own).map(|failure| Notice {
                party,
                year,
                version,
                failure: failure.clone(),
                explanations: comparison.explained(*key, |check| check == failure.check),
            }));
        }
        Ok(notices)
    }

    /// Reports that were filed, as everybody may know them.
    pub fn published_filings(
        &self,
        wanted: &FilingsWanted,
        after: Option<i64>,
        limit: Limit,
    ) -> Result<Page<Published, i64>, FileError> {
        let everybody = Permit::for_everybody();
        let page = self.store.read(&everybody, |tx| tx.filings(wanted, after, limit))?;
        let comparison = self.comparison_at_hand()?;
        let items = page.items.into_iter().map(|filing| comparison.published(filing)).collect();
        Ok(Page { items, next: page.next })
    }

    /// The file of a report as everybody may have it: written anew, without what its Party keeps back
    /// and without whatever else stood in the file.
    pub fn published_file(
        &self,
        (party, year, version): (PartyCode, Year, Version),
        format: Option<Format>,
    ) -> Result<Option<(Format, Vec<u8>)>, FileError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let comparison = self.comparison()?;
        let Some(facts) = comparison.version(party, year, version) else { return Ok(None) };
        let permit = Permit::<domain::access::CompareReports>::for_the_checks();
        let (section, file) = (facts.section, facts.filed.file);
        let bytes = self.store.read(&permit, |tx| tx.bytes_of_any_file(section, file))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let Understood { document, dialect, format: filed, .. } = understand(&bytes)?;
        let document = masked(rules, &document, &facts.filed.claims);
        let format = format.unwrap_or(filed);
        let bytes = workbook::write(rules, &document, dialect, format)?;
        Ok(Some((format, bytes)))
    }

    /// Who has reported a year, and who has not yet.
    pub fn year_status(&self, year: Year) -> Result<YearStatus, FileError> {
        let comparison = self.comparison_at_hand()?;
        let everybody = Permit::for_everybody();
        let (sections, now) = self
            .store
            .read(&everybody, |tx| Ok((tx.parties_with_sections(year)?, tx.standing()?.moment)))?;
        let newest = comparison.filings.iter().filter(|it| it.year == year);
        let newest = newest.filter(|it| comparison.is_newest(it));
        let reported: Vec<_> = newest.map(|it| (it.party, it.filed.version)).collect();
        let has_not = |party: &PartyCode| !reported.iter().any(|(it, _)| it == party);
        let missing = sections.into_iter().filter(has_not).collect();
        let named = named_by_others(comparison.of_year(year)).into_iter().filter(has_not).collect();
        let (due, today) = (due(year), now.to_zoned(TimeZone::UTC).date());
        Ok(YearStatus { year, due, is_overdue: today > due, reported, missing, named })
    }
}

impl Comparison {
    fn own(&self, facts: &FilingFacts) -> OwnFiling {
        let key = (facts.party, facts.year);
        let standing = self.standing(facts);
        let set_aside = self.is_newest(facts) && self.full.set_aside.contains(&key);
        OwnFiling { facts: facts.clone(), standing, set_aside }
    }

    fn standing(&self, facts: &FilingFacts) -> Standing {
        if !self.is_newest(facts) {
            return Standing::Obsolete;
        }
        let report = self.full.reports.get(&(facts.party, facts.year));
        Standing::Newest(report.map_or(Outcome::NotChecked, Report::outcome))
    }

    fn published(&self, filing: PublishedFiling) -> Published {
        let facts = self.filings.iter().find(|it| it.filed.recorded == filing.entry);
        // One that was filed a moment ago, after all were compared, is not checked yet.
        let standing =
            facts.map_or(Standing::Newest(Outcome::NotChecked), |facts| self.standing(facts));
        let report = self.full.reports.get(&(filing.party, filing.year));
        let open = report.filter(|_| standing != Standing::Obsolete);
        let open_inconsistencies = open.map_or(0, Report::inconsistencies);
        Published { filing, standing, open_inconsistencies }
    }

    fn version(&self, party: PartyCode, year: Year, version: Version) -> Option<&FilingFacts> {
        self.of(party).find(|it| it.year == year && it.filed.version == version)
    }

    fn explained(
        &self,
        (party, year): (PartyCode, Year),
        of: impl Fn(CheckId) -> bool,
    ) -> Vec<(PartyCode, i64, Explanation)> {
        let about = self
            .explanations
            .iter()
            .filter(|(_, it)| (it.party, it.year) == (party, year) && of(it.check));
        let by = |section: SectionNo| {
            self.parties.iter().find(|(it, _)| *it == section).map(|(_, party)| *party)
        };
        about.filter_map(|(entry, it)| Some((by(it.section)?, *entry, it.clone()))).collect()
    }
}
