//! From the facts of the ledger to the five tables.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::Aef;
use super::action::{ActionKind, ActionRow};
use super::authorization::{AuthorizationRow, Definition};
use super::done::done;
use super::entity::EntityRow;
use super::facts::{Act, BlockFacts, Facts, Held, Keeper};
use super::holding::HoldingRow;
use super::layout::{Orientation, TableId};
use super::outcome::{Amount, Outcome, UnderlyingIds};
use super::rules::Rules;
use super::submission::Submission;
use super::timeframe::{Span, Timeframe};
use super::when::When;
use crate::approach::ApproachId;
use crate::authorization::Terms;
use crate::conversion::Factor;
use crate::entity::EntityAuthorization;
use crate::metric::Metric;
use crate::party::PartyCode;
use crate::registry::RegistryId;
use crate::unit::UnitRange;

/// The number of the field in Table 4 that names the registry of underlying units.
const UNDERLYING_REGISTRY: u8 = 7;

/// Builds the report of a Party for a year. Rows stand in the order of the ledger, and holdings in
/// that of their identifiers, so that the same facts always give the same tables.
pub fn build(rules: &Rules, facts: &Facts) -> Aef {
    let view = View { rules, party: facts.party, factors: &facts.factors };
    let actions = facts.acts.iter().filter_map(|act| view.action(act));
    let mut holdings: Vec<&Held> = facts.holdings.iter().collect();
    holdings.sort_by_key(|held| held.units);
    let mut aef = Aef {
        submission: submission(rules, facts),
        authorizations: facts.authorizations.iter().map(authorization).collect(),
        actions: actions.collect(),
        holdings: holdings.into_iter().map(|held| view.holding(held)).collect(),
        entities: entities(facts),
    };
    number(rules, &mut aef);
    aef
}

fn submission(rules: &Rules, facts: &Facts) -> Submission {
    let table = rules.table(TableId::Submission);
    let kept = |field: u8| {
        let text = table.and_then(|it| it.field(field)?.carp_text.as_deref());
        text.unwrap_or_default().into()
    };
    Submission {
        at: 0,
        party: facts.party,
        version: facts.version,
        year: facts.year,
        date: facts.date,
        period: facts.period,
        review_status: kept(5),
        result: kept(6),
        review_report: kept(9),
    }
}

/// Gives each row the place that it has in the sheet.
fn number(rules: &Rules, aef: &mut Aef) {
    let first = |id: TableId| match rules.table(id).map(|table| &table.layout) {
        Some(Orientation::Vertical { first_row, .. }) => *first_row,
        Some(Orientation::Horizontal { first_data_row, .. }) => *first_data_row,
        None => 1,
    };
    aef.submission.at = first(TableId::Submission);
    let authorizations = first(TableId::Authorizations)..;
    authorizations.zip(&mut aef.authorizations).for_each(|(at, row)| row.at = at);
    (first(TableId::Actions)..).zip(&mut aef.actions).for_each(|(at, row)| row.at = at);
    (first(TableId::Holdings)..).zip(&mut aef.holdings).for_each(|(at, row)| row.at = at);
    (first(TableId::AuthorizedEntities)..).zip(&mut aef.entities).for_each(|(at, row)| row.at = at);
}

fn text(text: Option<&(impl ToString + ?Sized)>) -> Option<Box<str>> {
    text.map(|it| it.to_string().into())
}

fn authorization(terms: &Terms) -> AuthorizationRow {
    let unlisted = text(terms.first_transfer_unlisted.as_ref()).map(Definition::Unlisted);
    let span = |years: crate::vintage::Years| Span::of_years(years);
    let timeframe = match (terms.occurred, terms.used) {
        (None, None) => None,
        (occurred, used) => {
            Some(Timeframe::Parts { occurred: occurred.map(span), used: used.map(span) })
        }
    };
    let non_ghg_metric = match &terms.metric {
        crate::metric::Metric::Ghg => None,
        crate::metric::Metric::NonGhg(name) => Some(name.as_str().into()),
    };
    AuthorizationRow {
        at: 0,
        id: terms.id.clone(),
        date: terms.date,
        approach: terms.approach,
        version: NonZeroU32::new(u32::from(terms.version)).unwrap_or(NonZeroU32::MIN),
        quantity: terms.quantity.map(|it| it.count()),
        non_ghg_metric,
        gwp_values: text(terms.gwp_values.as_ref()),
        sectors: terms.sectors.iter().map(|it| (*it).into()).collect(),
        activity_types: terms.activity_types.iter().map(|it| (*it).into()).collect(),
        purposes: terms.purposes,
        parties: terms.parties.clone(),
        entities: terms.entities.iter().map(|it| it.to_string().into()).collect(),
        oimp: oimp(terms),
        timeframe,
        conditions: text(terms.conditions.as_ref()),
        documentation: "".into(),
        definition: terms.first_transfer.map(Definition::Listed).or(unlisted),
        more: text(terms.first_transfer_note.as_ref()),
    }
}

/// Which OIMP: where the letter names none, the purposes are all that is known. For an NDC alone the
/// field does not apply, whatever the letter says.
fn oimp(terms: &Terms) -> Option<Box<str>> {
    let purposes = terms.purposes;
    if !purposes.include_oimp() {
        return None;
    }
    text(terms.oimp.as_ref()).or_else(|| Some(purposes.to_string().into()))
}

