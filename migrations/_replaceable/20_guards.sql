-- What must see past the walls between sections: functions with the rights of a role that nobody
-- can log in as, and which tell no more than yes or no. Each costs two index descents for a row;
-- their plans outlive the day when a table was so small that reading it whole was cheaper.
GRANT USAGE, CREATE ON SCHEMA registry TO itmo_guard;
GRANT SELECT (series_no, first_serial, last_serial) ON registry.unit_block TO itmo_guard;
GRANT SELECT (series_no, first_serial, last_serial) ON registry.reservation TO itmo_guard;
GRANT SELECT (id, kind) ON registry.account TO itmo_guard;
SET LOCAL ROLE itmo_guard;

-- Two blocks never share a unit. The rows as they are after the statement: where every row ends
-- before the next begins, none overlap. The message names no numbers, for the other block may be in
-- a section that the caller must not know of.
CREATE OR REPLACE FUNCTION registry.unit_is_in_one_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM changed
        WHERE (
            SELECT below.last_serial FROM registry.unit_block AS below
            WHERE below.series_no = changed.series_no AND below.first_serial < changed.first_serial
            ORDER BY below.first_serial DESC LIMIT 1
        ) >= changed.first_serial
        OR (
            SELECT above.first_serial FROM registry.unit_block AS above
            WHERE above.series_no = changed.series_no AND above.first_serial > changed.first_serial
            ORDER BY above.first_serial LIMIT 1
        ) <= changed.last_serial
    ) THEN
        RAISE EXCEPTION 'a unit would be in two places'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'unit_is_in_one_place';
    END IF;
    RETURN NULL;
END $$;

-- The same for reservations: two proposals never hold the same unit.
CREATE OR REPLACE FUNCTION registry.unit_is_reserved_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM changed
        WHERE (
            SELECT below.last_serial FROM registry.reservation AS below
            WHERE below.series_no = changed.series_no AND below.first_serial < changed.first_serial
            ORDER BY below.first_serial DESC LIMIT 1
        ) >= changed.first_serial
        OR (
            SELECT above.first_serial FROM registry.reservation AS above
            WHERE above.series_no = changed.series_no AND above.first_serial > changed.first_serial
            ORDER BY above.first_serial LIMIT 1
        ) <= changed.last_serial
    ) THEN
        RAISE EXCEPTION 'a unit would be reserved twice'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'unit_is_reserved_once';
    END IF;
    RETURN NULL;
END $$;

-- Nothing leaves a terminal account, and nothing in it changes: a block there is never updated, and
-- never becomes past.
CREATE OR REPLACE FUNCTION registry.terminal_is_terminal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM before
        WHERE (SELECT kind FROM registry.account WHERE id = before.account_id)
            NOT IN ('100', 'OUT')
    ) THEN
        RAISE EXCEPTION 'units would leave a terminal account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'terminal_is_terminal';
    END IF;
    RETURN NULL;
END $$;

-- For a row of which a trigger's condition already says that it must not be.
CREATE OR REPLACE FUNCTION registry.refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'refused by %', TG_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

COMMENT ON FUNCTION registry.unit_is_in_one_place() IS 'Refuses blocks that overlap.';
COMMENT ON FUNCTION registry.unit_is_reserved_once() IS 'Refuses reservations that overlap.';
COMMENT ON FUNCTION registry.terminal_is_terminal() IS
    'Refuses to touch units in terminal accounts.';
COMMENT ON FUNCTION registry.refuse() IS 'Refuses what the trigger''s condition says.';
REVOKE ALL ON FUNCTION registry.unit_is_in_one_place(), registry.unit_is_reserved_once(),
    registry.terminal_is_terminal(), registry.refuse() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.unit_is_in_one_place(), registry.unit_is_reserved_once(),
    registry.terminal_is_terminal(), registry.refuse() TO itmo_owner;

SET LOCAL ROLE itmo_owner;
REVOKE CREATE ON SCHEMA registry FROM itmo_guard;
