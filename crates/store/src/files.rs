//! Files of reports, byte for byte as they came.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use domain::access::{CompareReports, KeepFile, ReadSection};
use domain::aef::Version;
use domain::digest::Digest;
use domain::section::SectionNo;
use domain::vintage::Year;

use crate::error::DatabaseError;
use crate::ledger::filings::{version, year_of};
use crate::ledger::writer::StoreError;
use crate::recorded::Tx;
use crate::schema::reporting::file as f;
use crate::store::Reading;

/// What is known of a file without looking into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFacts {
    /// The hash of its bytes.
    pub sha256: Digest,
    /// What kind of file it is, in a word.
    pub format: String,
    /// The calendar year that it says it reports.
    pub year: Year,
    /// The version that it says it has.
    pub version: Version,
}

impl Tx<'_, KeepFile> {
    /// Keeps a file for the section. It comes before the event that records it, since what waits for
    /// the lock of the ledger must not wait for so many bytes; without the event, nothing is kept.
    pub fn keep_file(&mut self, facts: &FileFacts, bytes: &[u8]) -> Result<(), StoreError> {
        let row = (
            f::section_id.eq(self.permit().on().number()),
            f::sha256.eq(facts.sha256.as_bytes().as_slice()),
            f::format.eq(&facts.format),
            f::year.eq(facts.year.number()),
            f::major.eq(i64::from(facts.version.major)),
            f::minor.eq(i64::from(facts.version.minor)),
            f::bytes.eq(bytes),
            f::kept_at.eq(sql::<Timestamptz>("registry.now()")),
        );
        self.run(|db| diesel::insert_into(f::table).values(row).execute(db))?;
        Ok(())
    }
}

impl StoreError {
    /// Whether the section keeps these bytes already: somebody else was a moment earlier.
    pub fn is_of_a_kept_file(&self) -> bool {
        let name = "a_section_keeps_a_file_once";
        matches!(self, Self::Database(error) if error.is_refused_by(name))
    }
}

impl Reading<'_, ReadSection> {
    /// How many bytes the section has handed in within the last day.
    pub fn bytes_of_a_day(&mut self) -> Result<u64, StoreError> {
        let section = *self.permit().on();
        let bytes: i64 = f::table
            .filter(f::section_id.eq(section.number()))
            .filter(f::kept_at.gt(sql::<Timestamptz>("registry.now() - interval '1 day'")))
            .select(sql::<BigInt>("coalesce(sum(octet_length(bytes)), 0)::bigint"))
            .first(self.db)
            .map_err(DatabaseError::from)?;
        Ok(u64::try_from(bytes).unwrap_or_default())
    }

    /// What is known of a file, if the section keeps it.
    pub fn kept_file(&mut self, file: Digest) -> Result<Option<FileFacts>, StoreError> {
        let section = *self.permit().on();
        let found: Option<(String, i16, i64, i64)> = f::table
            .filter(f::section_id.eq(section.number()))
            .filter(f::sha256.eq(file.as_bytes().as_slice()))
            .select((f::format, f::year, f::major, f::minor))
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        let Some((format, year, major, minor)) = found else { return Ok(None) };
        let (year, version) = (year_of(year)?, version(major, minor)?);
        Ok(Some(FileFacts { sha256: file, format, year, version }))
    }

    /// The bytes of a file, if the section keeps it.
    pub fn bytes_of_file(&mut self, file: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let section = *self.permit().on();
        bytes(self.db, section, file)
    }
}

impl Reading<'_, CompareReports> {
    /// The bytes of a file of any section.
    pub fn bytes_of_any_file(
        &mut self,
        section: SectionNo,
        file: Digest,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        bytes(self.db, section, file)
    }
}

fn bytes(
    db: &mut PgConnection,
    section: SectionNo,
    file: Digest,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = f::table
        .filter(f::section_id.eq(section.number()))
        .filter(f::sha256.eq(file.as_bytes().as_slice()))
        .select(f::bytes)
        .first(db)
        .optional()
        .map_err(DatabaseError::from)?;
    Ok(found)
}
