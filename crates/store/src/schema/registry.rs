//! Generated from the schema `registry` of the database.

diesel::table! {
    /// Places inside a section, in which units lie.
    registry.account (id) {
        /// The identifier of the account.
        id -> Uuid,
        /// The number by which people know it, with its check digits.
        number -> Text,
        /// The section it belongs to.
        section_id -> Int2,
        /// The code of its kind (nomenclature, table 52; R and OUT are ours): all but 100 and OUT
        /// are ends.
        kind -> Text,
        /// Who holds it: party, entity, adaptation-fund, pending or outside.
        holder_kind -> Text,
        /// The number of the entity that holds it, or the registry outside that it stands for.
        entity_id -> Nullable<Text>,
        /// What its units measure: GHG, or the name of a non-GHG metric.
        metric -> Text,
        /// The calendar year of use, for an account of kind 200.
        year_of_use -> Nullable<Int2>,
        /// The name that its people know it by.
        name -> Text,
        /// The entry that opened it.
        opened_entry -> Int8,
    }
}

diesel::table! {
    /// Cooperative approaches.
    registry.approach (id) {
        /// The cooperative approach ID, for example CA0005.
        id -> Text,
        /// The section that recorded it.
        section_id -> Int2,
        /// Its title.
        title -> Text,
        /// The alpha-3 codes of the Parties that take part.
        parties -> Array<Text>,
        /// The entry that recorded it.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// What Parties authorize their mitigation outcomes to be used for: every version, for good.
    registry.authorization (no, version) {
        /// The number of the authorization, the same for all its versions, counted over all
        /// sections.
        no -> Int4,
        /// The section of the authorizing Party.
        section_id -> Int2,
        /// The authorization ID, which the Party gives.
        authorization_id -> Text,
        /// The version, from 1.
        version -> Int4,
        /// The cooperative approach.
        approach -> Text,
        /// What it says. Conditions and entities are for the section; all else is published.
        terms -> Jsonb,
        /// The entry that recorded this version.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// How much of an authorization is used up, over all its versions.
    registry.authorization_use (no) {
        /// The number of the authorization.
        no -> Int4,
        /// The section of the authorizing Party.
        section_id -> Int2,
        /// The units first transferred under it so far.
        first_transferred -> Int8,
    }
}

diesel::table! {
    /// For whose benefit units were used or cancelled: published only after a review.
    registry.beneficiary (entry_no) {
        /// The entry of the use or the cancellation.
        entry_no -> Int8,
        /// The section that used or cancelled.
        section_id -> Int2,
        /// The name of the beneficiary.
        name -> Text,
        /// Its country, alpha-3.
        country -> Nullable<Text>,
        /// A remark.
        remark -> Nullable<Text>,
        /// publish or withhold; nothing before the review.
        verdict -> Nullable<Text>,
        /// Why, for the section.
        reason -> Nullable<Text>,
        /// The entry of the review.
        reviewed_entry -> Nullable<Int8>,
    }
}

diesel::table! {
    /// That somebody agreed to a proposal which waits: the second person, and the receiver.
    registry.consent (proposal_id, by_whom) {
        /// The proposal.
        proposal_id -> Uuid,
        /// As what they agreed: approver or receiver.
        by_whom -> Text,
        /// The section that had proposed.
        section_id -> Int2,
        /// The person who agreed.
        person_id -> Uuid,
        /// The token that they used.
        token_id -> Uuid,
        /// Whether a person or a program used it.
        kind -> Text,
        /// The digest of what they were shown.
        shown -> Bytea,
        /// The entry that recorded it.
        entry_no -> Int8,
        /// The log index of its leaf.
        leaf_index -> Int8,
        /// When it was recorded.
        given_at -> Timestamptz,
        /// The proposal is not carried out before this moment.
        due_at -> Nullable<Timestamptz>,
        /// If it is not carried out by then, the proposal lapses.
        lapses_at -> Nullable<Timestamptz>,
        /// The proposal is not carried out without this section's acceptance.
        receiver_section_id -> Nullable<Int2>,
    }
}

diesel::table! {
    /// How Parties convert non-GHG metrics to t CO2 eq: every version, for good.
    registry.conversion (section_id, approach, metric, version) {
        /// The section of the Party.
        section_id -> Int2,
        /// The cooperative approach.
        approach -> Text,
        /// The name of the metric.
        metric -> Text,
        /// The version, from 1.
        version -> Int4,
        /// The method, in words.
        method -> Text,
        /// How many t CO2 eq one unit of the metric stands for, as it was written.
        factor -> Text,
        /// The entry that recorded this version.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// How a proposal ended: once.
    registry.decision (proposal_id) {
        /// The proposal.
        proposal_id -> Uuid,
        /// The section that had proposed.
        section_id -> Int2,
        /// How it ended, in one word.
        outcome -> Text,
        /// The person who decided; nobody, if time did.
        decided_by -> Nullable<Uuid>,
        /// The token that they used.
        decided_token -> Nullable<Uuid>,
        /// Whether a person or a program used it.
        decided_kind -> Nullable<Text>,
        /// The digest of what they were shown, if they approved it.
        shown -> Nullable<Bytea>,
        /// The first entry that came of it.
        first_entry -> Int8,
        /// The last entry that came of it.
        last_entry -> Int8,
        /// The log index of the last entry that came of it.
        leaf_index -> Int8,
        /// When it was decided.
        decided_at -> Timestamptz,
        /// Why it was not carried out.
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    /// What a Party declares of itself before it takes part: every version, for good.
    registry.declaration (section_id, kind, recorded_entry) {
        /// The Party's section.
        section_id -> Int2,
        /// A participation record with its six items, or an initial report.
        kind -> Text,
        /// The entry that recorded it.
        recorded_entry -> Int8,
        /// What was declared.
        content -> Jsonb,
    }
}

diesel::table! {
    /// The entities that a Party has authorized.
    registry.entity_authorization (no) {
        /// Its number, counted over all sections.
        no -> Int4,
        /// The section of the Party.
        section_id -> Int2,
        /// The number of the entity in its country of incorporation.
        entity_id -> Text,
        /// The cooperative approach.
        approach -> Text,
        /// What it says: the entity's name and country, its first and last day, its conditions.
        terms -> Jsonb,
        /// The entry that recorded it.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// The facts: what was decided, in the order in which it was.
    registry.entry (entry_no) {
        /// The number of the entry, from 1, without a gap.
        entry_no -> Int8,
        /// The index of its leaf in the log.
        log_index -> Int8,
        /// The section that acted; 0 for the desk of the secretariat.
        section_id -> Int2,
        /// The section on the other side, where there is one.
        other_section_id -> Nullable<Int2>,
        /// The act, in one word.
        act -> Text,
        /// When the registry recorded it.
        recorded_at -> Timestamptz,
        /// When it occurred: then, or earlier.
        occurred_at -> Timestamptz,
        /// What was decided. Its member "public" is published; the rest is for the sections
        /// concerned.
        content -> Jsonb,
    }
}

diesel::table! {
    /// What other sections want to send, if this one accepts.
    registry.incoming (proposal_id) {
        /// The sender's proposal.
        proposal_id -> Uuid,
        /// The section that is asked.
        section_id -> Int2,
        /// The section that wants to send.
        from_section_id -> Int2,
        /// The orders, all of them to this section.
        document -> Jsonb,
        /// SHA-256 of the orders as they are displayed: what the receiver accepts.
        digest -> Bytea,
        /// The entry since which it is asked.
        asked_entry -> Int8,
        /// When it was asked.
        asked_at -> Timestamptz,
        /// It is not carried out before this moment.
        due_at -> Timestamptz,
        /// It lapses if it is not accepted by then.
        lapses_at -> Timestamptz,
    }
}

diesel::table! {
    /// One row: what this database is for, and how far its schema has come.
    registry.installation (only_one) {
        /// Always true: there is one row.
        only_one -> Bool,
        /// production, demonstration or test: settled when the database is first migrated, for
        /// good.
        kind -> Text,
        /// The version of the last migration.
        schema_version -> Text,
        /// SHA-256 over the text of all migrations and replaceable parts, in hexadecimal digits.
        fingerprint -> Text,
        /// When the database was first migrated.
        made_at -> Timestamptz,
        /// When it was last migrated.
        migrated_at -> Timestamptz,
    }
}

diesel::table! {
    /// What Parties have told of the years of their NDCs: every version, for good.
    registry.inventory_year (section_id, year, version) {
        /// The section of the Party.
        section_id -> Int2,
        /// The calendar year.
        year -> Int2,
        /// The version, from 1. The last one counts.
        version -> Int4,
        /// Emissions and removals covered by the NDC, or the indicator.
        covered -> Nullable<Text>,
        /// The same for the portion of the NDC under para 10.
        portion -> Nullable<Text>,
        /// The year's part of the trajectory or of the budget.
        trajectory -> Nullable<Text>,
        /// Where the figures come from, in words.
        source -> Text,
        /// The entry that recorded this version.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// What was issued: a run of serials, and the attributes that these units keep for life.
    registry.issuance (no) {
        /// The number of the issuance.
        no -> Int8,
        /// The series.
        series_no -> Int8,
        /// The section of the issuing Party.
        section_id -> Int2,
        /// The first serial.
        first_serial -> Int8,
        /// The last serial.
        last_serial -> Int8,
        /// What one unit measures: GHG, or the name of a non-GHG metric.
        metric -> Text,
        /// Reductions, removals, or both.
        mitigation_type -> Text,
        /// The sector, of the common nomenclature.
        sector -> Text,
        /// The activity type, of the common nomenclature.
        activity_type -> Text,
        /// The units of another programme behind them; for the section.
        underlying -> Nullable<Jsonb>,
        /// The entry that issued them.
        entry_no -> Int8,
    }
}

diesel::table! {
    /// The implementation periods of a Party's NDC.
    registry.ndc_period (section_id, first_year) {
        /// The Party's section.
        section_id -> Int2,
        /// The first calendar year of the period.
        first_year -> Int4,
        /// The last calendar year of the period.
        last_year -> Int4,
        /// The entry that recorded the period.
        since_entry -> Int8,
        /// How the Party adjusts: T by a trajectory, V by averages, M over many years.
        method -> Nullable<Text>,
        /// What the NDC is measured in: GHG, or the name of a non-GHG metric.
        metric -> Nullable<Text>,
    }
}

diesel::table! {
    /// What somebody has proposed, which somebody else must approve.
    registry.proposal (id) {
        /// The identifier of the proposal.
        id -> Uuid,
        /// The section that proposes; 0 for the desk of the secretariat.
        section_id -> Int2,
        /// The section on the other side, where there is one.
        other_section_id -> Nullable<Int2>,
        /// The year in which its number counts.
        year -> Int2,
        /// Its number, counted per section and year from 1.
        number -> Int4,
        /// The orders as they are to be carried out, when they happened, and who proposed them.
        document -> Jsonb,
        /// How many orders there are.
        order_count -> Int4,
        /// SHA-256 of the orders as they are displayed: what the second person approves.
        digest -> Bytea,
        /// The person who proposed.
        proposed_by -> Uuid,
        /// The entry that recorded the proposal.
        proposed_entry -> Int8,
        /// When it was recorded.
        proposed_at -> Timestamptz,
        /// When it lapses, if nobody decides it before.
        lapses_at -> Timestamptz,
        /// The entity that it was proposed for by its representative; none where an officer
        /// proposed.
        entity_id -> Nullable<Text>,
        /// The proposal in whose place it stands; none where it stands for itself.
        replaces -> Nullable<Uuid>,
    }
}

diesel::table! {
    /// Which entries came of a request, by the key of its caller.
    registry.request_key (caller_id, key) {
        /// The caller, in whose name space the key is.
        caller_id -> Uuid,
        /// The key that the caller chose.
        key -> Text,
        /// A hash of what was asked: the same key asks for the same thing.
        fingerprint -> Bytea,
        /// The first entry that came of it.
        first_entry -> Int8,
        /// The last entry that came of it.
        last_entry -> Int8,
        /// The log index of the last entry.
        leaf_index -> Int8,
        /// The proposal that was made or carried out.
        proposal_id -> Uuid,
        /// The section that asked; 0 for the desk of the secretariat.
        section_id -> Int2,
        /// When the entries were recorded.
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    /// Units that a proposal holds fast until it is decided. A row goes when the proposal ends.
    registry.reservation (series_no, first_serial) {
        /// The series.
        series_no -> Int8,
        /// The first serial.
        first_serial -> Int8,
        /// The last serial.
        last_serial -> Int8,
        /// The proposal that holds them.
        proposal_id -> Uuid,
        /// The section in which they lie.
        section_id -> Int2,
    }
}

diesel::table! {
    /// The authorizations that their Parties have revoked.
    registry.revocation (no) {
        /// The number of the authorization.
        no -> Int4,
        /// The section of the authorizing Party.
        section_id -> Int2,
        /// The day of the revocation.
        revoked_on -> Date,
        /// Why it was revoked; for the section.
        reason -> Text,
        /// The entry that recorded it.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// Each Party's room in the registry.
    registry.section (id) {
        /// The number of the section, from 1.
        id -> Int2,
        /// The alpha-3 code of the Party.
        party -> Text,
        /// The Party ITMO registry ID under which units are issued here.
        registry_id -> Text,
        /// What people call the Party.
        name -> Text,
        /// The entry that opened the section.
        opened_entry -> Int8,
        /// The highest serial allotted by this registry, whatever the series; 0 before the first.
        last_serial -> Int8,
        /// How many accounts it has opened: account numbers count on from here.
        accounts_opened -> Int4,
        /// The newest day (UTC) on which a daily limit counted.
        spent_day -> Nullable<Date>,
        /// How many units were approved on that day to leave for other sections.
        spent_units -> Nullable<Int8>,
        /// The most units that one proposal sent to other sections, other registries or the Fund.
        largest_sent -> Int8,
        /// The most units that one proposal used, cancelled or retired.
        largest_ended -> Int8,
    }
}

diesel::table! {
    /// What a section has laid down for itself, since each change. The newest counts.
    registry.section_settings (section_id, since_entry) {
        /// The section.
        section_id -> Int2,
        /// The entry since which it counts.
        since_entry -> Int8,
        /// Terms, terms that count later, and trusted recipients.
        settings -> Jsonb,
    }
}

diesel::table! {
    /// All units with the same approach, registry, Party and vintage.
    registry.series (no) {
        /// The number of the series.
        no -> Int8,
        /// The cooperative approach.
        approach -> Text,
        /// The registry that allots the serials.
        registry_id -> Text,
        /// The first transferring Party.
        party -> Text,
        /// The year in which the mitigation occurred.
        vintage -> Int2,
        /// The section of that Party.
        section_id -> Int2,
    }
}

diesel::table! {
    /// Brakes: what is stopped, why, by whom, since when, and until when.
    registry.stop (id) {
        /// The identifier of the stop.
        id -> Uuid,
        /// The section that set it; 0 for the desk of the secretariat.
        section_id -> Int2,
        /// What it stops.
        target -> Jsonb,
        /// The section that it concerns, which sees it, if it concerns one.
        party_section_id -> Nullable<Int2>,
        /// The other section that it concerns.
        other_section_id -> Nullable<Int2>,
        /// Why.
        reason -> Text,
        /// The person who set it.
        set_by -> Uuid,
        /// The token that they used.
        set_token -> Uuid,
        /// Whether a person or a program used it.
        set_kind -> Text,
        /// The entry that set it.
        set_entry -> Int8,
        /// Since when it stops.
        since -> Timestamptz,
        /// When it ends by itself, if nobody lifts it before.
        until -> Nullable<Timestamptz>,
        /// The entry that lifted it.
        lifted_entry -> Nullable<Int8>,
    }
}

diesel::table! {
    /// Underlying units as they are compared: each may be behind one issuance only, in any
    /// section.
    registry.underlying (issuance_no) {
        /// The issuance that they are behind.
        issuance_no -> Int8,
        /// The section of the issuing Party.
        section_id -> Int2,
        /// The programme's registry, in capitals.
        registry -> Text,
        /// The text of the ids, in capitals, with a zero for each number.
        form -> Text,
        /// The lowest of each number of the ids, in order.
        low -> Array<Int8>,
        /// The highest of each number of the ids, in order.
        high -> Array<Int8>,
    }
}

diesel::table! {
    /// Units as they lie now: runs of serials of one series, with equal attributes, in one
    /// account.
    registry.unit_block (series_no, first_serial) {
        /// The series.
        series_no -> Int8,
        /// The first serial.
        first_serial -> Int8,
        /// The last serial.
        last_serial -> Int8,
        /// The account in which the units lie.
        account_id -> Uuid,
        /// The section of that account.
        section_id -> Int2,
        /// The issuance that made these units.
        issuance_no -> Int8,
        /// The version of the authorization under which they stand, if any.
        authorization_no -> Nullable<Int4>,
        /// The entry of their first transfer, if it has happened: it happens once.
        first_transfer_entry -> Nullable<Int8>,
        /// The entry that put them there.
        since_entry -> Int8,
        /// The log index of that entry.
        since_leaf -> Int8,
        /// When that occurred.
        since_occurred -> Timestamptz,
    }
}

diesel::table! {
    /// Units as they lay before: what each block was until an entry moved, split or changed it.
    registry.unit_block_past (series_no, first_serial, since_entry) {
        /// The series.
        series_no -> Int8,
        /// The first serial.
        first_serial -> Int8,
        /// The last serial.
        last_serial -> Int8,
        /// The account in which the units lay.
        account_id -> Uuid,
        /// The section of that account.
        section_id -> Int2,
        /// The issuance that made these units.
        issuance_no -> Int8,
        /// The version of the authorization under which they stood, if any.
        authorization_no -> Nullable<Int4>,
        /// The entry of their first transfer, if it had happened.
        first_transfer_entry -> Nullable<Int8>,
        /// The entry that had put them there.
        since_entry -> Int8,
        /// The log index of that entry.
        since_leaf -> Int8,
        /// When that had occurred.
        since_occurred -> Timestamptz,
        /// The entry that moved, split or changed the block.
        until_entry -> Int8,
        /// When that occurred.
        until_occurred -> Timestamptz,
    }
}

diesel::table! {
    /// The ends of calendar years in UTC: each once, in order, from the year of the first entry
    /// on.
    registry.year_end (year) {
        /// The year that was over.
        year -> Int2,
        /// The entry that says so.
        entry_no -> Int8,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    account,
    approach,
    authorization,
    authorization_use,
    beneficiary,
    consent,
    conversion,
    decision,
    declaration,
    entity_authorization,
    entry,
    incoming,
    installation,
    inventory_year,
    issuance,
    ndc_period,
    proposal,
    request_key,
    reservation,
    revocation,
    section,
    section_settings,
    series,
    stop,
    underlying,
    unit_block,
    unit_block_past,
    year_end,
}
