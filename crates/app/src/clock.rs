//! The registry's own clock: it has done what was agreed before, what is late lapses, and years end.

use domain::access::{LetTimePass, Permit};
use domain::ledger::{Request, Step};
use jiff::{SignedDuration, Timestamp};
use store::{CarryOutError, EndYearError, StoreError};

use crate::Registry;

/// How far back the clock looks for proposals that nobody decided, when it begins: longer than any
/// may wait.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24 * 100);

/// How long a moment is looked at again: who proposes at this moment may commit a little later.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);

/// How far time was followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Followed(Option<Timestamp>);

/// What a look at the clock came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Passed {
    /// Proposals that were carried out, lapsed or failed.
    pub done: usize,
    /// Years that ended.
    pub years: usize,
    /// Proposals that wait on, because a stop is in the way; and whatever somebody else did sooner.
    pub left: usize,
}

impl Registry {
    /// Does what time has brought since it was followed last. The time is the database's; more than
    /// one process may do this at once, since each proposal and each year ends only once.
    pub fn let_time_pass(&self, followed: &mut Followed) -> Result<Passed, StoreError> {
        let permit = Permit::<LetTimePass>::for_the_clock();
        let since = followed.0.unwrap_or(Timestamp::MIN);
        let (now, years, due) = self.store.read(&permit, |tx| {
            let now = tx.now()?;
            let earliest = now.checked_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
            Ok((now, tx.years_over()?, tx.due(since.max(earliest))?))
        })?;
        let mut passed = Passed::default();
        for year in years {
            match self.store.end_year(&permit, year) {
                Ok(_) => passed.years = passed.years.saturating_add(1),
                // What is due does not wait for it; the next look tries again.
                Err(EndYearError::Store(error)) => {
                    tracing::warn!(%error, %year, "clock.year_not_ended");
                    passed.left = passed.left.saturating_add(1);
                    break;
                }
                Err(EndYearError::Refused(refused)) => {
                    tracing::debug!(%refused, "clock.left");
                    passed.left = passed.left.saturating_add(1);
                }
            }
        }
        let tickets: Vec<_> = due
            .into_iter()
            .map(|proposal| {
                let (step, salt) = (Step::Elapse(proposal), self.ids.random());
                self.store.let_time_pass(&permit, Request { step, key: None, salt })
            })
            .collect();
        for ticket in tickets {
            match ticket.wait() {
                Ok(_) => passed.done = passed.done.saturating_add(1),
                Err(CarryOutError::Store(error)) => return Err(error),
                Err(refused) => {
                    tracing::debug!(%refused, "clock.left");
                    passed.left = passed.left.saturating_add(1);
                }
            }
        }
        if passed.left == 0 {
            followed.0 = now.checked_sub(OVERLAP).ok();
        }
        Ok(passed)
    }
}
