//! Orders as requests have them, read into orders of the ledger.

use domain::account::Holder;
use domain::authorization::Terms;
use domain::beneficiary::{Beneficiary, Verdict};
use domain::entity::EntityAuthorization;
use domain::id::Id;
use domain::ledger::{
    AuthorizeUnits, Cancel, CancellationReason, Designation, Issue, IssueArticle64, Occurred,
    OpenAccount, OpenSection, Order, OrderKind, OtherPurpose, RecordApproach, RecordConversion,
    Retire, RetirementPurpose, ReviewBeneficiary, RevokeAuthorization, SetNdcPeriod, Transfer,
    UseForOimp, UseTowardsNdc,
};
use domain::ndc::NdcPeriod;
use domain::participation::{InitialReport, Item, Participation};
use domain::underlying::Underlying;
use domain::unit::UnitRange;
use domain::vintage::Years;

use super::asked::moment;
use super::fields::{Fields, Read};
use super::{own, reporting};
use crate::problem::Flaw;

/// Makes the identifiers of what is yet to be.
pub(super) type NewId<'a> = &'a dyn Fn() -> uuid::Uuid;

/// Reads an order of any kind.
pub(super) fn order(mut at: Fields<'_>, new_id: NewId<'_>) -> Read<Order> {
    let kind = at.need_as("order", |text| {
        let known = OrderKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| Flaw::unknown_order(OrderKind::ALL.map(OrderKind::as_str).join(", ")))
    })?;
    Ok(match kind {
        OrderKind::OpenSection => Order::OpenSection(open_section(at)?),
        OrderKind::OpenAccount => Order::OpenAccount(open_account(at, new_id)?),
        OrderKind::RecordApproach => Order::RecordApproach(record_approach(at)?),
        OrderKind::AuthorizeEntity => Order::AuthorizeEntity(authorize_entity(at)?),
        OrderKind::Authorize => Order::Authorize(authorize(at)?),
        OrderKind::AuthorizeUnits => Order::AuthorizeUnits(authorize_units(at)?),
        OrderKind::Issue => Order::Issue(issue(at)?),
        OrderKind::FirstTransfer => Order::FirstTransfer(transfer(at)?),
        OrderKind::Transfer => Order::Transfer(transfer(at)?),
        OrderKind::UseTowardsNdc => Order::UseTowardsNdc(use_towards_ndc(at)?),
        OrderKind::UseForOimp => Order::UseForOimp(use_for_oimp(at)?),
        OrderKind::Cancel => Order::Cancel(cancel(at)?),
        OrderKind::SetFocalPoint => Order::SetFocalPoint(own::focal_point(at)?),
        OrderKind::SetTerms => Order::SetTerms(own::set_terms(at)?),
        OrderKind::TrustRecipient => Order::TrustRecipient(own::trust(at)?),
        OrderKind::DistrustRecipient => Order::DistrustRecipient(own::trust(at)?),
        OrderKind::SetStop => Order::SetStop(own::set_stop(at, new_id)?),
        OrderKind::LiftStop => Order::LiftStop(own::lift_stop(at)?),
        OrderKind::Retire => Order::Retire(retire(at)?),
        OrderKind::ContributeToAdaptation => Order::ContributeToAdaptation(transfer(at)?),
        OrderKind::ReviewBeneficiary => Order::ReviewBeneficiary(review_beneficiary(at)?),
        OrderKind::RecordConversion => Order::RecordConversion(record_conversion(at)?),
        OrderKind::TransferOut => Order::TransferOut(transfer(at)?),
        OrderKind::TransferIn => Order::TransferIn(transfer(at)?),
        OrderKind::IssueArticle64 => Order::IssueArticle64(issue_article_6_4(at)?),
        OrderKind::RecordParticipation => Order::RecordParticipation(participation(at)?),
        OrderKind::RecordInitialReport => Order::RecordInitialReport(initial_report(at)?),
        OrderKind::SetNdcPeriod => Order::SetNdcPeriod(set_ndc_period(at)?),
        OrderKind::RecordInventoryYear => Order::RecordInventoryYear(own::inventory_year(at)?),
        OrderKind::SetAdjustmentSettings => {
            Order::SetAdjustmentSettings(own::adjustment_settings(at)?)
        }
        OrderKind::FileReport => Order::FileReport(reporting::file_report(at)?),
        OrderKind::ExplainInconsistency => Order::ExplainInconsistency(reporting::explain(at)?),
        OrderKind::RevokeAuthorization => Order::RevokeAuthorization(revoke_authorization(at)?),
    })
}

