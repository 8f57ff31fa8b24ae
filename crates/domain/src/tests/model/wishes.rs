//! Random wishes, most of them sensible, and the orders that they become.

use super::naive::{Account, Model, Unit};
use super::rules::{Authorization, Definition, Rules};
use super::wish::{Range, Wish};
use super::{PARTIES, approach};
use crate::account::AccountNumber;
use crate::authorization::Terms;
use crate::ledger::{
    CancellationReason, Issue, Order, OtherPurpose, RetirementPurpose, RevokeAuthorization,
    Transfer,
};
use crate::metric::Metric;
use crate::tests::world::{self, the};
use crate::unit::{Series, UnitRange};
use crate::vintage::{Year, Years};

/// A row of numbers that follow from a seed (`SplitMix64`).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).unwrap())).unwrap()
    }

    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        if choices.is_empty() { None } else { Some(choices[self.index(choices.len())].clone()) }
    }
}

/// What can be wished of units that exist.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    AuthorizeUnits,
    FirstTransfer,
    Transfer,
    UseTowardsNdc,
    UseForOimp,
    Cancel,
    Retire,
    Contribute,
    TransferOut,
    TransferIn,
}

/// A wish of a section, most often one that looks possible.
pub(super) fn wish(dice: &mut Dice, model: &Model, fresh: &mut usize) -> (usize, Wish) {
    let section = dice.index(3);
    let kind = match dice.below(31) {
        0..4 => return (section, issue(dice, model, section)),
        4..6 if dice.percent(20) => return (section, revoke(dice, model, section)),
        4..6 => return (section, authorize(dice, model, section, fresh)),
        6..9 => Move::AuthorizeUnits,
        9..13 => Move::FirstTransfer,
        13..17 => Move::Transfer,
        17..19 => Move::UseTowardsNdc,
        19..22 => Move::UseForOimp,
        22..24 => Move::Cancel,
        24..26 => Move::Retire,
        26..27 => Move::Contribute,
        27..29 => Move::TransferOut,
        _ => Move::TransferIn,
    };
    let Some((units, unit)) = some_units(dice, model, kind) else {
        return (section, issue(dice, model, section));
    };
    let from = if dice.percent(96) { unit.place } else { dice.index(model.accounts.len()) };
    let section = if dice.percent(97) { model.accounts[from].section } else { section };
    let hours = Some(unit.hours);
    let none = || some_authorization(&mut Dice(0), model, section, hours).is_none();
    if kind == Move::AuthorizeUnits && none() && dice.percent(90) {
        return (section, authorize(dice, model, section, fresh));
    }
    (section, move_of(dice, model, kind, (section, from, units), &unit))
}

/// What happens to the units, of which `unit` is one.
fn move_of(
    dice: &mut Dice,
    model: &Model,
    kind: Move,
    (section, from, units): (usize, usize, Range),
    unit: &Unit,
) -> Wish {
    let own = |code: &'static str| move |it: &Account| it.kind == code && it.section == section;
    let rules = model.said(unit).ok();
    match kind {
        Move::AuthorizeUnits => {
            let hours = unit.hours;
            let known = some_authorization(dice, model, section, Some(hours));
            let authorization = known.unwrap_or(0);
            Wish::AuthorizeUnits { account: from, units, authorization }
        }
        Move::FirstTransfer => {
            let may =
                |party| rules.is_none_or(|it| it.parties.is_empty() || it.parties.contains(&party));
            let to = destination(dice, model, from, |it| {
                it.kind == "100" && !it.of_fund && it.section != section && may(it.section)
            });
            Wish::FirstTransfer { from, to, units }
        }
        Move::UseTowardsNdc => {
            let period = |year: i16| year > 2025;
            let vintage = period(units.series.vintage.number());
            let any_period = dice.percent(12);
            let into = destination(dice, model, from, |it| {
                let fits = it.year.is_some_and(|year| period(year) == vintage);
                own("200")(it) && (fits || any_period)
            });
            let year = model.accounts[into].year.filter(|_| dice.percent(90)).unwrap_or(2025);
            Wish::UseTowardsNdc { from, into, units, year }
        }
        Move::UseForOimp => {
            let into = destination(dice, model, from, own("210"));
            let imp = rules.is_some_and(|it| it.imp) != dice.percent(4);
            let purpose = if imp { OtherPurpose::Imp } else { OtherPurpose::Op };
            Wish::UseForOimp { from, into, units, purpose, by_entity: dice.percent(10) }
        }
        Move::Cancel => cancel(dice, model, (section, from, units), unit),
        Move::Retire | Move::Contribute | Move::TransferOut | Move::TransferIn => {
            rarer(dice, model, kind, (section, from, units), unit)
        }
        Move::Transfer => {
            let home = unit.first.is_none() && dice.percent(90);
            let to = destination(dice, model, from, |it| {
                it.kind == "100" && !it.of_fund && (!home || it.section == section)
            });
            Wish::Transfer { from, to, units }
        }
    }
}

