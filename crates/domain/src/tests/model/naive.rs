//! A second ledger, as naive as can be: no blocks, no books, each unit by itself.
//!
//! It is written from the rules, not from the code, and shares none of its questions.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{Authorization, Definition, Rules};
use super::wish::{Asked, Range, Wish};
use crate::ledger::{CancellationReason, OtherPurpose};
use crate::unit::Series;

/// Seconds since the first of January 2025.
pub(super) type Moment = i64;

pub(super) const DAY: Moment = 86_400;
/// The entity is authorized, in the first two sections, up to the last day of February 2026.
pub(super) const ENTITY_ENDS: Moment = (365 + 31 + 28) * DAY;

/// The calendar year of a moment; none of 2025 to 2027 is a leap year.
pub(super) fn year_of(moment: Moment) -> i16 {
    2025 + i16::try_from(moment.div_euclid(365 * DAY)).unwrap()
}

/// An account: its section, its code, for which year, who holds it, and what for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "naive on purpose")]
pub(super) struct Account {
    pub(super) section: usize,
    pub(super) kind: &'static str,
    pub(super) year: Option<i16>,
    pub(super) of_entity: bool,
    pub(super) hours: bool,
    pub(super) of_fund: bool,
    /// For one of kind OUT: whether the registry there is of a fourth Party, or the section's own.
    pub(super) abroad: bool,
}

/// Everything about one unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unit {
    pub(super) place: usize,
    pub(super) authorization: Option<usize>,
    /// The entry of the first transfer, and the version that held then.
    pub(super) first: Option<(i64, usize)>,
    pub(super) reserved_for: Option<usize>,
    pub(super) second_sector: bool,
    pub(super) hours: bool,
    /// When it, or a neighbour that it was split from, was last touched.
    since: Moment,
    /// Units of the same run have always been touched together.
    run: u64,
    /// From which entry on it has been where.
    pub(super) places: Vec<(i64, usize)>,
}

/// Something that is not allowed; which rule it breaks is of no interest here.
#[derive(Debug)]
pub(super) struct No;

pub(super) fn must(allowed: bool) -> Result<(), No> {
    if allowed { Ok(()) } else { Err(No) }
}

