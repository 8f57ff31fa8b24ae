//! Balances of an NDC period: the structured summary of one's own Party, and what plans would change
//!

use actix_web::web::{Data, Json};
use actix_web::{get, post};
use app::Registry;
use app::balances::Balance;
use domain::adjustment::{
    Amount, Attainment, Block, Change, LeftOut, Part, Restated, Shown, Summary, Using, YearSummary,
};
use domain::vintage::Year;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named, boolean};
use super::plans::{PlanBody, PlanRequest, intention};
use super::posted::Body;
use super::problems::{BalanceProblems, PlanProblems};
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(show_balance).service(plan);
}

/// The structured summary of an NDC period (5/CMA.3, table 4).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balance)]
pub(super) struct BalanceBody {
    /// The Party.
    #[schema(example = "XAL")]
    party: String,
    /// The first year of the period.
    #[schema(example = "2021")]
    first: String,
    /// The last year of the period.
    #[schema(example = "2025")]
    last: String,
    /// How the Party adjusts: `T`, `V` or `M`.
    #[schema(example = "T")]
    method: String,
    /// What amounts are in: `GHG`, which is t CO2 eq, or the name of a non-GHG metric.
    #[schema(example = "GHG")]
    metric: String,
    /// By which years averages divide: `calendar` or `inventory`.
    #[schema(example = "calendar")]
    elapsed: &'static str,
    /// In which year an authorization or an issuance is a first transfer: `strict` or `programme`.
    #[schema(example = "strict")]
    first_transfer_year: &'static str,
    /// The year that the report is for: it knows what occurred up to that year's end.
    #[schema(example = "2024")]
    as_of: String,
    /// The last day on which the adjustments of the period may change.
    #[schema(example = "2028-12-31")]
    last_day: Option<String>,
    /// Whether that day is past.
    is_final: bool,
    /// The years of the period up to that of the report.
    years: Vec<BalanceYear>,
    /// The whole period against its budget. Not with method `V`.
    #[serde(skip_serializing_if = "Option::is_none")]
    multi_year: Option<AttainmentBody>,
    /// The last year against its target. Not with method `M`.
    #[serde(skip_serializing_if = "Option::is_none")]
    target_year: Option<AttainmentBody>,
    /// Units that stand in no row, or not in all, and why.
    left_out: Vec<LeftOutBody>,
    /// With `since`: the years that the report for that year showed otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    restated: Option<Vec<RestatedBody>>,
}

/// A year of a structured summary.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceYear {
    /// The year.
    #[schema(example = "2022")]
    year: String,
    /// Whether the adjustment is an indication only: an average before the last year.
    indicative: bool,
    /// Rows 1 to 12.
    rows: Vec<BalanceRow>,
    /// First transferred of this vintage, for whatever purpose, whenever.
    by_vintage: BalanceRow,
    /// Rows 5 to 7 in their parts (2/CMA.3, annex, paragraph 23(j)).
    parts: Vec<BalancePart>,
}

/// A row of a year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceRow {
    /// Which row: `1` to `12`, or `by-vintage`.
    #[schema(example = "12")]
    row: String,
    /// The figure, a decimal. One that does not end is rounded to four digits.
    #[schema(example = "1023333.3333")]
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
    /// What it is exactly, as a fraction, if it is rounded.
    #[schema(example = "3070000/3")]
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    /// Why there is no figure: `not-applicable`, which reports write as N/A, or `missing`, which is
    /// not zero.
    #[schema(example = "missing")]
    #[serde(skip_serializing_if = "Option::is_none")]
    none: Option<&'static str>,
    /// With `blocks=true`: the units behind the figure. None are behind what the Party told.
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<Vec<BalanceBlock>>,
}

/// Units behind a figure, and the entry that put them there.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceBlock {
    /// The number of the entry.
    #[schema(example = "48240")]
    entry: String,
    /// The units.
    #[schema(example = "CA9001-XAL01-XAL-1..10000-2022")]
    units: String,
    /// How they count: `first-transferred` is added, `used` is subtracted.
    #[schema(example = "first-transferred")]
    effect: &'static str,
}