/// The moves that not every section makes.
fn rarer(
    dice: &mut Dice,
    model: &Model,
    kind: Move,
    (section, from, units): (usize, usize, Range),
    unit: &Unit,
) -> Wish {
    let own = |code: &'static str| move |it: &Account| it.kind == code && it.section == section;
    match kind {
        Move::Contribute => {
            Wish::Contribute { from, to: destination(dice, model, from, |it| it.of_fund), units }
        }
        Move::TransferOut => {
            let to = destination(dice, model, from, |it| {
                own("OUT")(it) && (it.abroad || unit.first.is_some())
            });
            Wish::TransferOut { from, to, units }
        }
        Move::TransferIn => {
            let to = destination(dice, model, from, |it| own("100")(it) && !it.of_fund);
            Wish::TransferIn { from, to, units }
        }
        Move::Retire
        | Move::AuthorizeUnits
        | Move::FirstTransfer
        | Move::Transfer
        | Move::UseTowardsNdc
        | Move::UseForOimp
        | Move::Cancel => {
            Wish::Retire { from, into: destination(dice, model, from, own("R")), units }
        }
    }
}

fn cancel(
    dice: &mut Dice,
    model: &Model,
    (section, from, units): (usize, usize, Range),
    unit: &Unit,
) -> Wish {
    let reasons = [
        (CancellationReason::Other, "330"),
        (CancellationReason::Voluntary, "310"),
        (CancellationReason::Omge, "320"),
        (CancellationReason::OtherPurpose, "300"),
    ];
    let op = model.said(unit).is_ok_and(|rules| rules.op);
    let likely = match (unit.first.is_some(), op) {
        (true, true) => 4,
        (true, false) => 3,
        (false, _) => 1,
    };
    let likely = if dice.percent(85) { likely } else { 4 };
    let (reason, kind) = reasons[dice.index(likely)];
    let into = destination(dice, model, from, |it| it.kind == kind && it.section == section);
    Wish::Cancel { from, into, units, reason }
}

/// A few units that lie side by side, and the first of them.
fn some_units(dice: &mut Dice, model: &Model, kind: Move) -> Option<(Range, Unit)> {
    let (free, purposeful) = (dice.percent(88), dice.percent(85));
    let looks_fit = |unit: &Unit| {
        let rules = model.said(unit);
        let by_end = |rules: &Rules| rules.definition == Some(Definition::End);
        let fits = match kind {
            Move::AuthorizeUnits => rules.is_err(),
            Move::FirstTransfer => unit.first.is_none() && rules.is_ok_and(|it| it.ndc),
            Move::UseTowardsNdc => unit.first.is_some() && rules.is_ok_and(|it| it.ndc),
            Move::UseForOimp => {
                rules.is_ok_and(|it| (it.imp || it.op) && (unit.first.is_some() || by_end(it)))
            }
            Move::Retire => unit.first.is_none() && !rules.is_ok_and(by_end),
            Move::TransferOut => {
                unit.first.is_some() || rules.is_ok_and(|it| it.ndc && it.parties.is_empty())
            }
            Move::Contribute => unit.first.is_some(),
            Move::Transfer | Move::Cancel | Move::TransferIn => true,
        };
        let account = model.accounts[unit.place];
        let from = if kind == Move::TransferIn { "OUT" } else { "100" };
        let held = account.kind == from && !account.of_fund;
        (fits || !purposeful) && held && (!free || unit.reserved_for.is_none())
    };
    let sensible = dice.percent(94);
    let all: Vec<_> = model.units.iter().filter(|(_, it)| !sensible || looks_fit(it)).collect();
    let ((series, serial), unit) = dice.of(&all)?;
    let mut range = Range { series: *series, first: *serial, last: serial + dice.below(10) };
    if dice.percent(3) {
        range.last += 60;
    }
    // Mostly no further than the same place goes.
    let whole = |last: u64| {
        (range.first..=last).all(|serial| {
            let it = model.units.get(&(range.series, serial));
            it.is_some_and(|it| it.place == unit.place && (!sensible || looks_fit(it)))
        })
    };
    let mut last = range.last;
    while last > range.first && !whole(last) && dice.percent(99) {
        last -= 1;
    }
    Some((Range { last, ..range }, unit.clone()))
}

fn destination(
    dice: &mut Dice,
    model: &Model,
    from: usize,
    fits: impl Fn(&Account) -> bool,
) -> usize {
    if dice.percent(5) {
        return dice.index(model.accounts.len());
    }
    let hours = model.accounts[from].hours;
    let good: Vec<usize> = (0..model.accounts.len())
        .filter(|it| *it != from && model.accounts[*it].hours == hours)
        .filter(|it| fits(&model.accounts[*it]))
        .collect();
    dice.of(&good).unwrap_or(from)
}

