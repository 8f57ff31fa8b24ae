//! What is wrong with one field of a request.

use domain::account::{NotAnAccountKind, NotAnAccountNumber};
use domain::adjustment::{NotAFirstTransferYear, NotAnAmount, NotElapsedYears};
use domain::aef::{NotADialect, NotAVersion};
use domain::approach::NotAnApproachId;
use domain::authorization::{NotADefinition, NotAnAuthorizationId, NotPurposes};
use domain::check::NotACheck;
use domain::code_list::{NotInList, nomenclature_date};
use domain::conversion::NotAFactor;
use domain::digest::NotADigest;
use domain::entity::NotAnEntityId;
use domain::filing::NotATable;
use domain::focal_point::NotAnEmailAddress;
use domain::ledger::NotAnEntryNumber;
use domain::metric::NotAMetric;
use domain::ndc::NotAMethod;
use domain::participation::{NotAReviewStatus, NotAnAnswer};
use domain::party::NotAPartyCode;
use domain::quantity::NotAQuantity;
use domain::registry::NotARegistryId;
use domain::serial::{NotASerial, Serial};
use domain::text::NotText;
use domain::unit::NotUnits;
use domain::vintage::NotAYear;

/// Why a field cannot be what it stands for: a stable code, and what its sentence names. The
/// sentence itself is in the catalogue of messages, under `flaw-` and the code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    pub(super) code: &'static str,
    pub(super) with: Vec<(&'static str, String)>,
}

macro_rules! flaws {
    ($( $name:ident = $code:literal $(, $argument:ident)*; )*) => {
        impl Flaw {
            /// The codes of all flaws, and the names of what their sentences name.
            pub const ALL: &[(&str, &[&str])] =
                &[ $( ($code, &[ $( stringify!($argument) ),* ]) ),* ];

            $( pub(crate) fn $name($( $argument: impl ToString ),*) -> Self {
                let with = vec![ $( (stringify!($argument), $argument.to_string()) ),* ];
                Self { code: $code, with }
            } )*
        }
    };
}

flaws! {
    missing = "missing";
    unknown_field = "unknown-field";
    wrong_type = "wrong-type", needed;
    too_few = "too-few";
    too_many = "too-many", most;
    unknown_order = "order-kind", kinds;
    quantity = "quantity";
    serial = "serial";
    serial_zero = "serial-zero";
    serial_too_high = "serial-too-high", highest;
    units_parts = "units-parts";
    units_reversed = "units-reversed", first, last;
    units_two_series = "units-two-series";
    one_unit = "one-unit";
    approach = "approach";
    registry = "registry";
    party = "party";
    year = "year";
    text = "text", max;
    account_form = "account-form";
    account_check_digits = "account-check-digits";
    account_kind = "account-kind";
    authorization = "authorization";
    entity = "entity";
    email = "email";
    metric = "metric";
    purposes = "purposes";
    definition = "first-transfer-definition";
    not_in_list = "not-in-list", list, date;
    date = "date";
    moment = "moment";
    digest = "digest";
    id = "id";
    purpose = "purpose";
    reason = "cancellation-reason";
    retirement_purpose = "retirement-purpose";
    designation = "designation";
    factor = "factor";
    verdict = "verdict";
    holder = "holder-kind";
    version = "version";
    small_number = "small-number";
    stop_target = "stop-target", targets;
    boolean = "boolean";
    limit = "limit", most;
    cursor = "cursor";
    past_moment = "past-moment";
    time = "time";
    report_format = "report-format";
    act = "act", kinds;
    proposal = "proposal";
    proposal_state = "proposal-state";
    entry_number = "entry-number";
    unknown_parameter = "unknown-parameter";
    twice = "twice";
    not_offered = "not-offered";
    answer = "answer";
    review = "review-status";
    method = "adjustment-method";
    dialect = "dialect";
    submission_version = "submission-version";
    amount = "amount";
    planned_act = "planned-act", kinds;
    elapsed_years = "elapsed-years";
    first_transfer_year = "first-transfer-year";
    check = "check";
    table = "aef-table";
    cell = "cell", issue, cause, remedy;
    format = "file-format";
}

impl Flaw {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

macro_rules! a_flaw_each {
    ($( $error:ty => $make:ident; )*) => {
        $( impl From<$error> for Flaw {
            fn from(_what: $error) -> Self {
                Self::$make()
            }
        } )*
    };
}

a_flaw_each! {
    NotAQuantity => quantity;
    NotAFactor => factor;
    NotAnApproachId => approach;
    NotARegistryId => registry;
    NotAPartyCode => party;
    NotAnEntryNumber => entry_number;
    NotAYear => year;
    NotAnAccountKind => account_kind;
    NotAnAuthorizationId => authorization;
    NotAnEntityId => entity;
    NotAnEmailAddress => email;
    NotAMetric => metric;
    NotPurposes => purposes;
    NotADefinition => definition;
    NotADigest => digest;
    NotAnAnswer => answer;
    NotAReviewStatus => review;
    NotAMethod => method;
    NotADialect => dialect;
    NotAVersion => submission_version;
    NotAnAmount => amount;
    NotElapsedYears => elapsed_years;
    NotAFirstTransferYear => first_transfer_year;
    NotACheck => check;
    NotATable => table;
    workbook::NotAFormat => format;
    uuid::Error => id;
}

impl From<NotText> for Flaw {
    fn from(what: NotText) -> Self {
        Self::text(what.max)
    }
}

impl From<NotInList> for Flaw {
    fn from(what: NotInList) -> Self {
        Self::not_in_list(what.list, nomenclature_date())
    }
}

impl From<NotAnAccountNumber> for Flaw {
    fn from(what: NotAnAccountNumber) -> Self {
        match what {
            NotAnAccountNumber::Form => Self::account_form(),
            NotAnAccountNumber::CheckDigits => Self::account_check_digits(),
        }
    }
}

impl From<NotASerial> for Flaw {
    fn from(what: NotASerial) -> Self {
        match what {
            NotASerial::NotANumber => Self::serial(),
            NotASerial::Zero => Self::serial_zero(),
            NotASerial::TooHigh => Self::serial_too_high(Serial::MAX),
        }
    }
}

impl From<NotUnits> for Flaw {
    fn from(what: NotUnits) -> Self {
        match what {
            NotUnits::Parts => Self::units_parts(),
            NotUnits::Approach(part) => part.into(),
            NotUnits::Registry(part) => part.into(),
            NotUnits::Party(part) => part.into(),
            NotUnits::Serial(part) => part.into(),
            NotUnits::Vintage(part) => part.into(),
            NotUnits::Reversed { first, last } => Self::units_reversed(first, last),
            NotUnits::TwoSeries => Self::units_two_series(),
        }
    }
}
