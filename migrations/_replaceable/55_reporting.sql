-- What a Party needs for its reports of units that lie, or were issued, in another section. The
-- functions ask for the section of whoever calls, and tell of its own units alone; they answer in
-- the scope of one or two sections, as the policies do.
GRANT USAGE, CREATE ON SCHEMA registry TO itmo_guard;
GRANT SELECT (id, party) ON registry.section TO itmo_guard;
GRANT SELECT (no, party) ON registry.series TO itmo_guard;
GRANT SELECT (id, section_id, kind, holder_kind, entity_id) ON registry.account TO itmo_guard;
GRANT SELECT (no, series_no, first_serial, last_serial, underlying) ON registry.issuance
    TO itmo_guard;
GRANT SELECT ON registry.unit_block, registry.unit_block_past TO itmo_guard;
SET LOCAL ROLE itmo_guard;

-- The sections of whoever calls: none, outside of the scope of one or two.
CREATE OR REPLACE FUNCTION registry.own_sections() RETURNS integer[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN current_setting('app.scope', true) IN ('one', 'two')
        THEN nullif(current_setting('app.sections', true), '')::integer[]
    END
$$;

-- What lies elsewhere and is a Party's to report. With the Article 6.4 mechanism, which is no Party:
-- the outcomes that it hosts, without what the Adaptation Fund has. In accounts of other sections that
-- stand for a registry of its own: everything.
CREATE OR REPLACE FUNCTION registry.lies_elsewhere(as_of timestamptz)
RETURNS TABLE (series_no bigint, first_serial bigint, last_serial bigint, issuance_no bigint,
    authorization_no integer, first_transfer_entry bigint, section text, kind text, outside text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH caller AS (
        SELECT section.id, section.party FROM registry.section
        WHERE section.id = ANY (registry.own_sections())
    ), place AS (
        SELECT account.id, caller.party AS party, home.party AS section, account.kind,
            account.entity_id AS outside
        FROM registry.account
        JOIN registry.section AS home ON home.id = account.section_id
        CROSS JOIN caller
        WHERE account.section_id <> caller.id
            AND (
                home.party = 'QUN' AND account.kind = '100'
                    AND account.holder_kind <> 'adaptation-fund'
                OR account.kind = 'OUT' AND left(account.entity_id, 3) = caller.party
                    AND length(account.entity_id) = 5
            )
    ), state AS (
        SELECT block.series_no, block.first_serial, block.last_serial, block.issuance_no,
            block.authorization_no, block.first_transfer_entry, place.*
        FROM place
        JOIN registry.unit_block AS block ON block.account_id = place.id
        WHERE block.since_occurred <= as_of
        UNION ALL
        SELECT block.series_no, block.first_serial, block.last_serial, block.issuance_no,
            block.authorization_no, block.first_transfer_entry, place.*
        FROM place
        JOIN registry.unit_block_past AS block ON block.account_id = place.id
        WHERE block.since_occurred <= as_of AND block.until_occurred > as_of
    )
    SELECT state.series_no, state.first_serial, state.last_serial, state.issuance_no,
        state.authorization_no, state.first_transfer_entry, state.section, state.kind,
        CASE WHEN state.kind = 'OUT' THEN state.outside END
    FROM state
    JOIN registry.series ON series.no = state.series_no
    WHERE state.first_transfer_entry IS NOT NULL
        AND (state.kind = 'OUT' OR series.party = state.party)
$$;

COMMENT ON FUNCTION registry.lies_elsewhere(timestamptz) IS
    'ITMOs that lay in other sections at a moment, and are for the caller''s Party to report.';
REVOKE ALL ON FUNCTION registry.lies_elsewhere(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.lies_elsewhere(timestamptz) TO itmo_section;

-- Units go with what is behind them: whoever has or had some of an issuance may know it, in its
-- section or in a registry of its own.
CREATE OR REPLACE FUNCTION registry.underlying_behind(issuances bigint[])
RETURNS TABLE (issuance_no bigint, underlying jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH elsewhere AS (
        SELECT account.id
        FROM registry.account
        JOIN registry.section ON left(account.entity_id, 3) = section.party
        WHERE account.kind = 'OUT' AND section.id = ANY (registry.own_sections())
    )
    SELECT issuance.no, issuance.underlying
    FROM registry.issuance
    WHERE issuance.no = ANY (issuances) AND issuance.underlying IS NOT NULL
        AND (
            EXISTS (
                SELECT FROM registry.unit_block AS block
                WHERE block.series_no = issuance.series_no
                    AND block.first_serial
                        BETWEEN issuance.first_serial AND issuance.last_serial
                    AND (block.section_id = ANY (registry.own_sections())
                        OR block.account_id IN (SELECT id FROM elsewhere))
            )
            OR EXISTS (
                SELECT FROM registry.unit_block_past AS block
                WHERE block.series_no = issuance.series_no
                    AND block.first_serial
                        BETWEEN issuance.first_serial AND issuance.last_serial
                    AND (block.section_id = ANY (registry.own_sections())
                        OR block.account_id IN (SELECT id FROM elsewhere))
            )
        )
$$;

COMMENT ON FUNCTION registry.underlying_behind(bigint[]) IS
    'The units of another programme behind issuances of which the caller''s Party has or had some.';
REVOKE ALL ON FUNCTION registry.underlying_behind(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.underlying_behind(bigint[]) TO itmo_section;
COMMENT ON FUNCTION registry.own_sections() IS
    'The sections of whoever calls, in the scope of one or two of them.';
REVOKE ALL ON FUNCTION registry.own_sections() FROM PUBLIC;
SET LOCAL ROLE itmo_owner;
REVOKE CREATE ON SCHEMA registry FROM itmo_guard;
