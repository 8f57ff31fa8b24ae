//! Files of reports: read, and kept byte for byte, before they are filed.

use domain::access::{Caller, Denied, KeepFile};
use domain::aef::{Aef, Dialect, Document, Finding, Rules, Version, read, write};
use domain::check::Report;
use domain::digest::Digest;
use domain::event::Event;
use domain::party::PartyCode;
use domain::vintage::Year;
use store::StoreError;
pub use store::files::FileFacts;
use workbook::{Format, Mark, Note, Refused, Unwritable};

use crate::Registry;
use crate::reports::{ReportError, of_party};

/// The most bytes that a section hands in within a day: ten files of the largest size. What is kept
/// is kept for good, and the disk is everybody's.
pub(crate) const BYTES_OF_A_DAY_MAX: u64 = 1_342_177_280;

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The policy does not allow it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It is none that is read, or may do harm.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Table 1 names another Party.
    #[error("the file is the report of {party}, and not of {own}")]
    OfAnotherParty {
        /// Whose report it is.
        party: PartyCode,
        /// Whose section it was handed in to.
        own: PartyCode,
    },
    /// Not all of it was understood.
    #[error("{} cells or rows cannot be understood", .0.len())]
    NotWhole(Vec<Finding>),
    /// The report cannot be built from the ledger.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The build cannot write the file.
    #[error("the file cannot be written")]
    Unwritable(#[from] Unwritable),
    /// The section has handed in as much within a day as it may.
    #[error("more than {most} bytes within a day")]
    DayIsFull {
        /// How many bytes it may hand in.
        most: u64,
    },
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file, as far as it was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Understood {
    /// What kind of file it is.
    pub format: Format,
    /// How values are written in it, where it says so.
    pub dialect: Dialect,
    /// What was left out when it was read.
    pub notes: Vec<Note>,
    /// The texts of its tables.
    pub document: Document,
    /// What is wrong with cells and rows.
    pub findings: Vec<Finding>,
    /// The five tables, if all of them were understood.
    pub aef: Option<Aef>,
}

/// What would be said of a file if it were filed now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prechecked {
    /// What was understood.
    pub understood: Understood,
    /// What the checks say, if it was understood wholly.
    pub report: Option<Report>,
}

/// A file that is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandedIn {
    /// Its hash, and what it says it is.
    pub file: FileFacts,
    /// Whose report it is.
    pub party: PartyCode,
    /// What was understood, and what the checks would say.
    pub checked: Prechecked,
}

/// Reads a file of any of the formats.
pub(crate) fn understand(bytes: &[u8]) -> Result<Understood, FileError> {
    let rules = Rules::newest().ok_or(ReportError::NoRules)?;
    let opened = workbook::open(rules, bytes)?;
    let reading = read(rules, &opened.document);
    let whole = reading.is_whole();
    Ok(Understood {
        format: opened.format,
        dialect: opened.dialect.unwrap_or_default(),
        notes: opened.notes,
        document: opened.document,
        findings: reading.findings,
        aef: reading.aef.filter(|_| whole),
    })
}

impl Registry {
    /// Keeps the bytes of a report of the caller's Party, so that it can be filed. The same bytes
    /// again are kept once.
    pub fn keep_file(&self, caller: &Caller, bytes: &[u8]) -> Result<HandedIn, FileError> {
        let permit = caller.permit::<KeepFile>(caller.section())?;
        let own = self.own_party(caller)?;
        let understood = understand(bytes)?;
        let Some(aef) = &understood.aef else {
            return Err(FileError::NotWhole(understood.findings));
        };
        let party = aef.submission.party;
        if party != own {
            return Err(FileError::OfAnotherParty { party, own });
        }
        let file = FileFacts {
            sha256: Digest::of(&[bytes]),
            format: understood.format.as_str().to_owned(),
            year: aef.submission.year,
            version: aef.submission.version,
        };
        let report = Some(self.compared(aef)?);
        if self.kept_file(caller, file.sha256)?.is_none() {
            let event = Event::FileKept { section: caller.section(), file: file.sha256 };
            let salt = self.ids.random();
            self.has_room_today(caller, bytes.len())?;
            let kept = self.store.write(&permit, |tx| {
                tx.keep_file(&file, bytes)?;
                tx.record(&event, salt, ())
            });
            match kept {
                // Somebody else handed the same bytes in a moment earlier.
                Err(error) if error.is_of_a_kept_file() => {}
                kept => kept?,
            }
        }
        Ok(HandedIn { file, party, checked: Prechecked { understood, report } })
    }

