//! Plans as requests have them, and what would come of them.

use app::balances::Intention;
use domain::adjustment::{Amount, Headroom, Outcomes, Outlook, Overselling, Plan, Planned};
use domain::inventory::InventoryYear;
use domain::registry::RegistryId;
use domain::unit::Series;
use serde::Serialize;
use utoipa::ToSchema;

use super::balances::{AttainmentBody, text};
use super::fields::{Fields, Noted, Read};
use crate::problem::Flaw;

/// What a Party thinks of.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; intention() reads it")]
pub(super) struct PlanRequest {
    /// The year that is looked ahead to. Without it, the last of the period. It is never before that of
    /// an act.
    #[schema(example = "2025", pattern = "^[0-9]{4}$")]
    as_of: Option<String>,
    /// Figures of years that take the place of what was recorded: projections.
    figures: Option<Vec<PlannedFigures>>,
    /// What would be done, in this order.
    acts: Option<Vec<PlannedAct>>,
}

/// Projected figures of a year.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; figures() reads it")]
pub(super) struct PlannedFigures {
    /// The year.
    #[schema(example = "2025", pattern = "^[0-9]{4}$")]
    year: String,
    /// Row 3.
    #[schema(example = "1040000", max_length = 38)]
    covered: Option<String>,
    /// Row 4.
    #[schema(max_length = 38)]
    portion: Option<String>,
    /// Row 1 or 2.
    #[schema(max_length = 38)]
    trajectory: Option<String>,
}

/// An act that is planned: the kind, and what goes with it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; act() reads it")]
pub(super) struct PlannedAct {
    /// `authorize`, `first-transfer` or `use`.
    #[schema(example = "first-transfer", pattern = "^(authorize|first-transfer|use)$")]
    act: String,
    /// The authorization, of `authorize` and `first-transfer`.
    #[schema(example = "A-18", max_length = 100)]
    authorization: Option<String>,
    /// How many: of `authorize` the most that may be first transferred, and without it there is no cap.
    #[schema(example = "40000", pattern = "^[1-9][0-9]{0,18}$")]
    quantity: Option<String>,
    /// The cooperative approach, of `first-transfer` and `use`, like all that follows.
    #[schema(example = "CA9042", pattern = "^CA[0-9]{4}$")]
    approach: Option<String>,
    /// The Party where the mitigation occurred, for which the caller's Party is the only one that first transfers.
    #[schema(example = "XAL")]
    host: Option<String>,
    /// The year in which the mitigation occurred.
    #[schema(example = "2025", pattern = "^[0-9]{4}$")]
    vintage: Option<String>,
    /// The sector.
    #[schema(example = "Energy generation")]
    sector: Option<String>,
    /// The activity type.
    #[schema(example = "Solar")]
    activity_type: Option<String>,
    /// What the units are authorized for.
    #[schema(example = "NDC")]
    purposes: Option<String>,
    /// The year of the first transfer, or the one for which units are used.
    #[schema(example = "2025", pattern = "^[0-9]{4}$")]
    year: Option<String>,
}

/// What planned acts would change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Plan)]
pub(super) struct PlanBody {
    /// How things look without them.
    before: OutlookBody,
    /// And with them.
    after: OutlookBody,
    /// What the Party's authorizations leave, with the planned acts.
    authorizations: Vec<HeadroomBody>,
    /// Whether all that would be authorized can be first transferred and the NDC still be met.
    overselling: OversellingBody,
}

/// How things look.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outlook)]
pub(super) struct OutlookBody {
    /// The balance, or the adjusted indicator, of each year.
    balances: Vec<PlannedBalance>,
    /// The whole period against its budget. Not with method `V`.
    #[serde(skip_serializing_if = "Option::is_none")]
    multi_year: Option<AttainmentBody>,
    /// The last year against its target. Not with method `M`.
    #[serde(skip_serializing_if = "Option::is_none")]
    target_year: Option<AttainmentBody>,
}

/// The balance of a year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlannedBalance {
    /// The year.
    #[schema(example = "2025")]
    year: String,
    /// The balance. It is missing without a figure for the year, which is not zero.
    #[schema(example = "1080000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<String>,
}

/// What an authorization leaves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Headroom)]
pub(super) struct HeadroomBody {
    /// The authorization.
    #[schema(example = "A-18")]
    authorization: String,
    /// The most that may be first transferred. Without it there is no cap.
    #[schema(example = "60000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cap: Option<String>,
    /// Outcomes that are under it now.
    #[schema(example = "0")]
    authorized: String,
    /// First transferred without the plan.
    #[schema(example = "0")]
    first_transferred_before: String,
    /// And with it.
    #[schema(example = "40000")]
    first_transferred: String,
    /// What the cap leaves. Below zero, the plan breaks it.
    #[schema(example = "20000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<String>,
}

