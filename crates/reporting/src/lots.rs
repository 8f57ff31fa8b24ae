//! Units to do something with: a block in an account, and what is authorized for it.

use domain::account::{AccountKind, AccountNumber, Holder};
use domain::authorization::Terms;
use domain::ledger::{Block, BlockKey};
use domain::party::PartyCode;
use domain::section::SectionNo;
use domain::serial::{Serial, Serials};
use domain::unit::UnitRange;
use simulation::Dice;

use crate::setting::is_hours;
use crate::world::World;

/// How often to look for what fits, before giving up.
const TRIES: usize = 60;

/// A block as it is now.
#[derive(Clone)]
pub(crate) struct Lot {
    pub(crate) units: UnitRange,
    pub(crate) block: Block,
    pub(crate) account: AccountNumber,
    pub(crate) holder: Holder,
    pub(crate) section: SectionNo,
    /// Whether it is in the other metric.
    pub(crate) hours: bool,
    /// What its authorization says for it; nothing if it has none, or a revoked one.
    pub(crate) terms: Option<Terms>,
}

impl Lot {
    pub(crate) const fn is_itmo(&self) -> bool {
        self.block.first_transfer.is_some()
    }

    pub(crate) const fn host(&self) -> PartyCode {
        self.units.series.party
    }

    /// Whether a Party may use the units, by what is authorized for them.
    pub(crate) fn lets(&self, party: PartyCode) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.let_use(party, self.host()))
    }

    /// Some of the units, often all of them.
    pub(crate) fn some(&self, dice: &mut Dice) -> UnitRange {
        let count = self.units.units().count();
        if count < 2 || dice.percent(40) {
            return self.units;
        }
        let first = self.units.serials.first().number();
        let from = if dice.percent(60) { 0 } else { dice.below(count) };
        let many = 1 + dice.below(count - from);
        let serial = |number| Serial::new(number).expect("within the block");
        let serials = Serials::new(serial(first + from), serial(first + from + many - 1));
        UnitRange { serials: serials.expect("at least one"), ..self.units }
    }
}

impl World {
    /// Some units that lie where something can be done with them, and fit.
    pub(crate) fn lot(&mut self, fits: impl Fn(&Lot) -> bool) -> Option<Lot> {
        for _ in 0..TRIES {
            if self.lots.is_empty() {
                return None;
            }
            let at = self.dice.index(self.lots.len());
            match self.look(self.lots[at]) {
                Some(lot) if fits(&lot) => return Some(lot),
                Some(_) => {}
                None => {
                    self.lots.swap_remove(at);
                }
            }
        }
        None
    }

    /// The block that begins there, if it is there and not at its end.
    pub(crate) fn look(&self, key: BlockKey) -> Option<Lot> {
        let block = *self.books.blocks.get(&key)?;
        let account = self.account_of(block.account)?;
        let open = matches!(account.kind(), AccountKind::Holding | AccountKind::Outside);
        let its = self.books.accounts.get(&account)?;
        if !open || its.holder == Holder::AdaptationFund {
            return None;
        }
        let series = self.series_of(key.0)?;
        let units = UnitRange { series, serials: Serials::new(key.1, block.last)? };
        let authorization = block.authorization.and_then(|it| self.books.authorizations.get(&it));
        let standing =
            authorization.filter(|it| block.first_transfer.is_some() || it.revoked.is_none());
        let terms = standing.and_then(|it| it.as_of(block.first_transfer)).cloned();
        let (holder, hours) = (its.holder.clone(), is_hours(&its.metric));
        Some(Lot { units, block, account, holder, section: block.section, hours, terms })
    }
}
