//! Pages for everybody: no sign-in, no cookie, no script. Here are what they show and how it looks;
//! the handlers fill the structs.

pub mod article;
pub mod as_of;
pub mod character;
pub mod deed;
pub mod fault;
mod filling;
pub mod frame;
pub(crate) mod handlers;
pub mod home;
pub mod identifier;
pub mod not_found;
pub mod place;
pub mod problem;
pub mod reference;
pub mod search;
pub mod unit_life;
