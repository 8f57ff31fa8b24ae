//! What a caller gets for a request that was carried out, or tried out.

use std::collections::BTreeMap;

use domain::account::AccountNumber;
use domain::ledger::{Effect, LeafBlock, Order, Proposal, Receipt, Warned, moment};
use serde::Serialize;
use serde_json::Value;
use utoipa::openapi::schema::{OneOfBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::consequence;
use super::warnings::WarningBody;

/// The receipt of a proposal: it is on record, and its units are reserved.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalReceipt {
    /// The identifier of the proposal.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    pub proposal: String,
    /// The number of its entry in the ledger.
    #[schema(example = "48239")]
    pub entry: String,
    /// The index of its leaf in the log.
    #[schema(example = "48238")]
    pub log_index: String,
    /// When it was recorded, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:05:09.412903Z")]
    pub recorded: String,
    /// The SHA-256 of the document in canonical JSON (RFC 8785). The approver sends it back.
    #[schema(example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    pub digest: String,
    /// What the approver is shown: `occurred`, `orders`, `proposal`, `section`, and `entity`,
    /// `replaces` and `confirm_units` where there are any.
    #[schema(value_type = Object)]
    pub document: Value,
    /// What the registry warns of. It is not refused.
    pub warnings: Vec<WarningBody>,
}

impl ProposalReceipt {
    /// The receipt for a proposal.
    pub fn of(receipt: &Receipt, proposal: &Proposal, warnings: &[Warned]) -> Self {
        Self {
            proposal: receipt.proposal.to_string(),
            entry: receipt.first_entry.to_string(),
            log_index: receipt.leaf_index.to_string(),
            recorded: moment(receipt.recorded),
            digest: proposal.digest().to_string(),
            document: proposal.shown(),
            warnings: WarningBody::all(warnings),
        }
    }
}

/// The receipt of an approval: the orders are carried out, and in the log for good.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApprovalReceipt {
    /// The identifier of the proposal.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    pub proposal: String,
    /// The number of the first entry that it became.
    #[schema(example = "48240")]
    pub first_entry: String,
    /// The number of the last entry that it became: the same, save for a batch.
    #[schema(example = "48240")]
    pub last_entry: String,
    /// The index of the last entry's leaf in the log.
    #[schema(example = "48239")]
    pub log_index: String,
    /// When it was recorded, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007215Z")]
    pub recorded: String,
    /// What the registry warns of. It is carried out.
    pub warnings: Vec<WarningBody>,
}

impl ApprovalReceipt {
    /// The receipt for an approval.
    pub fn of(receipt: &Receipt, warnings: &[Warned]) -> Self {
        Self {
            proposal: receipt.proposal.to_string(),
            first_entry: receipt.first_entry.to_string(),
            last_entry: receipt.last_entry.to_string(),
            log_index: receipt.leaf_index.to_string(),
            recorded: moment(receipt.recorded),
            warnings: WarningBody::all(warnings),
        }
    }
}

/// What would happen. Nothing was recorded, no units were reserved, the key was not used.
#[derive(Debug, Serialize, ToSchema)]
pub struct DryRun {
    /// Always true.
    pub dry_run: bool,
    /// What each order would do, in their order.
    pub effects: Vec<EffectBody>,
    /// What your accounts hold now, and would hold. Accounts of other sections are left out.
    pub holdings: Vec<HoldingChange>,
}

/// How many units an account holds, and would hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldingChange {
    /// The account.
    #[schema(example = "XAL-100-0001-16")]
    pub account: String,
    /// Now.
    #[schema(example = "9500")]
    pub before: String,
    /// After all orders.
    #[schema(example = "5700")]
    pub after: String,
}

/// What an order would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectBody {
    /// The kind of the order.
    #[schema(example = "first-transfer")]
    pub order: String,
    /// What would happen, in sentences.
    pub sentences: Vec<String>,
    /// What would happen to units: from where to where.
    pub blocks: Vec<BlockBody>,
    /// What everybody would learn from the log.
    #[schema(value_type = Object)]
    pub facts: Value,
    /// What only your section would learn, by the name of the field.
    pub details: BTreeMap<String, Vec<String>>,
    /// What the registry would warn of. It would not refuse.
    pub warnings: Vec<WarningBody>,
}

/// Units that would be in another place, or have another state.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockBody {
    /// Which units.
    #[schema(example = "CA9042-XAL01-XAL-1205701..1209500-2024")]
    pub units: String,
    /// How many they are.
    #[schema(example = "3800")]
    pub quantity: String,
    /// The block that they would be split from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Where they are. It is missing if they would just be issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PlaceBody>,
    /// Where they would be.
    pub to: PlaceBody,
}

/// A place, as everybody may know it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceBody {
    /// The code of the kind of account.
    #[schema(example = "100")]
    pub kind: String,
    /// The Party in whose section it is.
    #[schema(example = "XBO")]
    pub party: String,
}

/// The answer 200 to a proposal: what would happen, or the first receipt of the same request.
pub struct TriedOrRepeated;