/// Units of row 5, 6 or 7 that share all of this.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalancePart {
    /// Which row: `5`, `6` or `7`.
    #[schema(example = "5")]
    row: &'static str,
    /// The cooperative approach.
    #[schema(example = "CA9001")]
    approach: String,
    /// The other international mitigation purpose, as the authorization names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    oimp: Option<String>,
    /// The first transferring Party.
    #[schema(example = "XAL")]
    first_transferring_party: String,
    /// The using Party, as far as it is known.
    #[schema(example = "XBO")]
    #[serde(skip_serializing_if = "Option::is_none")]
    using_party: Option<String>,
    /// The using entity, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    using_entity: Option<String>,
    /// The year in which the mitigation occurred.
    #[schema(example = "2022")]
    vintage: String,
    /// The sector.
    #[schema(example = "Energy generation")]
    sector: String,
    /// The activity type.
    #[schema(example = "Solar")]
    activity_type: String,
    /// How many units.
    #[schema(example = "10000")]
    amount: String,
    /// With `blocks=true`: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<Vec<BalanceBlock>>,
}

/// A balance beside what it is held against.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attainment)]
pub(super) struct AttainmentBody {
    /// The budget, or the target; for an indicator, the least that it is to reach.
    #[schema(example = "5150000")]
    limit: Option<String>,
    /// What the inventories add up to, or show in the last year.
    #[schema(example = "5100000")]
    unadjusted: Option<String>,
    /// What the balances, or the adjusted indicators, do.
    #[schema(example = "5200000")]
    adjusted: Option<String>,
    /// What would be said of it without adjustments: `met`, `not-met` or `undetermined`.
    #[schema(example = "met")]
    unadjusted_verdict: &'static str,
    /// What is said of it.
    #[schema(example = "not-met")]
    verdict: &'static str,
}

/// Units that stand in no row of the summary, or not in all.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LeftOut)]
pub(super) struct LeftOutBody {
    /// The number of the entry.
    #[schema(example = "48240")]
    entry: String,
    /// The units.
    #[schema(example = "CA9001-XAL01-XAL-10001..10015-2023")]
    units: String,
    /// What happened to them: `first-transferred` or `used`.
    #[schema(example = "used")]
    effect: &'static str,
    /// Why: `other-metric`, `after-finality` and `later-year` stand in no row; `event-outside-period`
    /// only in what goes by vintage, `vintage-outside-period` only in what goes by the year of the event.
    #[schema(example = "other-metric")]
    why: &'static str,
    /// What they stand for in t CO2 eq, if they are of another metric and the Party has recorded how it
    /// converts that.
    #[serde(skip_serializing_if = "Option::is_none")]
    converted: Option<String>,
}

/// A year that an earlier report showed otherwise.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Restated)]
pub(super) struct RestatedBody {
    /// The year.
    #[schema(example = "2022")]
    year: String,
    /// The figure of the inventory.
    figure: ChangeBody,
    /// The adjustment.
    adjustment: ChangeBody,
    /// The balance, or the adjusted indicator.
    balance: ChangeBody,
    /// The units that are behind one of the two adjustments only.
    because: Vec<BalanceBlock>,
}

/// What an amount was, and what it is now. What is missing was none, or is none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub(super) struct ChangeBody {
    /// In the earlier report.
    #[schema(example = "1010000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// In the later one.
    #[schema(example = "1020000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

