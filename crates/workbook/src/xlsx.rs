//! xlsx workbooks.

mod column;
mod front;
mod read;
mod text;
mod write;

pub(crate) use read::{Sheets, read};
pub(crate) use write::write;
