//! Actions: what was done, as everybody may know it, and what its own section knows besides.

mod own;

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::account::AccountKind;
use domain::beneficiary::Beneficiary;
use domain::ledger::LEAF_VERSION;
use domain::party::PartyCode;
use domain::unit::UnitRange;
use jiff::Timestamp;
use serde::Deserialize;

use crate::error::DatabaseError;
use crate::ledger::beneficiaries::beneficiary;
use crate::ledger::rows::{index, parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{beneficiary as b, entry as e, section as s};
use crate::store::Reading;

pub use own::{OwnAction, OwnOrder};

/// How many entries one page looks through for a kind of act that is rare.
const LOOKED_THROUGH: i64 = 20_000;

/// Something that was done, as everybody may know it: an entry and its leaf.
#[derive(Clone, PartialEq, Debug)]
pub struct Action {
    /// The number of the entry.
    pub entry: i64,
    /// The index of its leaf in the log.
    pub log_index: u64,
    /// The act, in one word.
    pub act: String,
    /// The Party that acted; nobody's, where the secretariat did.
    pub party: Option<PartyCode>,
    /// The Party on the other side.
    pub other_party: Option<PartyCode>,
    /// When it occurred.
    pub occurred: Timestamp,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// Whether it was the first transfer of units.
    pub first_transfer: bool,
    /// What happened to units.
    pub blocks: Vec<ActionBlock>,
    /// What else is public.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// What is kept back: for each field, the commitment to it in the log.
    pub committed: BTreeMap<String, String>,
    /// For whose benefit units were used or cancelled, where a review has published it.
    pub beneficiary: Option<Beneficiary>,
}

/// What happened to a run of units.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct ActionBlock {
    /// Which units.
    pub units: UnitRange,
    /// The block that they were split from, if they were.
    #[serde(default)]
    pub of: Option<UnitRange>,
    /// Where they were; nowhere if they were just issued.
    #[serde(default)]
    pub from: Option<ActionPlace>,
    /// Where they were put.
    pub to: ActionPlace,
}

/// A place, as everybody may know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct ActionPlace {
    /// The kind of account.
    pub kind: AccountKind,
    /// The Party in whose section it is.
    pub party: PartyCode,
}

/// Which actions are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ActionsWanted {
    /// Those in which this Party acted or was the other side.
    pub party: Option<PartyCode>,
    /// Those of this kind.
    pub act: Option<String>,
}

/// What of an entry is read.
type Row = (
    i64,
    i64,
    String,
    jiff_diesel::Timestamp,
    jiff_diesel::Timestamp,
    Option<serde_json::Value>,
    Option<String>,
);

