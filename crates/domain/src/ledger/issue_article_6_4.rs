//! Issuing authorized A6.4ERs, with the two mandatory movements.

use serde::{Deserialize, Serialize};

use super::books::{Block, Issuance};
use super::entry::LeafBlock;
use super::issue::{at_once, fits, next_serials, series_no, underlying_fits, vintage_possible};
use super::refusal::Refusal;
use super::scene::{Effect, Moved, Scene};
use crate::account::{Account, AccountKind, AccountNumber, Holder};
use crate::approach::ApproachId;
use crate::authorization::{AuthorizationId, AuthorizationNo, OutcomeFacts, Terms};
use crate::code_list::{ActivityType, MitigationType, Sector};
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::registry::RegistryId;
use crate::section::SectionNo;
use crate::serial::{Serial, Serials};
use crate::text::Text;
use crate::underlying::Underlying;
use crate::unit::{Series, UnitRange};
use crate::vintage::Vintage;

/// What the mechanism registry has flagged A6.4ERs as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Designation {
    /// The host has authorized them.
    Authorized,
    /// Mitigation contribution units, which stay where they are.
    MitigationContribution,
}

impl Designation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Authorized, Self::MitigationContribution];

    /// The designation as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorized => "authorized",
            Self::MitigationContribution => "mitigation-contribution",
        }
    }
}

/// Issues authorized A6.4ERs into the mechanism's section.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueArticle64 {
    /// The Party that hosts the activity.
    pub host: PartyCode,
    /// The activity, by its identifier in the mechanism.
    pub activity: Text<100>,
    /// The year in which the mitigation occurred.
    pub vintage: Vintage,
    /// How many, before the two mandatory movements.
    pub quantity: Units,
    /// The first of their own serials, which count within activity and vintage.
    pub first: Serial,
    /// The last of their own serials.
    pub last: Serial,
    /// What the mechanism registry has flagged them as.
    pub designation: Designation,
    /// The host's authorization.
    pub authorization: AuthorizationId,
    /// Reductions, removals, or both.
    pub mitigation_type: MitigationType,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
    /// The pending account, for what is then distributed.
    pub pending: AccountNumber,
    /// The Adaptation Fund's account.
    pub fund: AccountNumber,
    /// The account of kind 320.
    pub omge: AccountNumber,
    /// How many are cancelled for OMGE, if more than the least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub omge_quantity: Option<Units>,
}

/// The three accounts, by their numbers.
struct Places {
    pending: Account,
    fund: Account,
    omge: Account,
}

/// How an issuance is divided. The rest keeps the lower serials; nothing may be left of it.
struct Shares {
    rest: Option<Serials>,
    fund: Serials,
    omge: Serials,
}