/// An authorization of the section, if it matters for this metric.
fn some_authorization(
    dice: &mut Dice,
    model: &Model,
    section: usize,
    hours: Option<bool>,
) -> Option<usize> {
    let any = dice.percent(5);
    let fits = |it: &Authorization| {
        it.section == section && hours.is_none_or(|hours| it.versions[0].hours == hours)
    };
    let known: Vec<usize> = model
        .authorizations
        .iter()
        .filter(|(_, it)| any || fits(it))
        .map(|(number, _)| *number)
        .collect();
    dice.of(&known)
}

fn issue(dice: &mut Dice, model: &Model, section: usize) -> Wish {
    let authorization =
        if dice.percent(75) { some_authorization(dice, model, section, None) } else { None };
    let rules = authorization.and_then(|number| model.authorizations[&number].versions.last());
    let like = rules.filter(|_| dice.percent(97));
    let holding: Vec<usize> = (0..model.accounts.len())
        .filter(|it| {
            let account = model.accounts[*it];
            let hours = like.is_none_or(|rules| rules.hours == account.hours);
            account.section == section && account.kind == "100" && !account.of_fund && hours
        })
        .collect();
    let stray = dice.percent(3);
    let into =
        if stray { dice.index(model.accounts.len()) } else { dice.of(&holding).unwrap_or(0) };
    let party = the(PARTIES[section]);
    let vintages: &[i16] = match like.and_then(|rules| rules.vintages) {
        Some((2026, _)) => &[2026],
        Some(_) => &[2024, 2025],
        None => &[2021, 2024, 2024, 2025, 2025],
    };
    let odd = dice.percent(4);
    let vintages = if odd { &[2020, 2026, 2027] } else { vintages };
    let series = Series {
        approach: like.map_or(approach(9001), |rules| approach(rules.approach)),
        registry: the(&format!("{party}01")),
        party,
        vintage: Year::new(vintages[dice.index(vintages.len())]).unwrap(),
    };
    let hours = model.accounts[into].hours != dice.percent(2);
    let quantity = 1 + dice.below(20);
    let second_sector = dice.percent(10);
    Wish::Issue { into, series, quantity, hours, second_sector, authorization }
}

fn authorize(dice: &mut Dice, model: &Model, section: usize, fresh: &mut usize) -> Wish {
    let own: Vec<usize> = model
        .authorizations
        .iter()
        .filter(|(_, it)| it.section == section)
        .map(|(number, _)| *number)
        .collect();
    let change = if dice.percent(60) { dice.of(&own) } else { None };
    let mut rules = some_rules(dice);
    let (authorization, version) = if let Some(number) = change {
        let versions = &model.authorizations[&number].versions;
        rules.approach = versions[0].approach;
        rules.hours = versions[0].hours;
        let stray = usize::from(dice.percent(3));
        (number, versions.len() + 1 + stray)
    } else {
        *fresh += 1;
        (*fresh, 1)
    };
    Wish::Authorize { authorization, version, rules }
}

/// More often than not one of the section's own, whether or not it is revoked already.
fn revoke(dice: &mut Dice, model: &Model, section: usize) -> Wish {
    let any = dice.percent(40);
    let known = model.authorizations.iter().filter(|(_, it)| any || it.section == section);
    let known: Vec<usize> = known.map(|(number, _)| *number).collect();
    Wish::Revoke { authorization: dice.of(&known).unwrap_or(0) }
}

fn some_rules(dice: &mut Dice) -> Rules {
    let definitions = [Definition::Authorization, Definition::Issuance, Definition::End];
    // The seven purposes of the nomenclature, by what they include.
    let purposes = [
        (true, false, false),
        (true, false, false),
        (false, true, true),
        (false, true, false),
        (false, false, true),
        (true, true, true),
        (true, true, true),
        (true, true, false),
        (true, false, true),
    ];
    let (ndc, imp, op) = purposes[dice.index(purposes.len())];
    let due = (imp || op) != dice.percent(3);
    let spans = [(2021, 2025), (2024, 2030), (2026, 2030), (2026, 2025)];
    let years = |dice: &mut Dice| {
        let sensible = dice.percent(97);
        let span = spans[dice.index(if sensible { 3 } else { 4 })];
        dice.percent(25).then_some(span)
    };
    Rules {
        approach: if dice.percent(85) { 9001 } else { 9002 },
        hours: dice.percent(15),
        ndc,
        imp,
        op,
        definition: if due { dice.of(&definitions) } else { None },
        parties: if dice.percent(60) { Vec::new() } else { vec![dice.index(3)] },
        with_entity: dice.percent(15),
        cap: dice.percent(50).then(|| 5 + dice.below(60)),
        both_sectors: dice.percent(70),
        vintages: years(dice),
        uses: years(dice),
    }
}

