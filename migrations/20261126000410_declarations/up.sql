-- What a Party declares of itself before it takes part: its participation record, and its initial
-- report. Each is kept; the newest of a kind counts.
CREATE TABLE registry.declaration (
    section_id     smallint NOT NULL,
    kind           text     NOT NULL,
    recorded_entry bigint   NOT NULL,
    content        jsonb    NOT NULL,

    CONSTRAINT a_declaration_is_recorded_once PRIMARY KEY (section_id, kind, recorded_entry),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT declaration_is_of_a_known_kind
        CHECK (kind IN ('participation', 'initial-report'))
);
COMMENT ON TABLE registry.declaration IS
    'What a Party declares of itself before it takes part: every version, for good.';
COMMENT ON COLUMN registry.declaration.section_id IS 'The Party''s section.';
COMMENT ON COLUMN registry.declaration.kind IS
    'A participation record with its six items, or an initial report.';
COMMENT ON COLUMN registry.declaration.recorded_entry IS 'The entry that recorded it.';
COMMENT ON COLUMN registry.declaration.content IS 'What was declared.';
