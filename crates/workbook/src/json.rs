//! JSON: the technical names of the fields with their texts.
//!
//! `{"nomenclature": date, "dialect": word, "submission": {name: text}, "authorizations": [{…}], …}`.
//! Only texts are values, and a name that is left out stands for an empty text, or for the text that
//! the platform has there.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

const NOMENCLATURE: &str = "nomenclature";
const DIALECT: &str = "dialect";