impl Reading<'_, ReadPublic> {
    /// What was done, newest first. A page may be short although there are more.
    pub fn actions(
        &mut self,
        wanted: &ActionsWanted,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<Action, i64>, StoreError> {
        let numbers = match (wanted.party, &wanted.act) {
            (Some(party), act) => self.actions_of(party, act.as_deref(), before, limit)?,
            (None, act) => self.actions_of_all(act.as_deref(), before, limit)?,
        };
        let Page { items, next } = numbers;
        Ok(Page { items: self.entries(&items)?, next })
    }

    /// An action by the number of its entry. What is not published is not there.
    pub fn action(&mut self, entry: i64) -> Result<Option<Action>, StoreError> {
        Ok(self.entries(&[entry])?.pop())
    }

    /// The numbers of all actions, or of those of a kind. Entries have numbers without a gap: so
    /// many are looked through at most, however rare the kind is.
    fn actions_of_all(
        &mut self,
        act: Option<&str>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<i64, i64>, StoreError> {
        let before = match before {
            Some(before) => before,
            None => self.standing()?.entry.saturating_add(1),
        };
        let from = before.saturating_sub(LOOKED_THROUGH);
        let mut query = e::table
            .filter(e::entry_no.lt(before))
            .filter(e::entry_no.ge(from))
            .order(e::entry_no.desc())
            .select(e::entry_no)
            .limit(limit.rows())
            .into_boxed();
        if let Some(act) = act {
            query = query.filter(e::act.eq(act));
        }
        let numbers = query.load(self.db).map_err(DatabaseError::from)?;
        let mut page = Page::of(numbers, limit, |number| *number);
        if page.next.is_none() && from > 1 {
            page.next = Some(from);
        }
        Ok(page)
    }

    /// The numbers of the actions of a Party, on either side: each side has an index.
    fn actions_of(
        &mut self,
        party: PartyCode,
        act: Option<&str>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<i64, i64>, StoreError> {
        let section: Option<i16> = s::table
            .filter(s::party.eq(party.to_string()))
            .select(s::id)
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        let Some(section) = section else { return Ok(Page { items: Vec::new(), next: None }) };
        let side = || {
            let mut query = e::table
                .filter(e::entry_no.lt(before.unwrap_or(i64::MAX)))
                .order(e::entry_no.desc())
                .select(e::entry_no)
                .limit(limit.rows())
                .into_boxed();
            if let Some(act) = act {
                query = query.filter(e::act.eq(act.to_owned()));
            }
            query
        };
        let own = side().filter(e::section_id.eq(section)).load::<i64>(self.db);
        let mut numbers = own.map_err(DatabaseError::from)?;
        let other = side().filter(e::other_section_id.eq(section)).load::<i64>(self.db);
        numbers.extend(other.map_err(DatabaseError::from)?);
        numbers.sort_unstable_by(|one, other| other.cmp(one));
        Ok(Page::of(numbers, limit, |number| *number))
    }

    /// The entries with these numbers, newest first.
    pub(crate) fn entries(&mut self, numbers: &[i64]) -> Result<Vec<Action>, StoreError> {
        let rows: Vec<Row> = e::table
            .left_join(s::table.on(s::id.nullable().eq(e::other_section_id)))
            .filter(e::entry_no.eq_any(numbers.to_vec()))
            .order(e::entry_no.desc())
            .select((
                e::entry_no,
                e::log_index,
                e::act,
                e::occurred_at,
                e::recorded_at,
                e::facts,
                s::party.nullable(),
            ))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut actions = rows.into_iter().map(action).collect::<Result<Vec<_>, _>>()?;
        self.tell_beneficiaries(&mut actions)?;
        Ok(actions)
    }

    /// Adds for whose benefit units ended, where that is published. Few acts name anybody.
    fn tell_beneficiaries(&mut self, actions: &mut [Action]) -> Result<(), StoreError> {
        let names = |action: &&mut Action| action.committed.contains_key("beneficiary");
        let mut naming: Vec<_> = actions.iter_mut().filter(names).collect();
        if naming.is_empty() {
            return Ok(());
        }
        let numbers: Vec<i64> = naming.iter().map(|action| action.entry).collect();
        let rows: Vec<(i64, String, Option<String>, Option<String>)> = b::table
            .filter(b::entry_no.eq_any(numbers))
            .select((b::entry_no, b::name, b::country, b::remark))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        for (entry, name, country, remark) in rows {
            let published = beneficiary(&name, country.as_deref(), remark.as_deref())?;
            for action in naming.iter_mut().filter(|action| action.entry == entry) {
                action.beneficiary = Some(published.clone());
            }
        }
        Ok(())
    }
}

/// What of a leaf is read here.
#[derive(Deserialize)]
struct Leaf {
    v: u8,
    #[serde(default)]
    blocks: Vec<ActionBlock>,
    #[serde(default)]
    commit: BTreeMap<String, String>,
    #[serde(default)]
    facts: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    party: Option<PartyCode>,
}

pub(crate) fn action(row: Row) -> Result<Action, DatabaseError> {
    let (entry, log_index, act, occurred, recorded, leaf, other_party) = row;
    let leaf: Option<Leaf> = leaf.map(serde_json::from_value).and_then(Result::ok);
    let leaf = leaf.filter(|leaf| leaf.v == LEAF_VERSION).ok_or_else(|| unreadable("leaf"))?;
    let first_transfer = act == "first-transfer"
        || leaf.facts.get("first_transfer").and_then(serde_json::Value::as_bool) == Some(true);
    Ok(Action {
        entry,
        log_index: index(log_index)?,
        act,
        party: leaf.party,
        other_party: other_party.map(|code| parsed(&code, "Party")).transpose()?,
        occurred: occurred.to_jiff(),
        recorded: recorded.to_jiff(),
        first_transfer,
        blocks: leaf.blocks,
        facts: leaf.facts,
        committed: leaf.commit,
        beneficiary: None,
    })
}
