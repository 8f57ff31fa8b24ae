//! Accounts: places inside a section.

use std::fmt;
use std::str::FromStr;

use crate::entity::EntityId;
use crate::id::{AccountRecord, Id};
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::section::SectionNo;
use crate::vintage::Year;

/// The kinds of account, by their codes in the nomenclature (table 52).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AccountKind {
    /// 100: units are held here, and leave again.
    Holding,
    /// 200: units used towards the Party's NDC, by calendar year of use.
    UseTowardsNdc,
    /// 210: units used for other international mitigation purposes.
    UseForOimp,
    /// 300: cancellation for other purposes (OP).
    Cancellation,
    /// 310: voluntary cancellation.
    VoluntaryCancellation,
    /// 320: cancellation to deliver an overall mitigation in global emissions.
    OmgeCancellation,
    /// 330: other or administrative cancellation.
    OtherCancellation,
    /// R: retirement, a kind of our own without a code in the nomenclature.
    Retirement,
    /// OUT: units that are in another registry, a kind of our own. Each such account stands for
    /// one registry outside.
    Outside,
}

impl AccountKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [Self; 9] = [
        Self::Holding,
        Self::UseTowardsNdc,
        Self::UseForOimp,
        Self::Cancellation,
        Self::VoluntaryCancellation,
        Self::OmgeCancellation,
        Self::OtherCancellation,
        Self::Retirement,
        Self::Outside,
    ];

    /// The code of the nomenclature, or one of ours that it can never be.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Holding => "100",
            Self::UseTowardsNdc => "200",
            Self::UseForOimp => "210",
            Self::Cancellation => "300",
            Self::VoluntaryCancellation => "310",
            Self::OmgeCancellation => "320",
            Self::OtherCancellation => "330",
            Self::Retirement => "R",
            Self::Outside => "OUT",
        }
    }

    /// Units never leave a terminal account. From outside they come back.
    pub const fn is_terminal(self) -> bool {
        !matches!(self, Self::Holding | Self::Outside)
    }
}

impl fmt::Display for AccountKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no code of an account kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an account kind is one of 100, 200, 210, 300, 310, 320, 330, R, OUT")]
pub struct NotAnAccountKind;

impl FromStr for AccountKind {
    type Err = NotAnAccountKind;
    fn from_str(text: &str) -> Result<Self, NotAnAccountKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == text).ok_or(NotAnAccountKind)
    }
}

crate::written_as_text!(AccountKind);

/// The number by which people know an account: Party, kind, a number within the section, and two
/// check digits (ISO 7064, MOD 97-10), for example `XAL-100-0001-16`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AccountNumber {
    party: PartyCode,
    kind: AccountKind,
    number: u32,
}

/// Why a text is no account number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAnAccountNumber {
    /// The form is wrong.
    #[error("an account number looks like XAL-100-0001-16: Party, kind, number, check digits")]
    Form,
    /// A character is wrong, or two are swapped.
    #[error("the check digits do not fit: a character is wrong, or two are swapped")]
    CheckDigits,
}

impl AccountNumber {
    /// The number of a section's n-th account, which is of this kind.
    pub const fn new(party: PartyCode, kind: AccountKind, number: u32) -> Self {
        Self { party, kind, number }
    }

    /// The Party in whose section the account is.
    pub const fn party(self) -> PartyCode {
        self.party
    }

    /// The kind of the account.
    pub const fn kind(self) -> AccountKind {
        self.kind
    }

    /// Its number within the section.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// ISO 7064 MOD 97-10 over letters (A = 10 … Z = 35) and digits: 98 minus the remainder.
    fn check_digits(self) -> u32 {
        let body = format!("{}{}{:04}", self.party, self.kind, self.number);
        let remainder = body.chars().chain("00".chars()).fold(0_u32, |sum, character| {
            let value = character.to_digit(36).unwrap_or(0);
            let shift = if value < 10 { 10 } else { 100 };
            sum.wrapping_mul(shift).wrapping_add(value) % 97
        });
        98_u32.saturating_sub(remainder)
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { party, kind, number } = self;
        write!(f, "{party}-{kind}-{number:04}-{:02}", self.check_digits())
    }
}

impl FromStr for AccountNumber {
    type Err = NotAnAccountNumber;

