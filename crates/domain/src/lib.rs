//! The rulebook of the registry: no clock, no database, no network, no async.
//!
//! Everything that creates, moves, reserves or ends units is an [`ledger::Order`], and deciding one
//! is a pure function over [`ledger::Books`]. The same rules run in production, in a unit test, in
//! a simulation and in `itmo verify`.
#![warn(missing_docs)]

pub mod access;
pub mod account;
pub mod adjustment;
pub mod aef;
pub mod approach;
pub mod authorization;
pub mod beneficiary;
pub mod check;
pub mod code_list;
pub mod conversion;
pub mod digest;
pub mod entity;
pub mod event;
pub mod filing;
pub mod focal_point;
pub mod id;
pub mod inventory;
pub mod ledger;
pub mod metric;
pub mod ndc;
pub mod participation;
pub mod party;
pub mod prefilled;
pub mod quantity;
pub mod registry;
pub mod section;
pub mod section_terms;
pub mod serial;
pub mod statement;
pub mod stop;
pub mod text;
pub mod transparency;
pub mod underlying;
pub mod unit;
pub mod vintage;

#[cfg(test)]
mod tests;

/// Gives a type that is written as text its `serde` form: the text of `Display`, read by `FromStr`.
macro_rules! written_as_text {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use written_as_text;