/// All that is authorized beside what the NDC can spare.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Overselling)]
pub(super) struct OversellingBody {
    /// What may still be first transferred under the authorizations, after the plan.
    #[schema(example = "20000")]
    may_follow: String,
    /// Whether an authorization has no cap, so that more may follow than that.
    without_cap: bool,
    /// How much it would change what is held against the limit.
    #[schema(example = "20000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<String>,
    /// How far that is from the limit, after the plan. Below zero, the NDC is missed already.
    #[schema(example = "-50000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<String>,
    /// `none`, `overselling` or `undetermined`.
    #[schema(example = "overselling")]
    risk: &'static str,
}

/// Reads what a Party thinks of.
pub(super) fn intention(mut at: Fields<'_>) -> Read<Intention> {
    let as_of = at.may("as_of");
    let figures = at.objects("figures", figures);
    let acts = at.objects("acts", act);
    at.end();
    Ok(Intention { as_of: as_of?, figures: figures?, acts: acts? })
}

fn figures(mut at: Fields<'_>) -> Read<InventoryYear> {
    let (year, covered) = (at.need("year"), at.may("covered"));
    let (portion, trajectory) = (at.may("portion"), at.may("trajectory"));
    at.end();
    let source = "a projection".parse().map_err(|_too_long| Noted);
    Ok(InventoryYear {
        year: year?,
        covered: covered?,
        portion: portion?,
        trajectory: trajectory?,
        source: source?,
    })
}

const ACTS: [&str; 3] = ["authorize", "first-transfer", "use"];

fn act(mut at: Fields<'_>) -> Read<Planned> {
    let kind = at.need_as("act", |text| {
        let known = ACTS.into_iter().find(|known| *known == text);
        known.ok_or_else(|| Flaw::planned_act(ACTS.join(", ")))
    })?;
    let planned = match kind {
        "authorize" => {
            let (authorization, quantity) = (at.need("authorization"), at.may("quantity"));
            authorization.and_then(|authorization| {
                Ok(Planned::Authorize { authorization, quantity: quantity? })
            })
        }
        "first-transfer" => {
            let (authorization, outcomes) = (at.need("authorization"), outcomes(&mut at));
            let year = at.need("year");
            authorization.and_then(|authorization| {
                Ok(Planned::FirstTransfer { authorization, outcomes: outcomes?, year: year? })
            })
        }
        _ => {
            let (outcomes, year) = (outcomes(&mut at), at.need("year"));
            outcomes.and_then(|outcomes| Ok(Planned::Use { outcomes, year: year? }))
        }
    };
    at.end();
    planned
}

/// Outcomes that need not have been issued yet: of the first registry of their host.
fn outcomes(at: &mut Fields<'_>) -> Read<Outcomes> {
    let (host, approach) = (at.need("host"), at.need("approach"));
    let (vintage, quantity) = (at.need("vintage"), at.need("quantity"));
    let (sector, activity_type) = (at.need("sector"), at.need("activity_type"));
    let purposes = at.need("purposes");
    let party = host?;
    let registry = RegistryId::first_of(party);
    let series = Series { approach: approach?, registry, party, vintage: vintage? };
    Ok(Outcomes {
        series,
        quantity: quantity?,
        sector: sector?,
        activity_type: activity_type?,
        purposes: purposes?,
    })
}

impl PlanBody {
    /// As it is told.
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            before: OutlookBody::of(&plan.before),
            after: OutlookBody::of(&plan.after),
            authorizations: plan.authorizations.iter().map(HeadroomBody::of).collect(),
            overselling: OversellingBody::of(&plan.overselling),
        }
    }
}

impl OutlookBody {
    fn of(outlook: &Outlook) -> Self {
        let balances = outlook.balances.iter().map(|(year, balance)| PlannedBalance {
            year: year.to_string(),
            balance: text(balance.as_ref()),
        });
        Self {
            balances: balances.collect(),
            multi_year: outlook.multi_year.as_ref().map(AttainmentBody::of),
            target_year: outlook.target_year.as_ref().map(AttainmentBody::of),
        }
    }
}

impl HeadroomBody {
    fn of(headroom: &Headroom) -> Self {
        Self {
            authorization: headroom.authorization.to_string(),
            cap: headroom.cap.map(|cap| cap.count().to_string()),
            authorized: headroom.authorized.to_string(),
            first_transferred_before: headroom.first_transferred_before.to_string(),
            first_transferred: headroom.first_transferred.to_string(),
            free: text(headroom.free.as_ref()),
        }
    }
}

impl OversellingBody {
    fn of(overselling: &Overselling) -> Self {
        let written = |amount: &Amount| amount.to_string();
        Self {
            may_follow: written(&overselling.may_follow),
            without_cap: overselling.without_cap,
            effect: text(overselling.effect.as_ref()),
            margin: text(overselling.margin.as_ref()),
            risk: overselling.risk.as_str(),
        }
    }
}
