//! What happened to units, told in a sentence.

use domain::account::AccountKind;
use domain::beneficiary::Beneficiary;
use domain::ledger::RetirementPurpose;
use domain::vintage::Year;
use jiff::Timestamp;

use super::frame::PartyName;
use super::identifier::Identifier;
use crate::words::Words;

/// An act on units, with those who took part.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A mitigation outcome was recorded in its Party's section.
    Issued {
        /// The Party in which the mitigation occurred.
        party: PartyName,
    },
    /// An authorization came to cover the units.
    Authorized {
        /// The authorizing Party.
        party: PartyName,
        /// The authorization's id.
        authorization: String,
        /// Its version.
        version: u64,
    },
    /// The units went from one Party's section to another's.
    Transferred {
        /// The transferring Party.
        from: PartyName,
        /// The acquiring Party.
        to: PartyName,
    },
    /// The units went from one account to another of the same section.
    Moved {
        /// The Party of the section.
        party: PartyName,
    },
    /// The units were used towards an NDC.
    UsedTowardsNdc {
        /// The using Party.
        party: PartyName,
        /// The calendar year of use.
        year: Year,
    },
    /// The units were used for other international mitigation purposes.
    UsedForOimp {
        /// The Party in whose section that happened.
        party: PartyName,
    },
    /// The units were cancelled.
    Cancelled {
        /// The Party in whose section that happened.
        party: PartyName,
        /// The kind of cancellation account.
        kind: AccountKind,
    },
    /// The units went to the Adaptation Fund when they were issued.
    SharedProceeds {
        /// The mechanism, in whose section they are.
        party: PartyName,
    },
    /// The units went to another registry.
    WentOut {
        /// The Party that moved them.
        party: PartyName,
        /// The other registry.
        registry: String,
    },
    /// The units came back from another registry.
    CameIn {
        /// The Party that took them back.
        party: PartyName,
        /// The other registry.
        registry: String,
    },
    /// The units were given to the Adaptation Fund.
    Contributed {
        /// The Party that gave them.
        party: PartyName,
        /// The Party in whose section the Fund's account is.
        to: PartyName,
    },
    /// The units were set aside before their first transfer.
    Retired {
        /// The Party in whose section that happened.
        party: PartyName,
        /// What for; nothing, where the purpose is none that pages have words for.
        purpose: Option<RetirementPurpose>,
    },
}

/// A deed in the history of some units.
#[derive(Clone, Debug)]
pub struct Happening {
    /// When it occurred.
    pub occurred: Timestamp,
    /// When it was recorded, if that was later.
    pub recorded: Option<Timestamp>,
    /// What was done.
    pub deed: Deed,
    /// To which units, of those that the page is about.
    pub units: Identifier,
    /// To how many of them.
    pub quantity: u64,
    /// Whether this was their first transfer, which made them ITMOs.
    pub first_transfer: bool,
    /// The entry of the log that records it.
    pub entry: u64,
    /// For whose benefit the units ended, where a review has published it.
    pub beneficiary: Option<Beneficiary>,
}

impl Happening {
    /// The deed as a sentence.
    pub fn sentence(&self, words: &Words) -> String {
        let units = words.count("units", self.quantity, &[]);
        let units = ("units", units.as_str());
        match &self.deed {
            Deed::Issued { party } => words.say("deed-issued", &[("party", &party.name), units]),
            Deed::Authorized { party, authorization, version } => words.say(
                "deed-authorized",
                &[
                    ("party", &party.name),
                    units,
                    ("authorization", authorization),
                    ("version", &version.to_string()),
                ],
            ),
            Deed::Transferred { from, to } => {
                let first = "deed-first-transferred";
                let key = if self.first_transfer { first } else { "deed-transferred" };
                words.say(key, &[("from", &from.name), units, ("to", &to.name)])
            }
            Deed::Moved { party } => words.say("deed-moved", &[("party", &party.name), units]),
            Deed::UsedTowardsNdc { party, year } => words.say(
                "deed-used-ndc",
                &[("party", &party.name), units, ("year", &year.to_string())],
            ),
            Deed::UsedForOimp { party } => {
                words.say("deed-used-oimp", &[("party", &party.name), units])
            }
            Deed::Cancelled { party, kind } => {
                words.say(cancelled(*kind), &[("party", &party.name), units])
            }
            Deed::SharedProceeds { party } => {
                words.say("deed-shared-proceeds", &[("party", &party.name), units])
            }
            Deed::WentOut { party, registry } => {
                let first = "deed-first-went-out";
                let key = if self.first_transfer { first } else { "deed-went-out" };
                words.say(key, &[("party", &party.name), units, ("registry", registry)])
            }
            Deed::CameIn { party, registry } => {
                words.say("deed-came-in", &[("party", &party.name), units, ("registry", registry)])
            }
            Deed::Contributed { party, .. } => {
                words.say("deed-contributed", &[("party", &party.name), units])
            }
            Deed::Retired { party, purpose } => {
                words.say(retired(*purpose), &[("party", &party.name), units])
            }
        }
    }