/// Reads that an act happened earlier than it is recorded.
pub(super) fn occurred(mut at: Fields<'_>) -> Read<Occurred> {
    let moment = at.need_as("at", moment);
    let evidence = at.need("evidence");
    at.end();
    Ok(Occurred { at: moment?, evidence: evidence? })
}

fn open_section(mut at: Fields<'_>) -> Read<OpenSection> {
    let (party, registry, name) = (at.need("party"), at.need("registry"), at.need("name"));
    let request = at.need("request");
    let ndc_periods = at.objects("ndc_periods", ndc_period);
    let terms = at.may_object("terms", own::terms);
    at.end();
    Ok(OpenSection {
        party: party?,
        registry: registry?,
        name: name?,
        request: request?,
        ndc_periods: ndc_periods?,
        terms: terms?,
    })
}

fn ndc_period(mut at: Fields<'_>) -> Read<NdcPeriod> {
    let (first, last) = (at.need("first"), at.need("last"));
    let (method, metric) = (at.may("method"), at.may("metric"));
    at.end();
    Ok(NdcPeriod { first: first?, last: last?, method: method?, metric: metric? })
}

fn set_ndc_period(mut at: Fields<'_>) -> Read<SetNdcPeriod> {
    let (first, last) = (at.need("first"), at.need("last"));
    let (method, metric) = (at.need("method"), at.need("metric"));
    at.end();
    Ok(SetNdcPeriod { first: first?, last: last?, method: method?, metric: metric? })
}

fn open_account(mut at: Fields<'_>, new_id: NewId<'_>) -> Read<OpenAccount> {
    let (kind, metric, name) = (at.need("kind"), at.need("metric"), at.need("name"));
    let holder = at.object("holder", holder);
    let year_of_use = at.may("year_of_use");
    at.end();
    Ok(OpenAccount {
        id: Id::from_uuid(new_id()),
        kind: kind?,
        holder: holder?,
        metric: metric?,
        year_of_use: year_of_use?,
        name: name?,
    })
}

fn record_approach(mut at: Fields<'_>) -> Read<RecordApproach> {
    let (id, title, parties) = (at.need("id"), at.need("title"), at.list("parties"));
    at.end();
    Ok(RecordApproach { id: id?, title: title?, parties: parties? })
}

fn participation(mut at: Fields<'_>) -> Read<Participation> {
    let item = |mut at: Fields<'_>| {
        let (answer, evidence) = (at.need("answer"), at.need("evidence"));
        at.end();
        Ok(Item { answer: answer?, evidence: evidence? })
    };
    let (is_party, maintains_ndc) = (at.object("is_party", item), at.object("maintains_ndc", item));
    let (can_authorize, can_track) =
        (at.object("can_authorize", item), at.object("can_track", item));
    let (has_inventory, contributes) =
        (at.object("has_inventory", item), at.object("contributes", item));
    at.end();
    Ok(Participation {
        is_party: is_party?,
        maintains_ndc: maintains_ndc?,
        can_authorize: can_authorize?,
        can_track: can_track?,
        has_inventory: has_inventory?,
        contributes: contributes?,
    })
}

