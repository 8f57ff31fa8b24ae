//! A section names its focal point.

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use super::set_terms::laid_down;
use crate::focal_point::FocalPoint;

/// Two persons name it. It is for the section and the secretariat: the leaf commits to it.
pub(super) fn decide(scene: &mut Scene<'_>, order: &FocalPoint) -> Result<Effect, Refusal> {
    let mut section = scene.own("set-focal-point")?.clone();
    section.settings.focal_point = Some(order.clone());
    let party = laid_down(scene, section);
    let text = format!("{} <{}>", order.office, order.email);
    Ok(Effect::of(party).private("focal_point", &text))
}
