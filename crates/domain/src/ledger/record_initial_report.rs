//! Recording a Party's initial report.

use std::sync::Arc;

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::participation::{Declared, InitialReport};

/// A Party records its initial report, or where the review of it stands.
pub(super) fn decide(scene: &mut Scene<'_>, order: &InitialReport) -> Result<Effect, Refusal> {
    let mut section = scene.own("record-initial-report")?.clone();
    if order.date > scene.today() {
        return Err(Refusal::ReportInFuture { date: order.date.to_string() });
    }
    let (recorded, party) = (scene.entry(), section.party);
    let declared = Declared { recorded, what: order.clone() };
    Arc::make_mut(&mut section.initial_reports).push(declared);
    scene.books.sections.set(scene.section, section);
    Ok(Effect::of(party)
        .fact("date", order.date.to_string())
        .fact("document", order.document.as_str())
        .fact("review", order.review.to_string()))
}