/// Of several authorizations of an entity under an approach on one day the last one counts.
/// The key has names: where two entities have the same one, the later is named as the second, so that
/// both stand in the table, and whoever names their numbers finds them (X03). Its number would tell
/// what a Party may keep back.
fn entities(facts: &Facts) -> Vec<EntityRow> {
    let key = |row: &EntityRow| (row.date, row.name.clone(), row.approach);
    let mut rows: Vec<EntityRow> = Vec::new();
    for mut row in facts.entities.iter().map(entity) {
        let (name, mut nth) = (row.name.clone(), 1_u32);
        while rows.iter().any(|it| key(it) == key(&row) && it.number != row.number) {
            nth = nth.saturating_add(1);
            row.name = format!("{name} ({nth})").into();
        }
        match rows.iter_mut().find(|it| key(it) == key(&row)) {
            Some(former) => *former = row,
            None => rows.push(row),
        }
    }
    rows
}

fn entity(entity: &EntityAuthorization) -> EntityRow {
    EntityRow {
        at: 0,
        date: entity.valid_from,
        name: entity.name.as_str().into(),
        country: entity.country,
        number: entity.entity.to_string().into(),
        approach: entity.approach,
        conditions: text(entity.conditions.as_ref()),
        change_conditions: entity.valid_until.map(|last| format!("Valid until {last}").into()),
        more: None,
    }
}

/// How a Party sees what the ledger says.
#[derive(Clone, Copy, Debug)]
pub struct View<'v> {
    /// The field rules.
    pub rules: &'v Rules,
    /// The Party.
    pub party: PartyCode,
    /// How many t CO2 eq it takes one unit of a non-GHG metric for, by approach.
    pub factors: &'v BTreeMap<(ApproachId, Metric), Factor>,
}

impl View<'_> {
    /// The row of Table 4 for units that it holds.
    pub fn holding(&self, held: &Held) -> HoldingRow {
        HoldingRow { at: 0, outcome: self.outcome(&held.block, (held.units, held.registry)) }
    }

    /// What Tables 3 and 4 say of a block.
    fn outcome(&self, block: &BlockFacts, (units, registry): (UnitRange, RegistryId)) -> Outcome {
        let count = units.units().count();
        let non_ghg = block.non_ghg_metric();
        let converted = || {
            let metric = (units.series.approach, block.terms.metric.clone());
            self.factors.get(&metric).map(|factor| factor.times(count))
        };
        let underlying = block.underlying.as_ref().map_or_else(UnderlyingIds::default, |whole| {
            let ends = whole.part(block.issued, units.serials);
            let (first, last) =
                ends.map_or((None, None), |(first, last)| (Some(first), Some(last)));
            let registry = listed_registry(self.rules, whole.registry.as_str());
            UnderlyingIds { registry, first: first.map(Into::into), last: last.map(Into::into) }
        });
        Outcome {
            approach: units.series.approach,
            authorization: block.terms.id.clone(),
            party: units.series.party,
            registry,
            units,
            underlying,
            non_ghg_metric: non_ghg.map(Into::into),
            gwp_values: text(block.terms.gwp_values.as_ref()),
            quantity: if non_ghg.is_some() { converted() } else { Some(Amount::from(count)) },
            quantity_non_ghg: non_ghg.is_some().then(|| count.to_string().into()),
            mitigation_type: block.mitigation_type.into(),
            vintage: units.series.vintage,
        }
    }

    /// The row that a Party has to report for an act, if any: one at most, since nobody sends to itself.
    pub fn action(&self, act: &Act) -> Option<ActionRow> {
        let party = self.party;
        let block = act.block.as_ref()?;
        let (from, to) = (act.from.party(), act.to.party());
        let done = done(act, block.at_once(), party)?;
        let registry = match (done.kind, act.to, act.from) {
            (ActionKind::Acquisition, Keeper::Party(_, registry), _)
            | (_, _, Keeper::Party(_, registry)) => registry,
            _ => act.section.1,
        };
        let transferring = (done.kind == ActionKind::Acquisition).then_some(from).flatten();
        let acquiring = done.abroad.then_some(to).flatten();
        Some(ActionRow {
            at: 0,
            when: When::of(act.occurred),
            kind: done.kind,
            subtype: done.subtype,
            outcome: self.outcome(block, (act.units, registry)),
            transferring,
            acquiring,
            purpose: done.purpose,
            using_party: done.by,
            using_entity: done.entity,
            year_of_use: done.year_of_use,
            result: "".into(),
            more: None,
        })
    }
}

/// The registry of another programme, as the list spells it. A registry that the list has not, such as
/// the mechanism's own, has no word for the field: the units' identifiers say where they are from.
fn listed_registry(rules: &Rules, registry: &str) -> Option<Box<str>> {
    let field = rules.table(TableId::Holdings)?.field(UNDERLYING_REGISTRY)?;
    let mut listed = rules.nomenclature().values(field.list.as_deref()?);
    listed.find(|it| it.eq_ignore_ascii_case(registry)).map(Into::into)
}
