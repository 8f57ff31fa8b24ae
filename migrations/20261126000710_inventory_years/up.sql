-- What Parties have told of the years of their NDCs: every version, for good. Figures are exact decimals
-- of either sign, so they are text, and no column of numbers rounds them.
-- Safe to run while the previous release serves: a new table only.
CREATE TABLE registry.inventory_year (
    section_id     smallint NOT NULL,
    year           smallint NOT NULL,
    version        integer  NOT NULL,
    covered        text,
    portion        text,
    trajectory     text,
    source         text     NOT NULL,
    recorded_entry bigint   NOT NULL,

    PRIMARY KEY (section_id, year, version),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT versions_count_from_one CHECK (version >= 1),
    CONSTRAINT some_figure_is_told
        CHECK (num_nonnulls(covered, portion, trajectory) >= 1),
    CONSTRAINT figures_are_plain_decimals CHECK (
        covered ~ '^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,18})?$'
        AND portion ~ '^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,18})?$'
        AND trajectory ~ '^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,18})?$'
    )
);
CREATE INDEX inventory_year_by_entry ON registry.inventory_year (recorded_entry);
COMMENT ON TABLE registry.inventory_year IS
    'What Parties have told of the years of their NDCs: every version, for good.';
COMMENT ON COLUMN registry.inventory_year.section_id IS 'The section of the Party.';
COMMENT ON COLUMN registry.inventory_year.year IS 'The calendar year.';
COMMENT ON COLUMN registry.inventory_year.version IS 'The version, from 1. The last one counts.';
COMMENT ON COLUMN registry.inventory_year.covered IS
    'Emissions and removals covered by the NDC, or the indicator.';
COMMENT ON COLUMN registry.inventory_year.portion IS
    'The same for the portion of the NDC under para 10.';
COMMENT ON COLUMN registry.inventory_year.trajectory IS
    'The year''s part of the trajectory or of the budget.';
COMMENT ON COLUMN registry.inventory_year.source IS 'Where the figures come from, in words.';
COMMENT ON COLUMN registry.inventory_year.recorded_entry IS 'The entry that recorded this version.';