/// Shows the structured summary of an NDC period of your Party
///
/// Rows 1 to 12 for each year, from what the Party has told and from the first transfers and uses of the
/// ledger. A later report restates earlier years; `since` tells what it says otherwise. The section
/// records its figures by orders `record-inventory-year`, and its budget, its target and the last day by
/// `set-adjustment-settings`.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showBalance",
    params(
        ("first" = String, Path, description = "The first year of the NDC period.",
            example = "2021"),
        ("as_of" = Option<String>, Query,
            description = "The year that the report is for. Without it, this year.",
            example = "2024"),
        ("since" = Option<String>, Query,
            description = "The year of an earlier report: the answer says what that showed otherwise.",
            example = "2023"),
        ("blocks" = Option<bool>, Query,
            description = "With `true`, the units behind each figure.", example = true),
    ),
    responses((status = 200, description = "The summary.", body = BalanceBody), BalanceProblems),
    security(("token" = []))
)]
#[get("/reports/balance/{first}")]
async fn show_balance(
    Authenticated(caller): Authenticated,
    Named(first): Named<Year>,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<BalanceBody>, Problem> {
    let years = (asked.may("as_of"), asked.may("since"));
    let blocks = asked.may_as("blocks", boolean).unwrap_or(false);
    asked.end()?;
    let balance = workers.run(move || registry.balance(&caller, first, years)).await?;
    Ok(Json(BalanceBody::of(&balance, blocks)))
}

/// Asks what planned acts would change
///
/// What if we authorize, first transfer, use? Balances, attainment and what authorizations leave, with
/// and without the acts, and whether more is authorized than the NDC can spare. Figures that are given
/// here take the place of what was recorded: a plan is as good as its projections. Nothing is recorded
/// or reserved, so that no idempotency key is needed, and a key that is sent has no effect.
#[utoipa::path(
    tag = "Reports",
    operation_id = "planBalance",
    params(("first" = String, Path, description = "The first year of the NDC period.",
        example = "2021")),
    request_body(content = PlanRequest, example = json!({
        "figures": [{ "year": "2025", "covered": "1040000" }],
        "acts": [
            { "act": "authorize", "authorization": "A-18", "quantity": "60000" },
            {
                "act": "first-transfer", "authorization": "A-18", "host": "XAL",
                "approach": "CA9042", "vintage": "2025", "quantity": "40000", "sector": "Energy generation",
                "activity_type": "Solar", "purposes": "NDC", "year": "2025"
            }
        ]
    })),
    responses((status = 200, description = "What would be.", body = PlanBody), PlanProblems),
    security(("token" = []))
)]
#[post("/reports/balance/{first}/plan")]
async fn plan(
    Authenticated(caller): Authenticated,
    Named(first): Named<Year>,
    registry: Data<Registry>,
    workers: Data<Workers>,
    body: Body,
) -> Result<Json<PlanBody>, Problem> {
    let intention = body.read(intention)?;
    let plan = workers.run(move || registry.plan(&caller, first, &intention)).await?;
    Ok(Json(PlanBody::of(&plan)))
}

impl BalanceBody {
    fn of(balance: &Balance, blocks: bool) -> Self {
        let summary = &balance.summary;
        let attainment = |it: &Option<Attainment>| it.as_ref().map(AttainmentBody::of);
        let restated = balance.restated.as_ref();
        Self {
            party: summary.party.to_string(),
            first: summary.period.first.to_string(),
            last: summary.period.last.to_string(),
            method: summary.method.to_string(),
            metric: summary.metric.to_string(),
            elapsed: summary.readings.elapsed.as_str(),
            first_transfer_year: summary.readings.first_transfer_year.as_str(),
            as_of: summary.as_of.to_string(),
            last_day: balance.last_day.map(|day| day.to_string()),
            is_final: balance.is_final,
            years: summary.years.iter().map(|it| BalanceYear::of(summary, it, blocks)).collect(),
            multi_year: attainment(&summary.multi_year),
            target_year: attainment(&summary.target_year),
            left_out: summary.left_out.iter().map(LeftOutBody::of).collect(),
            restated: restated.map(|all| all.iter().map(RestatedBody::of).collect()),
        }
    }
}

