//! What the checks say of all newest reports. Nothing of it is stored: it is derived from what was
//! filed, once for each filing, and remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};

use domain::access::{CompareReports, Permit};
use domain::aef::{Aef, Document, Rules, mask, read};
use domain::check::{
    CheckId, Disputed, Examined, Failure, OpenInconsistency, Report, SubmissionKey, Verdict,
    examine_against, examine_all,
};
use domain::filing::{Claim, Explanation};
use domain::party::PartyCode;
use domain::section::SectionNo;
use domain::unit::UnitRange;
use domain::vintage::Year;
use store::filings::FilingFacts;
use store::{Store, StoreError};
use tokio::sync::Semaphore;

use crate::Registry;
use crate::files::{FileError, Understood, understand};
use crate::reports::ReportError;

/// How many wait at once for what is being derived, besides those who ask for nothing else.
const WAITING_MAX: usize = 2;

/// What was derived last, and the right to derive anew: one thread has it at a time.
pub(crate) struct Remembered {
    last: RwLock<Arc<Comparison>>,
    deriving: Mutex<()>,
    waiting: Semaphore,
}

impl Default for Remembered {
    fn default() -> Self {
        let waiting = Semaphore::new(WAITING_MAX);
        Self { last: RwLock::default(), deriving: Mutex::default(), waiting }
    }
}

