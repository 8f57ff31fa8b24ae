//! All submissions that take part in a comparison: the newest of each Party and year.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::x01::{Direction, other_party};
use crate::aef::{ActionRow, Aef, AuthorizationRow, CONFIDENTIAL, HoldingRow, Place, TableId};
use crate::approach::{ApproachId, Participants};
use crate::authorization::AuthorizationId;
use crate::party::PartyCode;
use crate::serial::Serials;
use crate::unit::Series;
use crate::vintage::Year;

/// The index of a submission in the corpus.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Filing(pub(super) usize);

/// A row that is about units.
#[derive(Clone, Copy, Debug)]
pub(super) enum UnitRow<'c> {
    Action(&'c ActionRow),
    Holding(&'c HoldingRow),
}

/// Where units stand in a submission.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention<'c> {
    pub(super) filing: Filing,
    pub(super) serials: Serials,
    pub(super) row: UnitRow<'c>,
}

/// All mentions of a series, by their first serial: a tree whose root is the one in the middle, and
/// so on in both halves. One issuance may be mentioned with thousands of its parts, so that looking
/// from one end would find its parts only behind all others.
#[derive(Default)]
struct SeriesMentions<'c> {
    mentions: Vec<Mention<'c>>,
    /// For each mention, how far those of the half that it is the middle of reach.
    reach: Vec<u64>,
}

/// A Party's authorizations, and the rows about each.
type Authorizations<'c> = BTreeMap<&'c AuthorizationId, Vec<(Filing, &'c AuthorizationRow)>>;

/// The submissions, and where they say what.
pub struct Corpus<'c> {
    aefs: Vec<&'c Aef>,
    by_key: BTreeMap<(PartyCode, Year), Filing>,
    series: BTreeMap<Series, SeriesMentions<'c>>,
    authorizations: BTreeMap<PartyCode, Authorizations<'c>>,
    /// Who reports to have sent to a Party in a year, or to have got from it.
    facing: BTreeMap<(PartyCode, Year), BTreeSet<(PartyCode, Direction)>>,
    participants: BTreeMap<ApproachId, Participants>,
    entities: BTreeSet<&'c str>,
    /// Under which approaches a number of an entity is kept back.
    masked_entities: BTreeSet<ApproachId>,
    /// Whether these are all submissions that there are.
    is_complete: bool,
}

impl<'c> UnitRow<'c> {
    pub(super) fn outcome(self) -> &'c crate::aef::Outcome {
        match self {
            Self::Action(row) => &row.outcome,
            Self::Holding(row) => &row.outcome,
        }
    }

    /// The row as a whole.
    pub(super) fn place(self) -> Place {
        match self {
            Self::Action(row) => Place { table: TableId::Actions, row: row.at, field: None },
            Self::Holding(row) => Place { table: TableId::Holdings, row: row.at, field: None },
        }
    }

    /// A field that both tables have, by its number in Table 4.
    pub(super) fn shared(self, field: u8) -> Place {
        let offset = if let Self::Action(_) = self { 3 } else { 0 };
        Place { field: Some(field.saturating_add(offset)), ..self.place() }
    }
}

impl<'c> Corpus<'c> {
    /// Puts submissions together. Of several of one Party and year the newest counts.
    pub fn new(aefs: impl IntoIterator<Item = &'c Aef>) -> Self {
        let mut newest: BTreeMap<(PartyCode, Year), &Aef> = BTreeMap::new();
        for aef in aefs {
            let kept = newest.entry((aef.submission.party, aef.submission.year)).or_insert(aef);
            if kept.submission.version < aef.submission.version {
                *kept = aef;
            }
        }
        let mut corpus = Self {
            aefs: newest.values().copied().collect(),
            by_key: BTreeMap::new(),
            series: BTreeMap::new(),
            authorizations: BTreeMap::new(),
            facing: BTreeMap::new(),
            participants: BTreeMap::new(),
            entities: BTreeSet::new(),
            masked_entities: BTreeSet::new(),
            is_complete: true,
        };
        for (index, (key, aef)) in newest.into_iter().enumerate() {
            corpus.by_key.insert(key, Filing(index));
            corpus.add(Filing(index), aef);
        }
        for found in corpus.series.values_mut() {
            found.sort();
        }
        corpus
    }

    /// The same of some submissions, of which it is not known that there are no others: a few files.
    pub fn of_some(aefs: impl IntoIterator<Item = &'c Aef>) -> Self {
        Self { is_complete: false, ..Self::new(aefs) }
    }

    /// Whether what a Party reported in the years before this one is known.
    pub(super) fn knows_before(&self, party: PartyCode, year: Year) -> bool {
        let before = Year::new(year.number().saturating_sub(1)).ok();
        self.is_complete || before.is_some_and(|it| self.of(party, it).is_some())
    }

