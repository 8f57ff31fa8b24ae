//! What must be so before a report is filed, or explained, and before units are used towards an NDC: no
//! rule of the ledger knows it, since it stands in files, or is derived from them.

use domain::access::Caller;
use domain::aef::Version;
use domain::check::{CheckId, OpenInconsistency};
use domain::digest::Digest;
use domain::ledger::{ExplainInconsistency, FileReport, Order, UseTowardsNdc};
use domain::party::PartyCode;
use domain::unit::UnitRange;
use domain::vintage::Year;

use crate::files::FileError;
use crate::{Draft, Registry};

/// Whether units may be used towards an NDC while an open inconsistency names them: that is for the
/// Parties and the CMA to say, and the same for all sections.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DisputedUnits {
    /// They wait until a corrected report agrees.
    #[default]
    MayNotBeUsed,
    /// They are marked, and may be used.
    MayBeUsed,
}

/// Why a report cannot be proposed to be filed, or explained, or units used.
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
    /// An open inconsistency names units that are to be used towards an NDC.
    #[error("check {} of the report of {} for {} names some of {units}", open.check, open.party, open.year)]
    Disputed {
        /// The units.
        units: UnitRange,
        /// The inconsistency: the first of them.
        open: OpenInconsistency,
    },
}

impl Draft {
    /// Whether reports are looked into before it is proposed, which waits for the database.
    pub fn is_about_reports(&self) -> bool {
        are_about_reports(&self.orders)
    }
}

/// Whether one of them files or explains reports, or uses units, which a report may dispute.
pub(crate) fn are_about_reports(orders: &[Order]) -> bool {
    let about = |it: &Order| {
        let files = matches!(it, Order::FileReport(_) | Order::ExplainInconsistency(_));
        files || matches!(it, Order::UseTowardsNdc(_))
    };
    orders.iter().any(about)
}

impl Registry {
    /// Sees to it that each file that is to be filed is kept, and is what the order says; that what is
    /// to be explained fails, and concerns the caller's Party; and that no open inconsistency names what
    /// is to be used.
    pub fn look_into_reports(&self, caller: &Caller, draft: &Draft) -> Result<(), ReportingError> {
        for order in &draft.orders {
            if let Order::FileReport(order) = order {
                self.can_be_filed(caller, order)?;
            }
            if let Order::ExplainInconsistency(order) = order {
                self.can_be_explained(caller, order)?;
            }
        }
        self.can_be_used(&draft.orders)
    }

    /// Units with an open inconsistency are not used towards an NDC, unless the installation lets them
    ///
    pub(crate) fn can_be_used(&self, orders: &[Order]) -> Result<(), ReportingError> {
        let used = |order: &Order| {
            if let Order::UseTowardsNdc(UseTowardsNdc { units, .. }) = order {
                Some(*units)
            } else {
                None
            }
        };
        let used: Vec<UnitRange> = orders.iter().filter_map(used).collect();
        if used.is_empty() || self.disputed_units == DisputedUnits::MayBeUsed {
            return Ok(());
        }
        let comparison = self.comparison_for_few()?;
        for units in used {
            if let Some(open) = comparison.disputed.naming(units).first() {
                return Err(ReportingError::Disputed { units, open: *open });
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
