//! Where units are: a Party, a kind of account, and the side of the first-transfer line.

use domain::account::AccountKind;
use domain::vintage::Year;

use super::frame::PartyName;
use super::identifier::Identifier;
use crate::words::Words;

/// A run of units and the place where they are.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Which units.
    pub units: Identifier,
    /// How many.
    pub quantity: u64,
    /// In whose section.
    pub party: PartyName,
    /// In which kind of account. Its name and number are not published.
    pub kind: AccountKind,
    /// In an account of use towards an NDC, the calendar year of use.
    pub year_of_use: Option<Year>,
    /// Whether they have been first transferred, and so are ITMOs.
    pub first_transferred: bool,
    /// Whether an authorization covers them.
    pub authorized: bool,
}

impl Placed {
    /// The kind of place: "Holding account", "Used towards NDC 2026".
    pub fn place(&self, words: &Words) -> String {
        match (self.kind, self.year_of_use) {
            (AccountKind::Holding, _) => words.text("place-holding"),
            (AccountKind::UseTowardsNdc, Some(year)) => {
                words.say("place-used-ndc-year", &[("year", &year.to_string())])
            }
            (AccountKind::UseTowardsNdc, None) => words.text("place-used-ndc"),
            (AccountKind::UseForOimp, _) => words.text("place-used-oimp"),
            (AccountKind::Cancellation, _) => words.text("place-cancelled-op"),
            (AccountKind::VoluntaryCancellation, _) => words.text("place-cancelled-voluntary"),
            (AccountKind::OmgeCancellation, _) => words.text("place-cancelled-omge"),
            (AccountKind::OtherCancellation, _) => words.text("place-cancelled-other"),
            (AccountKind::Retirement, _) => words.text("place-retired"),
            (AccountKind::Outside, _) => words.text("place-outside"),
        }
    }

    /// What can still happen to the units, in a word or two.
    pub fn state(&self, words: &Words) -> String {
        words.text(match self.kind {
            AccountKind::Holding if self.first_transferred => "state-held",
            AccountKind::Holding if self.authorized => "state-authorized",
            AccountKind::Holding => "state-planned",
            AccountKind::UseTowardsNdc | AccountKind::UseForOimp => "state-used",
            AccountKind::Cancellation
            | AccountKind::VoluntaryCancellation
            | AccountKind::OmgeCancellation
            | AccountKind::OtherCancellation => "state-cancelled",
            AccountKind::Retirement => "state-retired",
            AccountKind::Outside => "state-outside",
        })
    }
}