pub(super) fn within(years: Option<(i16, i16)>, year: i16) -> bool {
    years.is_none_or(|(first, last)| first <= year && year <= last)
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Model {
    pub(super) units: BTreeMap<(Series, u64), Unit>,
    pub(super) accounts: Vec<Account>,
    pub(super) authorizations: BTreeMap<usize, Authorization>,
    pub(super) next_serial: [u64; 3],
    pub(super) entry: i64,
    pub(super) runs: u64,
}

impl Model {
    /// Does all wishes, one entry each, or none.
    pub(super) fn carry_out(&mut self, asked: Asked, wishes: &[Wish]) -> Result<(), No> {
        let mut after = self.clone();
        for unit in after.units.values_mut() {
            unit.reserved_for = unit.reserved_for.filter(|it| *it != asked.proposal);
        }
        for wish in wishes {
            after.entry += 1;
            after.one(asked, wish)?;
        }
        *self = after;
        Ok(())
    }

    /// Records a proposal, if it could be carried out now, and reserves the units that exist.
    pub(super) fn propose(&mut self, asked: Asked, wishes: &[Wish]) -> Result<(), No> {
        self.clone().carry_out(asked, wishes)?;
        self.entry += 1;
        for units in wishes.iter().filter_map(Wish::units) {
            for serial in units.first..=units.last {
                if let Some(unit) = self.units.get_mut(&(units.series, serial)) {
                    unit.reserved_for = Some(asked.proposal);
                }
            }
        }
        Ok(())
    }

    fn may_add(&self, asked: Asked, number: usize) -> Result<(), No> {
        let known = self.authorizations.get(&number).ok_or(No)?;
        must(known.section == asked.section && !known.revoked)
    }

    fn newest(&self, authorization: usize) -> &Rules {
        self.authorizations[&authorization].versions.last().unwrap()
    }

    fn entity_may_act(account: Account, moment: Moment) -> bool {
        !account.of_entity || moment < ENTITY_ENDS
    }

    fn one(&mut self, asked: Asked, wish: &Wish) -> Result<(), No> {
        match wish {
            Wish::Authorize { authorization, version, rules } => {
                self.authorize(asked, *authorization, *version, rules)
            }
            Wish::Revoke { authorization } => {
                self.may_add(asked, *authorization)?;
                self.authorizations.get_mut(authorization).unwrap().revoked = true;
                Ok(())
            }
            Wish::Issue { .. } => self.issue(asked, wish),
            Wish::AuthorizeUnits { account, units, authorization } => {
                self.authorize_units(asked, *account, *units, *authorization)
            }
            Wish::FirstTransfer { from, to, units } => {
                self.first_transfer(asked, *from, *to, *units)
            }
            Wish::Transfer { from, to, units } => self.transfer(asked, *from, *to, *units),
            Wish::UseTowardsNdc { from, into, units, year } => {
                self.use_towards_ndc(asked, (*from, *into), *units, *year)
            }
            Wish::UseForOimp { from, into, units, purpose, by_entity } => {
                self.end_into(asked, (*from, *into), *units, "210")?;
                self.end_for(asked, *units, *purpose, *by_entity)?;
                self.take(asked, *units, *into);
                Ok(())
            }
            Wish::Cancel { from, into, units, reason } => {
                self.cancel(asked, (*from, *into), *units, *reason)
            }
            Wish::Retire { from, into, units } => self.retire(asked, (*from, *into), *units),
            Wish::Contribute { from, to, units } => self.contribute(asked, *from, *to, *units),
            Wish::TransferOut { from, to, units } => self.go_out(asked, *from, *to, *units),
            Wish::TransferIn { from, to, units } => self.come_in(asked, *from, *to, *units),
        }
    }

    fn authorize(
        &mut self,
        asked: Asked,
        number: usize,
        version: usize,
        rules: &Rules,
    ) -> Result<(), No> {
        // The third Party takes part in the first approach only.
        must(rules.approach == 9001 || asked.section != 2)?;
        must(rules.definition.is_some() == (rules.imp || rules.op))?;
        must(!rules.with_entity || (asked.section != 2 && asked.moment < ENTITY_ENDS))?;
        let ordered = |years: Option<(i16, i16)>| years.is_none_or(|(first, last)| first <= last);
        must(ordered(rules.vintages) && ordered(rules.uses))?;
        let Some(known) = self.authorizations.get(&number) else {
            must(version == 1)?;
            let (section, versions, revoked) = (asked.section, vec![rules.clone()], false);
            self.authorizations.insert(number, Authorization { section, versions, revoked });
            return Ok(());
        };
        self.may_add(asked, number)?;
        must(version == known.versions.len() + 1)?;
        must(known.versions[0].approach == rules.approach)?;
        must(known.versions[0].hours == rules.hours)?;
        must(rules.cap.is_none_or(|cap| self.first_transferred(number) <= cap))?;
        let known = self.authorizations.get_mut(&number).unwrap();
        known.versions.push(rules.clone());
        Ok(())
    }

    fn issue(&mut self, asked: Asked, wish: &Wish) -> Result<(), No> {
        let Wish::Issue { into, series, quantity, hours, second_sector, authorization } = wish
        else {
            return Err(No);
        };
        let account = self.accounts[*into];
        let vintage = series.vintage.number();
        must(account.section == asked.section && account.kind == "100" && !account.of_fund)?;
        must(asked.section != 2 || series.approach == super::approach(9001))?;
        must(2021 <= vintage && vintage <= year_of(asked.moment))?;
        must(account.hours == *hours)?;
        if let Some(number) = *authorization {
            self.may_add(asked, number)?;
            let fact = (series.approach, vintage, *hours, *second_sector);
            must(self.fits(number, fact))?;
            must(self.room(number) >= *quantity)?;
        }
        let at_once = authorization.is_some_and(|number| self.at_once(number));
        self.runs += 1;
        let unit = Unit {
            place: *into,
            authorization: *authorization,
            first: at_once.then(|| (self.entry, self.version(*authorization))),
            reserved_for: None,
            second_sector: *second_sector,
            hours: *hours,
            since: asked.moment,
            run: self.runs,
            places: vec![(self.entry, *into)],
        };
        let first = self.next_serial[asked.section];
        self.next_serial[asked.section] += quantity;
        for serial in first..first + quantity {
            assert!(self.units.insert((*series, serial), unit.clone()).is_none());
        }
        Ok(())
    }

    fn version(&self, authorization: Option<usize>) -> usize {
        authorization.map_or(0, |number| self.authorizations[&number].versions.len() - 1)
    }

    fn fits(
        &self,
        number: usize,
        (approach, vintage, hours, second_sector): (crate::approach::ApproachId, i16, bool, bool),
    ) -> bool {
        let rules = self.newest(number);
        super::approach(rules.approach) == approach
            && within(rules.vintages, vintage)
            && rules.hours == hours
            && (rules.both_sectors || !second_sector)
    }

    fn at_once(&self, number: usize) -> bool {
        let definition = self.newest(number).definition;
        matches!(definition, Some(Definition::Authorization | Definition::Issuance))
    }

    /// How many more may be first transferred.
    fn room(&self, number: usize) -> u64 {
        let cap = self.newest(number).cap.unwrap_or(u64::MAX);
        cap - self.first_transferred(number)
    }

    /// Units may leave the account: it is the section's own and not terminal, its entity may still
    /// act, all units lie in it, nobody else has reserved them, and nothing later happened to them.
    pub(super) fn may_leave(&self, asked: Asked, from: usize, units: Range) -> Result<(), No> {
        let account = self.accounts[from];
        must(account.section == asked.section && account.kind == "100" && !account.of_fund)?;
        must(Self::entity_may_act(account, asked.moment))?;
        self.lie_there(asked, from, units)
    }

    /// All units lie in the account, nobody else has reserved them, and nothing later happened.
    pub(super) fn lie_there(&self, asked: Asked, from: usize, units: Range) -> Result<(), No> {
        for serial in units.first..=units.last {
            let unit = self.units.get(&(units.series, serial)).ok_or(No)?;
            must(unit.place == from)?;
            must(unit.reserved_for.is_none())?;
            must(unit.since <= asked.moment)?;
        }
        Ok(())
    }

    pub(super) fn each(&self, units: Range) -> impl Iterator<Item = &Unit> {
        self.units.range((units.series, units.first)..=(units.series, units.last)).map(|it| it.1)
    }

    /// What the authorization says for the unit: what it said when the unit was first transferred.
    pub(super) fn said(&self, unit: &Unit) -> Result<&Rules, No> {
        must(self.is_covered(unit))?;
        let authorization = &self.authorizations[&unit.authorization.ok_or(No)?];
        let version = unit.first.map_or(authorization.versions.len() - 1, |(_, version)| version);
        Ok(&authorization.versions[version])
    }

    /// Puts the units where they go; what they are torn from is a run of its own from now on.
    pub(super) fn take(&mut self, asked: Asked, units: Range, to: usize) {
        let inside = |serial: u64| units.first <= serial && serial <= units.last;
        let torn: BTreeSet<u64> = self.each(units).map(|unit| unit.run).collect();
        let mut fresh: BTreeMap<(u64, bool, bool), u64> = BTreeMap::new();
        let runs = &mut self.runs;
        for ((series, serial), unit) in &mut self.units {
            if *series != units.series || !torn.contains(&unit.run) {
                continue;
            }
            let part = (unit.run, inside(*serial), *serial < units.first);
            unit.run = *fresh.entry(part).or_insert_with(|| {
                *runs += 1;
                *runs
            });
            unit.since = asked.moment;
            if inside(*serial) {
                unit.place = to;
                unit.places.push((self.entry, to));
            }
        }
    }

    /// The units are first transferred by this entry, if they are not yet.
    pub(super) fn now_first(
        &mut self,
        units: Range,
        only: impl Fn(&Self, &Unit) -> bool,
    ) -> Result<(), No> {
        let mut asked: BTreeMap<usize, u64> = BTreeMap::new();
        let mut chosen = Vec::new();
        for serial in units.first..=units.last {
            let unit = &self.units[&(units.series, serial)];
            if let (None, Some(number), true) = (unit.first, unit.authorization, only(self, unit)) {
                *asked.entry(number).or_default() += 1;
                chosen.push((serial, self.version(Some(number))));
            }
        }
        for (number, units) in asked {
            must(self.room(number) >= units)?;
        }
        let entry = self.entry;
        for (serial, version) in chosen {
            let unit = self.units.get_mut(&(units.series, serial)).unwrap();
            unit.first = Some((entry, version));
        }
        Ok(())
    }

    fn authorize_units(
        &mut self,
        asked: Asked,
        account: usize,
        units: Range,
        number: usize,
    ) -> Result<(), No> {
        self.may_leave(asked, account, units)?;
        self.may_add(asked, number)?;
        let vintage = units.series.vintage.number();
        for unit in self.each(units) {
            must(!self.is_covered(unit))?;
            let fact = (units.series.approach, vintage, unit.hours, unit.second_sector);
            must(self.fits(number, fact))?;
        }
        must(self.room(number) > units.last - units.first)?;
        for serial in units.first..=units.last {
            let unit = self.units.get_mut(&(units.series, serial)).unwrap();
            unit.authorization = Some(number);
        }
        if self.at_once(number) {
            self.now_first(units, |_, _| true)?;
        }
        self.take(asked, units, account);
        Ok(())
    }

    fn first_transfer(
        &mut self,
        asked: Asked,
        from: usize,
        to: usize,
        units: Range,
    ) -> Result<(), No> {
        self.may_leave(asked, from, units)?;
        let receiver = self.accounts[to];
        must(receiver.section != asked.section && receiver.kind == "100" && !receiver.of_fund)?;
        must(receiver.hours == self.accounts[from].hours)?;
        for unit in self.each(units) {
            must(unit.first.is_none())?;
            let rules = self.said(unit)?;
            must(rules.ndc)?;
            must(rules.parties.is_empty() || rules.parties.contains(&receiver.section))?;
            must(within(rules.vintages, units.series.vintage.number()))?;
        }
        self.now_first(units, |_, _| true)?;
        self.take(asked, units, to);
        Ok(())
    }

    fn transfer(&mut self, asked: Asked, from: usize, to: usize, units: Range) -> Result<(), No> {
        self.may_leave(asked, from, units)?;
        let receiver = self.accounts[to];
        must(from != to && receiver.kind == "100" && !receiver.of_fund)?;
        must(receiver.hours == self.accounts[from].hours)?;
        let abroad = receiver.section != asked.section;
        must(!abroad || self.each(units).all(|unit| unit.first.is_some()))?;
        self.take(asked, units, to);
        Ok(())
    }

    /// The units end in an account of this kind, of the same section and metric.
    pub(super) fn end_into(
        &self,
        asked: Asked,
        (from, into): (usize, usize),
        units: Range,
        kind: &str,
    ) -> Result<(), No> {
        self.may_leave(asked, from, units)?;
        let end = self.accounts[into];
        must(end.section == asked.section && end.kind == kind)?;
        must(end.hours == self.accounts[from].hours)
    }

    fn use_towards_ndc(
        &mut self,
        asked: Asked,
        way: (usize, usize),
        units: Range,
        year: i16,
    ) -> Result<(), No> {
        self.end_into(asked, way, units, "200")?;
        must(self.accounts[way.1].year == Some(year))?;
        let host = super::section_index(units.series.party);
        for unit in self.each(units) {
            must(unit.first.is_some())?;
            let rules = self.said(unit)?;
            must(rules.ndc)?;
            let user = asked.section;
            must(rules.parties.is_empty() || rules.parties.contains(&user) || user == host)?;
            must(within(rules.uses, year_of(asked.moment)))?;
        }
        let period = |year: i16| (year - 2021).div_euclid(5);
        must(period(units.series.vintage.number()) == period(year))?;
        self.take(asked, units, way.1);
        Ok(())
    }

    /// The units may end for this purpose; those not yet first transferred are so by this.
    fn end_for(
        &mut self,
        asked: Asked,
        units: Range,
        purpose: OtherPurpose,
        by_entity: bool,
    ) -> Result<(), No> {
        for unit in self.each(units) {
            let rules = self.said(unit)?;
            must(match purpose {
                OtherPurpose::Imp => rules.imp,
                OtherPurpose::Op => rules.op,
            })?;
            // The entity is authorized under the first approach alone.
            let current = asked.moment < ENTITY_ENDS && rules.approach == 9001;
            must(!by_entity || (rules.with_entity && current))?;
            must(within(rules.uses, year_of(asked.moment)))?;
            if unit.first.is_none() {
                must(rules.definition == Some(Definition::End))?;
                must(within(rules.vintages, units.series.vintage.number()))?;
            }
        }
        self.now_first(units, |_, _| true)
    }

    fn cancel(
        &mut self,
        asked: Asked,
        way: (usize, usize),
        units: Range,
        reason: CancellationReason,
    ) -> Result<(), No> {
        let kind = match reason {
            CancellationReason::OtherPurpose => "300",
            CancellationReason::Voluntary => "310",
            CancellationReason::Omge => "320",
            CancellationReason::Other => "330",
        };
        self.end_into(asked, way, units, kind)?;
        match reason {
            CancellationReason::OtherPurpose => {
                self.end_for(asked, units, OtherPurpose::Op, false)?;
            }
            CancellationReason::Voluntary | CancellationReason::Omge => {
                must(self.each(units).all(|unit| unit.first.is_some()))?;
            }
            CancellationReason::Other => {
                let by_end = |model: &Self, unit: &Unit| {
                    let rules = model.said(unit);
                    rules.is_ok_and(|rules| rules.definition == Some(Definition::End))
                };
                self.now_first(units, by_end)?;
            }
        }
        self.take(asked, units, way.1);
        Ok(())
    }
}