fn initial_report(mut at: Fields<'_>) -> Read<InitialReport> {
    let (date, document) = (at.need_as("date", date), at.need("document"));
    let review = at.need("review");
    at.end();
    Ok(InitialReport { date: date?, document: document?, review: review? })
}

fn authorize_entity(mut at: Fields<'_>) -> Read<EntityAuthorization> {
    let (entity, name, country) = (at.need("entity"), at.need("name"), at.need("country"));
    let approach = at.need("approach");
    let (valid_from, valid_until) =
        (at.need_as("valid_from", date), at.may_as("valid_until", date));
    let conditions = at.may("conditions");
    at.end();
    Ok(EntityAuthorization {
        entity: entity?,
        name: name?,
        country: country?,
        approach: approach?,
        valid_from: valid_from?,
        valid_until: valid_until?,
        conditions: conditions?,
    })
}

fn authorize(mut at: Fields<'_>) -> Read<Terms> {
    let (id, version, day) = (at.need("id"), at.version("version"), at.need_as("date", date));
    let (approach, purposes) = (at.need("approach"), at.need("purposes"));
    let (first_transfer, oimp) = (at.may("first_transfer"), at.may("oimp"));
    let first_transfer_unlisted = at.may("first_transfer_unlisted");
    let first_transfer_note = at.may("first_transfer_note");
    let (parties, entities) = (at.list("parties"), at.list("entities"));
    let (quantity, metric) = (at.may("quantity"), at.need("metric"));
    let (gwp_values, metric_description) = (at.may("gwp_values"), at.may("metric_description"));
    let (methodology, registry) = (at.may("methodology"), at.may("registry"));
    let (sectors, activity_types) = (at.list("sectors"), at.list("activity_types"));
    let (occurred, used) = (at.may_object("occurred", years), at.may_object("used", years));
    let last_issuance = at.may_as("last_issuance", date);
    let last_use = at.may_as("last_use", date);
    let last_cancellation = at.may_as("last_cancellation", date);
    let (conditions, document) = (at.may("conditions"), at.may("document"));
    at.end();
    Ok(Terms {
        id: id?,
        version: version?,
        date: day?,
        approach: approach?,
        purposes: purposes?,
        first_transfer: first_transfer?,
        first_transfer_unlisted: first_transfer_unlisted?,
        first_transfer_note: first_transfer_note?,
        oimp: oimp?,
        parties: parties?,
        entities: entities?,
        quantity: quantity?,
        metric: metric?,
        gwp_values: gwp_values?,
        metric_description: metric_description?,
        methodology: methodology?,
        registry: registry?,
        sectors: sectors?,
        activity_types: activity_types?,
        occurred: occurred?,
        used: used?,
        last_issuance: last_issuance?,
        last_use: last_use?,
        last_cancellation: last_cancellation?,
        conditions: conditions?,
        document: document?,
    })
}

fn revoke_authorization(mut at: Fields<'_>) -> Read<RevokeAuthorization> {
    let (id, date, reason) = (at.need("id"), at.need_as("date", date), at.need("reason"));
    at.end();
    Ok(RevokeAuthorization { id: id?, date: date?, reason: reason? })
}

fn authorize_units(mut at: Fields<'_>) -> Read<AuthorizeUnits> {
    let (account, units) = (at.need("account"), units(&mut at));
    let authorization = at.need("authorization");
    at.end();
    Ok(AuthorizeUnits { account: account?, units: units?, authorization: authorization? })
}

fn issue(mut at: Fields<'_>) -> Read<Issue> {
    let (into, approach, vintage) = (at.need("into"), at.need("approach"), at.need("vintage"));
    let (quantity, metric) = (at.need("quantity"), at.need("metric"));
    let mitigation_type = at.need("mitigation_type");
    let (sector, activity_type) = (at.need("sector"), at.need("activity_type"));
    let authorization = at.may("authorization");
    let underlying = at.may_object("underlying", underlying);
    at.end();
    Ok(Issue {
        into: into?,
        approach: approach?,
        vintage: vintage?,
        quantity: quantity?,
        metric: metric?,
        mitigation_type: mitigation_type?,
        sector: sector?,
        activity_type: activity_type?,
        authorization: authorization?,
        underlying: underlying?,
    })
}

