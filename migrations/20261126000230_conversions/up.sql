-- How Parties convert non-GHG metrics to t CO2 eq: every version, for good. The factor is kept as it
-- was written: its digits say how exact it is.
CREATE TABLE registry.conversion (
    section_id     smallint NOT NULL,
    approach       text     NOT NULL,
    metric         text     NOT NULL,
    version        integer  NOT NULL,
    method         text     NOT NULL,
    factor         text     NOT NULL,
    recorded_entry bigint   NOT NULL,

    PRIMARY KEY (section_id, approach, metric, version),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT approach_is_known FOREIGN KEY (approach) REFERENCES registry.approach,
    CONSTRAINT tonnes_need_no_conversion CHECK (metric <> 'GHG'),
    CONSTRAINT versions_count_from_one CHECK (version >= 1),
    CONSTRAINT factor_is_a_plain_decimal
        CHECK (factor ~ '^[0-9]{1,18}([.][0-9]{1,18})?$' AND factor ~ '[1-9]')
);
CREATE INDEX conversion_by_entry ON registry.conversion (recorded_entry);
COMMENT ON TABLE registry.conversion IS
    'How Parties convert non-GHG metrics to t CO2 eq: every version, for good.';
COMMENT ON COLUMN registry.conversion.section_id IS 'The section of the Party.';
COMMENT ON COLUMN registry.conversion.approach IS 'The cooperative approach.';
COMMENT ON COLUMN registry.conversion.metric IS 'The name of the metric.';
COMMENT ON COLUMN registry.conversion.version IS 'The version, from 1.';
COMMENT ON COLUMN registry.conversion.method IS 'The method, in words.';
COMMENT ON COLUMN registry.conversion.factor IS
    'How many t CO2 eq one unit of the metric stands for, as it was written.';
COMMENT ON COLUMN registry.conversion.recorded_entry IS 'The entry that recorded this version.';
