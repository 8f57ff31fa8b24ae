//! What is wished of both ledgers.

use super::naive::Moment;
use super::rules::Rules;
use crate::ledger::{CancellationReason, OtherPurpose};
use crate::unit::Series;

/// A run of units of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Range {
    pub(super) series: Series,
    pub(super) first: u64,
    pub(super) last: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wish {
    Authorize {
        authorization: usize,
        version: usize,
        rules: Rules,
    },
    Revoke {
        authorization: usize,
    },
    Issue {
        into: usize,
        series: Series,
        quantity: u64,
        hours: bool,
        second_sector: bool,
        authorization: Option<usize>,
    },
    AuthorizeUnits {
        account: usize,
        units: Range,
        authorization: usize,
    },
    FirstTransfer {
        from: usize,
        to: usize,
        units: Range,
    },
    Transfer {
        from: usize,
        to: usize,
        units: Range,
    },
    UseTowardsNdc {
        from: usize,
        into: usize,
        units: Range,
        year: i16,
    },
    UseForOimp {
        from: usize,
        into: usize,
        units: Range,
        purpose: OtherPurpose,
        by_entity: bool,
    },
    Cancel {
        from: usize,
        into: usize,
        units: Range,
        reason: CancellationReason,
    },
    Retire {
        from: usize,
        into: usize,
        units: Range,
    },
    Contribute {
        from: usize,
        to: usize,
        units: Range,
    },
    TransferOut {
        from: usize,
        to: usize,
        units: Range,
    },
    TransferIn {
        from: usize,
        to: usize,
        units: Range,
    },
}

impl Wish {
    pub(super) fn units(&self) -> Option<Range> {
        match self {
            Self::Authorize { .. } | Self::Revoke { .. } | Self::Issue { .. } => None,
            Self::AuthorizeUnits { units, .. }
            | Self::FirstTransfer { units, .. }
            | Self::Transfer { units, .. }
            | Self::UseTowardsNdc { units, .. }
            | Self::UseForOimp { units, .. }
            | Self::Cancel { units, .. }
            | Self::Retire { units, .. }
            | Self::Contribute { units, .. }
            | Self::TransferOut { units, .. }
            | Self::TransferIn { units, .. } => Some(*units),
        }
    }
}

/// Who wishes, for which proposal, and when it happens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) section: usize,
    pub(super) proposal: usize,
    pub(super) moment: Moment,
}
