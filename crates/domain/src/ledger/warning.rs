//! What the ledger does, and warns of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::approach::ApproachId;
use crate::authorization::AuthorizationId;
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::text::Text;
use crate::vintage::Year;

/// Declares the warnings: for each its data, its stable code, its rule, and whether it is blocking:
/// whether somebody must look into it before reports are made. None stops an order.
macro_rules! warnings {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $field:ident : $type:ty ),* } = $code:literal, $rule:literal, $blocking:literal;
    )*) => {
        /// Why an order that is carried out should be looked at.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "the fields are the numbers that the message names")]
        pub enum Warning {
            $( $(#[$doc])* $name { $( $field: $type ),* }, )*
        }

        impl Warning {
            /// The codes of all warnings, with their rules and the names of their numbers.
            pub const ALL: &[(&str, &str, &[&str])] =
                &[ $( ($code, $rule, &[ $( stringify!($field) ),* ]) ),* ];

            /// The stable code.
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$name { .. } => $code, )* }
            }

            /// The rule of the specification that it comes from.
            pub const fn rule(&self) -> &'static str {
                match self { $( Self::$name { .. } => $rule, )* }
            }

            /// Whether reports need somebody to look into it first.
            pub const fn is_blocking(&self) -> bool {
                match self { $( Self::$name { .. } => $blocking, )* }
            }

            /// The numbers and names involved.
            pub fn numbers(&self) -> BTreeMap<String, String> {
                match self {
                    $( Self::$name { $( $field ),* } => {
                        BTreeMap::from([ $( (stringify!($field).to_owned(), $field.to_string()) ),* ])
                    } )*
                }
            }
        }
    };
}

warnings! {
    /// Nine tenths of the authorized quantity are first transferred.
    CapNearlyReached { authorization: AuthorizationId, cap: Units, first_transferred: u64 } =
        "cap-nearly-reached", "R-114", false;
    /// The authorization ID holds characters that some checkers do not read.
    UnusualId { authorization: AuthorizationId } = "unusual-authorization-id", "R-054", false;
    /// The definition of first transfer is none of the list.
    DefinitionUnlisted { authorization: AuthorizationId, definition: Text<500> } =
        "definition-unlisted", "R-162", true;
    /// Another authorization under the approach states other GWP values.
    GwpValuesMixed { approach: ApproachId, other: AuthorizationId, other_values: Text<500> } =
        "gwp-values-mixed", "R-075", false;
    /// The authorizing Party had no initial report on the day of the authorization.
    InitialReportMissing { party: PartyCode, approach: ApproachId } =
        "initial-report-missing", "R-012", false;
    /// The proposal moves ten times as much as the section has moved by any before, or more.
    UnusualAmount { units: u64, largest: u64 } = "unusual-amount", "R-031", false;
    /// The annual report of a Party will fail check II01: no authorization under the approach names it.
    WillFailIi01 { party: PartyCode, approach: ApproachId } = "will-fail-ii01", "R-262", true;
    /// The annual report of a Party will fail check STC02: the authorization does not cover the name.
    WillFailStc02 { party: PartyCode, authorization: AuthorizationId, named: Text<100> } =
        "will-fail-stc02", "R-262", true;
    /// A first transfer into the mechanism's section is in no report: check X08 will fail by what is done
    /// with the units there.
    WillFailX08 { party: PartyCode, approach: ApproachId } = "will-fail-x08", "R-262", true;
    /// A Party has something to report of a year, and no NDC period to write into Table 1.
    ReportNeedsPeriod { party: PartyCode, year: Year } = "report-needs-period", "R-230", true;
}

/// A warning as it is kept with the entry, and shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warned {
    /// The index of the order of the proposal that it concerns, from 0.
    pub order: usize,
    /// The stable code.
    pub code: String,
    /// The rule.
    pub rule: String,
    /// Whether reports need somebody to look into it first.
    pub blocking: bool,
    /// The numbers and names involved.
    pub numbers: BTreeMap<String, String>,
}

impl Warned {
    /// The most that an entry keeps.
    pub const MOST: usize = 100;

    /// The warnings of an order's effect, as they are kept.
    pub fn of(order: usize, warnings: &[Warning]) -> impl Iterator<Item = Self> {
        warnings.iter().map(move |it| Self {
            order,
            code: it.code().to_owned(),
            rule: it.rule().to_owned(),
            blocking: it.is_blocking(),
            numbers: it.numbers(),
        })
    }
}