impl BalanceYear {
    fn of(summary: &Summary, year: &YearSummary, blocks: bool) -> Self {
        let rows = (1..).zip(summary.rows(year));
        let rows = rows.map(|(row, shown): (u8, _)| BalanceRow::of(row.to_string(), shown, blocks));
        let parts = &year.breakdown;
        let parts = [("5", &parts.row_5), ("6", &parts.row_6), ("7", &parts.row_7)];
        let parts = parts.into_iter().flat_map(|(row, parts)| {
            parts.iter().map(move |part| BalancePart::of(row, part, blocks))
        });
        let by_vintage = Shown::Figure(&year.by_vintage);
        Self {
            year: year.year.to_string(),
            indicative: year.indicative,
            rows: rows.collect(),
            by_vintage: BalanceRow::of("by-vintage".to_owned(), by_vintage, blocks),
            parts: parts.collect(),
        }
    }
}

impl BalanceRow {
    fn of(row: String, shown: Shown<'_>, blocks: bool) -> Self {
        let none = Self { row, amount: None, exact: None, none: None, blocks: None };
        match shown {
            Shown::NotApplicable => Self { none: Some("not-applicable"), ..none },
            Shown::Missing => Self { none: Some("missing"), ..none },
            Shown::Figure(cell) => Self {
                amount: Some(cell.amount.to_string()),
                exact: cell.amount.endless(),
                blocks: blocks.then(|| BalanceBlock::all(&cell.blocks)),
                ..none
            },
        }
    }
}

impl BalanceBlock {
    /// Each of them.
    pub(super) fn all(blocks: &[Block]) -> Vec<Self> {
        let one = |block: &Block| Self {
            entry: block.entry.to_string(),
            units: block.units.to_string(),
            effect: block.effect.as_str(),
        };
        blocks.iter().map(one).collect()
    }
}

impl BalancePart {
    fn of(row: &'static str, part: &Part, blocks: bool) -> Self {
        let shared = &part.shared;
        let (using_party, using_entity) = match &shared.using {
            Some(Using::Party(party)) => (Some(party.to_string()), None),
            Some(Using::Entity(entity)) => (None, Some(entity.to_string())),
            None => (None, None),
        };
        Self {
            row,
            approach: shared.approach.to_string(),
            oimp: shared.oimp.as_ref().map(ToString::to_string),
            first_transferring_party: shared.first_transferring_party.to_string(),
            using_party,
            using_entity,
            vintage: shared.vintage.to_string(),
            sector: shared.sector.to_string(),
            activity_type: shared.activity_type.to_string(),
            amount: part.cell.amount.to_string(),
            blocks: blocks.then(|| BalanceBlock::all(&part.cell.blocks)),
        }
    }
}

impl AttainmentBody {
    /// As it is told.
    pub(super) fn of(attainment: &Attainment) -> Self {
        let Attainment { limit, unadjusted, adjusted, unadjusted_verdict, verdict } = attainment;
        Self {
            limit: text(limit.as_ref()),
            unadjusted: text(unadjusted.as_ref()),
            adjusted: text(adjusted.as_ref()),
            unadjusted_verdict: unadjusted_verdict.as_str(),
            verdict: verdict.as_str(),
        }
    }
}

impl LeftOutBody {
    fn of(left: &LeftOut) -> Self {
        Self {
            entry: left.block.entry.to_string(),
            units: left.block.units.to_string(),
            effect: left.block.effect.as_str(),
            why: left.why.as_str(),
            converted: text(left.converted.as_ref()),
        }
    }
}

impl RestatedBody {
    fn of(restated: &Restated) -> Self {
        let change = |it: &Change| ChangeBody {
            before: text(it.before.as_ref()),
            after: text(it.after.as_ref()),
        };
        Self {
            year: restated.year.to_string(),
            figure: change(&restated.figure),
            adjustment: change(&restated.adjustment),
            balance: change(&restated.balance),
            because: BalanceBlock::all(&restated.because),
        }
    }
}

/// An amount as it is written, if there is one.
pub(super) fn text(amount: Option<&Amount>) -> Option<String> {
    amount.map(ToString::to_string)
}
