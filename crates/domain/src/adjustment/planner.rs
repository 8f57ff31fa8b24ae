//! What planned acts would do to balances and caps, on a copy of the facts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::amount::Amount;
use super::attainment::Attainment;
use super::event::{Event, Trigger, What};
use super::facts::{Facts, NotFacts};
use super::finality::PeriodIsFinal;
use super::headroom::{Headroom, Overselling, Room, Standing};
use super::inputs::Inputs;
use super::summary::{Summary, UseOutsidePeriod};
use crate::authorization::{AuthorizationId, Purposes};
use crate::code_list::{ActivityType, Sector};
use crate::party::PartyCode;
use crate::quantity::Units;
use crate::serial::{Serial, Serials};
use crate::unit::{Series, UnitRange};
use crate::vintage::Year;

/// What a Party thinks of doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Planned {
    /// It authorizes, or changes the quantity of an authorization.
    Authorize {
        /// The authorization.
        authorization: AuthorizationId,
        /// The most that may be first transferred; without it there is no cap.
        quantity: Option<Units>,
    },
    /// It first transfers its outcomes.
    FirstTransfer {
        /// Under which authorization.
        authorization: AuthorizationId,
        /// What.
        outcomes: Outcomes,
        /// In which year.
        year: Year,
    },
    /// It uses ITMOs towards its NDC. Whether it will hold them by then, a plan does not ask.
    Use {
        /// What.
        outcomes: Outcomes,
        /// For which year, and in it.
        year: Year,
    },
}

impl Planned {
    /// The year in which it would be done, if it would change a balance.
    pub const fn year(&self) -> Option<Year> {
        match self {
            Self::Authorize { .. } => None,
            Self::FirstTransfer { year, .. } | Self::Use { year, .. } => Some(*year),
        }
    }
}

/// Outcomes that need not have been issued yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcomes {
    /// Their approach, registry, host and vintage.
    pub series: Series,
    /// How many.
    pub quantity: Units,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
    /// What they are authorized for.
    pub purposes: Purposes,
}

/// Why a plan makes no sense.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAPlan {
    /// Only the host first transfers its outcomes.
    #[error("outcomes of {host} are not first transferred by {party}")]
    NotTheHost {
        /// Whose outcomes they are.
        host: PartyCode,
        /// Who plans.
        party: PartyCode,
    },
    /// The authorization is neither there nor planned before.
    #[error("there is no authorization {authorization}, and none is planned before this")]
    AuthorizationUnknown {
        /// Which one.
        authorization: AuthorizationId,
    },
    /// More units than there are serials.
    #[error("{quantity} units are more than there are serials left")]
    TooMany {
        /// How many.
        quantity: Units,
    },
    /// With the facts, it cannot be true.
    #[error(transparent)]
    NotFacts(#[from] NotFacts),
    ///
    #[error(transparent)]
    UseOutsidePeriod(#[from] UseOutsidePeriod),
    ///
    #[error(transparent)]
    PeriodIsFinal(#[from] PeriodIsFinal),
}

/// How things look.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Outlook {
    /// The balance, or the adjusted indicator, of each year; `null` without a figure.
    pub balances: BTreeMap<Year, Option<Amount>>,
    /// The period against its budget.
    pub multi_year: Option<Attainment>,
    /// The target year against the target.
    pub target_year: Option<Attainment>,
}

/// What planned acts would change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Plan {
    /// How things look without them.
    pub before: Outlook,
    /// And with them.
    pub after: Outlook,
    /// What authorizations leave, with the planned acts.
    pub authorizations: Vec<Headroom>,
    /// Whether all that would be authorized can be first transferred and the NDC still be met.
    pub overselling: Overselling,
}

