//! The published interface: JSON for the programs of Parties.
//!
//! A resource is a file with its handlers and a `configure` that names them; `configure` here names
//! the files. What is named is served, and stands in the OpenAPI document.

mod accounts;
mod actions;
mod approaches;
pub mod asked;
mod authorizations;
mod balances;
mod consequence;
mod conversions;
mod desk;
mod fields;
mod files;
mod filings;
mod found;
mod holdings;
mod incoming;
mod net_increase;
mod objections;
pub mod openapi;
mod orders;
mod own;
mod paging;
mod plans;
pub mod posted;
mod prefilled;
pub mod problems;
mod proposal_list;
mod proposals;
mod published_reports;
pub mod receipt;
pub mod reference;
mod reporting;
mod reports;
mod routes;
mod sections;
mod statements;
mod stops;
mod tables;
mod trial;
mod units;
mod warnings;
pub mod wire;
pub mod wire_own;
pub mod wire_units;
mod year_end;

pub use routes::configure;

#[cfg(test)]
mod tests;
