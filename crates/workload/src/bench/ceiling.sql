-- The ceiling: what PostgreSQL itself can do with the same rows, under the same constraints,
-- indexes and triggers, on tables of its own. No row-level security, no rules, and the numbers of
-- entries come from a sequence, so that calls side by side share their flushes to the disk.
CREATE SCHEMA ceiling;
CREATE SEQUENCE ceiling.entry_no;
SELECT setval('ceiling.entry_no', max(entry_no)) FROM registry.entry;

DO $$
DECLARE
    theirs text;
    name   text;
    made   text;
    rows   constant text[] :=
        ARRAY['section', 'approach', 'account', 'series', 'unit_block'];
BEGIN
    FOREACH theirs IN ARRAY ARRAY[
        'registry.section', 'registry.approach', 'registry.account', 'registry.series',
        'registry.unit_block', 'registry.unit_block_past', 'registry.entry', 'registry.proposal',
        'registry.decision', 'registry.reservation', 'registry.request_key', 'transparency.log_leaf'
    ] LOOP
        name := split_part(theirs, '.', 2);
        EXECUTE format('CREATE TABLE ceiling.%I (LIKE %s INCLUDING ALL)', name, theirs);
        FOR made IN
            SELECT format('ALTER TABLE ceiling.%I SET (%s)', name,
                array_to_string(reloptions, ', '))
            FROM pg_class WHERE oid = theirs::regclass AND reloptions IS NOT NULL
        LOOP
            EXECUTE made;
        END LOOP;
        IF name = ANY (rows) THEN
            EXECUTE format('INSERT INTO ceiling.%I SELECT * FROM %s', name, theirs);
        END IF;
    END LOOP;

    FOR made IN
        SELECT format('ALTER TABLE ceiling.%I ADD CONSTRAINT %I %s', class.relname, it.conname,
            replace(pg_get_constraintdef(it.oid), 'registry.', 'ceiling.'))
        FROM pg_constraint AS it
        JOIN pg_class AS class ON class.oid = it.conrelid
        WHERE it.contype = 'f' AND it.connamespace = 'registry'::regnamespace
            AND to_regclass('ceiling.' || class.relname) IS NOT NULL
    LOOP
        EXECUTE made;
    END LOOP;

    FOR made IN
        SELECT replace(pg_get_functiondef(oid), 'registry.', 'ceiling.')
        FROM pg_proc
        WHERE pronamespace = 'registry'::regnamespace AND prorettype = 'trigger'::regtype
    LOOP
        EXECUTE made;
    END LOOP;

    FOR made IN
        SELECT replace(pg_get_triggerdef(it.oid), 'registry.', 'ceiling.')
        FROM pg_trigger AS it
        JOIN pg_class AS class ON class.oid = it.tgrelid
        WHERE NOT it.tgisinternal AND class.relnamespace = 'registry'::regnamespace
            AND to_regclass('ceiling.' || class.relname) IS NOT NULL
    LOOP
        EXECUTE made;
    END LOOP;
END $$;