fn transfer(mut at: Fields<'_>) -> Read<Transfer> {
    let (from, to, units) = (at.need("from"), at.need("to"), units(&mut at));
    let reference = at.may("reference");
    at.end();
    Ok(Transfer { from: from?, to: to?, units: units?, reference: reference? })
}

fn use_towards_ndc(mut at: Fields<'_>) -> Read<UseTowardsNdc> {
    let (from, into, units) = (at.need("from"), at.need("into"), units(&mut at));
    let year = at.need("year");
    at.end();
    Ok(UseTowardsNdc { from: from?, into: into?, units: units?, year: year? })
}

fn use_for_oimp(mut at: Fields<'_>) -> Read<UseForOimp> {
    let (from, into, units) = (at.need("from"), at.need("into"), units(&mut at));
    let purpose = at.need_as("purpose", |text| {
        let all = [OtherPurpose::Imp, OtherPurpose::Op];
        all.into_iter().find(|purpose| purpose.as_str() == text).ok_or_else(Flaw::purpose)
    });
    let (named, entity) = (at.need("named"), at.may("entity"));
    let beneficiary = at.may_object("beneficiary", beneficiary);
    at.end();
    Ok(UseForOimp {
        from: from?,
        into: into?,
        units: units?,
        purpose: purpose?,
        named: named?,
        entity: entity?,
        beneficiary: beneficiary?,
    })
}

fn cancel(mut at: Fields<'_>) -> Read<Cancel> {
    let (from, into, units) = (at.need("from"), at.need("into"), units(&mut at));
    let reason = at.need_as("reason", |text| {
        REASONS.into_iter().find(|reason| reason.as_str() == text).ok_or_else(Flaw::reason)
    });
    let (note, beneficiary) = (at.may("note"), at.may_object("beneficiary", beneficiary));
    at.end();
    let (from, into, units, reason) = (from?, into?, units?, reason?);
    Ok(Cancel { from, into, units, reason, note: note?, beneficiary: beneficiary? })
}

const REASONS: [CancellationReason; 4] = [
    CancellationReason::OtherPurpose,
    CancellationReason::Voluntary,
    CancellationReason::Omge,
    CancellationReason::Other,
];

fn retire(mut at: Fields<'_>) -> Read<Retire> {
    let (from, into, units) = (at.need("from"), at.need("into"), units(&mut at));
    let purpose = at.need_as("purpose", |text| {
        let known = RetirementPurpose::ALL.into_iter().find(|purpose| purpose.as_str() == text);
        known.ok_or_else(Flaw::retirement_purpose)
    });
    let named = at.may("named");
    at.end();
    Ok(Retire { from: from?, into: into?, units: units?, purpose: purpose?, named: named? })
}

fn beneficiary(mut at: Fields<'_>) -> Read<Beneficiary> {
    let (name, country, remark) = (at.need("name"), at.may("country"), at.may("remark"));
    at.end();
    Ok(Beneficiary { name: name?, country: country?, remark: remark? })
}

fn review_beneficiary(mut at: Fields<'_>) -> Read<ReviewBeneficiary> {
    let (entry, reason) = (at.need("entry"), at.need("reason"));
    let verdict = at.need_as("verdict", |text| {
        let known = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == text);
        known.ok_or_else(Flaw::verdict)
    });
    at.end();
    Ok(ReviewBeneficiary { entry: entry?, verdict: verdict?, reason: reason? })
}

