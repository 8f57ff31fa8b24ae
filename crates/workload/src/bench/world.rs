//! The Parties of the bench, their officers, and the units that lie in their accounts.

use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use app::outside::{Ids as _, RealIds};
use app::{Draft, Registry, RequestKey, Ticket};
use domain::access::{Caller, Role};
use domain::account::{AccountKind, AccountNumber};
use domain::digest::Digest;
use domain::id::{Id, Proposed};
use domain::ledger::{Order, Receipt};
use domain::party::PartyCode;
use domain::serial::{Serial, Serials};
use domain::unit::{Series, UnitRange};
use store::Answer;
use testkit::orders;
use testkit::people::appoint;
use uuid::Uuid;

use super::stage::Stage;

/// How many holding accounts the sender and the receiver have.
const ACCOUNTS: u32 = 16;

/// How many units lie in each block: no run takes them all.
const UNITS_IN_BLOCK: u64 = 100_000;

/// How many units lie in the one block that everybody wants something of.
const UNITS_IN_HOT_BLOCK: u64 = 100_000_000;

/// How many units each order takes.
pub(super) const UNITS_TAKEN: u64 = 10;

/// How many requests are sent before the first answer is waited for.
const AT_ONCE: usize = 1_000;

/// Somebody with a token.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) caller: Caller,
    pub(super) token: String,
}

/// Alorea has issued to Borvia, and Borvia transfers to Cendria.
pub(super) struct World {
    pub(super) initiator: Person,
    pub(super) approver: Person,
    /// The officers of the Party that issued.
    pub(super) issuer: Desk,
    sender: PartyCode,
    receiver: PartyCode,
    series: Series,
    /// The last serial that is left of each block; the last one is the hot block.
    left: Vec<u64>,
    /// The first serial of each block.
    first: Vec<u64>,
    next: usize,
    next_hot: usize,
}

/// A proposal that waits to be approved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prepared {
    pub(super) id: Id<Proposed>,
    pub(super) shown: Digest,
}

/// Where orders take their units from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    /// Another block each time.
    Anywhere,
    /// Always the same block of the same account.
    Hot,
}

impl World {
    /// Opens sections and accounts, issues so many blocks, and transfers them to the sender.
    pub(super) fn found(registry: &Registry, blocks: u32) -> anyhow::Result<Self> {
        let secretariat = Desk::staffed(registry, app::Desk::Secretariat);
        for (party, name) in [("XAL", "Alorea"), ("XBO", "Borvia"), ("XCE", "Cendria")] {
            secretariat.act(registry, vec![orders::open_section(party, name)])?;
        }
        let desk = |party| Desk::staffed(registry, app::Desk::Party(orders::read(party)));
        let (issuer, sender, receiver) = (desk("XAL"), desk("XBO"), desk("XCE"));
        for desk in [&issuer, &sender, &receiver] {
            let declared = vec![orders::record_participation(), orders::record_initial_report()];
            desk.act(registry, declared)?;
        }
        for desk in [&issuer, &sender, &receiver] {
            let open = |_| orders::open_account(AccountKind::Holding, None);
            desk.act(registry, (0..ACCOUNTS).map(open).collect())?;
        }
        let all = ["XAL", "XBO", "XCE"];
        issuer.act(registry, vec![orders::record_approach("CA9001", &all)])?;
        issuer.act(registry, vec![Order::Authorize(orders::terms("A-1", "CA9001"))])?;
        let mut world = Self {
            initiator: sender.initiator,
            approver: sender.approver,
            issuer: issuer.clone(),
            sender: orders::read("XBO"),
            receiver: orders::read("XCE"),
            series: Series {
                approach: orders::read("CA9001"),
                registry: orders::read("XAL01"),
                party: orders::read("XAL"),
                vintage: orders::read("2024"),
            },
            left: Vec::new(),
            first: Vec::new(),
            next: 0,
            next_hot: 0,
        };
        world.issue(registry, &issuer, blocks)?;
        Ok(world)
    }

    fn issue(&mut self, registry: &Registry, issuer: &Desk, blocks: u32) -> anyhow::Result<()> {
        let source = AccountNumber::new(orders::read("XAL"), AccountKind::Holding, 1);
        let sizes: Vec<u64> =
            (0..blocks).map(|_| UNITS_IN_BLOCK).chain([UNITS_IN_HOT_BLOCK]).collect();
        let mut first = 1_u64;
        for chunk in sizes.chunks(domain::ledger::Proposal::ORDERS_MAX) {
            let issue = |units: &u64| orders::issue(source, "CA9001", *units, "A-1");
            issuer.act(registry, chunk.iter().map(issue).collect())?;
            let mut transfers = Vec::with_capacity(chunk.len());
            for units in chunk {
                let last = first.saturating_add(*units).saturating_sub(1);
                let to = Self::account(self.sender, self.first.len());
                transfers.push(orders::first_transfer(source, to, self.range(first, last)?));
                self.first.push(first);
                self.left.push(last);
                first = last.saturating_add(1);
            }
            issuer.act(registry, transfers)?;
        }
        Ok(())
    }

