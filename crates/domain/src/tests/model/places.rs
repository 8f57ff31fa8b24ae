//! The naive model's rules for retirement, for the Adaptation Fund, and for places outside.

use super::naive::{Model, No, must, within};
use super::rules::Definition;
use super::wish::{Asked, Range};

impl Model {
    /// Outcomes that are no ITMOs, and whose end is not their first transfer.
    pub(super) fn retire(
        &mut self,
        asked: Asked,
        way: (usize, usize),
        units: Range,
    ) -> Result<(), No> {
        self.end_into(asked, way, units, "R")?;
        for unit in self.each(units) {
            must(unit.first.is_none())?;
            if self.is_covered(unit) {
                must(self.said(unit)?.definition != Some(Definition::End))?;
            }
        }
        self.take(asked, units, way.1);
        Ok(())
    }

    /// ITMOs, to an account of the Fund in any section.
    pub(super) fn contribute(
        &mut self,
        asked: Asked,
        from: usize,
        to: usize,
        units: Range,
    ) -> Result<(), No> {
        self.may_leave(asked, from, units)?;
        must(self.accounts[to].of_fund)?;
        must(self.accounts[to].hours == self.accounts[from].hours)?;
        must(self.each(units).all(|unit| unit.first.is_some()))?;
        self.take(asked, units, to);
        Ok(())
    }

    /// To a registry outside: what is not first transferred only to another Party's, and by that.
    pub(super) fn go_out(
        &mut self,
        asked: Asked,
        from: usize,
        to: usize,
        units: Range,
    ) -> Result<(), No> {
        self.may_leave(asked, from, units)?;
        let place = self.accounts[to];
        must(place.section == asked.section && place.kind == "OUT")?;
        must(place.hours == self.accounts[from].hours)?;
        for unit in self.each(units).filter(|unit| unit.first.is_none()) {
            must(place.abroad)?;
            let rules = self.said(unit)?;
            // No authorization names the fourth Party: those for any Party let it in.
            must(rules.ndc && rules.parties.is_empty())?;
            must(within(rules.vintages, units.series.vintage.number()))?;
        }
        self.now_first(units, |_, _| true)?;
        self.take(asked, units, to);
        Ok(())
    }

    /// Back from the registry where they are, to a holding account of the same section.
    pub(super) fn come_in(
        &mut self,
        asked: Asked,
        from: usize,
        to: usize,
        units: Range,
    ) -> Result<(), No> {
        let (place, receiver) = (self.accounts[from], self.accounts[to]);
        must(place.section == asked.section && place.kind == "OUT")?;
        must(receiver.section == asked.section && receiver.kind == "100" && !receiver.of_fund)?;
        must(receiver.hours == place.hours)?;
        self.lie_there(asked, from, units)?;
        self.take(asked, units, to);
        Ok(())
    }
}