/// What would be, if all planned acts were carried out. `inputs.as_of` is the year that is looked ahead
/// to, and its figures may be projections: a plan is as good as they are.
pub fn what_if(
    facts: &Facts,
    inputs: &Inputs,
    standings: &[Standing],
    planned: &[Planned],
) -> Result<Plan, NotAPlan> {
    let mut draft = Draft { events: facts.events().to_vec(), last: Serial::MAX };
    let known = standings.iter().cloned().map(|it| (it.authorization.clone(), it.into()));
    let mut rooms: Rooms = known.collect();
    for act in planned {
        draft.add(act, inputs, &mut rooms)?;
    }
    let before = Summary::of(facts, inputs)?;
    let after = Summary::of(&Facts::new(draft.events)?, inputs)?;
    let authorizations: Vec<_> = rooms.into_values().map(Headroom::from).collect();
    Ok(Plan {
        overselling: Overselling::of(inputs, &after, &authorizations),
        before: Outlook::of(before),
        after: Outlook::of(after),
        authorizations,
    })
}

impl Outlook {
    fn of(summary: Summary) -> Self {
        let balances = summary.years.iter().map(|it| (it.year, it.balance().cloned())).collect();
        let Summary { multi_year, target_year, .. } = summary;
        Self { balances, multi_year, target_year }
    }
}

type Rooms = BTreeMap<AuthorizationId, Room>;

/// The facts with planned events. Outcomes that have no serials yet get the highest, which no registry
/// has come to.
struct Draft {
    events: Vec<Event>,
    last: u64,
}

impl Draft {
    fn add(&mut self, act: &Planned, inputs: &Inputs, rooms: &mut Rooms) -> Result<(), NotAPlan> {
        let (outcomes, year, what) = match act {
            Planned::Authorize { authorization, quantity } => {
                let room = rooms.entry(authorization.clone());
                let room = room.or_insert_with(|| Room::of(authorization.clone()));
                room.standing.cap = *quantity;
                return Ok(());
            }
            Planned::FirstTransfer { authorization, outcomes, year } => {
                let (host, party) = (outcomes.series.party, inputs.party);
                if host != party {
                    return Err(NotAPlan::NotTheHost { host, party });
                }
                let unknown = || {
                    let authorization = authorization.clone();
                    NotAPlan::AuthorizationUnknown { authorization }
                };
                let room = rooms.get_mut(authorization).ok_or_else(unknown)?;
                let units = Amount::of_units(outcomes.quantity.count());
                room.planned = room.planned.plus(&units);
                (outcomes, *year, What::FirstTransferred { by: Trigger::Transfer, using: None })
            }
            Planned::Use { outcomes, year } => {
                (outcomes, *year, What::Used { party: inputs.party, year: *year })
            }
        };
        let event = self.event(outcomes, year, what, inputs)?;
        if let Some(finality) = inputs.finality() {
            finality.allows(&event, inputs.readings.first_transfer_year)?;
        }
        self.events.push(event);
        Ok(())
    }

    fn event(
        &mut self,
        outcomes: &Outcomes,
        year: Year,
        what: What,
        inputs: &Inputs,
    ) -> Result<Event, NotAPlan> {
        let Outcomes { series, quantity, sector, activity_type, purposes } = *outcomes;
        let serials = self.serials(quantity).ok_or(NotAPlan::TooMany { quantity })?;
        let moment = end_of(year);
        Ok(Event {
            entry: i64::MAX,
            units: UnitRange { series, serials },
            occurred: moment,
            recorded: moment,
            what,
            metric: inputs.metric.clone(),
            sector,
            activity_type,
            purposes,
            oimp: None,
        })
    }

    fn serials(&mut self, quantity: Units) -> Option<Serials> {
        let below = self.last.checked_sub(quantity.count())?;
        let first = Serial::new(below.checked_add(1)?).ok()?;
        let serials = Serials::new(first, Serial::new(self.last).ok()?)?;
        self.last = below;
        Some(serials)
    }
}

/// The last day of a year, UTC.
fn end_of(year: Year) -> Timestamp {
    let day = Date::new(year.number(), 12, 31).ok();
    let moment = day.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    moment.map_or(Timestamp::MAX, |moment| moment.timestamp())
}
