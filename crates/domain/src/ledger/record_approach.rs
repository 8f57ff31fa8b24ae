//! Recording a cooperative approach.

use super::order::RecordApproach;
use super::refusal::Refusal;
use super::scene::{Effect, Scene, bounded};
use crate::approach::{Approach, ApproachId};
use crate::section::Installation;

/// A Party records an approach in which it takes part.
pub(super) fn decide(scene: &mut Scene<'_>, order: &RecordApproach) -> Result<Effect, Refusal> {
    let RecordApproach { id, title, parties } = order;
    let section = scene.own("record-approach")?;
    bounded("parties", parties)?;
    match (section.party.is_mechanism(), *id == ApproachId::ARTICLE_6_4) {
        (false, true) => return Err(Refusal::MechanismOnly { order: "record-approach" }),
        (true, false) => return Err(Refusal::NotForMechanism { order: "record-approach" }),
        (true, true) | (false, false) => {}
    }
    let installation = scene.books.installation;
    let admitted = match installation {
        _ if section.party.is_mechanism() => true,
        Installation::Production => !id.is_fictional(),
        Installation::Demonstration => id.is_fictional(),
        Installation::Test => true,
    };
    if !admitted {
        let installation = installation.as_str();
        return Err(Refusal::ApproachNotAdmitted { approach: *id, installation });
    }
    if scene.books.approaches.get(id).is_some() {
        return Err(Refusal::ApproachExists { approach: *id });
    }
    if !parties.contains(&section.party) {
        return Err(Refusal::NotInApproach { party: section.party, approach: *id });
    }
    let title = title.to_string();
    let names: Vec<_> = parties.iter().map(|party| party.to_string()).collect();
    let effect = Effect::of(section.party)
        .fact("approach", id.to_string())
        .fact("parties", names)
        .fact("title", title.as_str());
    let (section, recorded) = (scene.section, scene.entry());
    let approach = Approach { section, title, parties: parties.clone(), recorded };
    scene.books.approaches.set(*id, approach);
    Ok(effect)
}
