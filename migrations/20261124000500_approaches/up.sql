-- Cooperative approaches, which Parties share: one section records one, its Parties use it.
CREATE TABLE registry.approach (
    id             text     NOT NULL,
    section_id     smallint NOT NULL,
    title          text     NOT NULL,
    parties        text[]   NOT NULL,
    recorded_entry bigint   NOT NULL,

    CONSTRAINT an_approach_is_recorded_once PRIMARY KEY (id),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT approach_is_ca_and_four_digits CHECK (id ~ '^CA[0-9]{4}$'),
    CONSTRAINT parties_are_named CHECK (array_position(parties, NULL) IS NULL)
);
COMMENT ON TABLE registry.approach IS 'Cooperative approaches.';
COMMENT ON COLUMN registry.approach.id IS 'The cooperative approach ID, for example CA0005.';
COMMENT ON COLUMN registry.approach.section_id IS 'The section that recorded it.';
COMMENT ON COLUMN registry.approach.title IS 'Its title.';
COMMENT ON COLUMN registry.approach.parties IS 'The alpha-3 codes of the Parties that take part.';
COMMENT ON COLUMN registry.approach.recorded_entry IS 'The entry that recorded it.';
