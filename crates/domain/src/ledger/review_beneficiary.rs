//! Reviewing the beneficiary of a use or a cancellation (TR-07, R-293).

use serde::{Deserialize, Serialize};

use super::entry::EntryNumber;
use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::beneficiary::{Review, Verdict};
use crate::text::Text;

/// Publishes or withholds a beneficiary, once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewBeneficiary {
    /// The entry of the use or the cancellation that named it.
    pub entry: EntryNumber,
    /// Whether it is published.
    pub verdict: Verdict,
    /// Why: for the section.
    pub reason: Text<500>,
}

/// Two persons of the section that used or cancelled decide whether everybody may see for whom. What
/// is published is in the log for good; what is withheld was never there.
pub(super) fn decide(scene: &mut Scene<'_>, order: &ReviewBeneficiary) -> Result<Effect, Refusal> {
    let party = scene.own("review-beneficiary")?.party;
    let ReviewBeneficiary { entry, verdict, reason } = order;
    let number = entry.number();
    let known = scene.books.beneficiaries.get(&number);
    let known = known.filter(|it| it.section == scene.section).cloned();
    let mut known = known.ok_or(Refusal::BeneficiaryUnknown { entry: number })?;
    if let Some(review) = &known.review {
        return Err(Refusal::BeneficiaryReviewed { entry: number, review: review.entry });
    }
    let (entry, verdict, reason) = (scene.entry(), *verdict, reason.clone());
    let mut effect = Effect::of(party)
        .fact("of_entry", number.to_string())
        .fact("verdict", verdict.as_str())
        .private("reason", &reason);
    if verdict == Verdict::Publish {
        let of = &known.beneficiary;
        effect = effect.fact("name", of.name.as_str());
        if let Some(country) = of.country {
            effect = effect.fact("country", country.to_string());
        }
        if let Some(remark) = &of.remark {
            effect = effect.fact("remark", remark.as_str());
        }
    }
    known.review = Some(Review { entry, verdict, reason });
    scene.books.beneficiaries.set(number, known);
    Ok(effect)
}
