//! Recording what a Party declares of its participation.

use std::sync::Arc;

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::participation::{Declared, Participation};

/// A Party answers the six questions, each with evidence. The answers are recorded, not judged.
pub(super) fn decide(scene: &mut Scene<'_>, order: &Participation) -> Result<Effect, Refusal> {
    let mut section = scene.own("record-participation")?.clone();
    let (recorded, party) = (scene.entry(), section.party);
    let declared = Declared { recorded, what: order.clone() };
    Arc::make_mut(&mut section.participation).push(declared);
    scene.books.sections.set(scene.section, section);
    let told = order.items().into_iter().fold(Effect::of(party), |effect, (name, item)| {
        let answer = serde_json::json!({
            "answer": item.answer.to_string(), "evidence": item.evidence.as_str(),
        });
        effect.fact(name, answer)
    });
    Ok(told)
}
