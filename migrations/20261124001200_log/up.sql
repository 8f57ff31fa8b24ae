-- The log. Its head is the last row of log_batch: a row that every batch updated would bloat under
-- any long snapshot. Both tables are append-only, and public by nature: a leaf holds commitments
-- where a Party may keep something to itself.
CREATE TABLE transparency.log_batch (
    batch_no                  bigint      NOT NULL,
    last_entry                bigint      NOT NULL,
    tree_size                 bigint      NOT NULL,
    frontier                  bytea       NOT NULL,
    last_section              smallint    NOT NULL,
    last_series               bigint      NOT NULL,
    last_issuance             bigint      NOT NULL,
    last_authorization        integer     NOT NULL,
    last_entity_authorization integer     NOT NULL,
    recorded_at               timestamptz NOT NULL,

    -- Compare and swap: who writes head + 1 second has decided on stale books, and is refused.
    CONSTRAINT a_head_is_followed_once PRIMARY KEY (batch_no),
    CONSTRAINT batches_count_from_zero CHECK (batch_no >= 0),
    CONSTRAINT every_entry_is_a_leaf CHECK (last_entry BETWEEN 0 AND tree_size),
    CONSTRAINT frontier_is_hashes_of_32_bytes CHECK (octet_length(frontier) % 32 = 0)
);
COMMENT ON TABLE transparency.log_batch IS
    'The heads of the log and of all counters, one for each batch: the last is how things stand.';
COMMENT ON COLUMN transparency.log_batch.batch_no IS
    'The number of the batch, without a gap; 0 is the empty log.';
COMMENT ON COLUMN transparency.log_batch.last_entry IS 'The highest entry number so far.';
COMMENT ON COLUMN transparency.log_batch.tree_size IS 'How many leaves the log has.';
COMMENT ON COLUMN transparency.log_batch.frontier IS
    'The hashes of the complete subtrees, largest first, from which the root follows.';
COMMENT ON COLUMN transparency.log_batch.last_section IS 'The highest number of a section so far.';
COMMENT ON COLUMN transparency.log_batch.last_series IS 'The highest number of a series so far.';
COMMENT ON COLUMN transparency.log_batch.last_issuance IS
    'The highest number of an issuance so far.';
COMMENT ON COLUMN transparency.log_batch.last_authorization IS
    'The highest number of an authorization''s version so far.';
COMMENT ON COLUMN transparency.log_batch.last_entity_authorization IS
    'The highest number of an entity''s authorization so far.';
COMMENT ON COLUMN transparency.log_batch.recorded_at IS 'When the batch was recorded.';

INSERT INTO transparency.log_batch VALUES (0, 0, 0, '', 0, 0, 0, 0, 0, clock_timestamp());

CREATE TABLE transparency.log_leaf (
    idx       bigint NOT NULL,
    entry_no  bigint,
    leaf_hash bytea  NOT NULL,
    leaf      text   NOT NULL,

    CONSTRAINT an_index_is_given_once PRIMARY KEY (idx),
    CONSTRAINT leaves_count_from_zero CHECK (idx >= 0),
    CONSTRAINT leaf_hash_is_sha_256 CHECK (octet_length(leaf_hash) = 32)
);
COMMENT ON TABLE transparency.log_leaf IS 'The leaves of the log.';
COMMENT ON COLUMN transparency.log_leaf.idx IS 'The index of the leaf, from 0, without a gap.';
COMMENT ON COLUMN transparency.log_leaf.entry_no IS
    'The entry that it records, if it records one: people and settings have leaves too.';
COMMENT ON COLUMN transparency.log_leaf.leaf_hash IS
    'Its hash in the tree (RFC 6962, section 2.1).';
COMMENT ON COLUMN transparency.log_leaf.leaf IS 'Its bytes: canonical JSON (RFC 8785).';
