//! What an authorization says, in the naive model's words.

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
