//! HTTP in, HTTP out.

pub mod assets;
pub mod headers;
pub mod public;
pub mod words;
