//! What an order names, read from the order itself.

use domain::account::AccountNumber;
use domain::approach::ApproachId;
use domain::ledger::Order;
use domain::unit::UnitRange;

/// The accounts, units and approach that an order names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) from: Option<AccountNumber>,
    pub(crate) to: Option<AccountNumber>,
    pub(crate) units: Option<UnitRange>,
    pub(crate) approach: Option<ApproachId>,
}

pub(crate) fn facts(order: &Order) -> Facts {
    let moved = |from: AccountNumber, to: Option<AccountNumber>, units: UnitRange| Facts {
        from: Some(from),
        to,
        units: Some(units),
        approach: Some(units.series.approach),
    };
    let under = |approach: ApproachId| Facts { approach: Some(approach), ..Facts::default() };
    match order {
        Order::AuthorizeUnits(it) => moved(it.account, None, it.units),
        Order::FirstTransfer(it)
        | Order::Transfer(it)
        | Order::TransferIn(it)
        | Order::TransferOut(it)
        | Order::ContributeToAdaptation(it) => moved(it.from, Some(it.to), it.units),
        Order::UseTowardsNdc(it) => moved(it.from, Some(it.into), it.units),
        Order::UseForOimp(it) => moved(it.from, Some(it.into), it.units),
        Order::Cancel(it) => moved(it.from, Some(it.into), it.units),
        Order::Retire(it) => moved(it.from, Some(it.into), it.units),
        Order::Issue(it) => Facts { to: Some(it.into), ..under(it.approach) },
        Order::IssueArticle64(it) => {
            Facts { to: Some(it.pending), ..under(ApproachId::ARTICLE_6_4) }
        }
        Order::RecordApproach(it) => under(it.id),
        Order::AuthorizeEntity(it) => under(it.approach),
        Order::Authorize(it) => under(it.approach),
        Order::RecordConversion(it) => under(it.approach),
        Order::OpenSection(_)
        | Order::OpenAccount(_)
        | Order::SetTerms(_)
        | Order::TrustRecipient(_)
        | Order::DistrustRecipient(_)
        | Order::SetStop(_)
        | Order::LiftStop(_)
        | Order::ReviewBeneficiary(_)
        | Order::RevokeAuthorization(_)
        | Order::RecordParticipation(_)
        | Order::RecordInitialReport(_)
        | Order::SetNdcPeriod(_)
        | Order::SetFocalPoint(_)
        | Order::RecordInventoryYear(_)
        | Order::SetAdjustmentSettings(_)
        | Order::FileReport(_)
        | Order::ExplainInconsistency(_) => Facts::default(),
    }
}