/// The order that a wish is, in the domain's words.
pub(super) fn order(wish: &Wish, numbers: &[AccountNumber]) -> Order {
    let at = |account: &usize| numbers[*account];
    match wish {
        Wish::Authorize { authorization, version, rules } => {
            Order::Authorize(terms(*authorization, *version, rules))
        }
        Wish::Revoke { authorization } => {
            let (id, date) = (the(&format!("A{authorization}")), the("2024-06-01"));
            Order::RevokeAuthorization(RevokeAuthorization { id, date, reason: the("a reason") })
        }
        Wish::Issue { into, series, quantity, hours, second_sector, authorization } => {
            let sector = if *second_sector { "Agriculture" } else { "Energy generation" };
            let issue = world::issuing(at(into), None, *quantity);
            Order::Issue(Issue {
                approach: series.approach,
                vintage: series.vintage,
                metric: metric(*hours),
                sector: the(sector),
                authorization: authorization.map(|number| the(&format!("A{number}"))),
                ..issue
            })
        }
        Wish::AuthorizeUnits { account, units, authorization } => {
            let id = format!("A{authorization}");
            world::authorize_units(at(account), range(*units), &id)
        }
        Wish::FirstTransfer { from, to, units } => {
            world::first_transfer(at(from), at(to), range(*units))
        }
        Wish::Transfer { from, to, units } => world::transfer(at(from), at(to), range(*units)),
        Wish::UseTowardsNdc { from, into, units, year } => {
            world::use_for_ndc(at(from), at(into), range(*units), &year.to_string())
        }
        Wish::UseForOimp { from, into, units, purpose, by_entity } => {
            let (units, entity) = (range(*units), by_entity.then(|| the("E-1")));
            let mut order = world::use_for_oimp(at(from), at(into), units, *purpose);
            if let Order::UseForOimp(order) = &mut order {
                order.entity = entity;
            }
            order
        }
        Wish::Cancel { from, into, units, reason } => {
            world::cancel(at(from), at(into), range(*units), *reason)
        }
        Wish::Retire { from, into, units } => {
            world::retire(at(from), at(into), range(*units), RetirementPurpose::OwnNdc)
        }
        Wish::Contribute { from, to, units } => Order::ContributeToAdaptation(Transfer {
            from: at(from),
            to: at(to),
            units: range(*units),
            reference: None,
        }),
        Wish::TransferOut { from, to, units } => {
            world::transfer_out(at(from), at(to), range(*units))
        }
        Wish::TransferIn { from, to, units } => world::transfer_in(at(from), at(to), range(*units)),
    }
}

pub(super) fn range(units: Range) -> UnitRange {
    let Range { series, first, last } = units;
    UnitRange { series, serials: super::serials(first, last) }
}

pub(super) fn metric(hours: bool) -> Metric {
    if hours { the("megawatt hours") } else { Metric::Ghg }
}

fn terms(authorization: usize, version: usize, rules: &Rules) -> Terms {
    let purposes = match (rules.ndc, rules.imp, rules.op) {
        (true, false, false) => "NDC",
        (false, true, true) => "OIMP",
        (false, true, false) => "IMP",
        (false, false, true) => "OP",
        (true, true, true) => "NDC and OIMP",
        (true, true, false) => "NDC and IMP",
        (true, false, true) => "NDC and OP",
        (false, false, false) => panic!("no purpose"),
    };
    let definition = rules.definition.map(|definition| match definition {
        Definition::Authorization => "Authorisation",
        Definition::Issuance => "Issuance",
        Definition::End => "Use or Cancellation",
    });
    let years = |span: Option<(i16, i16)>| {
        let year = |number| Year::new(number).unwrap();
        span.map(|(first, last)| Years { first: year(first), last: year(last) })
    };
    let mut sectors = vec![the("Energy generation")];
    if rules.both_sectors {
        sectors.push(the("Agriculture"));
    }
    Terms {
        version: u16::try_from(version).unwrap(),
        date: the("2021-03-01"),
        approach: approach(rules.approach),
        parties: rules.parties.iter().map(|party| the(PARTIES[*party])).collect(),
        entities: if rules.with_entity { vec![the("E-1")] } else { Vec::new() },
        quantity: rules.cap.map(|cap| the(&cap.to_string())),
        metric: metric(rules.hours),
        sectors,
        occurred: years(rules.vintages),
        used: years(rules.uses),
        ..world::terms(&format!("A{authorization}"), purposes, definition)
    }
}
