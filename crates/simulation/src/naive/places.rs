//! Accounts: which units may leave, and which they may reach.

use domain::account::{AccountNumber, Holder};
use domain::unit::UnitRange;

use super::{Account, Act, Ledger, must};
use crate::answer::Code;

impl Account {
    pub(crate) fn is_of_fund(&self) -> bool {
        self.holder == Holder::AdaptationFund
    }

    pub(crate) fn is_of_entity(&self) -> bool {
        matches!(self.holder, Holder::Entity { .. })
    }
}

/// Nothing leaves what is used, cancelled or retired.
pub(crate) fn is_terminal(kind: &str) -> bool {
    ["200", "210", "300", "310", "320", "330", "R"].contains(&kind)
}

impl Ledger {
    pub(crate) fn account(&self, number: AccountNumber) -> Result<&Account, Code> {
        self.accounts.get(&number).ok_or("account-unknown")
    }

    /// Another section's account is as unknown as none.
    fn own_account(&self, act: &Act, number: AccountNumber) -> Result<&Account, Code> {
        let account = self.account(number)?;
        must(account.section == act.section, "account-unknown")?;
        Ok(account)
    }

    /// An account that these units may leave: an entity's, while it is authorized under their approach.
    pub(crate) fn source(
        &self,
        act: &Act,
        number: AccountNumber,
        units: UnitRange,
    ) -> Result<&Account, Code> {
        let account = self.own_account(act, number)?;
        must(!is_terminal(account.kind), "terminal-account")?;
        must(account.kind != "OUT", "outside-account")?;
        must(!account.is_of_fund(), "fund-account")?;
        if let Holder::Entity { entity } = &account.holder {
            self.entity_is_current(act, &entity.to_string(), Some(units.series.approach))?;
        }
        Ok(account)
    }

    /// An account of the section's own, of this kind.
    pub(crate) fn own_of_kind(
        &self,
        act: &Act,
        number: AccountNumber,
        kind: &str,
    ) -> Result<&Account, Code> {
        let account = self.own_account(act, number)?;
        must(account.kind == kind, "wrong-account-kind")?;
        Ok(account)
    }

    /// From one account to another for the same metric.
    pub(crate) fn same_metric(&self, from: AccountNumber, to: AccountNumber) -> Result<(), Code> {
        must(self.account(from)?.metric == self.account(to)?.metric, "metric-mismatch")
    }
}
