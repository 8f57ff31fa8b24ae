//! The acts, a file for each: what the naive ledger makes of an order, and how one is wished for.
//!
//! A new order is a file here, a line in [`rule`], a line in [`wish`], and a line in
//! `naive::policy` and `naive::facts`.

mod authorize;
mod authorize_entity;
mod authorize_units;
mod cancel;
mod contribute;
mod first_transfer;
mod issue;
mod issue_article_6_4;
mod letter;
pub(crate) mod open_account;
pub(crate) mod open_section;
mod outside;
pub(crate) mod record_approach;
mod record_conversion;
pub(crate) mod record_initial_report;
mod record_inventory_year;
pub(crate) mod record_participation;
pub(crate) mod reports;
mod retire;
mod review_beneficiary;
mod revoke_authorization;
mod set_adjustment_settings;
mod set_focal_point;
mod set_ndc_period;
mod set_terms;
mod stops;
mod transfer;
mod trust;
mod use_for_oimp;
mod use_towards_ndc;

use domain::ledger::{Order, OrderKind};
use domain::section::SectionNo;

use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger};
use crate::sight::Sight;

/// A section, and what it wants.
pub(crate) type Wish = (SectionNo, Order);

/// The rule of each kind of order, as the naive ledger has it.
pub(crate) fn rule(ledger: &mut Ledger, act: &Act, order: &Order) -> Result<(), Code> {
    match order {
        Order::OpenSection(order) => open_section::rule(ledger, act, order),
        Order::OpenAccount(order) => open_account::rule(ledger, act, order),
        Order::RecordApproach(order) => record_approach::rule(ledger, act, order),
        Order::AuthorizeEntity(order) => authorize_entity::rule(ledger, act, order),
        Order::Authorize(order) => authorize::rule(ledger, act, order),
        Order::AuthorizeUnits(order) => authorize_units::rule(ledger, act, order),
        Order::Issue(order) => issue::rule(ledger, act, order),
        Order::FirstTransfer(order) => first_transfer::rule(ledger, act, order),
        Order::Transfer(order) => transfer::rule(ledger, act, order),
        Order::UseTowardsNdc(order) => use_towards_ndc::rule(ledger, act, order),
        Order::UseForOimp(order) => use_for_oimp::rule(ledger, act, order),
        Order::Cancel(order) => cancel::rule(ledger, act, order),
        Order::SetTerms(order) => set_terms::rule(ledger, act, order),
        Order::TrustRecipient(order) => trust::rule(ledger, act, order),
        Order::DistrustRecipient(order) => trust::rule_of_distrust(ledger, act, order),
        Order::SetStop(order) => stops::rule(ledger, act, order),
        Order::LiftStop(order) => stops::rule_of_lifting(ledger, act, order),
        Order::Retire(order) => retire::rule(ledger, act, order),
        Order::ContributeToAdaptation(order) => contribute::rule(ledger, act, order),
        Order::ReviewBeneficiary(order) => review_beneficiary::rule(ledger, act, order),
        Order::RecordConversion(order) => record_conversion::rule(ledger, act, order),
        Order::TransferOut(order) => outside::rule(ledger, act, order),
        Order::TransferIn(order) => outside::rule_of_return(ledger, act, order),
        Order::IssueArticle64(order) => issue_article_6_4::rule(ledger, act, order),
        Order::RevokeAuthorization(order) => revoke_authorization::rule(ledger, act, order),
        Order::RecordParticipation(order) => record_participation::rule(ledger, act, order),
        Order::RecordInitialReport(order) => record_initial_report::rule(ledger, act, order),
        Order::SetNdcPeriod(order) => set_ndc_period::rule(ledger, act, order),
        Order::SetFocalPoint(order) => set_focal_point::rule(ledger, act, order),
        Order::RecordInventoryYear(order) => record_inventory_year::rule(ledger, act, order),
        Order::SetAdjustmentSettings(order) => set_adjustment_settings::rule(ledger, act, order),
        Order::FileReport(order) => reports::file(ledger, act, order),
        Order::ExplainInconsistency(order) => reports::explain(ledger, act, order),
    }
}

