//! Generated from the schema `reporting` of the database.

diesel::table! {
    /// How Parties explain what does not agree in a report.
    reporting.explanation (recorded_entry) {
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
    /// Files of reports, byte for byte as they came.
    reporting.file (section_id, sha256) {
        /// The section whose report it is.
        section_id -> Int2,
        /// The hash of the bytes, by which it is named.
        sha256 -> Bytea,
        /// What kind of file it is, by its content.
        format -> Text,
        /// The calendar year that it says it reports.
        year -> Int2,
        /// The first part of the version that it says it has.
        major -> Int8,
        /// The second part of the version.
        minor -> Int8,
        /// The bytes.
        bytes -> Bytea,
        /// When it was handed in.
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    /// Reports that were filed: every version, for good.
    reporting.filing (section_id, year, major, minor) {
        /// The section of the Party.
        section_id -> Int2,
        /// The calendar year that is reported.
        year -> Int2,
        /// The first part of the version.
        major -> Int8,
        /// The second part of the version.
        minor -> Int8,
        /// The hash of the file.
        file -> Bytea,
        /// Which fields are kept back, and on what basis.
        claims -> Jsonb,
        /// The entry that filed this version.
        recorded_entry -> Int8,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    explanation,
    file,
    filing,
}
