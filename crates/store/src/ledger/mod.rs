//! The ledger in the database: books are loaded, and what was decided is written.

mod approaches;
mod batch;
pub(crate) mod beneficiaries;
pub(crate) mod columns;
pub(crate) mod conversions;
pub(crate) mod document;
pub(crate) mod filings;
pub(crate) mod inventories;
mod kept;
mod load;
mod participants;
mod reload;
pub(crate) mod rows;
mod sections;
pub(crate) mod seldom;
mod source;
pub(crate) mod underlying;
pub(crate) mod waiting;
mod wanted;
mod write;
pub(crate) mod writer;

pub(crate) use batch::LEDGER_LOCK;