    fn add(&mut self, filing: Filing, aef: &'c Aef) {
        let party = aef.submission.party;
        for row in &aef.authorizations {
            let own = self.authorizations.entry(party).or_default();
            own.entry(&row.id).or_default().push((filing, row));
            self.participants.entry(row.approach).or_default().add(party, &row.parties);
        }
        self.entities.extend(aef.entities.iter().map(|row| &*row.number));
        let masked = aef.entities.iter().filter(|row| &*row.number == CONFIDENTIAL);
        self.masked_entities.extend(masked.map(|row| row.approach));
        for (other, direction) in aef.actions.iter().filter_map(other_party) {
            let key = (other, aef.submission.year);
            self.facing.entry(key).or_default().insert((party, direction));
        }
        let actions = aef.actions.iter().map(UnitRow::Action);
        for row in actions.chain(aef.holdings.iter().map(UnitRow::Holding)) {
            let units = row.outcome().units;
            let mention = Mention { filing, serials: units.serials, row };
            self.series.entry(units.series).or_default().mentions.push(mention);
        }
    }

    /// Each submission, by Party and year.
    pub fn filings(&self) -> impl Iterator<Item = Filing> {
        (0..self.aefs.len()).map(Filing)
    }

    /// A submission. Whoever has its index has it from this corpus.
    #[expect(clippy::indexing_slicing, reason = "an index is made by the corpus alone")]
    pub fn aef(&self, filing: Filing) -> &'c Aef {
        self.aefs[filing.0]
    }

    /// The submission of a Party for a year.
    pub fn of(&self, party: PartyCode, year: Year) -> Option<Filing> {
        self.by_key.get(&(party, year)).copied()
    }

    /// The submissions of a Party, oldest year first.
    pub(super) fn all_of(&self, party: PartyCode) -> impl DoubleEndedIterator<Item = &'c Aef> {
        let from = self.by_key.range((party, Year::LOWEST)..);
        let own: Vec<_> = from.take_while(move |((it, _), _)| *it == party).collect();
        own.into_iter().map(|(_, filing)| self.aef(*filing))
    }

    /// All versions of an authorization that a Party has reported, in whatever year.
    pub(super) fn versions(
        &self,
        party: PartyCode,
        id: &AuthorizationId,
    ) -> &[(Filing, &'c AuthorizationRow)] {
        let found = self.authorizations.get(&party).and_then(|own| own.get(id));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// Who reports for a year to have sent to a Party, or to have got from it.
    pub(super) fn facing(
        &self,
        party: PartyCode,
        year: Year,
    ) -> impl Iterator<Item = (PartyCode, Direction)> {
        self.facing.get(&(party, year)).into_iter().flatten().copied()
    }

    pub(super) fn participants(&self, approach: ApproachId) -> Option<&Participants> {
        self.participants.get(&approach)
    }

    /// Whether an entity is reported: by its number, or perhaps by one that is kept back.
    pub(super) fn may_have_entity(&self, number: &str, approach: ApproachId) -> bool {
        self.entities.contains(number) || self.masked_entities.contains(&approach)
    }

    /// All mentions of units of a series that overlap a run.
    pub(super) fn overlapping(
        &self,
        series: Series,
        run: Serials,
    ) -> impl Iterator<Item = Mention<'c>> {
        let found = self.series.get(&series).map(|of_series| of_series.overlapping(run));
        found.into_iter().flatten()
    }
}

impl<'c> SeriesMentions<'c> {
    fn sort(&mut self) {
        self.mentions.sort_by_key(|it| (it.serials.first(), it.serials.last(), it.filing));
        self.reach = vec![0; self.mentions.len()];
        self.measure(0..self.mentions.len());
    }

    /// Notes how far the mentions of a part reach, and says it.
    fn measure(&mut self, part: Range<usize>) -> u64 {
        let Some((below, middle, above)) = halves(part) else { return 0 };
        let own = self.mentions.get(middle).map_or(0, |it| it.serials.last().number());
        let furthest = own.max(self.measure(below)).max(self.measure(above));
        if let Some(reach) = self.reach.get_mut(middle) {
            *reach = furthest;
        }
        furthest
    }

    /// In the order of their first serials.
    fn overlapping(&self, run: Serials) -> Vec<Mention<'c>> {
        let mut found = Vec::new();
        self.collect(0..self.mentions.len(), run, &mut found);
        found
    }

    fn collect(&self, part: Range<usize>, run: Serials, found: &mut Vec<Mention<'c>>) {
        let Some((below, middle, above)) = halves(part) else { return };
        let (Some(mention), Some(reach)) = (self.mentions.get(middle), self.reach.get(middle))
        else {
            return;
        };
        if *reach < run.first().number() {
            return;
        }
        self.collect(below, run, found);
        if mention.serials.first() > run.last() {
            return;
        }
        if mention.serials.last() >= run.first() {
            found.push(*mention);
        }
        self.collect(above, run, found);
    }
}

/// What lies below the middle of a part, the middle, and what lies above; nothing of an empty part.
fn halves(part: Range<usize>) -> Option<(Range<usize>, usize, Range<usize>)> {
    let length = part.end.checked_sub(part.start).filter(|length| *length > 0)?;
    let middle = part.start.saturating_add(length.div_euclid(2));
    Some((part.start..middle, middle, middle.saturating_add(1)..part.end))
}
