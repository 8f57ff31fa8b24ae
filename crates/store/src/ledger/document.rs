//! How a proposal is kept: what it says, and who made it.

use domain::access::Officer;
use domain::entity::EntityId;
use domain::id::{Id, Proposed};
use domain::ledger::{Occurred, Order, Proposal};
use domain::quantity::Units;
use domain::section::SectionNo;
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Serialize)]
struct Kept<'a> {
    by: Officer,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_units: Option<Units>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a EntityId>,
    occurred: Option<&'a Occurred>,
    orders: &'a [Order],
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<Id<Proposed>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    by: Officer,
    #[serde(default)]
    confirm_units: Option<Units>,
    #[serde(default)]
    entity: Option<EntityId>,
    occurred: Option<Occurred>,
    orders: Vec<Order>,
    #[serde(default)]
    replaces: Option<Id<Proposed>>,
}

/// The document of a proposal.
pub(crate) fn write(proposal: &Proposal) -> serde_json::Result<String> {
    let occurred = proposal.occurred.as_ref();
    let (by, entity, replaces) = (proposal.by, proposal.entity(), proposal.replaces());
    let confirm_units = proposal.confirmed();
    let orders = &proposal.orders;
    serde_json::to_string(&Kept { by, confirm_units, entity, occurred, orders, replaces })
}

/// The proposal that a document stands for.
pub(crate) fn read<'d, D: Deserializer<'d>>(
    id: Id<Proposed>,
    section: SectionNo,
    document: D,
) -> Result<Proposal, D::Error> {
    let Read { by, confirm_units, entity, occurred, orders, replaces } =
        Read::deserialize(document)?;
    let proposal = Proposal::new(id, section, orders, occurred, by);
    let proposal = match entity {
        Some(entity) => proposal.for_entity(entity),
        None => proposal,
    };
    let proposal = match replaces {
        Some(replaced) => proposal.instead_of(replaced),
        None => proposal,
    };
    Ok(match confirm_units {
        Some(units) => proposal.confirming(units),
        None => proposal,
    })
}