-- What waits to be approved: a proposal for each id, and what it reserves. Prepared beforehand, and
-- not measured. The last column counts the orders of each proposal.
CREATE FUNCTION ceiling.propose(
    ids uuid[], series bigint[], firsts bigint[], lasts bigint[]
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ceiling.proposal
    SELECT asked.id, sample.section_id, sample.other_section_id, sample.year,
        coalesce((SELECT max(number) FROM ceiling.proposal), 0) + row_number() OVER (),
        sample.document, 1, sample.digest, sample.proposed_by, sample.proposed_entry,
        sample.proposed_at, sample.lapses_at
    FROM (SELECT DISTINCT unnest(ids)) AS asked (id), (
        SELECT proposal.* FROM registry.proposal JOIN registry.decision ON proposal_id = id
        JOIN registry.entry ON entry_no = first_entry AND act = 'transfer'
        WHERE order_count = 1 LIMIT 1
    ) AS sample;
    INSERT INTO ceiling.reservation
    SELECT asked.series, asked.first, asked.last, asked.id, 2
    FROM unnest(ids, series, firsts, lasts) AS asked (id, series, first, last);
$$;

-- One approved transfer of the top of a block: the same eight writes as ours.
CREATE FUNCTION ceiling.transfer(
    proposal uuid, caller uuid, approver uuid, request text, digest bytea,
    series bigint, block bigint, units bigint, reserved bigint,
    destination uuid, destination_section smallint, content text, leaf text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    was    ceiling.unit_block;
    number bigint;
    moment timestamptz;
BEGIN
    SELECT * INTO STRICT was FROM ceiling.unit_block
    WHERE series_no = series AND first_serial = block FOR UPDATE;
    number := nextval('ceiling.entry_no');
    moment := clock_timestamp();
    INSERT INTO ceiling.entry VALUES (number, number - 1, was.section_id, destination_section,
        'transfer', moment, moment, content::jsonb);
    INSERT INTO ceiling.log_leaf
    VALUES (number - 1, number, sha256(convert_to(leaf, 'UTF8')), leaf);
    INSERT INTO ceiling.unit_block_past VALUES (was.series_no, was.first_serial, was.last_serial,
        was.account_id, was.section_id, was.issuance_no, was.authorization_no,
        was.first_transfer_entry, was.since_entry, was.since_leaf, was.since_occurred, number,
        moment);
    UPDATE ceiling.unit_block SET last_serial = was.last_serial - units, since_entry = number,
        since_leaf = number - 1, since_occurred = moment
    WHERE series_no = series AND first_serial = block;
    INSERT INTO ceiling.unit_block VALUES (was.series_no, was.last_serial - units + 1,
        was.last_serial, destination, destination_section, was.issuance_no, was.authorization_no,
        was.first_transfer_entry, number, number - 1, moment);
    DELETE FROM ceiling.reservation WHERE series_no = series AND first_serial = reserved;
    INSERT INTO ceiling.decision VALUES (proposal, was.section_id, 'executed', approver, caller,
        'program', digest, number, number, number - 1, moment);
    INSERT INTO ceiling.request_key VALUES (caller, request, digest, number, number, number - 1,
        proposal, was.section_id, moment);
    RETURN number;
END $$;

-- Many approved transfers of one proposal, set-based: the same rows as our batch writes.
CREATE FUNCTION ceiling.transfer_many(
    proposal uuid, caller uuid, approver uuid, request text, digest bytea,
    series bigint[], blocks bigint[], units bigint, reserved bigint[],
    destinations uuid[], destination_section smallint, contents text[], leaves text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    done   bigint;
BEGIN
    WITH asked AS MATERIALIZED (
        SELECT nextval('ceiling.entry_no') AS number, it.*
        FROM unnest(series, blocks, reserved, destinations, contents, leaves)
            AS it (series, block, reserved, destination, content, leaf)
    ), was AS MATERIALIZED (
        SELECT block.*, asked.number, asked.destination
        FROM asked JOIN ceiling.unit_block AS block
            ON block.series_no = asked.series AND block.first_serial = asked.block
        FOR UPDATE OF block
    ), entries AS (
        INSERT INTO ceiling.entry SELECT number, number - 1, 2, destination_section, 'transfer',
            moment, moment, content::jsonb FROM asked RETURNING entry_no
    ), leaves AS (
        INSERT INTO ceiling.log_leaf
        SELECT number - 1, number, sha256(convert_to(leaf, 'UTF8')), leaf FROM asked
    ), past AS (
        INSERT INTO ceiling.unit_block_past SELECT series_no, first_serial, last_serial, account_id,
            section_id, issuance_no, authorization_no, first_transfer_entry, since_entry,
            since_leaf, since_occurred, number, moment FROM was
    ), updated AS (
        UPDATE ceiling.unit_block AS block SET last_serial = was.last_serial - units,
            since_entry = was.number, since_leaf = was.number - 1, since_occurred = moment
        FROM was WHERE block.series_no = was.series_no AND block.first_serial = was.first_serial
    ), inserted AS (
        INSERT INTO ceiling.unit_block SELECT series_no, last_serial - units + 1, last_serial,
            destination, destination_section, issuance_no, authorization_no,
            first_transfer_entry, number, number - 1, moment FROM was
    ), released AS (
        DELETE FROM ceiling.reservation AS r USING asked
        WHERE r.series_no = asked.series AND r.first_serial = asked.reserved
    ), decided AS (
        INSERT INTO ceiling.decision SELECT proposal, 2, 'executed', approver, caller, 'program',
            digest, min(number), max(number), max(number) - 1, moment FROM asked
    ), keys AS (
        INSERT INTO ceiling.request_key SELECT caller, request, digest, min(number), max(number),
            max(number) - 1, proposal, 2, moment FROM asked
    )
    SELECT count(*) INTO done FROM entries;
    RETURN done;
END $$;
