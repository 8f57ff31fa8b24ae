//! Stops, as those see them whom they concern. They are set and lifted by orders.

use domain::access::{Caller, ReadDesk, ReadSection};
use domain::section::SectionNo;
use store::page::{Limit, Page};
pub use store::stops::StopLine;

use crate::{ReadError, Registry};

impl Registry {
    /// Stops that the caller's section has set or that concern it; for the secretariat, all.
    pub fn stops(
        &self,
        caller: &Caller,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<StopLine, i64>, ReadError> {
        if caller.section() == SectionNo::SECRETARIAT {
            let permit = caller.permit::<ReadDesk>(())?;
            return Ok(self.store.read(&permit, |tx| tx.all_stops(before, limit))?);
        }
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.stops(before, limit))?)
    }
}
