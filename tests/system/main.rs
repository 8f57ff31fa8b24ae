//! The executable as its callers meet it: a process of its own, over the network, on the real
//! PostgreSQL.
#![expect(clippy::tests_outside_test_module, reason = "this binary is all tests")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on stops")]

mod absence;
mod amounts;
mod balances;
mod command_line;
mod console;
mod filings;
mod focal_points;
mod kills;
mod reading;
mod repeating;
mod replacing;
mod representatives;
mod requests;
mod same_person;
mod scene;
mod server;
mod two_persons;