    /// Whether the caller's section may hand in so many bytes more.
    fn has_room_today(&self, caller: &Caller, bytes: usize) -> Result<(), FileError> {
        let permit = of_party(caller)?;
        let kept = self.store.read(&permit, |tx| tx.bytes_of_a_day())?;
        let (more, most) = (u64::try_from(bytes).unwrap_or(u64::MAX), self.bytes_of_a_day);
        if kept.saturating_add(more) > most { Err(FileError::DayIsFull { most }) } else { Ok(()) }
    }

    /// Builds the report of the caller's Party from the ledger, and keeps it as it is now.
    pub fn keep_file_from_ledger(
        &self,
        caller: &Caller,
        (year, version): (Year, Version),
        (format, dialect): (Format, Dialect),
    ) -> Result<HandedIn, FileError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let aef = self.aef(caller, year, version)?;
        let bytes = workbook::write(rules, &write(&aef, dialect), dialect, format)?;
        self.keep_file(caller, &bytes)
    }

    /// What would be said of a report of the caller's Party if it were filed now. Nothing is kept, and
    /// nothing recorded.
    pub fn check_file(&self, caller: &Caller, bytes: &[u8]) -> Result<Prechecked, FileError> {
        let own = self.own_party(caller)?;
        let understood = understand(bytes)?;
        let Some(aef) = &understood.aef else {
            return Ok(Prechecked { understood, report: None });
        };
        let party = aef.submission.party;
        if party != own {
            return Err(FileError::OfAnotherParty { party, own });
        }
        let report = Some(self.compared(aef)?);
        Ok(Prechecked { understood, report })
    }

    /// What is known of a file that the caller's section keeps; another section's is not there.
    pub(crate) fn kept_file(
        &self,
        caller: &Caller,
        file: Digest,
    ) -> Result<Option<FileFacts>, FileError> {
        let permit = of_party(caller)?;
        Ok(self.store.read(&permit, |tx| tx.kept_file(file))?)
    }

    /// The bytes of a file that the caller's section keeps, as they came; another section's is not
    /// there.
    pub fn bytes_of_file(
        &self,
        caller: &Caller,
        file: Digest,
    ) -> Result<Option<(FileFacts, Vec<u8>)>, FileError> {
        let permit = of_party(caller)?;
        let found = self.store.read(&permit, |tx| {
            let Some(facts) = tx.kept_file(file)? else { return Ok(None) };
            Ok(tx.bytes_of_file(file)?.map(|bytes| (facts, bytes)))
        });
        Ok(found?)
    }

    pub(crate) fn own_party(&self, caller: &Caller) -> Result<PartyCode, FileError> {
        let permit = of_party(caller)?;
        Ok(self.store.read(&permit, |tx| tx.party_of_section())?)
    }
}

impl Prechecked {
    /// The workbook of what was understood, with each finding and each failure beside its cell.
    pub fn annotated(&self) -> Result<Vec<u8>, FileError> {
        let rules = Rules::newest().ok_or(ReportError::NoRules)?;
        let Understood { document, dialect, findings, .. } = &self.understood;
        let mut marks: Vec<Mark> = findings.iter().map(Mark::from).collect();
        marks.extend(self.report.iter().flat_map(|it| &it.failures).map(Mark::from));
        Ok(workbook::annotate(rules, document, *dialect, &marks)?)
    }
}
