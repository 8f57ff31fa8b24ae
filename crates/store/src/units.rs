//! The public life of units: where they are, what they are, what happened to them.

mod history;
pub(crate) mod known;
mod life;
pub(crate) mod pieces;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::serial::{Serial, Serials};
use domain::unit::{Series, UnitRange};

use crate::as_of::State;
use crate::error::DatabaseError;
use crate::ledger::rows::{serial, stored, unreadable};
use crate::ledger::writer::StoreError;
use crate::schema::published::{entry as e, issuance as i, series as s};
use crate::store::Reading;

use known::Known;
pub use life::UnitLife;
pub use pieces::{CoveredBy, Issued, Piece};
use pieces::{NowIn, PIECES_MAX, PieceRow, ThenIn};

/// What is known of a range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its pieces, in the order of their serials.
    pub pieces: Vec<Piece>,
    /// The part of the range that the answer leaves out, because it is long.
    pub more: Option<UnitRange>,
}

/// A run that was issued at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IssuedRun {
    /// Which units, of those that were asked for.
    pub units: UnitRange,
    /// The entry that issued them.
    pub entry: i64,
    /// Whether the Party keeps back the units of another programme behind them.
    pub underlying_kept_back: bool,
}

impl Reading<'_, ReadPublic> {
    /// The pieces of a range in a state.
    pub(crate) fn pieces(
        &mut self,
        series_no: i64,
        units: UnitRange,
        state: State,
    ) -> Result<Found, StoreError> {
        let rows: Vec<PieceRow> = match state {
            State::Present => {
                let mut now = NowIn::default();
                now.ask(series_no, units.serials);
                now.load(self.db)
            }
            State::Entry(_) | State::Occurred(_) => {
                ThenIn::ask(series_no, units.serials, state).load(self.db)
            }
        }
        .map_err(DatabaseError::from)?;
        let mut known = Known::default();
        known.learn(self.db, &rows)?;
        Ok(Found::of(rows, units, &known)?)
    }

    /// What of a range was issued, run by run, and what is left out because there are too many.
    pub(crate) fn issued(
        &mut self,
        series_no: i64,
        units: UnitRange,
    ) -> Result<(Vec<IssuedRun>, Option<UnitRange>), StoreError> {
        let (first, last) = (stored(units.serials.first()), stored(units.serials.last()));
        let below: Option<i64> = i::table
            .filter(i::series_no.eq(series_no))
            .filter(i::first_serial.le(first))
            .order(i::first_serial.desc())
            .select(i::first_serial)
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        let rows: Vec<(i64, i64, i64, Option<serde_json::Value>)> = i::table
            .left_join(e::table.on(e::entry_no.eq(i::entry_no)))
            .filter(i::series_no.eq(series_no))
            .filter(i::first_serial.between(below.unwrap_or(first), last))
            .filter(i::last_serial.ge(first))
            .order(i::first_serial)
            .select((i::first_serial, i::last_serial, i::entry_no, e::facts.nullable()))
            .limit(i64::try_from(PIECES_MAX).unwrap_or(i64::MAX).saturating_add(1))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut runs = Vec::with_capacity(rows.len());
        for (first, last, entry, leaf) in rows {
            let whole = Serials::new(serial(first)?, serial(last)?);
            let whole = whole.ok_or_else(|| unreadable("issuance"))?;
            if let Some(serials) = whole.overlap(units.serials) {
                let committed = leaf.as_ref().and_then(|leaf| leaf.get("commit"));
                let underlying_kept_back =
                    committed.is_some_and(|fields| fields.get("underlying").is_some());
                let units = UnitRange { series: units.series, serials };
                runs.push(IssuedRun { units, entry, underlying_kept_back });
            }
        }
        let more = rest(&mut runs, units, |run| run.units.serials);
        Ok((runs, more))
    }
}

/// The number of a series, if anything of it was ever issued.
pub(crate) fn series_no(
    db: &mut PgConnection,
    series: Series,
) -> Result<Option<i64>, DatabaseError> {
    let found = s::table
        .filter(s::approach.eq(series.approach.to_string()))
        .filter(s::registry_id.eq(series.registry.to_string()))
        .filter(s::party.eq(series.party.to_string()))
        .filter(s::vintage.eq(series.vintage.number()))
        .select(s::no)
        .first(db)
        .optional();
    Ok(found?)
}

impl Found {
    /// What these rows say of the range that was asked for.
    pub(crate) fn of(
        rows: impl IntoIterator<Item = PieceRow>,
        asked: UnitRange,
        known: &Known,
    ) -> Result<Self, DatabaseError> {
        let mut pieces = Vec::new();
        for row in rows {
            pieces.extend(row.piece(asked, known)?);
        }
        let more = rest(&mut pieces, asked, |piece| piece.units.serials);
        Ok(Self { pieces, more })
    }
}

/// Keeps as many runs as an answer has, and gives the part of the range that this leaves out.
fn rest<T>(
    runs: &mut Vec<T>,
    asked: UnitRange,
    serials: impl Fn(&T) -> Serials,
) -> Option<UnitRange> {
    let next = runs.get(PIECES_MAX).map(|run| serials(run).first());
    runs.truncate(PIECES_MAX);
    let serials = Serials::new(next?, asked.serials.last())?;
    Some(UnitRange { series: asked.series, serials })
}

/// The part of a range that comes before what is left out.
pub(crate) fn shown(asked: UnitRange, more: Option<UnitRange>) -> UnitRange {
    let last =
        more.and_then(|more| Serial::new(more.serials.first().number().saturating_sub(1)).ok());
    let serials = last.and_then(|last| Serials::new(asked.serials.first(), last));
    UnitRange { series: asked.series, serials: serials.unwrap_or(asked.serials) }
}

/// What lies between the runs, within the range.
pub(crate) fn gaps(within: UnitRange, runs: impl IntoIterator<Item = Serials>) -> Vec<UnitRange> {
    let (mut gaps, mut rest) = (Vec::new(), Some(within.serials));
    for run in runs {
        let Some(open) = rest else { break };
        let (below, above) = open.without(run);
        gaps.extend(below);
        rest = above;
    }
    gaps.extend(rest);
    gaps.into_iter().map(|serials| UnitRange { series: within.series, serials }).collect()
}
