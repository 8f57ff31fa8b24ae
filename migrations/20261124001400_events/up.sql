-- What stands behind the leaves that are no entries: who did what with people, roles and tokens,
-- and the salt of the leaf's commitments. Append-only, and as confidential as the people in it.
CREATE TABLE identity.event (
    log_index   bigint      NOT NULL,
    kind        text        NOT NULL,
    section_id  smallint,
    content     jsonb       NOT NULL,
    recorded_at timestamptz NOT NULL,

    CONSTRAINT an_event_is_recorded_once PRIMARY KEY (log_index),
    CONSTRAINT an_event_is_a_leaf FOREIGN KEY (log_index) REFERENCES transparency.log_leaf,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT event_has_a_kind CHECK (kind <> '')
);
COMMENT ON TABLE identity.event IS
    'What happened besides the entries of the ledger: people, their roles and tokens.';
COMMENT ON COLUMN identity.event.log_index IS 'The index of its leaf in the log.';
COMMENT ON COLUMN identity.event.kind IS 'What kind of thing happened, in a word or two.';
COMMENT ON COLUMN identity.event.section_id IS
    'The section that it concerns; none for the secretariat and for what concerns a person alone.';
COMMENT ON COLUMN identity.event.content IS
    'Who did what to whom, and the salt with which the commitments of the leaf can be opened.';
COMMENT ON COLUMN identity.event.recorded_at IS 'When it was recorded.';
