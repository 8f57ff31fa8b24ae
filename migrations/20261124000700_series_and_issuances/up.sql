-- What units share: a series is (approach, registry, Party, vintage); an issuance made a run of its
-- serials, with the attributes they keep for life.
CREATE TABLE registry.series (
    no          bigint   NOT NULL,
    approach    text     NOT NULL,
    registry_id text     NOT NULL,
    party       text     NOT NULL,
    vintage     smallint NOT NULL,
    section_id  smallint NOT NULL,

    PRIMARY KEY (no),
    CONSTRAINT a_series_is_recorded_once UNIQUE (approach, registry_id, party, vintage),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT approach_is_known FOREIGN KEY (approach) REFERENCES registry.approach,
    CONSTRAINT vintage_is_2021_or_later CHECK (vintage >= 2021)
);
COMMENT ON TABLE registry.series IS
    'All units with the same approach, registry, Party and vintage.';
COMMENT ON COLUMN registry.series.no IS 'The number of the series.';
COMMENT ON COLUMN registry.series.approach IS 'The cooperative approach.';
COMMENT ON COLUMN registry.series.registry_id IS 'The registry that allots the serials.';
COMMENT ON COLUMN registry.series.party IS 'The first transferring Party.';
COMMENT ON COLUMN registry.series.vintage IS 'The year in which the mitigation occurred.';
COMMENT ON COLUMN registry.series.section_id IS 'The section of that Party.';

CREATE TABLE registry.issuance (
    no              bigint   NOT NULL,
    series_no       bigint   NOT NULL,
    section_id      smallint NOT NULL,
    first_serial    bigint   NOT NULL,
    last_serial     bigint   NOT NULL,
    metric          text     NOT NULL,
    mitigation_type text     NOT NULL,
    sector          text     NOT NULL,
    activity_type   text     NOT NULL,
    underlying      jsonb,
    entry_no        bigint   NOT NULL,

    PRIMARY KEY (no),
    CONSTRAINT a_serial_is_issued_once UNIQUE (series_no, first_serial),
    CONSTRAINT series_is_known FOREIGN KEY (series_no) REFERENCES registry.series,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT serials_start_at_one CHECK (first_serial >= 1),
    CONSTRAINT issuance_has_at_least_one_unit CHECK (first_serial <= last_serial),
    CONSTRAINT serials_end_at_the_highest CHECK (last_serial <= 9223372036854775806)
);
COMMENT ON TABLE registry.issuance IS
    'What was issued: a run of serials, and the attributes that these units keep for life.';
COMMENT ON COLUMN registry.issuance.no IS 'The number of the issuance.';
COMMENT ON COLUMN registry.issuance.series_no IS 'The series.';
COMMENT ON COLUMN registry.issuance.section_id IS 'The section of the issuing Party.';
COMMENT ON COLUMN registry.issuance.first_serial IS 'The first serial.';
COMMENT ON COLUMN registry.issuance.last_serial IS 'The last serial.';
COMMENT ON COLUMN registry.issuance.metric IS
    'What one unit measures: GHG, or the name of a non-GHG metric.';
COMMENT ON COLUMN registry.issuance.mitigation_type IS 'Reductions, removals, or both.';
COMMENT ON COLUMN registry.issuance.sector IS 'The sector, of the common nomenclature.';
COMMENT ON COLUMN registry.issuance.activity_type IS
    'The activity type, of the common nomenclature.';
COMMENT ON COLUMN registry.issuance.underlying IS
    'The units of another programme behind them; for the section.';
COMMENT ON COLUMN registry.issuance.entry_no IS 'The entry that issued them.';