/// The mechanism issues what a host has authorized. Five per cent go to the Adaptation Fund and two
/// at least to overall mitigation, in the same entry, as first transfers of the host.
pub(super) fn decide(scene: &mut Scene<'_>, order: &IssueArticle64) -> Result<Effect, Refusal> {
    let mut section = scene.own("issue-article-6-4")?.clone();
    if !section.party.is_mechanism() {
        return Err(Refusal::MechanismOnly { order: "issue-article-6-4" });
    }
    if order.designation == Designation::MitigationContribution {
        return Err(Refusal::MitigationContribution {});
    }
    let places = places(scene, order)?;
    let host = scene.books.section_of(order.host).map(|(number, _)| number);
    let host = host.ok_or(Refusal::HostUnknown { host: order.host })?;
    scene.has_not_withdrawn(order.host)?;
    scene.takes_part(order.host, ApproachId::ARTICLE_6_4)?;
    vintage_possible(scene, order.vintage)?;
    let none = Refusal::UnderlyingMismatch { underlying: 0, quantity: order.quantity };
    let own = order.own_identifiers().ok_or(none)?;
    let run = underlying_fits(scene, &own, order.quantity)?;
    let (number, terms) = authorization(scene, order, host)?;
    let (fund, omge) = shares_due(order)?;
    let serials = next_serials(&section, order.quantity)?;
    let shares = Shares::of(serials, fund, omge)
        .ok_or(Refusal::SerialsExhausted { quantity: order.quantity })?;
    section.last_serial = serials.last().number();
    let party = section.party;
    scene.books.sections.set(scene.section, section);
    let (vintage, registry) = (order.vintage, RegistryId::MECHANISM);
    let approach = ApproachId::ARTICLE_6_4;
    let series = Series { approach, registry, party: order.host, vintage };
    let all_at_once = at_once(&terms);
    let issuance = record_issuance(scene, order, UnitRange { series, serials }, own);
    scene.books.underlying.set((run.registry.clone(), run.form.clone(), issuance), run);
    let (mut blocks, mut first_transferred) = (Vec::new(), 0_u64);
    let divided = [
        (shares.rest, order.pending, &places.pending, all_at_once),
        (Some(shares.fund), order.fund, &places.fund, true),
        (Some(shares.omge), order.omge, &places.omge, true),
    ];
    for (serials, account, place, first) in divided {
        let Some(serials) = serials else { continue };
        let units = UnitRange { series, serials };
        put(scene, units, (issuance, number), (account, place, first))?;
        let to = account.into();
        blocks.push(LeafBlock { from: None, of: None, previous: None, to, units });
        if first {
            first_transferred = first_transferred.saturating_add(units.units().count());
        }
    }
    scene.first_transfers(order.host, vintage)?;
    let sums = Units::new(first_transferred).map(|units| (number, units));
    let warnings = scene.count_first_transfers(sums.into_iter().collect());
    let effect = Effect { blocks, other_section: Some(host), ..Effect::of(party) };
    let effect = effect.fact("pending_first_transfer", all_at_once);
    Ok(published(order, &shares, series, effect).warn(warnings))
}

impl IssueArticle64 {
    /// The A6.4ERs' own identifiers, of the elements that they have: they are behind these
    /// units like those of any other programme, and cannot be behind others.
    pub fn own_identifiers(&self) -> Option<Underlying> {
        let Self { host, activity, vintage, first, last, .. } = self;
        let id = |serial: &Serial| format!("{host}-{activity}-{vintage}-{serial}").parse().ok();
        let registry = RegistryId::MECHANISM.to_string().parse().ok()?;
        let immobilized = "issued by the mechanism registry".parse().ok()?;
        Some(Underlying { registry, first: id(first)?, last: id(last)?, immobilized })
    }
}

impl Shares {
    fn of(serials: Serials, fund: Units, omge: Units) -> Option<Self> {
        let end = |last: u64, units: Units| {
            let first = last.checked_sub(units.count())?.checked_add(1)?;
            Serials::new(Serial::new(first).ok()?, Serial::new(last).ok()?)
        };
        let omge = end(serials.last().number(), omge)?;
        let fund = end(omge.first().number().checked_sub(1)?, fund)?;
        let (rest, _) = serials.without(fund);
        Some(Self { rest, fund, omge })
    }
}

/// The three accounts: the section's own, for tonnes, of the kinds and holders that are due.
fn places(scene: &Scene<'_>, order: &IssueArticle64) -> Result<Places, Refusal> {
    let pending = scene.destination(order.pending, AccountKind::Holding)?;
    if pending.holder != Holder::Pending {
        return Err(Refusal::NotPendingAccount { account: order.pending });
    }
    let fund = scene.destination(order.fund, AccountKind::Holding)?;
    if fund.holder != Holder::AdaptationFund {
        return Err(Refusal::NotFundAccount { account: order.fund });
    }
    let omge = scene.destination(order.omge, AccountKind::OmgeCancellation)?;
    for (account, number) in [(&pending, order.pending), (&fund, order.fund), (&omge, order.omge)] {
        if account.metric != Metric::Ghg {
            return Err(Refusal::MetricMismatch { account: number, metric: Metric::Ghg });
        }
    }
    Ok(Places { pending, fund, omge })
}

