//! Where a rule plays: the books, the section that acts, the moment; and the guards that acts
//! share.

use jiff::Timestamp;
use jiff::civil::Date;

use super::books::{Block, BlockKey, Books, PastBlock};
use super::entry::LeafBlock;
use super::order::OrderKind;
use super::refusal::Refusal;
use super::warning::Warning;
use crate::access::Officer;
use crate::account::{Account, AccountKind, AccountNumber, Holder};
use crate::adjustment::PeriodIsFinal;
use crate::approach::ApproachId;
use crate::beneficiary::{Beneficiary, RecordedBeneficiary};
use crate::participation::Participation;
use crate::party::PartyCode;
use crate::section::{Section, SectionNo};
use crate::serial::Serials;
use crate::unit::{Series, UnitRange};
use crate::vintage::{Year, Years};

/// The most blocks that one act may touch: its leaf must stay below 64 KiB.
pub(super) const BLOCKS_MAX: usize = 100;

/// What a Party does and the mechanism's section does not: it has no outcomes and no NDC of its own,
/// and declares nothing.
const FOR_PARTIES: [&str; 13] = [
    "authorize",
    "authorize-units",
    "explain-inconsistency",
    "file-report",
    "issue",
    "record-conversion",
    "record-initial-report",
    "record-inventory-year",
    "record-participation",
    "revoke-authorization",
    "set-adjustment-settings",
    "set-ndc-period",
    "use-towards-ndc",
];

/// The longest list that an order may hold: more than there are Parties.
const LIST_MAX: usize = 250;

/// A list that goes into a leaf is bounded, since the leaf is.
pub(super) fn bounded<T>(field: &'static str, list: &[T]) -> Result<(), Refusal> {
    if list.len() > LIST_MAX {
        return Err(Refusal::ListTooLong { field, most: LIST_MAX });
    }
    Ok(())
}

/// The books, the section that acts, and the moment.
pub(super) struct Scene<'b> {
    pub(super) books: &'b mut Books,
    pub(super) section: SectionNo,
    /// When it happens, which may be earlier than now.
    pub(super) occurred: Timestamp,
    /// When it is recorded: what counts for terms and stops.
    pub(super) now: Timestamp,
    /// Who proposed it.
    pub(super) by: Officer,
    /// What is done.
    pub(super) order: OrderKind,
    /// What it has moved.
    pub(super) moves: Vec<Moved>,
}

/// Units that an act brought from one account to another, or issued into one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Which units.
    pub units: UnitRange,
    /// Where they were; nowhere if they were just issued.
    pub from: Option<AccountNumber>,
    /// Where they are.
    pub to: AccountNumber,
}

/// What an act did: the public facts and blocks of its leaf, and what its leaf only commits to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effect {
    /// What happened to units.
    pub blocks: Vec<LeafBlock>,
    /// Facts for everybody.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// Facts for the section: the field and its text.
    pub private: Vec<(&'static str, String)>,
    /// The Party that acted.
    pub party: Option<PartyCode>,
    /// The other section that it touched.
    pub other_section: Option<SectionNo>,
    /// What it warns of.
    pub warnings: Vec<Warning>,
    /// From which account to which, for those who may know.
    pub moves: Vec<Moved>,
}

impl Effect {
    /// An effect of an act of this Party.
    pub(super) fn of(party: PartyCode) -> Self {
        Self { party: Some(party), ..Self::default() }
    }

    /// Adds a public fact.
    pub(super) fn fact(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Adds warnings. Their codes stand in the log.
    pub(super) fn warn(mut self, warnings: impl IntoIterator<Item = Warning>) -> Self {
        self.warnings.extend(warnings);
        if self.warnings.is_empty() {
            return self;
        }
        let codes: Vec<_> = self.warnings.iter().map(Warning::code).collect();
        self.fact("warnings", codes)
    }

    /// Adds a fact for the section alone.
    pub(super) fn private(mut self, field: &'static str, text: &(impl ToString + ?Sized)) -> Self {
        self.private.push((field, text.to_string()));
        self
    }
}

/// Proof that an account holds units which no other proposal reserves. Only [`Scene::held`] makes
/// one, and moving takes it by value.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) units: UnitRange,
    pub(super) parts: Vec<Part>,
}

/// What an act takes of one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) key: BlockKey,
    pub(super) block: Block,
    pub(super) taken: Serials,
}

