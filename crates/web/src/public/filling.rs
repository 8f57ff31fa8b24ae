//! Filling the page of some units with what the registry knows of them.

use std::collections::BTreeMap;

use app::actions::{Action, ActionBlock};
use app::authorizations::AuthorizationFacts;
use app::units::{Piece, UnitLife};
use domain::check::OpenInconsistency;
use domain::ledger::RetirementPurpose;
use domain::party::PartyCode;
use domain::serial::Serials;
use domain::unit::UnitRange;
use domain::vintage::Year;
use serde_json::Value;

use super::character::{Authorized, Character, Disclosed, Measure};
use super::deed::{Deed, Happening};
use super::frame::{Frame, PartyName};
use super::identifier::Identifier;
use super::place::Placed;
use super::unit_life::{At, Open, UnitLifePage};

/// The most runs of units that a page shows: so that it stays light.
const PLACES_MAX: usize = 25;

/// The most open inconsistencies that a page tells of.
const OPEN_MAX: usize = 10;

/// The page of these units.
pub(super) fn unit_life(
    frame: Frame,
    (life, open): (&UnitLife, &[OpenInconsistency]),
    at: At,
    host: &str,
) -> UnitLifePage {
    let names = Names(&life.names);
    let units = Identifier::from(&life.units);
    let shown: Vec<&Piece> = life.pieces.iter().take(PLACES_MAX).collect();
    let more = life.pieces.get(PLACES_MAX).map(|next| {
        let first = next.units.serials.first();
        let serials = Serials::new(first, life.units.serials.last());
        UnitRange { series: life.units.series, serials: serials.unwrap_or(next.units.serials) }
    });
    let more = more.or(life.more);
    let json = match &at {
        At::Moment(at) => format!("/v1/units/{}?at={:.3}", units.whole, at.moment),
        At::Present | At::Unreadable(_) => format!("/v1/units/{}", units.whole),
    };
    let older = life.history.next.map(|_| match &at {
        At::Moment(at) => format!("/v1/units/{}/history?at={:.3}", units.whole, at.moment),
        At::Present | At::Unreadable(_) => format!("/v1/units/{}/history", units.whole),
    });
    UnitLifePage {
        frame: Frame { json: Some(json), ..frame },
        party: names.of(life.units.series.party),
        characters: characters(&shown, life),
        places: shown.iter().map(|piece| placed(piece, names)).collect(),
        history: life.history.items.iter().flat_map(|it| happenings(it, life)).collect(),
        older,
        never_issued: life.never_issued.iter().map(Identifier::from).collect(),
        more: more.as_ref().map(Identifier::from),
        kept_back: Vec::new(),
        open: open.iter().take(OPEN_MAX).map(|it| contradiction(*it, names)).collect(),
        at,
        permalink: format!("{host}{}", units.address()),
        units,
    }
}

/// The names of the Parties.
#[derive(Clone, Copy)]
struct Names<'a>(&'a BTreeMap<PartyCode, String>);

impl Names<'_> {
    fn of(self, party: PartyCode) -> PartyName {
        let name = self.0.get(&party).cloned().unwrap_or_else(|| party.to_string());
        PartyName { code: party.to_string(), name }
    }
}

fn contradiction(open: OpenInconsistency, names: Names<'_>) -> Open {
    let (check, year) = (open.check.to_string(), open.year.to_string());
    Open { check, party: names.of(open.party), year }
}

fn placed(piece: &Piece, names: Names<'_>) -> Placed {
    Placed {
        units: Identifier::from(&piece.units),
        quantity: piece.units.units().count(),
        party: names.of(piece.party),
        kind: piece.kind,
        year_of_use: piece.year_of_use,
        first_transferred: piece.first_transfer.is_some(),
        authorized: piece.authorization.is_some(),
    }
}

/// What the units are: neighbours that do not differ in it are one.
fn characters(pieces: &[&Piece], life: &UnitLife) -> Vec<Character> {
    let mut all: Vec<(UnitRange, Character)> = Vec::new();
    for piece in pieces {
        // Of which units is filled in at the end, when it is known how far they reach.
        let next = character(life.units, piece, life);
        let alike = all.last_mut().filter(|(_, last)| *last == next);
        match alike.and_then(|(units, _)| Some((joined(*units, piece.units)?, units))) {
            Some((longer, units)) => *units = longer,
            None => all.push((piece.units, next)),
        }
    }
    let with_units = |(units, character): (UnitRange, Character)| Character {
        quantity: units.units().count(),
        units: Identifier::from(&units),
        ..character
    };
    all.into_iter().map(with_units).collect()
}

/// Two runs as one, if the second begins where the first ends.
fn joined(one: UnitRange, other: UnitRange) -> Option<UnitRange> {
    let touches = one.serials.last().number().checked_add(1)? == other.serials.first().number();
    let serials = Serials::new(one.serials.first(), other.serials.last()).filter(|_| touches)?;
    Some(UnitRange { series: one.series, serials })
}

fn character(units: UnitRange, piece: &Piece, life: &UnitLife) -> Character {
    let issued = &piece.issued;
    let run = life.issued.iter().find(|run| run.entry == issued.entry);
    let underlying = run.filter(|run| run.underlying_kept_back);
    Character {
        quantity: units.units().count(),
        units: Identifier::from(&units),
        measure: match issued.metric.as_str() {
            "GHG" => Measure::Tonne,
            other => Measure::Other(other.to_owned()),
        },
        mitigation_type: issued.mitigation_type.clone(),
        sector: issued.sector.clone(),
        activity_type: issued.activity_type.clone(),
        underlying: underlying.map(|_| Disclosed::Confidential),
        authorization: authorized(piece, life),
    }
}

