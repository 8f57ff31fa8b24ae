//! HTTP in, HTTP out.

mod answer;
pub mod api;
pub mod assets;
mod caller;
mod developers;
pub mod headers;
mod health;
mod idempotency;
mod json;
mod on_the_way;
pub mod problem;
pub mod public;
mod room;
mod run;
pub mod server;
mod trace;
mod upload;
pub mod words;

pub use server::{Settings, serve};