    /// The Party that gave the units to another; `None` where they stayed with one.
    pub fn giver(&self) -> Option<&PartyName> {
        match &self.deed {
            Deed::Transferred { from, .. } => Some(from),
            Deed::Issued { .. }
            | Deed::Authorized { .. }
            | Deed::Moved { .. }
            | Deed::UsedTowardsNdc { .. }
            | Deed::UsedForOimp { .. }
            | Deed::Cancelled { .. }
            | Deed::SharedProceeds { .. }
            | Deed::WentOut { .. }
            | Deed::CameIn { .. }
            | Deed::Contributed { .. }
            | Deed::Retired { .. } => None,
        }
    }

    /// The Party in whose section they are after it.
    pub fn holder(&self) -> &PartyName {
        match &self.deed {
            Deed::Issued { party }
            | Deed::Transferred { to: party, .. }
            | Deed::Authorized { party, .. }
            | Deed::Moved { party }
            | Deed::UsedTowardsNdc { party, .. }
            | Deed::UsedForOimp { party }
            | Deed::Cancelled { party, .. }
            | Deed::SharedProceeds { party }
            | Deed::WentOut { party, .. }
            | Deed::CameIn { party, .. }
            | Deed::Contributed { to: party, .. }
            | Deed::Retired { party, .. } => party,
        }
    }

    /// When it was recorded, where that needs to be said.
    pub fn recorded_later(&self, words: &Words) -> Option<String> {
        let moment = words.moment(self.recorded?);
        Some(words.say("recorded-later", &[("moment", &moment)]))
    }

    /// For whose benefit, where that is published.
    pub fn for_whom(&self, words: &Words) -> Option<String> {
        let Beneficiary { name, country, remark } = self.beneficiary.as_ref()?;
        let said = match country {
            Some(country) => {
                let with = [("name", name.as_str()), ("country", &country.to_string())];
                words.say("for-whom-in", &with)
            }
            None => words.say("for-whom", &[("name", name.as_str())]),
        };
        Some(match remark {
            Some(remark) => format!("{said}: {remark}"),
            None => said,
        })
    }

    /// The number of the entry, in words.
    pub fn entry_named(&self, words: &Words) -> String {
        words.say("log-entry", &[("entry", &words.figure(self.entry))])
    }

    /// How many units, in words.
    pub fn units_counted(&self, words: &Words) -> String {
        words.count("units", self.quantity, &[])
    }
}

fn cancelled(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::VoluntaryCancellation => "deed-cancelled-voluntary",
        AccountKind::OmgeCancellation => "deed-cancelled-omge",
        AccountKind::Cancellation => "deed-cancelled-op",
        AccountKind::OtherCancellation
        | AccountKind::Holding
        | AccountKind::UseTowardsNdc
        | AccountKind::UseForOimp
        | AccountKind::Retirement
        | AccountKind::Outside => "deed-cancelled-other",
    }
}

fn retired(purpose: Option<RetirementPurpose>) -> &'static str {
    match purpose {
        Some(RetirementPurpose::OwnNdc) => "deed-retired-own-ndc",
        Some(RetirementPurpose::DomesticScheme) => "deed-retired-domestic",
        Some(RetirementPurpose::Other) | None => "deed-retired-other",
    }
}