    /// Puts more blocks beside those that were issued, by SQL: to the writer they are like any
    /// other, but no entry accounts for them.
    pub(super) fn add_blocks(&mut self, stage: &Stage, blocks: u32) -> anyhow::Result<()> {
        // The hot block stays the last.
        let (Some(hot), Some(hot_left)) = (self.first.pop(), self.left.pop()) else {
            bail!("no blocks yet");
        };
        let start = hot_left.saturating_add(1);
        let (sender, before) = (self.sender, self.first.len());
        stage.execute(&format!(
            "SET session_replication_role = replica; \
             INSERT INTO registry.unit_block \
             SELECT it.series_no, {start} + n * {UNITS_IN_BLOCK}, \
                 {start} + (n + 1) * {UNITS_IN_BLOCK} - 1, a.id, it.section_id, it.issuance_no, \
                 it.authorization_no, it.first_transfer_entry, it.since_entry, it.since_leaf, \
                 it.since_occurred \
             FROM registry.unit_block AS it, generate_series(0::bigint, {blocks} - 1) AS n \
             JOIN ( \
                 SELECT id, row_number() OVER (ORDER BY number) - 1 AS place \
                 FROM registry.account WHERE number LIKE '{sender}-100-%' \
             ) AS a ON a.place = ({before} + n) % {ACCOUNTS} \
             WHERE it.first_serial = 1"
        ))?;
        let mut first = start;
        for _ in 0..blocks {
            let next = first.saturating_add(UNITS_IN_BLOCK);
            self.first.push(first);
            self.left.push(next.saturating_sub(1));
            first = next;
        }
        self.first.push(hot);
        self.left.push(hot_left);
        Ok(())
    }

    fn range(&self, first: u64, last: u64) -> anyhow::Result<UnitRange> {
        let serials = Serials::new(Serial::new(first)?, Serial::new(last)?).context("a range")?;
        Ok(UnitRange { series: self.series, serials })
    }

    /// One of the holding accounts, by the block that it holds.
    fn account(party: PartyCode, block: usize) -> AccountNumber {
        let number = u32::try_from(block).unwrap_or(0) % ACCOUNTS;
        AccountNumber::new(party, AccountKind::Holding, number.saturating_add(1))
    }

    /// One unit of those that were issued, another each time.
    pub(super) fn any_unit(&mut self) -> anyhow::Result<String> {
        self.next = self.next.wrapping_add(7_919);
        let block = self.next.checked_rem(self.first.len().saturating_sub(1)).unwrap_or(0);
        let within = u64::try_from(self.next)? % UNITS_IN_BLOCK;
        let serial = self.first.get(block).copied().unwrap_or(1).saturating_add(within);
        Ok(self.range(serial, serial)?.to_string())
    }

    /// A transfer of the top of a block to another Party.
    pub(super) fn order(&mut self, spot: Spot) -> anyhow::Result<Order> {
        self.order_to(self.receiver, spot)
    }

    /// A transfer of the top of a block to the Party that had issued.
    pub(super) fn order_back(&mut self) -> anyhow::Result<Order> {
        self.order_to(self.series.party, Spot::Anywhere)
    }

    fn order_to(&mut self, receiver: PartyCode, spot: Spot) -> anyhow::Result<Order> {
        let hot = self.left.len().saturating_sub(1);
        let block = match spot {
            Spot::Hot => hot,
            Spot::Anywhere => {
                // Blocks far apart, one after the other.
                self.next = self.next.wrapping_add(7_919);
                self.next.checked_rem(hot).unwrap_or(0)
            }
        };
        let left = self.left.get_mut(block).context("no block")?;
        let last = *left;
        *left = last.saturating_sub(UNITS_TAKEN);
        let first = left.saturating_add(1);
        ensure!(Some(&first) > self.first.get(block), "block {block} is used up");
        let from = Self::account(self.sender, block);
        self.next_hot = self.next_hot.wrapping_add(1);
        let to = Self::account(receiver, self.next_hot);
        Ok(orders::transfer(from, to, self.range(first, last)?))
    }

    /// Proposals of one order each.
    pub(super) fn prepare(
        &mut self,
        registry: &Registry,
        proposals: usize,
        spot: Spot,
    ) -> anyhow::Result<Vec<Prepared>> {
        self.prepare_each(registry, proposals, |world| world.order(spot))
    }

