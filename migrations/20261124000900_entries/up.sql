-- Entries: the facts from which everything else is derived. Append-only: no login may update or
-- delete. No foreign keys on this path: `itmo verify` replays every entry.
CREATE TABLE registry.entry (
    entry_no         bigint      NOT NULL,
    log_index        bigint      NOT NULL,
    section_id       smallint    NOT NULL,
    other_section_id smallint,
    act              text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    occurred_at      timestamptz NOT NULL,
    content          jsonb       NOT NULL,

    CONSTRAINT an_entry_number_is_given_once PRIMARY KEY (entry_no),
    CONSTRAINT one_leaf_for_each_entry UNIQUE (log_index),
    CONSTRAINT entries_count_from_one CHECK (entry_no >= 1),
    CONSTRAINT leaves_count_from_zero CHECK (log_index >= 0),
    CONSTRAINT two_sections_are_different CHECK (section_id <> other_section_id),
    CONSTRAINT nothing_occurs_after_it_is_recorded CHECK (occurred_at <= recorded_at)
);
CREATE INDEX entry_by_section ON registry.entry (section_id, entry_no);
CREATE INDEX entry_by_other_section ON registry.entry (other_section_id, entry_no)
    WHERE other_section_id IS NOT NULL;
-- Entries come in the order of their times: a few ranges say where a moment lies, at almost no
-- cost.
CREATE INDEX entry_by_time ON registry.entry USING brin (recorded_at) WITH (autosummarize = on);
COMMENT ON TABLE registry.entry IS 'The facts: what was decided, in the order in which it was.';
COMMENT ON COLUMN registry.entry.entry_no IS 'The number of the entry, from 1, without a gap.';
COMMENT ON COLUMN registry.entry.log_index IS 'The index of its leaf in the log.';
COMMENT ON COLUMN registry.entry.section_id IS
    'The section that acted; 0 for the desk of the secretariat.';
COMMENT ON COLUMN registry.entry.other_section_id IS
    'The section on the other side, where there is one.';
COMMENT ON COLUMN registry.entry.act IS 'The act, in one word.';
COMMENT ON COLUMN registry.entry.recorded_at IS 'When the registry recorded it.';
COMMENT ON COLUMN registry.entry.occurred_at IS 'When it occurred: then, or earlier.';
COMMENT ON COLUMN registry.entry.content IS
    'What was decided. Its member "public" is published; the rest is for the sections concerned.';
