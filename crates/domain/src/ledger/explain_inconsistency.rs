//! Explaining what does not agree in a report.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::check::CheckId;
use crate::filing::Explanation;
use crate::party::PartyCode;
use crate::text::Text;
use crate::vintage::Year;

/// Explains, for everybody to read, why a check of a report fails.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainInconsistency {
    /// Whose report it is.
    pub party: PartyCode,
    /// Of which year.
    pub year: Year,
    /// The check that fails.
    pub check: CheckId,
    /// The explanation.
    pub text: Text<2000>,
}

/// A Party explains. Whether the check fails, and names the Party, is for whoever proposes it: what
/// checks say is derived from reports, and is in no entry.
pub(super) fn decide(
    scene: &mut Scene<'_>,
    order: &ExplainInconsistency,
) -> Result<Effect, Refusal> {
    let own = scene.own("explain-inconsistency")?.party;
    let ExplainInconsistency { party, year, check, ref text } = *order;
    let filed = scene.books.section_of(party).is_some_and(|(section, _)| {
        scene.books.filings.get(&(section, year)).is_some_and(|filed| !filed.is_empty())
    });
    if !filed {
        return Err(Refusal::ReportUnknown { party, year });
    }
    let (entry, section) = (scene.entry(), scene.section);
    let explanation = Explanation { section, party, year, check, text: text.clone() };
    scene.books.explanations.set(entry, explanation);
    Ok(Effect::of(own)
        .fact("check", check.to_string())
        .fact("report_of", party.to_string())
        .fact("text", text.as_str())
        .fact("year", year.to_string()))
}
