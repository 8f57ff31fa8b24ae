//! Generated from the schema `reporting` of the database.

diesel::table! {
    /// x
    reporting.explanation (recorded_entry) {
        /// x
        section_id -> Int2,
        /// x
        party -> Text,
        /// x
        year -> Int2,
        /// x
        check_id -> Text,
        /// x
        words -> Text,
        /// x
        recorded_entry -> Int8,
    }
}

diesel::table! {
    /// x
    reporting.file (section_id, sha256) {
        /// x
        section_id -> Int2,
        /// x
        sha256 -> Bytea,
        /// x
        format -> Text,
        /// x
        year -> Int2,
        /// x
        major -> Int8,
        /// x
        minor -> Int8,
        /// x
        bytes -> Bytea,
    }
}

diesel::table! {
    /// x
    reporting.filing (section_id, year, major, minor) {
        /// x
        section_id -> Int2,
        /// x
        year -> Int2,
        /// x
        major -> Int8,
        /// x
        minor -> Int8,
        /// x
        file -> Bytea,
        /// x
        claims -> Jsonb,
        /// x
        recorded_entry -> Int8,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    explanation,
    file,
    filing,
}
