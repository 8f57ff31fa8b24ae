//! What is done next, by chance: most often something that is possible.

mod authorize;
mod ending;
mod issue;
mod mechanism;
mod moving;

use domain::ledger::{Occurred, Order};
use domain::section::SectionNo;
use domain::vintage::Year;
use jiff::SignedDuration;

use crate::lots::Lot;
use crate::names::the;
use crate::places::{Host, Places};
use crate::world::World;

/// Orders of one section.
pub(crate) type Wish = (SectionNo, Vec<Order>);

type Act = fn(&mut World) -> Option<Wish>;

/// How often each is tried.
const OFTEN: [(Act, u64); 17] = [
    (authorize::authorize, 5),
    (authorize::entity, 1),
    (authorize::units, 8),
    (issue::issue, 20),
    (mechanism::issue, 3),
    (mechanism::distribute, 5),
    (moving::first_transfer, 18),
    (moving::transfer, 14),
    (moving::inside, 3),
    (moving::out, 6),
    (moving::back, 6),
    (moving::contribute, 3),
    (ending::towards_ndc, 9),
    (ending::for_oimp, 8),
    (ending::cancel, 8),
    (ending::retire, 2),
    (moving::several, 6),
];

impl World {
    /// Tries something; the journal has it if it was carried out.
    pub(crate) fn act(&mut self) {
        if self.dice.once_in(400) {
            if let Some((section, orders)) = authorize::revoke(self) {
                let _refused_or_not = self.carry_out(section, orders, None);
            }
            return;
        }
        let sum = OFTEN.iter().map(|(_, often)| often).sum();
        let mut chance = self.dice.below(sum);
        for (act, often) in OFTEN {
            if chance < often {
                if let Some((section, orders)) = act(self) {
                    let occurred = self.earlier();
                    let _refused_or_not = self.carry_out(section, orders, occurred);
                }
                return;
            }
            chance -= often;
        }
    }

    /// Now and then something is recorded that happened some hours before, in the same year.
    fn earlier(&mut self) -> Option<Occurred> {
        let hours = i64::try_from(1 + self.dice.below(30)).unwrap_or(1);
        let at = self.now - SignedDuration::from_hours(hours);
        let same_year = Year::of(at) == Year::of(self.now + SignedDuration::from_secs(10));
        let is_late = self.dice.percent(4) && same_year;
        is_late.then(|| Occurred { at, evidence: the("letter 7") })
    }

    pub(crate) fn some_host(&mut self) -> usize {
        self.dice.index(self.hosts.len())
    }

    /// The Party whose section it is; nothing for the mechanism's.
    pub(crate) fn host_of(&self, section: SectionNo) -> Option<&Host> {
        let at = usize::try_from(section.number()).ok()?.checked_sub(1)?;
        self.hosts.get(at)
    }

    /// The accounts of a lot's section, in its metric.
    pub(crate) fn places_of(&self, lot: &Lot) -> Option<&Places> {
        self.host_of(lot.section).map(|host| &host.places[usize::from(lot.hours)])
    }
}