fn record_conversion(mut at: Fields<'_>) -> Read<RecordConversion> {
    let (approach, metric) = (at.need("approach"), at.need("metric"));
    let (version, method, factor) = (at.version("version"), at.need("method"), at.need("factor"));
    at.end();
    Ok(RecordConversion {
        approach: approach?,
        metric: metric?,
        version: version?,
        method: method?,
        factor: factor?,
    })
}

fn issue_article_6_4(mut at: Fields<'_>) -> Read<IssueArticle64> {
    let (host, activity, vintage) = (at.need("host"), at.need("activity"), at.need("vintage"));
    let (quantity, first, last) = (at.need("quantity"), at.need("first"), at.need("last"));
    let designation = at.need_as("designation", |text| {
        let known = Designation::ALL.into_iter().find(|it| it.as_str() == text);
        known.ok_or_else(Flaw::designation)
    });
    let (authorization, mitigation_type) = (at.need("authorization"), at.need("mitigation_type"));
    let (sector, activity_type) = (at.need("sector"), at.need("activity_type"));
    let (pending, fund, omge) = (at.need("pending"), at.need("fund"), at.need("omge"));
    let omge_quantity = at.may("omge_quantity");
    at.end();
    Ok(IssueArticle64 {
        host: host?,
        activity: activity?,
        vintage: vintage?,
        quantity: quantity?,
        first: first?,
        last: last?,
        designation: designation?,
        authorization: authorization?,
        mitigation_type: mitigation_type?,
        sector: sector?,
        activity_type: activity_type?,
        pending: pending?,
        fund: fund?,
        omge: omge?,
        omge_quantity: omge_quantity?,
    })
}

/// A range in one string, or the identifiers of its first and its last unit.
pub(super) fn units(at: &mut Fields<'_>) -> Read<UnitRange> {
    if !at.is_object("units") {
        return at.need("units");
    }
    let ends = at.object("units", |mut at| {
        let (first, last) = (at.need_as("first", unit), at.need_as("last", unit));
        at.end();
        Ok((first?, last?))
    });
    let (first, last) = ends?;
    match UnitRange::between(&first, &last) {
        Ok(units) => Ok(units),
        Err(flaw) => at.flawed("units", flaw.into()),
    }
}

/// The identifier of one unit; it stays text, for a range is made of two texts.
fn unit(text: &str) -> Result<String, Flaw> {
    let serials = text.parse::<UnitRange>()?.serials;
    if serials.first() == serials.last() { Ok(text.to_owned()) } else { Err(Flaw::one_unit()) }
}

fn years(mut at: Fields<'_>) -> Read<Years> {
    let (first, last) = (at.need("first"), at.need("last"));
    at.end();
    Ok(Years { first: first?, last: last? })
}

fn holder(mut at: Fields<'_>) -> Read<Holder> {
    let kind = at.need_as("kind", |text| Ok(text.to_owned()))?;
    let holder = match kind.as_str() {
        "party" => Ok(Holder::Party),
        "entity" => at.need("entity").map(|entity| Holder::Entity { entity }),
        "adaptation-fund" => Ok(Holder::AdaptationFund),
        "pending" => Ok(Holder::Pending),
        "outside" => at.need("registry").map(|registry| Holder::Outside { registry }),
        _ => at.flawed("kind", Flaw::holder()),
    };
    at.end();
    holder
}

fn underlying(mut at: Fields<'_>) -> Read<Underlying> {
    let (registry, first, last) = (at.need("registry"), at.need("first"), at.need("last"));
    let immobilized = at.need("immobilized");
    at.end();
    let (registry, first, last) = (registry?, first?, last?);
    Ok(Underlying { registry, first, last, immobilized: immobilized? })
}

pub(super) fn date(text: &str) -> Result<jiff::civil::Date, Flaw> {
    // Ten characters: jiff reads longer forms too, and would drop their time of day.
    let date = text.parse().map_err(|_not_a_date| Flaw::date())?;
    if text.len() == 10 { Ok(date) } else { Err(Flaw::date()) }
}
