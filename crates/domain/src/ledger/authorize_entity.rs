//! Authorizing an entity (R-025, AEF Table 5).

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::entity::{EntityAuthorization, RecordedEntity};

/// A Party authorizes an entity under an approach.
pub(super) fn decide(
    scene: &mut Scene<'_>,
    order: &EntityAuthorization,
) -> Result<Effect, Refusal> {
    let section = scene.own("authorize-entity")?;
    Scene::participates(section)?;
    let party = section.party;
    scene.takes_part(party, order.approach)?;
    if order.valid_until.is_some_and(|last| last < order.valid_from) {
        return Err(Refusal::EntityPeriodReversed { entity: order.entity.clone() });
    }
    let number = scene.books.head.entity_authorization.saturating_add(1);
    scene.books.head.entity_authorization = number;
    let (section_no, recorded) = (scene.section, scene.entry());
    let entity = RecordedEntity { section: section_no, authorization: order.clone(), recorded };
    scene.books.entities.set(number, entity);
    let conditions = order.conditions.as_ref().map_or("", |text| text.as_str());
    Ok(Effect::of(party)
        .fact("approach", order.approach.to_string())
        .fact("valid_from", order.valid_from.to_string())
        .private("conditions", conditions)
        .private("entity", &format!("{} {}", order.entity, order.name)))
}
