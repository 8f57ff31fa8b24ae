//! Generated from the schema `transparency` of the database.

diesel::table! {
    /// The heads of the log and of all counters, one for each batch: the last is how things
    /// stand.
    transparency.log_batch (batch_no) {
        /// The number of the batch, without a gap; 0 is the empty log.
        batch_no -> Int8,
        /// The highest entry number so far.
        last_entry -> Int8,
        /// How many leaves the log has.
        tree_size -> Int8,
        /// The hashes of the complete subtrees, largest first, from which the root follows.
        frontier -> Bytea,
        /// The highest number of a section so far.
        last_section -> Int2,
        /// The highest number of a series so far.
        last_series -> Int8,
        /// The highest number of an issuance so far.
        last_issuance -> Int8,
        /// The highest number of an authorization's version so far.
        last_authorization -> Int4,
        /// The highest number of an entity's authorization so far.
        last_entity_authorization -> Int4,
        /// When the batch was recorded.
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    /// The leaves of the log.
    transparency.log_leaf (idx) {
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

diesel::allow_tables_to_appear_in_same_query! {
    log_batch,
    log_leaf,
}