impl Remembered {
    fn last(&self) -> Arc<Comparison> {
        Arc::clone(&self.last.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// All reports that were filed, and what the checks say of the newest.
#[derive(Default)]
pub(crate) struct Comparison {
    /// Whether the checks were made at all.
    made: bool,
    /// The entries of the newest filing and of the newest explanation: as of when it is.
    newest: (i64, i64),
    /// All versions, in the order in which they were filed.
    pub(crate) filings: Vec<FilingFacts>,
    /// The Party of each section.
    pub(crate) parties: Vec<(SectionNo, PartyCode)>,
    /// All explanations, with their entries.
    pub(crate) explanations: Vec<(i64, Explanation)>,
    /// The entries of the newest of each Party and year.
    current: BTreeSet<i64>,
    /// What these say, as far as they can be read.
    parsed: BTreeMap<i64, Arc<Parsed>>,
    /// What the checks say.
    pub(crate) full: Examined,
    /// What they say without what Parties keep back.
    masked: Examined,
    /// The units that open inconsistencies name.
    pub(crate) disputed: Disputed,
    /// Those that are named without what Parties keep back: everybody may know it, since everybody may
    /// make the checks of what is published.
    for_all: Disputed,
}

/// A report, as it is, and as others may know it if anything is kept back.
struct Parsed {
    aef: Aef,
    masked: Option<Aef>,
}

impl Parsed {
    fn for_others(&self) -> &Aef {
        self.masked.as_ref().unwrap_or(&self.aef)
    }
}

/// The tables without what a Party keeps back.
pub(crate) fn masked(rules: &Rules, document: &Document, claims: &[Claim]) -> Document {
    mask(rules, document, claims.iter().map(|it| (it.table, it.field.as_str())))
}

impl Registry {
    /// What the checks say now. Who asks while it is derived waits for it.
    pub(crate) fn comparison(&self) -> Result<Arc<Comparison>, FileError> {
        let deriving = self.comparisons.deriving.lock().unwrap_or_else(PoisonError::into_inner);
        self.derived(&deriving)
    }

    /// The same for everybody: while it is derived, what was derived before, so that those who only
    /// look take no more than one thread. Before the first time, there is nothing that could be told.
    pub(crate) fn comparison_at_hand(&self) -> Result<Arc<Comparison>, FileError> {
        match self.comparisons.deriving.try_lock() {
            Ok(deriving) => self.derived(&deriving),
            Err(TryLockError::Poisoned(deriving)) => self.derived(&deriving.into_inner()),
            Err(TryLockError::WouldBlock) => match self.comparisons.last() {
                last if !last.made => self.comparison(),
                last => Ok(last),
            },
        }
    }

    fn derived(&self, _deriving: &MutexGuard<'_, ()>) -> Result<Arc<Comparison>, FileError> {
        let permit = Permit::<CompareReports>::for_the_checks();
        let known = self.comparisons.last();
        let newest = self.store.read(&permit, |tx| tx.newest_filing())?;
        if known.newest == newest {
            return Ok(known);
        }
        let anew = Arc::new(Comparison::after(&known, &self.store, &permit)?);
        let mut last = self.comparisons.last.write().unwrap_or_else(PoisonError::into_inner);
        *last = Arc::clone(&anew);
        Ok(anew)
    }

    /// Derives what the checks say where a report was filed since. Takes long where there are many.
    pub fn follow_reports(&self) -> Result<(), FileError> {
        self.comparison_at_hand().map(drop)
    }

    /// The open inconsistencies that name any of these units, for everybody, as of when the checks were
    /// made last; nothing before that. Never waits.
    pub fn open_inconsistencies(&self, units: UnitRange) -> Option<Vec<OpenInconsistency>> {
        let last = self.comparisons.last();
        last.made.then(|| last.for_all.naming(units))
    }

    /// What the checks say now, for few at a time: who asks while they are made waits for it, and more
    /// would take the threads that others need.
    pub(crate) fn comparison_for_few(&self) -> Result<Arc<Comparison>, FileError> {
        let permit = Permit::<CompareReports>::for_the_checks();
        let known = self.comparisons.last();
        if known.made && self.store.read(&permit, |tx| tx.newest_filing())? == known.newest {
            return Ok(known);
        }
        let waits = self.comparisons.waiting.try_acquire();
        let _until_told = waits.map_err(|_too_many| StoreError::Busy)?;
        self.comparison()
    }

    /// What the checks would say of a report beside all others, without what those keep back.
    pub(crate) fn compared(&self, aef: &Aef) -> Result<Report, FileError> {
        let comparison = self.comparison()?;
        Ok(comparison.against(aef))
    }
}

impl Comparison {
    fn after(
        before: &Self,
        store: &Store,
        permit: &Permit<CompareReports>,
    ) -> Result<Self, FileError> {
        let (newest, filings, explanations, parties) = store.read(permit, |tx| {
            let (filings, explanations) = (tx.all_filings()?, tx.all_explanations()?);
            Ok((tx.newest_filing()?, filings, explanations, tx.parties()?))
        })?;
        // After a restore an entry may be another than the one of that number before.
        let known: BTreeMap<i64, &FilingFacts> =
            before.filings.iter().map(|it| (it.filed.recorded, it)).collect();
        let (mut current, mut parsed) = (BTreeSet::new(), BTreeMap::new());
        for facts in newest_of_each(&filings) {
            let entry = facts.filed.recorded;
            current.insert(entry);
            let is_known = known.get(&entry).is_some_and(|it| *it == facts);
            match before.parsed.get(&entry).filter(|_| is_known) {
                Some(known) => drop(parsed.insert(entry, Arc::clone(known))),
                None => match parse(store, permit, facts) {
                    Ok(read) => drop(parsed.insert(entry, Arc::new(read))),
                    Err(FileError::Store(error)) => return Err(error.into()),
                    // It was read before it was kept: that is ours to mend, and no other report's.
                    Err(error) => tracing::error!(entry, %error, "filing.unreadable"),
                },
            }
        }
        let is_same = |(entry, it): (&i64, &Arc<Parsed>)| {
            before.parsed.get(entry).is_some_and(|before| Arc::ptr_eq(before, it))
        };
        let all_are = before.parsed.len() == parsed.len() && parsed.iter().all(is_same);
        let (full, masked) =
            if all_are { (before.full.clone(), before.masked.clone()) } else { examined(&parsed) };
        let (disputed, for_all) = (Disputed::of(&full), Disputed::of(&masked));
        let made = true;
        Ok(Self {
            made,
            newest,
            filings,
            parties,
            explanations,
            current,
            parsed,
            full,
            masked,
            disputed,
            for_all,
        })
    }

    /// What others may be told of a report.
    pub(crate) fn told(&self, key: SubmissionKey) -> Option<Report> {
        let full = self.full.reports.get(&key)?;
        Some(self.masked.reports.get(&key).map_or_else(|| full.clone(), |it| full.told(it)))
    }

    /// All versions of a Party's reports, in the order in which they were filed.
    pub(crate) fn of(&self, party: PartyCode) -> impl DoubleEndedIterator<Item = &FilingFacts> {
        self.filings.iter().filter(move |it| it.party == party)
    }

    /// The newest version of a report.
    pub(crate) fn newest_of(&self, party: PartyCode, year: Year) -> Option<&FilingFacts> {
        self.of(party).rfind(|it| it.year == year && self.is_newest(it))
    }

    /// Whether no higher version was filed.
    pub(crate) fn is_newest(&self, facts: &FilingFacts) -> bool {
        self.current.contains(&facts.filed.recorded)
    }

    /// The newest reports of a year.
    pub(crate) fn of_year(&self, year: Year) -> impl Iterator<Item = &Aef> {
        self.parsed.values().map(|it| &it.aef).filter(move |aef| aef.submission.year == year)
    }

    /// Whether this check of a report fails now, and the failure is this Party's own or names it.
    pub(crate) fn concerns(&self, party: PartyCode, key: SubmissionKey, check: CheckId) -> bool {
        let fails = |it: &&Failure| it.check == check && it.verdict == Verdict::Inconsistent;
        let report = self.full.reports.get(&key);
        let mut failures = report.into_iter().flat_map(|it| &it.failures).filter(fails);
        failures.any(|it| key.0 == party || it.names(party))
    }

    /// Nobody learns of it whether a guess is right: what is kept back is not compared before two
    /// persons file a report, on record.
    fn against(&self, aef: &Aef) -> Report {
        let key = |aef: &Aef| (aef.submission.party, aef.submission.year);
        let all = self.parsed.values().map(|it| it.for_others());
        let sound: Vec<&Aef> = all.filter(|aef| !self.full.set_aside.contains(&key(aef))).collect();
        examine_against(aef, &sound)
    }
}

/// Of each Party and year the highest version.
fn newest_of_each(filings: &[FilingFacts]) -> Vec<&FilingFacts> {
    let mut newest: BTreeMap<SubmissionKey, &FilingFacts> = BTreeMap::new();
    for facts in filings {
        let kept = newest.entry((facts.party, facts.year)).or_insert(facts);
        if kept.filed.version < facts.filed.version {
            *kept = facts;
        }
    }
    newest.into_values().collect()
}

/// Reads a report that was filed.
fn parse(
    store: &Store,
    permit: &Permit<CompareReports>,
    facts: &FilingFacts,
) -> Result<Parsed, FileError> {
    let rules = Rules::newest().ok_or(ReportError::NoRules)?;
    let (section, file) = (facts.section, facts.filed.file);
    let bytes = store.read(permit, |tx| tx.bytes_of_any_file(section, file))?;
    let understood = understand(&bytes.unwrap_or_default())?;
    let Understood { document, findings, aef, .. } = understood;
    let aef = aef.ok_or(FileError::NotWhole(findings))?;
    let claims = &facts.filed.claims;
    if claims.is_empty() {
        return Ok(Parsed { aef, masked: None });
    }
    // What cannot be read without what is kept back is compared with nothing, and told to nobody.
    let reading = read(rules, &masked(rules, &document, claims));
    let masked = reading.aef.ok_or(FileError::NotWhole(reading.findings))?;
    Ok(Parsed { aef, masked: Some(masked) })
}

/// What the checks say of all, and what they say without what Parties keep back: the same, if nobody
/// keeps anything back.
fn examined(parsed: &BTreeMap<i64, Arc<Parsed>>) -> (Examined, Examined) {
    let full = examine_all(parsed.values().map(|it| &it.aef));
    if parsed.values().all(|it| it.masked.is_none()) {
        return (full.clone(), full);
    }
    let masked = examine_all(parsed.values().map(|it| it.for_others()));
    (full, masked)
}
