//! The one crate that speaks SQL.

pub mod cluster;
pub mod error;
pub mod examination;
pub mod fresh;
pub mod installation;
mod ledger;
pub mod logins;
pub mod migrate;
pub mod pools;
mod proposals;
pub mod schema;
mod store;
pub mod tx;
pub mod verify;

pub use ledger::writer::{Answer, CarryOutError, LedgerWriter, StoreError, Ticket};
pub use store::{FoundCaller, LedgerAct, Reading, Store};
