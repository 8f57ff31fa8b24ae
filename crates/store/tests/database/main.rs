//! The database as it is, against what the registry promises of it. Every test has a database of
//! its own; the address of a cluster comes from `ITMO_TEST_DATABASE`.

#[cfg(test)]
mod asking;
#[cfg(test)]
mod blocks;
#[cfg(test)]
mod callers;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod publication;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod representatives;
#[cfg(test)]
mod schema_text;
#[cfg(test)]
mod tenancy;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod two_sections;