    /// Proposals of one such order each.
    pub(super) fn prepare_each(
        &mut self,
        registry: &Registry,
        proposals: usize,
        order: impl Fn(&mut Self) -> anyhow::Result<Order>,
    ) -> anyhow::Result<Vec<Prepared>> {
        let mut prepared = Vec::with_capacity(proposals);
        while prepared.len() < proposals {
            let chunk = AT_ONCE.min(proposals.saturating_sub(prepared.len()));
            let drafts: anyhow::Result<Vec<_>> =
                (0..chunk).map(|_| Ok(vec![order(self)?])).collect();
            let caller = &self.initiator.caller;
            let tickets: anyhow::Result<Vec<Ticket>> =
                drafts?.into_iter().map(|orders| propose(registry, caller, orders)).collect();
            for ticket in tickets? {
                prepared.push(self.recorded(registry, ticket)?);
            }
        }
        Ok(prepared)
    }

    /// One proposal of many orders.
    pub(super) fn prepare_batch(
        &mut self,
        registry: &Registry,
        orders: usize,
    ) -> anyhow::Result<Prepared> {
        let orders: anyhow::Result<Vec<_>> =
            (0..orders).map(|_| self.order(Spot::Anywhere)).collect();
        let ticket = propose(registry, &self.initiator.caller, orders?)?;
        self.recorded(registry, ticket)
    }

    fn recorded(&self, registry: &Registry, ticket: Ticket) -> anyhow::Result<Prepared> {
        let id = receipt(&ticket.wait()?)?.proposal;
        let shown = registry.digest_of(&self.approver.caller, id)?;
        Ok(Prepared { id, shown })
    }
}

/// Hands in an approval, as the web does.
pub(super) fn approve(
    registry: &Registry,
    approver: &Caller,
    prepared: Prepared,
) -> anyhow::Result<Ticket> {
    Ok(registry.approve(approver, prepared.id, prepared.shown, key(prepared.id.uuid()))?)
}

/// Hands in a proposal.
pub(super) fn propose(
    registry: &Registry,
    initiator: &Caller,
    orders: Vec<Order>,
) -> anyhow::Result<Ticket> {
    let draft = Draft::confirmed(orders);
    Ok(registry.propose(initiator, draft, key(RealIds.uuid()))?)
}

/// Hands in an acceptance, as the web does.
pub(super) fn accept(
    registry: &Registry,
    acceptor: &Caller,
    prepared: Prepared,
) -> anyhow::Result<Ticket> {
    Ok(registry.accept(acceptor, prepared.id, prepared.shown, key(prepared.id.uuid()))?)
}

/// The receipt of something that was carried out now.
pub(super) fn receipt(answer: &Answer) -> anyhow::Result<Receipt> {
    match answer {
        Answer::Done(receipt) => Ok(*receipt),
        Answer::Repeated(_) | Answer::Preview(_) => bail!("it was not carried out: {answer:?}"),
    }
}

fn key(of: Uuid) -> RequestKey {
    RequestKey { key: orders::read(&of.to_string()), fingerprint: Digest::of(&[of.as_bytes()]) }
}

/// Two officers of a section, or of the secretariat.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) initiator: Person,
    pub(super) approver: Person,
}

impl Desk {
    fn staffed(registry: &Registry, desk: app::Desk) -> Self {
        let (initiator, approver): (&[Role], &[Role]) = if desk == app::Desk::Secretariat {
            (&[Role::RegistryAdministrator], &[Role::RegistryAdministrator])
        } else {
            (&[Role::PartyAdministrator, Role::PartyInitiator], &[Role::PartyApprover])
        };
        Self {
            initiator: person(registry, desk, initiator),
            approver: person(registry, desk, approver),
        }
    }

    /// Proposes and approves what must succeed.
    pub(super) fn act(&self, registry: &Registry, orders: Vec<Order>) -> anyhow::Result<Receipt> {
        let proposed = receipt(&propose(registry, &self.initiator.caller, orders)?.wait()?)?;
        let id = proposed.proposal;
        let shown = registry.digest_of(&self.approver.caller, id)?;
        let approval = approve(registry, &self.approver.caller, Prepared { id, shown })?;
        receipt(&approval.wait()?)
    }
}

/// Somebody with these roles and a token.
fn person(registry: &Registry, desk: app::Desk, roles: &[Role]) -> Person {
    let (caller, token) = appoint(registry, desk, roles);
    Person { caller, token }
}

/// A registry and the person who approves there, for callers of the library.
#[derive(Clone)]
pub(super) struct Approving {
    pub(super) registry: Arc<Registry>,
    pub(super) approver: Caller,
}
