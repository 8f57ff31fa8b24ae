-- Stops: brakes that one person sets and two persons lift. A stop never moves units.
CREATE TABLE registry.stop (
    id               uuid        NOT NULL,
    section_id       smallint    NOT NULL,
    target           jsonb       NOT NULL,
    party_section_id smallint,
    other_section_id smallint,
    reason           text        NOT NULL,
    set_by           uuid        NOT NULL,
    set_token        uuid        NOT NULL,
    set_kind         text        NOT NULL,
    set_entry        bigint      NOT NULL,
    since            timestamptz NOT NULL,
    until            timestamptz,
    lifted_entry     bigint,

    PRIMARY KEY (id),
    CONSTRAINT a_stop_ends_after_it_begins CHECK (since < until),
    CONSTRAINT a_stop_is_lifted_after_it_is_set CHECK (set_entry < lifted_entry)
);
CREATE INDEX stop_that_is_on ON registry.stop (id) WHERE lifted_entry IS NULL;
COMMENT ON TABLE registry.stop IS
    'Brakes: what is stopped, why, by whom, since when, and until when.';
COMMENT ON COLUMN registry.stop.id IS 'The identifier of the stop.';
COMMENT ON COLUMN registry.stop.section_id IS
    'The section that set it; 0 for the desk of the secretariat.';
COMMENT ON COLUMN registry.stop.target IS 'What it stops.';
COMMENT ON COLUMN registry.stop.party_section_id IS
    'The section that it concerns, which sees it, if it concerns one.';
COMMENT ON COLUMN registry.stop.other_section_id IS 'The other section that it concerns.';
COMMENT ON COLUMN registry.stop.reason IS 'Why.';
COMMENT ON COLUMN registry.stop.set_by IS 'The person who set it.';
COMMENT ON COLUMN registry.stop.set_token IS 'The token that they used.';
COMMENT ON COLUMN registry.stop.set_kind IS 'Whether a person or a program used it.';
COMMENT ON COLUMN registry.stop.set_entry IS 'The entry that set it.';
COMMENT ON COLUMN registry.stop.since IS 'Since when it stops.';
COMMENT ON COLUMN registry.stop.until IS 'When it ends by itself, if nobody lifts it before.';
COMMENT ON COLUMN registry.stop.lifted_entry IS 'The entry that lifted it.';
