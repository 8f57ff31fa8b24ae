//! The public life of units.

use domain::access::Permit;
use domain::unit::UnitRange;
use store::StoreError;
use store::actions::Action;
use store::as_of::{AsOf, Standing};
pub use store::gather::Lookup;
use store::page::{Limit, Page};
pub use store::units::{CoveredBy, Found, Issued, IssuedRun, Piece, UnitLife};

use crate::Registry;

impl Registry {
    /// Where units are now, and what they are: looked up together with whatever else is looked up
    /// at the moment. Never waits; the answer can be awaited.
    pub fn find_units(&self, units: UnitRange) -> Lookup {
        self.store.find_units(&Permit::for_everybody(), units)
    }

    /// Where units were at a moment; nothing, if none of them was ever issued.
    pub fn units_at(&self, units: UnitRange, at: AsOf) -> Result<Option<Found>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.units_at(units, at))
    }

    /// The life of some units, now or at a moment; nothing, if none of them was ever issued.
    pub fn life(
        &self,
        units: UnitRange,
        at: Option<AsOf>,
        history: Limit,
    ) -> Result<Option<UnitLife>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.life(units, at, history))
    }

    /// What happened to some units, newest first; nothing, if none of them was ever issued.
    pub fn history(
        &self,
        units: UnitRange,
        at: Option<AsOf>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Option<Page<Action, i64>>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.history(units, at, before, limit))
    }

    /// How far the ledger has come, and units that exist, to try.
    pub fn newest(&self) -> Result<(Standing, Option<UnitRange>), StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| Ok((tx.standing()?, tx.newest_issuance()?)))
    }
}
