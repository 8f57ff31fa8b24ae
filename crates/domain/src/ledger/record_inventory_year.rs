//! Recording the figures of a year of a Party's NDC.

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::inventory::InventoryYear;
use crate::participation::Declared;
use crate::vintage::Year;

/// Two persons record them. Later figures of the same year take their place, and all are kept. The leaf
/// commits to the figures, and tells the year alone.
pub(super) fn decide(scene: &mut Scene<'_>, order: &InventoryYear) -> Result<Effect, Refusal> {
    let section = scene.own("record-inventory-year")?;
    let (party, year) = (section.party, order.year);
    let mut periods = section.ndc_periods.iter().map(|it| it.period.years());
    let period = periods.find(|period| period.contains(year));
    let period = period.ok_or(Refusal::YearOutsidePeriods { year, party })?;
    scene.still_open(section, period)?;
    if order.is_empty() {
        return Err(Refusal::InventoryEmpty { year });
    }
    // What is told of a year that goes on is a projection: the planner takes those.
    if order.is_measured() && Year::of(scene.occurred) <= year {
        return Err(Refusal::YearNotOver { year });
    }
    let key = (scene.section, year);
    let mut versions = scene.books.inventories.get(&key).cloned().unwrap_or_default();
    versions.push(Declared { recorded: scene.entry(), what: order.clone() });
    scene.books.inventories.set(key, versions);
    let figures = serde_json::to_string(order).unwrap_or_default();
    Ok(Effect::of(party).fact("year", year.to_string()).private("figures", &figures))
}
