//! The one crate that speaks SQL.

pub mod accounts;
pub mod actions;
pub mod approaches;
pub mod as_of;
pub mod authorizations;
pub mod cluster;
pub mod conversions;
pub mod desk;
mod due;
pub mod error;
pub mod examination;
pub mod fresh;
pub mod gather;
pub mod holdings;
pub mod incoming;
pub mod installation;
mod ledger;
pub mod logins;
pub mod migrate;
pub mod page;
mod people;
pub mod pools;
pub mod proposals;
mod recorded;
pub mod reports;
pub mod schema;
pub mod sections;
pub mod stops;
mod store;
pub mod tx;
pub mod units;
pub mod verify;

pub use ledger::writer::{Answer, CarryOutError, LedgerWriter, StoreError, Ticket};
pub use people::{NewToken, PersonFacts, RoleFacts, TokenFacts, TokenHeld};
pub use recorded::{Recorded, RecordedAct, Tx};
pub use store::{FoundCaller, LedgerAct, Reading, Store};