impl PartialSchema for TriedOrRepeated {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new()
            .item(Ref::from_schema_name("ProposalReceipt"))
            .item(Ref::from_schema_name("DryRun"))
            .description(Some("What would happen, or the first receipt of the same request."))
            .into()
    }
}

impl ToSchema for TriedOrRepeated {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((DryRun::name().into_owned(), DryRun::schema()));
        DryRun::schemas(schemas);
    }
}

/// The answer 200 to an approval: what would happen, or the receipt of what was carried out before.
pub struct ApprovalTriedOrRepeated;

impl PartialSchema for ApprovalTriedOrRepeated {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new()
            .item(Ref::from_schema_name("ApprovalReceipt"))
            .item(Ref::from_schema_name("DryRun"))
            .description(Some("What would happen, or the receipt of what was carried out before."))
            .into()
    }
}

impl ToSchema for ApprovalTriedOrRepeated {}

impl DryRun {
    /// What these orders would do.
    pub fn of(orders: &[Order], effects: &[Effect], held: &BTreeMap<AccountNumber, u128>) -> Self {
        let holdings = held.iter().map(|(account, before)| {
            let after = after(*account, *before, effects);
            let account = account.to_string();
            HoldingChange { account, before: before.to_string(), after: after.to_string() }
        });
        let holdings = holdings.collect();
        let both = orders.iter().zip(effects).enumerate();
        let effects = both.map(|(at, (order, it))| EffectBody::of(at, order, it));
        Self { dry_run: true, effects: effects.collect(), holdings }
    }
}

/// What an account holds when all of this has happened.
fn after(account: AccountNumber, before: u128, effects: &[Effect]) -> u128 {
    let moves = effects.iter().flat_map(|effect| &effect.moves);
    moves.fold(before, |held, moved| {
        let units = u128::from(moved.units.units().count());
        let left = if moved.from == Some(account) { held.saturating_sub(units) } else { held };
        if moved.to == account { left.saturating_add(units) } else { left }
    })
}

impl EffectBody {
    fn of(at: usize, order: &Order, effect: &Effect) -> Self {
        let mut details: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (field, text) in &effect.private {
            details.entry((*field).to_owned()).or_default().push(text.clone());
        }
        Self {
            order: order.kind().as_str().to_owned(),
            sentences: consequence::sentences(order, effect),
            blocks: effect.blocks.iter().map(BlockBody::of).collect(),
            facts: Value::Object(effect.facts.clone()),
            details,
            warnings: WarningBody::of_effect(at, &effect.warnings),
        }
    }
}

impl BlockBody {
    fn of(block: &LeafBlock) -> Self {
        let place = |place: &domain::ledger::LeafPlace| PlaceBody {
            kind: place.kind.to_owned(),
            party: place.party.to_string(),
        };
        Self {
            units: block.units.to_string(),
            quantity: block.units.units().to_string(),
            of: block.of.map(|of| of.to_string()),
            from: block.from.as_ref().map(place),
            to: place(&block.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::access::{CallerKind, Officer};
    use domain::digest::Digest;
    use domain::id::Id;
    use domain::ledger::{Occurred, RecordApproach};
    use domain::section::SectionNo;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_digest_is_that_of_the_document_that_is_shown_r031() {
        let (person, token) = (Id::from_uuid(Uuid::nil()), Id::from_uuid(Uuid::nil()));
        let by = Officer { person, token, kind: CallerKind::Person };
        let order = Order::RecordApproach(RecordApproach {
            id: "CA9042".parse().unwrap(),
            title: "Réchauds à Alorea".parse().unwrap(),
            parties: vec!["XBO".parse().unwrap(), "XAL".parse().unwrap()],
        });
        let occurred = Occurred {
            at: "2026-11-20T09:00:00Z".parse().unwrap(),
            evidence: "Minutes".parse().unwrap(),
        };
        let id = Id::from_uuid(Uuid::from_u128(7));
        let proposal =
            Proposal::new(id, SectionNo::new(1).unwrap(), vec![order], Some(occurred), by);
        let canonical = proposal.shown().to_string();
        assert_eq!(proposal.digest(), Digest::of(&[canonical.as_bytes()]));
        assert_eq!(
            canonical,
            "{\"occurred\":{\"at\":\"2026-11-20T09:00:00Z\",\"evidence\":\"Minutes\"},\"orders\":\
             [{\"id\":\"CA9042\",\"order\":\"record-approach\",\"parties\":[\"XBO\",\"XAL\"],\
             \"title\":\"Réchauds à Alorea\"}],\
             \"proposal\":\"00000000-0000-0000-0000-000000000007\",\"section\":1}"
        );
        let officers = proposal.digest();
        let proposal = proposal.for_entity("AL-4471".parse().unwrap());
        let canonical = proposal.shown().to_string();
        assert!(canonical.starts_with("{\"entity\":\"AL-4471\",\"occurred\":"), "{canonical}");
        assert_eq!(proposal.digest(), Digest::of(&[canonical.as_bytes()]));
        assert_ne!(proposal.digest(), officers);
    }
}
