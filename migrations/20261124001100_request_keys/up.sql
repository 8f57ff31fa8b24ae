-- The keys by which callers make a request happen once, in their own name space. Append-only.
CREATE TABLE registry.request_key (
    caller_id   uuid        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    first_entry bigint      NOT NULL,
    last_entry  bigint      NOT NULL,
    leaf_index  bigint      NOT NULL,
    proposal_id uuid        NOT NULL,
    section_id  smallint    NOT NULL,
    recorded_at timestamptz NOT NULL,

    CONSTRAINT a_key_is_used_once PRIMARY KEY (caller_id, key),
    CONSTRAINT request_has_at_least_one_entry CHECK (first_entry <= last_entry)
);
COMMENT ON TABLE registry.request_key IS
    'Which entries came of a request, by the key of its caller.';
COMMENT ON COLUMN registry.request_key.caller_id IS 'The caller, in whose name space the key is.';
COMMENT ON COLUMN registry.request_key.key IS 'The key that the caller chose.';
COMMENT ON COLUMN registry.request_key.fingerprint IS
    'A hash of what was asked: the same key asks for the same thing.';
COMMENT ON COLUMN registry.request_key.first_entry IS 'The first entry that came of it.';
COMMENT ON COLUMN registry.request_key.last_entry IS 'The last entry that came of it.';
COMMENT ON COLUMN registry.request_key.leaf_index IS 'The log index of the last entry.';
COMMENT ON COLUMN registry.request_key.proposal_id IS
    'The proposal that was made or carried out.';
COMMENT ON COLUMN registry.request_key.section_id IS
    'The section that asked; 0 for the desk of the secretariat.';
COMMENT ON COLUMN registry.request_key.recorded_at IS 'When the entries were recorded.';
