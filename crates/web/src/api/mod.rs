//! The published interface: JSON for the programs of Parties.
//!
//! A resource is a file with its handlers and a `configure` that names them; `configure` here names
//! the files. What is named is served, and stands in the OpenAPI document.

pub mod asked;
mod consequence;
mod fields;
pub mod openapi;
mod orders;
pub mod posted;
pub mod problems;
mod proposals;
pub mod receipt;
pub mod reference;
mod routes;
pub mod wire;

pub use routes::configure;

#[cfg(test)]
mod tests;
