-- Underlying units, each behind one issuance only, in whatever section, for good. An id is a text with
-- up to sixteen numbers; a run of ids reaches in each number from low to high, and two runs share an
-- id where all these reaches meet. A number that is not there is without bounds, and meets any.
CREATE EXTENSION btree_gist WITH SCHEMA public;

CREATE TABLE registry.underlying (
    issuance_no bigint   NOT NULL,
    section_id  smallint NOT NULL,
    registry    text     NOT NULL,
    form        text     NOT NULL,
    low         bigint[] NOT NULL,
    high        bigint[] NOT NULL,

    PRIMARY KEY (issuance_no),
    CONSTRAINT issuance_is_known FOREIGN KEY (issuance_no) REFERENCES registry.issuance,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT each_number_reaches_from_low_to_high
        CHECK (cardinality(low) = cardinality(high) AND cardinality(low) <= 16
            AND array_position(low, NULL) IS NULL AND array_position(high, NULL) IS NULL),
    CONSTRAINT underlying_units_are_behind_one_issuance EXCLUDE USING gist (
        registry WITH =,
        form WITH =,
        int8range(low[1], high[1], '[]') WITH &&,
        int8range(low[2], high[2], '[]') WITH &&,
        int8range(low[3], high[3], '[]') WITH &&,
        int8range(low[4], high[4], '[]') WITH &&,
        int8range(low[5], high[5], '[]') WITH &&,
        int8range(low[6], high[6], '[]') WITH &&,
        int8range(low[7], high[7], '[]') WITH &&,
        int8range(low[8], high[8], '[]') WITH &&,
        int8range(low[9], high[9], '[]') WITH &&,
        int8range(low[10], high[10], '[]') WITH &&,
        int8range(low[11], high[11], '[]') WITH &&,
        int8range(low[12], high[12], '[]') WITH &&,
        int8range(low[13], high[13], '[]') WITH &&,
        int8range(low[14], high[14], '[]') WITH &&,
        int8range(low[15], high[15], '[]') WITH &&,
        int8range(low[16], high[16], '[]') WITH &&
    )
);
COMMENT ON TABLE registry.underlying IS
    'Underlying units as they are compared: each may be behind one issuance only, in any section.';
COMMENT ON COLUMN registry.underlying.issuance_no IS 'The issuance that they are behind.';
COMMENT ON COLUMN registry.underlying.section_id IS 'The section of the issuing Party.';
COMMENT ON COLUMN registry.underlying.registry IS 'The programme''s registry, in capitals.';
COMMENT ON COLUMN registry.underlying.form IS
    'The text of the ids, in capitals, with a zero for each number.';
COMMENT ON COLUMN registry.underlying.low IS 'The lowest of each number of the ids, in order.';
COMMENT ON COLUMN registry.underlying.high IS 'The highest of each number of the ids, in order.';
