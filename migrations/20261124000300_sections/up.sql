-- Sections: each Party's room in the registry, with the serials its registry has allotted and the
-- implementation periods of its NDC.
CREATE TABLE registry.section (
    id           smallint NOT NULL,
    party        text     NOT NULL,
    registry_id  text     NOT NULL,
    name         text     NOT NULL,
    opened_entry bigint   NOT NULL,
    last_serial  bigint   NOT NULL DEFAULT 0,
    accounts_opened integer NOT NULL DEFAULT 0,

    PRIMARY KEY (id),
    CONSTRAINT one_section_for_each_party UNIQUE (party),
    CONSTRAINT one_section_for_each_registry UNIQUE (registry_id),
    CONSTRAINT sections_count_from_one CHECK (id >= 1),
    CONSTRAINT party_is_three_capital_letters CHECK (party ~ '^[A-Z]{3}$'),
    CONSTRAINT registry_is_two_or_three_letters_and_two_digits
        CHECK (registry_id ~ '^(UN|[A-Z]{3})[0-9]{2}$'),
    -- One serial stays free above the highest, so that "the next one" is always a number.
    CONSTRAINT serials_lie_between_one_and_the_highest
        CHECK (last_serial BETWEEN 0 AND 9223372036854775806)
) WITH (fillfactor = 50);
COMMENT ON TABLE registry.section IS 'Each Party''s room in the registry.';
COMMENT ON COLUMN registry.section.id IS 'The number of the section, from 1.';
COMMENT ON COLUMN registry.section.party IS 'The alpha-3 code of the Party.';
COMMENT ON COLUMN registry.section.registry_id IS
    'The Party ITMO registry ID under which units are issued here.';
COMMENT ON COLUMN registry.section.name IS 'What people call the Party.';
COMMENT ON COLUMN registry.section.opened_entry IS 'The entry that opened the section.';
COMMENT ON COLUMN registry.section.accounts_opened IS
    'How many accounts it has opened: account numbers count on from here.';
COMMENT ON COLUMN registry.section.last_serial IS
    'The highest serial allotted by this registry, whatever the series; 0 before the first.';

CREATE TABLE registry.ndc_period (
    section_id  smallint NOT NULL,
    first_year  integer  NOT NULL,
    last_year   integer  NOT NULL,
    since_entry bigint   NOT NULL,

    PRIMARY KEY (section_id, first_year),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT period_has_at_least_one_year CHECK (first_year <= last_year)
);
COMMENT ON TABLE registry.ndc_period IS 'The implementation periods of a Party''s NDC.';
COMMENT ON COLUMN registry.ndc_period.section_id IS 'The Party''s section.';
COMMENT ON COLUMN registry.ndc_period.first_year IS 'The first calendar year of the period.';
COMMENT ON COLUMN registry.ndc_period.last_year IS 'The last calendar year of the period.';
COMMENT ON COLUMN registry.ndc_period.since_entry IS 'The entry that recorded the period.';
