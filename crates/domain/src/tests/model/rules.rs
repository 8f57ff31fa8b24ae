//! What an authorization says, in the naive model's words.

use super::naive::{Model, Unit};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Definition {
    Authorization,
    Issuance,
    End,
}

/// What a version of an authorization says.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "naive on purpose")]
pub(super) struct Rules {
    pub(super) approach: u16,
    pub(super) hours: bool,
    pub(super) ndc: bool,
    pub(super) imp: bool,
    pub(super) op: bool,
    pub(super) definition: Option<Definition>,
    /// Indices of sections; empty for any.
    pub(super) parties: Vec<usize>,
    pub(super) with_entity: bool,
    pub(super) cap: Option<u64>,
    pub(super) both_sectors: bool,
    pub(super) vintages: Option<(i16, i16)>,
    pub(super) uses: Option<(i16, i16)>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Authorization {
    pub(super) section: usize,
    pub(super) versions: Vec<Rules>,
    pub(super) revoked: bool,
}

impl Model {
    /// How many units were first transferred under an authorization.
    pub(super) fn first_transferred(&self, authorization: usize) -> u64 {
        let under = |unit: &&Unit| unit.authorization == Some(authorization);
        let first = self.units.values().filter(under).filter(|unit| unit.first.is_some());
        u64::try_from(first.count()).unwrap()
    }

    /// Whether the unit was first transferred before its authorization was revoked, or it was not.
    pub(super) fn is_covered(&self, unit: &Unit) -> bool {
        let revoked = |number: usize| self.authorizations[&number].revoked;
        unit.first.is_some() || unit.authorization.is_some_and(|number| !revoked(number))
    }
}
