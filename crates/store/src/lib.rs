//! The one crate that speaks SQL.

pub mod cluster;
pub mod error;
pub mod fresh;
pub mod installation;
pub mod logins;
pub mod migrate;
pub mod pools;
pub mod schema;
pub mod tx;
mod ledger;
mod proposals;
mod store;

pub use ledger::writer::{Answer, CarryOutError, LedgerWriter, StoreError, Ticket};
pub use store::{FoundCaller, LedgerAct, Reading, Store};