    fn from_str(text: &str) -> Result<Self, NotAnAccountNumber> {
        let form = || NotAnAccountNumber::Form;
        let mut pieces = text.split('-');
        let mut piece = || pieces.next().ok_or_else(form);
        let (party, kind, number, check) = (piece()?, piece()?, piece()?, piece()?);
        let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
        if pieces.next().is_some() || number.len() < 4 || check.len() != 2 || !digits(check) {
            return Err(form());
        }
        let party = party.parse().map_err(|_not_a_party| form())?;
        let is_code = |code: char| code.is_ascii_digit() || code.is_ascii_uppercase();
        if !(1..=3).contains(&kind.len()) || !kind.chars().all(is_code) || !digits(number) {
            return Err(form());
        }
        // An unknown kind is a wrong character like any other.
        let kind = kind.parse().map_err(|_unknown| NotAnAccountNumber::CheckDigits)?;
        let number = number.parse().map_err(|_too_long| form())?;
        let account = Self { party, kind, number };
        if account.to_string() == text { Ok(account) } else { Err(NotAnAccountNumber::CheckDigits) }
    }
}

crate::written_as_text!(AccountNumber);

/// Who holds an account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", try_from = "WrittenHolder")]
pub enum Holder {
    /// The Party itself.
    Party,
    /// An entity that the Party has authorized.
    Entity {
        /// Which one.
        entity: EntityId,
    },
    /// The Adaptation Fund.
    AdaptationFund,
    /// The system: units that are pending.
    Pending,
    /// Another registry, in which the units are.
    Outside {
        /// Which one.
        registry: RegistryId,
    },
}

/// A holder as it is written: a tagged enumeration would let a Party pass with an entity beside it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHolder {
    kind: HolderKind,
    entity: Option<EntityId>,
    registry: Option<RegistryId>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum HolderKind {
    Party,
    Entity,
    AdaptationFund,
    Pending,
    Outside,
}

impl TryFrom<WrittenHolder> for Holder {
    type Error = NotAHolder;
    fn try_from(written: WrittenHolder) -> Result<Self, NotAHolder> {
        match (written.kind, written.entity, written.registry) {
            (HolderKind::Party, None, None) => Ok(Self::Party),
            (HolderKind::Entity, Some(entity), None) => Ok(Self::Entity { entity }),
            (HolderKind::AdaptationFund, None, None) => Ok(Self::AdaptationFund),
            (HolderKind::Pending, None, None) => Ok(Self::Pending),
            (HolderKind::Outside, None, Some(registry)) => Ok(Self::Outside { registry }),
            _ => Err(NotAHolder),
        }
    }
}

/// A holder of kind entity or outside without its name, or another one with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "a holder of kind entity has the number of the entity, one of kind outside has the registry, \
     and no other holder has either"
)]
pub struct NotAHolder;

/// An account as the ledger knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its identifier.
    pub id: Id<AccountRecord>,
    /// The section it belongs to.
    pub section: SectionNo,
    /// Who holds it.
    pub holder: Holder,
    /// What its units measure: an account holds units of one metric only.
    pub metric: Metric,
    /// The calendar year of use, for an account of kind 200.
    pub year_of_use: Option<Year>,
    /// The name that its people know it by.
    pub name: String,
    /// The entry that opened it.
    pub opened: i64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_wrong_character_or_two_swapped_neighbours_are_noticed(
            number in 1_u32..100_000, kind in 0_usize..AccountKind::ALL.len(),
            at in any::<prop::sample::Index>(), other in 0_u8..36,
        ) {
            let account =
                AccountNumber::new("XAL".parse().unwrap(), AccountKind::ALL[kind], number);
            let text = account.to_string();
            prop_assert_eq!(text.parse(), Ok(account));
            let letters: Vec<char> = text.chars().collect();
            let at = at.index(letters.len());
            let character = char::from_digit(u32::from(other), 36).unwrap().to_ascii_uppercase();
            let mut wrong = letters.clone();
            wrong[at] = character;
            let mut swapped = letters.clone();
            swapped.swap(at, at.saturating_add(1).min(letters.len().saturating_sub(1)));
            for changed in [wrong, swapped] {
                if changed != letters {
                    let changed: String = changed.into_iter().collect();
                    prop_assert!(changed.parse::<AccountNumber>().is_err(), "{} passed", changed);
                }
            }
        }
    }
}