impl Scene<'_> {
    /// The number of the entry that this act becomes.
    pub(super) fn entry(&self) -> i64 {
        self.books.head.entry.saturating_add(1)
    }

    /// The day on which the act happens, in UTC.
    pub(super) fn today(&self) -> Date {
        self.occurred.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// The day on which the act is recorded, in UTC.
    pub(super) fn recorded_on(&self) -> Date {
        self.now.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// The adjustments of a period of the section's Party may still change.
    pub(super) fn still_open(&self, section: &Section, period: Years) -> Result<(), Refusal> {
        match section.finality(period).and_then(|it| it.is_over(self.recorded_on())) {
            Some(PeriodIsFinal { party, period, last_day }) => {
                let last_day = last_day.to_string();
                Err(Refusal::PeriodIsFinal { party, period, last_day })
            }
            None => Ok(()),
        }
    }

    /// The section that acts; the secretariat's desk acts on no units. The section of a Party
    /// that has withdrawn can be read, and no more.
    pub(super) fn own(&self, order: &'static str) -> Result<&Section, Refusal> {
        let section = self.books.sections.get(&self.section);
        let section = section.ok_or(Refusal::WrongDesk { order })?;
        if section.party.is_mechanism() && FOR_PARTIES.contains(&order) {
            return Err(Refusal::NotForMechanism { order });
        }
        self.has_not_withdrawn(section.party)?;
        Ok(section)
    }

    /// Nothing is done by a Party, or goes to it, from the day of its withdrawal on.
    pub(super) fn has_not_withdrawn(&self, party: PartyCode) -> Result<(), Refusal> {
        match party.withdrew(self.today()) {
            Some(day) => Err(Refusal::PartyWithdrew { party, withdrawal: day.to_string() }),
            None => Ok(()),
        }
    }

    /// The Party has recorded its participation, before it moves ITMOs. The mechanism is no
    /// Party and has nothing to declare.
    pub(super) fn has_declared(section: &Section) -> Result<(), Refusal> {
        if section.party.is_mechanism() || section.participates().is_some() {
            return Ok(());
        }
        Err(Refusal::ParticipationMissing { party: section.party })
    }

    /// The Party has recorded its participation without a no, before it authorizes or uses.
    pub(super) fn participates(section: &Section) -> Result<(), Refusal> {
        Self::has_declared(section)?;
        match section.participates().and_then(Participation::first_no) {
            Some(item) => Err(Refusal::ParticipationDenied { party: section.party, item }),
            None => Ok(()),
        }
    }

    /// An account of any section.
    pub(super) fn account(&self, number: AccountNumber) -> Result<Account, Refusal> {
        let account = self.books.accounts.get(&number);
        account.cloned().ok_or(Refusal::AccountUnknown { account: number })
    }

    /// An account of the acting section; another section's is as unknown as none.
    fn own_account(&self, number: AccountNumber) -> Result<Account, Refusal> {
        let account = self.account(number)?;
        if account.section == self.section {
            Ok(account)
        } else {
            Err(Refusal::AccountUnknown { account: number })
        }
    }

    /// An account of the acting section that units of this series may leave.
    pub(super) fn source(&self, number: AccountNumber, series: Series) -> Result<Account, Refusal> {
        let account = self.own_account(number)?;
        if number.kind().is_terminal() {
            return Err(Refusal::TerminalAccount { account: number });
        }
        if number.kind() == AccountKind::Outside {
            return Err(Refusal::OutsideAccount { account: number });
        }
        // The Fund has no section: until its decisions can be recorded, nothing leaves its accounts.
        if account.holder == Holder::AdaptationFund {
            return Err(Refusal::FundAccount { account: number });
        }
        self.entity_current(&account.holder, Some(series.approach))?;
        Ok(account)
    }

    /// An account of the acting section, of the kind that the act needs.
    pub(super) fn destination(
        &self,
        number: AccountNumber,
        kind: AccountKind,
    ) -> Result<Account, Refusal> {
        let account = self.own_account(number)?;
        if number.kind() == kind {
            Ok(account)
        } else {
            Err(Refusal::WrongAccountKind { account: number, needed: kind.code() })
        }
    }

    /// An entity needs an authorization of this section that is current: one under the
    /// approach, where units come into it.
    pub(super) fn entity_current(
        &self,
        holder: &Holder,
        approach: Option<ApproachId>,
    ) -> Result<(), Refusal> {
        let Holder::Entity { entity } = holder else { return Ok(()) };
        let today = self.today();
        let current = self.books.entities.iter().any(|(_, recorded)| {
            let it = &recorded.authorization;
            recorded.section == self.section
                && it.entity == *entity
                && approach.is_none_or(|approach| it.approach == approach)
                && it.covers(today)
        });
        if current { Ok(()) } else { Err(Refusal::EntityNotAuthorized { entity: entity.clone() }) }
    }

    /// Units come to the Adaptation Fund by an act that says so, and by no other.
    pub(super) fn no_contribution(to: &Account, number: AccountNumber) -> Result<(), Refusal> {
        if to.holder == Holder::AdaptationFund {
            return Err(Refusal::ContributionOnly { account: number });
        }
        Ok(())
    }

    /// Units go only where their metric is.
    pub(super) fn same_metric(
        from: &Account,
        to: &Account,
        number: AccountNumber,
    ) -> Result<(), Refusal> {
        if from.metric == to.metric {
            Ok(())
        } else {
            Err(Refusal::MetricMismatch { account: number, metric: from.metric.clone() })
        }
    }

    /// The approach, in which the Party takes part.
    pub(super) fn takes_part(&self, party: PartyCode, approach: ApproachId) -> Result<(), Refusal> {
        let known = self.books.approaches.get(&approach);
        let known = known.ok_or(Refusal::ApproachUnknown { approach })?;
        // Every Party may host activities of the mechanism.
        if known.parties.contains(&party) || approach == ApproachId::ARTICLE_6_4 {
            Ok(())
        } else {
            Err(Refusal::NotInApproach { party, approach })
        }
    }

    /// The account holds all of these units, and no other proposal reserves any of them.
    pub(super) fn held(
        &self,
        number: AccountNumber,
        account: &Account,
        units: UnitRange,
    ) -> Result<Held, Refusal> {
        let not_held = Refusal::NotHeld { units, account: number };
        let mut parts = Vec::new();
        let mut found = 0_u64;
        for (key, block) in self.books.blocks_in(&units) {
            let whole = Serials::new(key.1, block.last);
            let taken = whole.and_then(|whole| whole.overlap(units.serials));
            let here = block.account == account.id && block.section == account.section;
            let (true, Some(taken)) = (here, taken) else {
                return Err(not_held);
            };
            found = found.saturating_add(taken.units().count());
            parts.push(Part { key, block, taken });
        }
        if found != units.units().count() {
            return Err(not_held);
        }
        if let Some((key, reservation)) = self.books.reservations_in(&units).next() {
            let reserved = Serials::new(key.1, reservation.last);
            let serials = reserved.and_then(|it| it.overlap(units.serials));
            let serials = serials.unwrap_or(units.serials);
            return Err(Refusal::Reserved { units: UnitRange { series: units.series, serials } });
        }
        if parts.len() > BLOCKS_MAX {
            return Err(Refusal::TooManyBlocks { units, most: BLOCKS_MAX });
        }
        self.not_before(&parts)?;
        Ok(Held { units, parts })
    }

    /// An act never happens before the units' previous one.
    fn not_before(&self, parts: &[Part]) -> Result<(), Refusal> {
        match parts.iter().map(|part| part.block.since_occurred).max() {
            Some(previous) if self.occurred < previous => Err(Refusal::OccurredTooEarly {
                occurred: super::entry::moment(self.occurred),
                previous: super::entry::moment(previous),
            }),
            _ => Ok(()),
        }
    }

    /// Keeps for whose benefit units end, until it is reviewed; the leaf commits to it.
    pub(super) fn keep_beneficiary(
        &mut self,
        beneficiary: Option<&Beneficiary>,
        effect: Effect,
    ) -> Effect {
        let Some(beneficiary) = beneficiary else { return effect };
        let (section, beneficiary) = (self.section, beneficiary.clone());
        let effect = effect.private("beneficiary", &beneficiary.committed());
        let recorded = RecordedBeneficiary { section, beneficiary, review: None };
        self.books.beneficiaries.set(self.entry(), recorded);
        effect
    }

    /// Moves held units to an account (perhaps their own), and changes their attributes. What
    /// stays behind keeps its place; what each block was until now is history.
    pub(super) fn move_to(
        &mut self,
        held: Held,
        from: AccountNumber,
        to: (AccountNumber, &Account),
        change: impl Fn(&mut Block),
    ) -> Result<Vec<LeafBlock>, Refusal> {
        let series = held.units.series;
        if let (AccountKind::UseTowardsNdc, Some(year)) = (to.0.kind(), to.1.year_of_use) {
            self.uses(to.0.party(), year)?;
        }
        if held.parts.iter().any(|part| is_first_transfer(&part.block, &change)) {
            self.first_transfers(series.party, series.vintage)?;
        }
        let leaving = self.account(from)?;
        held.parts
            .into_iter()
            .map(|part| {
                self.move_part(part, ((from, &leaving), to), &change)?;
                let units = UnitRange { series, serials: part.taken };
                self.moves.push(Moved { units, from: Some(from), to: to.0 });
                let whole = Serials::new(part.key.1, part.block.last);
                let of = whole.filter(|whole| *whole != part.taken);
                Ok(LeafBlock {
                    from: Some(from.into()),
                    of: of.map(|serials| UnitRange { series, serials }),
                    previous: Some(part.block.since_leaf.to_string()),
                    to: to.0.into(),
                    units,
                })
            })
            .collect()
    }

    /// Outcomes of the Party and of this vintage are first transferred, in whatever section: that
    /// changes the adjustments of the periods of both years, if they may change.
    pub(super) fn first_transfers(
        &mut self,
        party: PartyCode,
        vintage: Year,
    ) -> Result<(), Refusal> {
        self.adjusts(party, [vintage, Year::of(self.occurred)])?;
        self.note_itmo(party, vintage);
        Ok(())
    }

    /// The Party uses for this year: that changes the adjustments of its period, if they may change.
    fn uses(&mut self, party: PartyCode, year: Year) -> Result<(), Refusal> {
        self.adjusts(party, [year])?;
        self.note_itmo(party, year);
        Ok(())
    }

    /// No period with one of these years is final. A Party without a section here has none.
    fn adjusts<const YEARS: usize>(
        &self,
        party: PartyCode,
        years: [Year; YEARS],
    ) -> Result<(), Refusal> {
        let Some((_, section)) = self.books.section_of(party) else { return Ok(()) };
        let periods = section.ndc_periods.iter().map(|it| it.period.years());
        let mut touched = periods.filter(|it| years.iter().any(|year| it.contains(*year)));
        touched.try_for_each(|period| self.still_open(section, period))
    }

    /// From now on what the Party has told of the period of this year stays as it is.
    fn note_itmo(&mut self, party: PartyCode, year: Year) {
        let Some((number, section)) = self.books.section_of(party) else { return };
        if !section.itmo_years.contains(&year) {
            let mut section = section.clone();
            section.itmo_years.insert(year);
            self.books.sections.set(number, section);
        }
    }

    fn move_part(
        &mut self,
        part: Part,
        (from, to): ((AccountNumber, &Account), (AccountNumber, &Account)),
        change: impl Fn(&mut Block),
    ) -> Result<(), Refusal> {
        let Part { key, block, taken } = part;
        let (until_entry, until_occurred) = (self.entry(), self.occurred);
        self.books.past.push(PastBlock { key, block, until_entry, until_occurred });
        let now = Block {
            since_entry: self.entry(),
            since_leaf: self.books.head.log.size(),
            since_occurred: self.occurred,
            ..block
        };
        let whole = Serials::new(key.1, block.last);
        let (below, above) = whole.map_or((None, None), |whole| whole.without(taken));
        for rest in below.into_iter().chain(above) {
            self.books.blocks.set((key.0, rest.first()), Block { last: rest.last(), ..now });
        }
        let (last, account, section) = (taken.last(), to.1.id, to.1.section);
        let mut moved = Block { last, account, section, ..now };
        change(&mut moved);
        let before = self.books.state_of(&block, from);
        self.leads(Some(before), &moved, to)?;
        self.books.blocks.set((key.0, taken.first()), moved);
        Ok(())
    }
}

/// Whether a change of the block is its first transfer.
fn is_first_transfer(block: &Block, change: impl Fn(&mut Block)) -> bool {
    let mut after = *block;
    change(&mut after);
    block.first_transfer.is_none() && after.first_transfer.is_some()
}
