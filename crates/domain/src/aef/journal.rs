//! From entries of the ledger to the acts that reports are built from. What everybody may know of an
//! entry is enough, save for the entity that used units, and the underlying units.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::facts::{Act, ActKind, BlockFacts, Held, Keeper};
use crate::account::{Account, AccountKind, AccountNumber, Holder};
use crate::authorization::Terms;
use crate::entity::EntityId;
use crate::id::{AccountRecord, Id};
use crate::ledger::{Block, Books};
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::unit::{Series, UnitRange};
use crate::vintage::Year;

/// What an entry's leaf says of units.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Leaf {
    /// What happened to them.
    #[serde(default)]
    pub blocks: Vec<MovedBlock>,
    /// What else is public.
    #[serde(default)]
    pub facts: Map<String, Value>,
    /// The Party that acted.
    #[serde(default)]
    pub party: Option<PartyCode>,
}

/// A block that an entry moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct MovedBlock {
    /// Which units.
    pub units: UnitRange,
    /// Where they were; nowhere if they were just issued.
    #[serde(default)]
    pub from: Option<MovedPlace>,
    /// Where they are.
    pub to: MovedPlace,
}

/// A place, as everybody may know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct MovedPlace {
    /// The kind of account.
    pub kind: AccountKind,
    /// The Party in whose section it is.
    pub party: PartyCode,
}

/// An entry, as far as it is read here.
#[derive(Clone, Copy, Debug)]
pub struct Line<'l> {
    /// Its number.
    pub entry: i64,
    /// When it happened.
    pub occurred: Timestamp,
    /// The act.
    pub act: &'l str,
    /// Its leaf.
    pub leaf: &'l Leaf,
    /// The entity that used units, where it is known.
    pub entity: Option<&'l EntityId>,
}

/// What must be looked up besides.
pub trait Registers {
    /// The registry of a Party's section.
    fn registry_of(&self, party: PartyCode) -> Option<RegistryId>;

    /// What is the same for the units of a block as this entry left it, if they are authorized; and
    /// the entry that was their first transfer.
    fn block(&self, entry: i64, units: UnitRange) -> Option<(Option<BlockFacts>, Option<i64>)>;
}

/// What an entry did with units: an act for each block. Moves inside a section are none.
pub fn acts(line: Line<'_>, registers: &impl Registers) -> Vec<Act> {
    let Line { entry, occurred, act, leaf, entity } = line;
    let Some(kind) = ActKind::of(act, &leaf.facts, entity.cloned()) else { return Vec::new() };
    let of_block = |block: &MovedBlock| {
        let units = block.units;
        let (facts, first_transfer) = registers.block(entry, units)?;
        let outside = outside(leaf);
        let host = units.series.party;
        let keeper = |place: MovedPlace| {
            let registry = registers.registry_of(place.party)?;
            Some(Keeper::of(place.kind, (place.party, registry), host, outside))
        };
        let from = block.from.map_or(Some(Keeper::Nobody), keeper)?;
        let to = if goes_to_fund(&kind, leaf, units) { Keeper::Fund } else { keeper(block.to)? };
        let section = leaf.party.unwrap_or(block.to.party);
        Some(Act {
            entry,
            occurred,
            kind: kind.clone(),
            units,
            block: facts,
            section: (section, registers.registry_of(section)?),
            from,
            to,
            is_first_transfer: first_transfer == Some(entry),
            was_first_transferred: first_transfer.is_some_and(|it| it < entry),
        })
    };
    leaf.blocks.iter().filter_map(of_block).collect()
}

/// The registry outside, to or from which units went.
fn outside(leaf: &Leaf) -> Option<RegistryId> {
    leaf.facts.get("registry")?.as_str()?.parse().ok()
}

/// No act but these brings units to the Adaptation Fund.
fn goes_to_fund(kind: &ActKind, leaf: &Leaf, units: UnitRange) -> bool {
    match kind {
        ActKind::Contributed => true,
        ActKind::IssuedByMechanism => {
            let share = leaf.facts.get("adaptation_fund").and_then(Value::as_str);
            share.and_then(|it| it.parse().ok()) == Some(units)
        }
        ActKind::Authorized
        | ActKind::Moved
        | ActKind::UsedTowardsNdc(_)
        | ActKind::UsedForOimp { .. }
        | ActKind::Cancelled(_)
        | ActKind::Retired => false,
    }
}

impl Registers for Books {
    fn registry_of(&self, party: PartyCode) -> Option<RegistryId> {
        self.section_of(party).map(|(_, section)| section.registry)
    }

    /// The entry must be the last that touched the units, or one since the books were last settled: of
    /// several entries of one request, each is looked at as it left the units.
    fn block(&self, entry: i64, units: UnitRange) -> Option<(Option<BlockFacts>, Option<i64>)> {
        let series = *self.series.get(&units.series)?;
        let now = self.blocks_in(&units);
        let past = self.past().iter().map(|it| (it.key, it.block));
        let (_, block) = now.chain(past).find(|((of, first), block)| {
            let has_all = *first <= units.serials.first() && units.serials.last() <= block.last;
            *of == series && has_all && block.since_entry == entry
        })?;
        Some((block_facts(self, &block), block.first_transfer))
    }
}

/// What is the same for all units of a block, if they are authorized.
fn block_facts(books: &Books, block: &Block) -> Option<BlockFacts> {
    let issued = books.issuances.get(&block.issuance)?;
    let authorization = books.authorizations.get(&block.authorization?)?;
    let terms: &Terms = authorization.as_of(block.first_transfer)?;
    Some(BlockFacts {
        terms: Arc::new(terms.clone()),
        mitigation_type: issued.mitigation_type,
        sector: issued.sector,
        activity_type: issued.activity_type,
        issued: issued.serials,
        issued_in: books
            .entries()
            .iter()
            .find(|it| it.number == issued.entry)
            .map(|it| Year::of(it.occurred)),
        underlying: issued.underlying.clone(),
    })
}

/// What each Party holds now, ITMOs alone: what a report of the year that ends now says.
pub fn holdings(books: &Books) -> BTreeMap<PartyCode, Vec<Held>> {
    let accounts: BTreeMap<Id<AccountRecord>, (AccountNumber, &Account)> =
        books.accounts.iter().map(|(number, account)| (account.id, (*number, account))).collect();
    let series: BTreeMap<_, Series> = books.series.iter().map(|(it, no)| (*no, *it)).collect();
    let mut held: BTreeMap<_, Vec<Held>> = BTreeMap::new();
    for ((number, first), block) in books.blocks.iter() {
        let (Some(series), Some((account, of))) =
            (series.get(number), accounts.get(&block.account))
        else {
            continue;
        };
        if block.first_transfer.is_none() || of.holder == Holder::AdaptationFund {
            continue;
        }
        let outside = match &of.holder {
            Holder::Outside { registry } => Some(*registry),
            Holder::Party | Holder::Entity { .. } | Holder::AdaptationFund | Holder::Pending => {
                None
            }
        };
        let Some(registry) = books.registry_of(account.party()) else { continue };
        let place = (account.party(), registry);
        let keeper = Keeper::of(account.kind(), place, series.party, outside);
        let (Keeper::Party(party, registry), Some(facts)) = (keeper, block_facts(books, block))
        else {
            continue;
        };
        let Some(serials) = crate::serial::Serials::new(*first, block.last) else { continue };
        let units = UnitRange { series: *series, serials };
        held.entry(party).or_default().push(Held { units, block: facts, registry });
    }
    held
}
