-- What a Party needs for its reports of units that lie, or were issued, in another section. The
-- functions ask for the section of whoever calls, and tell of its own units alone.
GRANT USAGE, CREATE ON SCHEMA registry TO itmo_guard;
GRANT SELECT (id, party) ON registry.section TO itmo_guard;
GRANT SELECT (no, party) ON registry.series TO itmo_guard;
GRANT SELECT (id, kind, holder_kind) ON registry.account TO itmo_guard;
GRANT SELECT (no, series_no, first_serial, last_serial, underlying) ON registry.issuance
    TO itmo_guard;
GRANT SELECT ON registry.unit_block, registry.unit_block_past TO itmo_guard;
SET LOCAL ROLE itmo_guard;

-- Units go with what is behind them: whoever has or had some of an issuance may know it.
CREATE OR REPLACE FUNCTION registry.underlying_behind(issuances bigint[])
RETURNS TABLE (issuance_no bigint, underlying jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT issuance.no, issuance.underlying
    FROM registry.issuance
    WHERE issuance.no = ANY (issuances) AND issuance.underlying IS NOT NULL
        AND (
            EXISTS (
                SELECT FROM registry.unit_block AS block
                WHERE block.series_no = issuance.series_no
                    AND block.first_serial
                        BETWEEN issuance.first_serial AND issuance.last_serial
                    AND block.section_id = ANY ((current_setting('app.sections'))::int[])
            )
            OR EXISTS (
                SELECT FROM registry.unit_block_past AS block
                WHERE block.series_no = issuance.series_no
                    AND block.first_serial
                        BETWEEN issuance.first_serial AND issuance.last_serial
                    AND block.section_id = ANY ((current_setting('app.sections'))::int[])
            )
        )
$$;

COMMENT ON FUNCTION registry.underlying_behind(bigint[]) IS
    'The units of another programme behind issuances of which the caller''s section has or had some.';
REVOKE ALL ON FUNCTION registry.underlying_behind(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.underlying_behind(bigint[]) TO itmo_section;

-- What lies with the Article 6.4 mechanism, which is no Party, is its host's to report; not what the
-- Adaptation Fund has.
CREATE OR REPLACE FUNCTION registry.hosted_by_mechanism(as_of timestamptz)
RETURNS TABLE (series_no bigint, first_serial bigint, last_serial bigint, issuance_no bigint,
    authorization_no integer, first_transfer_entry bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH host AS (
        SELECT series.no
        FROM registry.series
        JOIN registry.section ON section.party = series.party
        WHERE section.id = ANY ((current_setting('app.sections'))::int[])
    ), mechanism AS (
        SELECT id FROM registry.section WHERE party = 'QUN'
    ), state AS (
        SELECT block.series_no, block.first_serial, block.last_serial, block.issuance_no,
            block.authorization_no, block.first_transfer_entry, block.account_id
        FROM host
        JOIN registry.unit_block AS block ON block.series_no = host.no
        WHERE block.section_id = (SELECT id FROM mechanism) AND block.since_occurred <= as_of
        UNION ALL
        SELECT block.series_no, block.first_serial, block.last_serial, block.issuance_no,
            block.authorization_no, block.first_transfer_entry, block.account_id
        FROM host
        JOIN registry.unit_block_past AS block ON block.series_no = host.no
        WHERE block.section_id = (SELECT id FROM mechanism)
            AND block.since_occurred <= as_of AND block.until_occurred > as_of
    )
    SELECT state.series_no, state.first_serial, state.last_serial, state.issuance_no,
        state.authorization_no, state.first_transfer_entry
    FROM state
    JOIN registry.account ON account.id = state.account_id
    WHERE account.kind = '100' AND account.holder_kind <> 'adaptation-fund'
        AND state.first_transfer_entry IS NOT NULL
$$;

COMMENT ON FUNCTION registry.hosted_by_mechanism(timestamptz) IS
    'ITMOs of the caller''s Party that lay in the section of the Article 6.4 mechanism at a moment.';
REVOKE ALL ON FUNCTION registry.hosted_by_mechanism(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.hosted_by_mechanism(timestamptz) TO itmo_section;
SET LOCAL ROLE itmo_owner;
REVOKE CREATE ON SCHEMA registry FROM itmo_guard;