fn authorized(piece: &Piece, life: &UnitLife) -> Option<Authorized> {
    let covered = piece.authorization.as_ref()?;
    let version = life.authorizations.iter().find(|it| {
        it.number.0 == covered.number && i32::from(it.terms.version) == covered.version
    })?;
    let keeps_entities = version.kept_back.iter().any(|field| field == "entity");
    Some(Authorized {
        id: covered.id.clone(),
        version: u64::from(version.terms.version),
        date: version.terms.date,
        purposes: version.terms.purposes.to_string(),
        entities: keeps_entities.then_some(Disclosed::Confidential),
    })
}

/// An action as the page tells it: one happening for each run that went from one place to another.
fn happenings(action: &Action, life: &UnitLife) -> Vec<Happening> {
    let mut runs: Vec<ActionBlock> = Vec::new();
    for block in &action.blocks {
        let alike = |last: &&mut ActionBlock| (last.from, last.to) == (block.from, block.to);
        // There the same place is two: what waits, and what is the Adaptation Fund's.
        let last = runs.last_mut().filter(alike).filter(|_| action.act != ARTICLE_6_4);
        match last.map(|last| (joined(last.units, block.units), last)) {
            Some((Some(joined), last)) => last.units = joined,
            Some((None, _)) | None => runs.push(block.clone()),
        }
    }
    let happening = |block: ActionBlock| {
        Some(Happening {
            occurred: action.occurred,
            recorded: (action.occurred < action.recorded).then_some(action.recorded),
            deed: deed(action, &block, life)?,
            quantity: block.units.units().count(),
            units: Identifier::from(&block.units),
            first_transfer: action.first_transfer && !waits(action, &block),
            entry: u64::try_from(action.entry).unwrap_or_default(),
            beneficiary: action.beneficiary.clone(),
        })
    };
    runs.into_iter().filter_map(happening).collect()
}

/// Issuing under Article 6.4 first transfers two of its parts, and the third not always.
const ARTICLE_6_4: &str = "issue-article-6-4";

fn has(range: Option<&str>, units: UnitRange) -> bool {
    let range = range.and_then(|text| text.parse::<UnitRange>().ok());
    range.is_some_and(|range| {
        range.series == units.series && range.serials.overlap(units.serials).is_some()
    })
}

/// Whether the block is what an issuance under Article 6.4 left for later.
fn waits(action: &Action, block: &ActionBlock) -> bool {
    let fact = |name: &str| action.facts.get(name);
    action.act == ARTICLE_6_4
        && fact("pending_first_transfer").and_then(Value::as_bool) == Some(false)
        && has(fact("pending").and_then(Value::as_str), block.units)
}

/// What was done to a block, if it is something that pages have words for.
fn deed(action: &Action, block: &ActionBlock, life: &UnitLife) -> Option<Deed> {
    let names = Names(&life.names);
    let (from, to) = (block.from.map(|place| place.party), block.to.party);
    let party = names.of(to);
    let fact = |name: &str| action.facts.get(name).and_then(Value::as_str);
    Some(match (action.act.as_str(), block.to.kind) {
        ("issue", _) => Deed::Issued { party },
        (ARTICLE_6_4, kind) if kind.is_terminal() => Deed::Cancelled { party, kind },
        (ARTICLE_6_4, _) if has(fact("adaptation_fund"), block.units) => {
            Deed::SharedProceeds { party }
        }
        (ARTICLE_6_4, _) => Deed::Issued { party },
        ("authorize-units", _) => {
            let authorization = fact("authorization")?.to_owned();
            let version = version_at(&authorization, action, &life.authorizations);
            Deed::Authorized { party, authorization, version }
        }
        ("first-transfer" | "transfer", _) => match from.filter(|from| *from != to) {
            Some(from) => Deed::Transferred { from: names.of(from), to: party },
            None => Deed::Moved { party },
        },
        ("use-towards-ndc", _) => {
            let year: Year = fact("year_of_use")?.parse().ok()?;
            Deed::UsedTowardsNdc { party, year }
        }
        ("use-for-oimp", _) => Deed::UsedForOimp { party },
        ("cancel", kind) if kind.is_terminal() => Deed::Cancelled { party, kind },
        ("contribute-to-adaptation", _) => Deed::Contributed { party: names.of(from?), to: party },
        ("transfer-out", _) => Deed::WentOut { party, registry: fact("registry")?.to_owned() },
        ("transfer-in", _) => Deed::CameIn { party, registry: fact("registry")?.to_owned() },
        ("retire", _) => {
            let purpose = fact("purpose");
            let known = RetirementPurpose::ALL.into_iter();
            let purpose = purpose.and_then(|it| known.into_iter().find(|of| of.as_str() == it));
            Deed::Retired { party, purpose }
        }
        _ => return None,
    })
}

/// The version of an authorization that was the newest when an action was recorded.
fn version_at(id: &str, action: &Action, versions: &[AuthorizationFacts]) -> u64 {
    let newest = versions.iter().rev().find(|it| {
        it.terms.id.to_string() == id
            && Some(it.party) == action.party
            && it.recorded_entry <= action.entry
    });
    newest.map_or(1, |it| u64::from(it.terms.version))
}
