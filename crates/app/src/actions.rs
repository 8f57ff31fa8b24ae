//! Actions: what was done.

use domain::access::{Caller, Permit, ReadSection};
use store::StoreError;
pub use store::actions::{Action, ActionBlock, ActionPlace, ActionsWanted, OwnAction, OwnOrder};
use store::page::{Limit, Page};

use crate::{ReadError, Registry};

impl Registry {
    /// What was done, newest first, as everybody may know it.
    pub fn actions(
        &self,
        wanted: &ActionsWanted,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<Action, i64>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.actions(wanted, before, limit))
    }

    /// An action by the number of its entry. What is not published is not there.
    pub fn action(&self, entry: i64) -> Result<Option<Action>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.action(entry))
    }

    /// What the caller's section did, and what others did to it, newest first.
    pub fn own_actions(
        &self,
        caller: &Caller,
        act: Option<&str>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<OwnAction, i64>, ReadError> {
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.own_actions(act, before, limit))?)
    }
}