/// A wish for an order of this kind, most often one that looks possible; nothing if there is none.
pub(crate) fn wish(kind: OrderKind, dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    match kind {
        OrderKind::OpenSection => Some(open_section::wish(dice)),
        OrderKind::OpenAccount => open_account::wish(dice, sight),
        OrderKind::RecordApproach => Some(record_approach::wish(dice, sight)),
        OrderKind::AuthorizeEntity => Some(authorize_entity::wish(dice, sight)),
        OrderKind::Authorize => Some(authorize::wish(dice, sight)),
        OrderKind::AuthorizeUnits => authorize_units::wish(dice, sight),
        OrderKind::Issue => issue::wish(dice, sight),
        OrderKind::FirstTransfer => first_transfer::wish(dice, sight),
        OrderKind::Transfer => transfer::wish(dice, sight),
        OrderKind::UseTowardsNdc => use_towards_ndc::wish(dice, sight),
        OrderKind::UseForOimp => use_for_oimp::wish(dice, sight),
        OrderKind::Cancel => cancel::wish(dice, sight),
        OrderKind::SetTerms => Some(set_terms::wish(dice, sight)),
        OrderKind::TrustRecipient => trust::wish(dice, sight),
        OrderKind::DistrustRecipient => trust::wish_of_distrust(dice, sight),
        OrderKind::SetStop => stops::wish(dice, sight),
        OrderKind::LiftStop => Some(stops::wish_of_lifting(dice, sight)),
        OrderKind::Retire => retire::wish(dice, sight),
        OrderKind::ContributeToAdaptation => contribute::wish(dice, sight),
        OrderKind::ReviewBeneficiary => Some(review_beneficiary::wish(dice, sight)),
        OrderKind::RecordConversion => Some(record_conversion::wish(dice, sight)),
        OrderKind::TransferOut => outside::wish(dice, sight),
        OrderKind::TransferIn => outside::wish_of_return(dice, sight),
        OrderKind::IssueArticle64 => issue_article_6_4::wish(dice, sight),
        OrderKind::RevokeAuthorization => Some(revoke_authorization::wish(dice, sight)),
        OrderKind::RecordParticipation => Some(record_participation::wish(dice, sight)),
        OrderKind::RecordInitialReport => Some(record_initial_report::wish(dice, sight)),
        OrderKind::SetNdcPeriod => Some(set_ndc_period::wish(dice, sight)),
        OrderKind::SetFocalPoint => Some(set_focal_point::wish(dice, sight)),
        OrderKind::RecordInventoryYear => Some(record_inventory_year::wish(dice, sight)),
        OrderKind::SetAdjustmentSettings => Some(set_adjustment_settings::wish(dice, sight)),
        OrderKind::FileReport => Some(reports::wish_to_file(dice, sight)),
        OrderKind::ExplainInconsistency => Some(reports::wish_to_explain(dice, sight)),
    }
}

/// How often each kind is wished for.
pub(crate) const OFTEN: [(OrderKind, u64); 33] = [
    (OrderKind::OpenSection, 1),
    (OrderKind::OpenAccount, 3),
    (OrderKind::RecordApproach, 1),
    (OrderKind::AuthorizeEntity, 1),
    (OrderKind::Authorize, 6),
    (OrderKind::AuthorizeUnits, 9),
    (OrderKind::Issue, 13),
    (OrderKind::FirstTransfer, 14),
    (OrderKind::Transfer, 12),
    (OrderKind::UseTowardsNdc, 6),
    (OrderKind::UseForOimp, 7),
    (OrderKind::Cancel, 7),
    (OrderKind::SetTerms, 2),
    (OrderKind::TrustRecipient, 3),
    (OrderKind::DistrustRecipient, 1),
    (OrderKind::SetStop, 2),
    (OrderKind::LiftStop, 4),
    (OrderKind::Retire, 4),
    (OrderKind::ContributeToAdaptation, 3),
    (OrderKind::ReviewBeneficiary, 2),
    (OrderKind::RecordConversion, 1),
    (OrderKind::TransferOut, 6),
    (OrderKind::TransferIn, 5),
    (OrderKind::IssueArticle64, 4),
    (OrderKind::RevokeAuthorization, 1),
    (OrderKind::RecordParticipation, 1),
    (OrderKind::RecordInitialReport, 1),
    (OrderKind::SetNdcPeriod, 1),
    (OrderKind::SetFocalPoint, 1),
    (OrderKind::RecordInventoryYear, 1),
    (OrderKind::SetAdjustmentSettings, 1),
    (OrderKind::FileReport, 3),
    (OrderKind::ExplainInconsistency, 1),
];
