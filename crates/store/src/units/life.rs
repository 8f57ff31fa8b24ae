//! The public life of a unit or of a range of units, gathered into one answer.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::party::PartyCode;
use domain::serial::Serials;
use domain::unit::UnitRange;

use super::{Found, IssuedRun, Piece, gaps, series_no, shown};
use crate::actions::Action;
use crate::as_of::{AsOf, Standing};
use crate::authorizations::AuthorizationFacts;
use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, serial, series_of};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{issuance as i, section as s, series as r};
use crate::store::Reading;

/// What everybody may know of some units.
#[derive(Clone, PartialEq, Debug)]
pub struct UnitLife {
    /// The units that were asked for.
    pub units: UnitRange,
    /// The past moment at which they are shown, if it is one.
    pub at: Option<AsOf>,
    /// How far the ledger had come when this was read.
    pub standing: Standing,
    /// Where the units are, or were, run by run. Units that were not yet issued are in no run.
    pub pieces: Vec<Piece>,
    /// What was issued of them, run by run, whatever the moment.
    pub issued: Vec<IssuedRun>,
    /// What of the range was never issued.
    pub never_issued: Vec<UnitRange>,
    /// The part of the range that the answer leaves out, because it is long.
    pub more: Option<UnitRange>,
    /// All versions of the authorizations that cover them, oldest first.
    pub authorizations: Vec<AuthorizationFacts>,
    /// What happened to them until that moment, newest first.
    pub history: Page<Action, i64>,
    /// The names of the Parties.
    pub names: BTreeMap<PartyCode, String>,
}

impl Reading<'_, ReadPublic> {
    /// The life of some units, now or at a moment; nothing, if none of them was ever issued.
    pub fn life(
        &mut self,
        units: UnitRange,
        at: Option<AsOf>,
        history: Limit,
    ) -> Result<Option<UnitLife>, StoreError> {
        let Some(series_no) = series_no(self.db, units.series)? else { return Ok(None) };
        let (issued, more_issued) = self.issued(series_no, units)?;
        if issued.is_empty() {
            return Ok(None);
        }
        let standing = self.standing()?;
        let state = self.state(at)?;
        let found = self.pieces(series_no, shown(units, more_issued), state)?;
        let more = longest([more_issued, found.more]);
        let seen = shown(units, more);
        let issued: Vec<IssuedRun> =
            issued.into_iter().filter_map(|run| within(run, seen)).collect();
        let numbers: BTreeSet<i32> = found
            .pieces
            .iter()
            .filter_map(|piece| Some(piece.authorization.as_ref()?.number))
            .collect();
        Ok(Some(UnitLife {
            units,
            at,
            standing,
            never_issued: gaps(seen, issued.iter().map(|run| run.units.serials)),
            issued,
            pieces: found.pieces,
            more,
            authorizations: self.versions(numbers.into_iter().collect())?,
            history: self.happened(series_no, units, state, None, history)?,
            names: self.names()?,
        }))
    }

    /// What happened to some units, newest first; nothing, if none of them was ever issued.
    pub fn history(
        &mut self,
        units: UnitRange,
        at: Option<AsOf>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Option<Page<Action, i64>>, StoreError> {
        let Some(series_no) = series_no(self.db, units.series)? else { return Ok(None) };
        if self.issued(series_no, units)?.0.is_empty() {
            return Ok(None);
        }
        let state = self.state(at)?;
        Ok(Some(self.happened(series_no, units, state, before, limit)?))
    }

    /// What a range came to at a moment; nothing, if none of it was ever issued.
    pub fn units_at(&mut self, units: UnitRange, at: AsOf) -> Result<Option<Found>, StoreError> {
        let Some(series_no) = series_no(self.db, units.series)? else { return Ok(None) };
        if self.issued(series_no, units)?.0.is_empty() {
            return Ok(None);
        }
        let state = self.state(Some(at))?;
        Ok(Some(self.pieces(series_no, units, state)?))
    }

    /// Units that exist: the newest issuance, as an example.
    pub fn newest_issuance(&mut self) -> Result<Option<UnitRange>, StoreError> {
        type SeriesRow = (i64, String, String, String, i16);
        let row: Option<(SeriesRow, i64, i64)> = i::table
            .inner_join(r::table.on(r::no.eq(i::series_no)))
            .order(i::no.desc())
            .select((
                (r::no, r::approach, r::registry_id, r::party, r::vintage),
                i::first_serial,
                i::last_serial,
            ))
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        let Some((series, first, last)) = row else { return Ok(None) };
        let series = series_of(&series)?;
        let (first, last) = (serial(first)?, serial(last)?);
        let serials = Serials::new(first, last);
        Ok(serials.map(|serials| UnitRange { series, serials }))
    }

    fn names(&mut self) -> Result<BTreeMap<PartyCode, String>, StoreError> {
        let rows: Vec<(String, String)> =
            s::table.select((s::party, s::name)).load(self.db).map_err(DatabaseError::from)?;
        let names = rows.into_iter().map(|(party, name)| Ok((parsed(&party, "Party")?, name)));
        Ok(names.collect::<Result<_, DatabaseError>>()?)
    }
}

/// The longer of two parts that are left out.
fn longest(parts: [Option<UnitRange>; 2]) -> Option<UnitRange> {
    parts.into_iter().flatten().min_by_key(|part| part.serials.first())
}

fn within(run: IssuedRun, seen: UnitRange) -> Option<IssuedRun> {
    let serials = run.units.serials.overlap(seen.serials)?;
    Some(IssuedRun { units: UnitRange { series: seen.series, serials }, ..run })
}