/// The host's authorization, which must fit what is issued.
fn authorization(
    scene: &Scene<'_>,
    order: &IssueArticle64,
    host: SectionNo,
) -> Result<(AuthorizationNo, Terms), Refusal> {
    let (number, terms) = scene.terms_in(host, &order.authorization)?;
    let outcome = OutcomeFacts {
        approach: ApproachId::ARTICLE_6_4,
        vintage: order.vintage,
        sector: order.sector,
        activity_type: order.activity_type,
        metric: &Metric::Ghg,
    };
    fits(&terms, &outcome)?;
    scene.in_time(&terms, "issuance", terms.last_issuance)?;
    scene.within_cap(number, order.quantity)?;
    Ok((number, terms))
}

/// What goes to the Adaptation Fund, and what is cancelled for overall mitigation: 5 % and 2 % at
/// least, each rounded up to whole units.
fn shares_due(order: &IssueArticle64) -> Result<(Units, Units), Refusal> {
    let quantity = order.quantity;
    let share = |part: u64| Units::new(quantity.count().div_ceil(part)).unwrap_or(Units::MIN);
    let (fund, least) = (share(20), share(50));
    let omge = order.omge_quantity.unwrap_or(least);
    if omge < least {
        return Err(Refusal::OmgeBelowLeast { asked: omge, least });
    }
    let shares = fund.count().saturating_add(omge.count());
    if shares > quantity.count() {
        return Err(Refusal::SharesAboveQuantity { shares, quantity });
    }
    Ok((fund, omge))
}

/// Writes the issuance, and gives its number. It is the mechanism's; the series is the host's.
fn record_issuance(
    scene: &mut Scene<'_>,
    order: &IssueArticle64,
    units: UnitRange,
    own: Underlying,
) -> i64 {
    let series = series_no(scene, units.series);
    let issuance = scene.books.head.issuance.saturating_add(1);
    scene.books.head.issuance = issuance;
    let facts = Issuance {
        section: scene.section,
        series,
        serials: units.serials,
        entry: scene.entry(),
        metric: Metric::Ghg,
        mitigation_type: order.mitigation_type,
        sector: order.sector,
        activity_type: order.activity_type,
        underlying: Some(own),
    };
    scene.books.issuances.set(issuance, facts);
    issuance
}

/// Puts a part of what is issued into its place, first transferred or not.
fn put(
    scene: &mut Scene<'_>,
    units: UnitRange,
    (issuance, number): (i64, AuthorizationNo),
    (account, place, first): (AccountNumber, &Account, bool),
) -> Result<(), Refusal> {
    let (entry, series) = (scene.entry(), series_no(scene, units.series));
    let block = Block {
        last: units.serials.last(),
        account: place.id,
        section: place.section,
        issuance,
        authorization: Some(number),
        first_transfer: first.then_some(entry),
        since_entry: entry,
        since_leaf: scene.books.head.log.size(),
        since_occurred: scene.occurred,
    };
    scene.leads(None, &block, (account, place))?;
    scene.moves.push(Moved { units, from: None, to: account });
    scene.books.blocks.set((series, units.serials.first()), block);
    Ok(())
}

/// Everybody may know which units went where: accounts are told apart by what became of the units.
fn published(order: &IssueArticle64, shares: &Shares, series: Series, effect: Effect) -> Effect {
    let range = |serials: Serials| UnitRange { series, serials }.to_string();
    let accounts = format!("{} {} {}", order.pending, order.fund, order.omge);
    let mut effect = effect
        .fact("activity", order.activity.as_str())
        .fact("activity_type", order.activity_type.to_string())
        .fact("adaptation_fund", range(shares.fund))
        .fact("authorization", order.authorization.to_string())
        .fact("first_transfer", true)
        .fact("host", order.host.to_string())
        .fact("metric", Metric::Ghg.to_string())
        .fact("mitigation_type", order.mitigation_type.to_string())
        .fact("omge", range(shares.omge))
        .fact("sector", order.sector.to_string())
        .private("accounts", &accounts);
    if let Some(rest) = shares.rest {
        effect = effect.fact("pending", range(rest));
    }
    match order.own_identifiers() {
        Some(own) => effect.private("underlying", &own),
        None => effect,
    }
}
