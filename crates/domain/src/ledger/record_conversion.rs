//! Recording how a non-GHG metric is converted to t CO2 eq.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::approach::ApproachId;
use crate::conversion::{Conversion, Factor};
use crate::metric::Metric;
use crate::text::Text;

/// Records how a Party converts a metric under an approach: every version is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordConversion {
    /// The cooperative approach.
    pub approach: ApproachId,
    /// The metric, which is not GHG.
    pub metric: Metric,
    /// 1 for the first, one more for each change.
    pub version: u16,
    /// The method, in words.
    pub method: Text<2000>,
    /// How many t CO2 eq one unit of the metric stands for.
    pub factor: Factor,
}

/// A Party says what a unit of its metric stands for. It says nothing about any units: they are
/// issued, transferred and used in their own metric.
pub(super) fn decide(scene: &mut Scene<'_>, order: &RecordConversion) -> Result<Effect, Refusal> {
    let party = scene.own("record-conversion")?.party;
    scene.takes_part(party, order.approach)?;
    if order.metric == Metric::Ghg {
        return Err(Refusal::ConversionOfGhg {});
    }
    let RecordConversion { approach, metric, version, method, factor } = order.clone();
    let key = (scene.section, approach, metric);
    let mut versions = scene.books.conversions.get(&key).cloned().unwrap_or_default();
    let expected = u16::try_from(versions.len().saturating_add(1)).unwrap_or(u16::MAX);
    if version != expected {
        return Err(Refusal::ConversionVersion { version, expected });
    }
    let recorded = scene.entry();
    versions.push(Conversion { method, factor, recorded });
    scene.books.conversions.set(key, versions);
    Ok(Effect::of(party)
        .fact("approach", order.approach.to_string())
        .fact("factor", order.factor.to_string())
        .fact("method", order.method.as_str())
        .fact("metric", order.metric.to_string())
        .fact("version", version))
}
