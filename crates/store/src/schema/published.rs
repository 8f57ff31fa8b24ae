//! Generated from the schema `published` of the database.

diesel::table! {
    /// Cooperative approaches.
    published.approach (id) {
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
    /// What Parties authorize, without what is confidential.
    published.authorization (no, version) {
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
        /// What of it is published.
        facts -> Nullable<Jsonb>,
        /// The entry that recorded this version.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// How much of an authorization is used up.
    published.authorization_use (no) {
        /// The number of the authorization.
        no -> Int4,
        /// The section of the authorizing Party.
        section_id -> Int2,
        /// The units first transferred under it so far.
        first_transferred -> Int8,
    }
}

diesel::table! {
    /// For whose benefit units were used or cancelled, where a review has published it.
    published.beneficiary (entry_no) {
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
        /// The entry of the review.
        reviewed_entry -> Nullable<Int8>,
    }
}

diesel::table! {
    /// How Parties convert non-GHG metrics to t CO2 eq.
    published.conversion (section_id, approach, metric, version) {
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
    /// What a Party declares of itself before it takes part: every version, for good.
    published.declaration (section_id, kind, recorded_entry) {
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
    /// The facts, without proposals and what is confidential.
    published.entry (entry_no) {
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
        /// What of it is published.
        facts -> Nullable<Jsonb>,
    }
}

diesel::table! {
    /// How Parties explain what does not agree in a report.
    published.explanation (recorded_entry) {
        /// The section that explains.
        section_id -> Int2,
        /// The Party whose report it is about.
        party -> Text,
        /// The year of that report.
        year -> Int2,
        /// The number of the check that fails.
        check_id -> Text,
        /// The explanation, in words.
        words -> Text,
        /// The entry that recorded it.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// Reports that were filed: every version, for good.
    published.filing (section_id, year, major, minor) {
        /// The section of the Party.
        section_id -> Int2,
        /// The calendar year that is reported.
        year -> Int2,
        /// The first part of the version.
        major -> Int8,
        /// The second part of the version.
        minor -> Int8,
        /// The entry that filed this version.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// What was issued, without what is confidential.
    published.issuance (no) {
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
        /// The entry that issued them.
        entry_no -> Int8,
    }
}

diesel::table! {
    /// The heads of the log.
    published.log_batch (batch_no) {
        /// The number of the batch, without a gap; 0 is the empty log.
        batch_no -> Int8,
        /// The highest entry number so far.
        last_entry -> Int8,
        /// How many leaves the log has.
        tree_size -> Int8,
        /// The hashes of the complete subtrees, largest first, from which the root follows.
        frontier -> Bytea,
        /// When the batch was recorded.
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    /// The leaves of the log.
    published.log_leaf (idx) {
        /// The index of the leaf, from 0, without a gap.
        idx -> Int8,
        /// The entry that it records, if it records one: people and settings have leaves too.
        entry_no -> Nullable<Int8>,
        /// Its hash in the tree (RFC 6962, section 2.1).
        leaf_hash -> Bytea,
        /// Its bytes: canonical JSON (RFC 8785).
        leaf -> Text,
    }
}

diesel::table! {
    /// The implementation periods of a Party's NDC.
    published.ndc_period (section_id, first_year) {
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
    /// What Parties have revoked, without their reasons.
    published.revocation (no) {
        /// The number of the authorization.
        no -> Int4,
        /// The section of the authorizing Party.
        section_id -> Int2,
        /// The day of the revocation.
        revoked_on -> Date,
        /// The entry that recorded it.
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// Each Party's room in the registry.
    published.section (id) {
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
    }
}

diesel::table! {
    /// All units with the same approach, registry, Party and vintage.
    published.series (no) {
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
    /// Units as they lie now, by kind of account.
    published.unit_block (series_no, first_serial) {
        /// The series.
        series_no -> Int8,
        /// The first serial.
        first_serial -> Int8,
        /// The last serial.
        last_serial -> Int8,
        /// The section of that account.
        section_id -> Int2,
        /// The kind of the account in which the units lie.
        account_kind -> Text,
        /// The calendar year of use, in an account of kind 200.
        year_of_use -> Nullable<Int2>,
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
    /// Units as they lay before, by kind of account.
    published.unit_block_past (series_no, first_serial, since_entry) {
        /// The series.
        series_no -> Int8,
        /// The first serial.
        first_serial -> Int8,
        /// The last serial.
        last_serial -> Int8,
        /// The section of that account.
        section_id -> Int2,
        /// The kind of the account in which the units lie.
        account_kind -> Text,
        /// The calendar year of use, in an account of kind 200.
        year_of_use -> Nullable<Int2>,
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
    /// Calendar years that have ended, and by which entry.
    published.year_end (year) {
        /// The year that was over.
        year -> Int2,
        /// The entry that says so.
        entry_no -> Int8,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    approach,
    authorization,
    authorization_use,
    beneficiary,
    conversion,
    declaration,
    entry,
    explanation,
    filing,
    issuance,
    log_batch,
    log_leaf,
    ndc_period,
    revocation,
    section,
    series,
    unit_block,
    unit_block_past,
    year_end,
}
