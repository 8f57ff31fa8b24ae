//! How a proposal is kept: what it says, and who made it.

use domain::access::Officer;
use domain::id::{Id, Proposed};
use domain::ledger::{Occurred, Order, Proposal};
use domain::section::SectionNo;
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Serialize)]
struct Kept<'a> {
    by: Officer,
    occurred: Option<&'a Occurred>,
    orders: &'a [Order],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    by: Officer,
    occurred: Option<Occurred>,
    orders: Vec<Order>,
}

/// The document of a proposal.
pub(crate) fn write(proposal: &Proposal) -> serde_json::Result<String> {
    let occurred = proposal.occurred.as_ref();
    serde_json::to_string(&Kept { by: proposal.by, occurred, orders: &proposal.orders })
}

/// The proposal that a document stands for.
pub(crate) fn read<'d, D: Deserializer<'d>>(
    id: Id<Proposed>,
    section: SectionNo,
    document: D,
) -> Result<Proposal, D::Error> {
    let Read { by, occurred, orders } = Read::deserialize(document)?;
    Ok(Proposal::new(id, section, orders, occurred, by))
}
