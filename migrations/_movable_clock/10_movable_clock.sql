-- A clock that can be moved, for demonstration and test databases. No part of a production
-- database: this folder is applied to the other kinds alone, and refuses to be applied to that
-- one.
DO $$
BEGIN
    IF (SELECT kind FROM registry.installation) NOT IN ('demonstration', 'test') THEN
        RAISE EXCEPTION 'the clock of a production database cannot be moved';
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS registry.clock_offset (
    only_one boolean  NOT NULL DEFAULT true,
    ahead    interval NOT NULL,

    PRIMARY KEY (only_one),
    CONSTRAINT there_is_one_clock CHECK (only_one)
);
COMMENT ON TABLE registry.clock_offset IS
    'One row: how far the clock of this database is ahead. Demonstration and test databases only.';
COMMENT ON COLUMN registry.clock_offset.only_one IS 'Always true: there is one row.';
COMMENT ON COLUMN registry.clock_offset.ahead IS 'By how much; its owner alone may change it.';

INSERT INTO registry.clock_offset (ahead) VALUES ('0') ON CONFLICT DO NOTHING;

GRANT SELECT ON registry.clock_offset
    TO itmo_section, itmo_secretariat, itmo_public, itmo_ledger, itmo_jobs, itmo_checker,
        itmo_guard;

CREATE OR REPLACE FUNCTION registry.now() RETURNS timestamptz
-- Not in SQL: with its look at a table it could not be inlined, and would be planned anew by every
-- statement.
LANGUAGE plpgsql VOLATILE PARALLEL SAFE AS $$
BEGIN
    RETURN clock_timestamp() + (SELECT ahead FROM registry.clock_offset);
END $$;
