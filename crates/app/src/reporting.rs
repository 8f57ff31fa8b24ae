//! What must be so before a report is filed, or explained: no rule of the ledger knows it, since it
//! stands in files, or is derived from them.

use domain::access::Caller;
use domain::aef::Version;
use domain::check::CheckId;
use domain::digest::Digest;
use domain::ledger::{ExplainInconsistency, FileReport, Order};
use domain::party::PartyCode;
use domain::vintage::Year;

use crate::files::FileError;
use crate::{Draft, Registry};

/// Why a report cannot be proposed to be filed, or explained.
#[derive(Debug, thiserror::Error)]
pub enum ReportingError {
    /// What is asked of files goes wrong.
    #[error(transparent)]
    File(#[from] FileError),
    /// The section keeps no file with this hash.
    #[error("no file with the hash {file} was handed in")]
    NotKept {
        /// The hash.
        file: Digest,
    },
    /// The file says that it is of another year or version.
    #[error("the file {file} is version {version} of the report for {year}")]
    SaysOtherwise {
        /// The hash.
        file: Digest,
        /// The year that it says it reports.
        year: Year,
        /// The version that it says it has.
        version: Version,
    },
    /// The check does not fail, or the failure is not the Party's and does not name it.
    #[error("check {check} of the report of {party} for {year} has nothing to explain")]
    NothingToExplain {
        /// The check.
        check: CheckId,
        /// Whose report it is.
        party: PartyCode,
        /// The year.
        year: Year,
    },
}

impl Draft {
    /// Whether it files or explains reports: then files are looked into before it is proposed, which
    /// waits for the database.
    pub fn is_about_reports(&self) -> bool {
        let about =
            |it: &Order| matches!(it, Order::FileReport(_) | Order::ExplainInconsistency(_));
        self.orders.iter().any(about)
    }
}

impl Registry {
    /// Sees to it that each file that is to be filed is kept, and is what the order says; and that
    /// what is to be explained fails, and concerns the caller's Party.
    pub fn look_into_reports(&self, caller: &Caller, draft: &Draft) -> Result<(), ReportingError> {
        for order in &draft.orders {
            if let Order::FileReport(order) = order {
                self.can_be_filed(caller, order)?;
            }
            if let Order::ExplainInconsistency(order) = order {
                self.can_be_explained(caller, order)?;
            }
        }
        Ok(())
    }

    fn can_be_filed(&self, caller: &Caller, order: &FileReport) -> Result<(), ReportingError> {
        let file = order.file;
        let kept = self.kept_file(caller, file)?.ok_or(ReportingError::NotKept { file })?;
        let (year, version) = (kept.year, kept.version);
        if (year, version) != (order.year, order.version) {
            return Err(ReportingError::SaysOtherwise { file, year, version });
        }
        Ok(())
    }

    fn can_be_explained(
        &self,
        caller: &Caller,
        order: &ExplainInconsistency,
    ) -> Result<(), ReportingError> {
        let own = self.own_party(caller)?;
        let ExplainInconsistency { party, year, check, .. } = *order;
        if self.comparison()?.concerns(own, (party, year), check) {
            Ok(())
        } else {
            Err(ReportingError::NothingToExplain { check, party, year })
        }
    }
}
