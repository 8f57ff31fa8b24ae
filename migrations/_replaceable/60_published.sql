-- What everybody may see. The views have the rights of itmo_publisher, which can read the columns
-- named here and no others. Accounts appear by their kind, never by their number or holder.
DROP SCHEMA IF EXISTS published CASCADE;
CREATE SCHEMA published;
COMMENT ON SCHEMA published IS 'What everybody may see.';

REVOKE ALL ON ALL TABLES IN SCHEMA registry, transparency, reporting FROM itmo_publisher;
GRANT USAGE ON SCHEMA registry, transparency, reporting TO itmo_publisher;
GRANT SELECT (id, party, registry_id, name, opened_entry) ON registry.section TO itmo_publisher;
GRANT SELECT ON registry.ndc_period, registry.declaration, registry.approach, registry.series
    TO itmo_publisher;
GRANT SELECT (id, kind, year_of_use) ON registry.account TO itmo_publisher;
GRANT SELECT ON registry.authorization, registry.authorization_use TO itmo_publisher;
GRANT SELECT (no, section_id, revoked_on, recorded_entry) ON registry.revocation TO itmo_publisher;
GRANT SELECT (no, series_no, section_id, first_serial, last_serial, metric, mitigation_type, sector,
    activity_type, entry_no) ON registry.issuance TO itmo_publisher;
GRANT SELECT ON registry.unit_block, registry.unit_block_past TO itmo_publisher;
GRANT SELECT (entry_no, section_id, name, country, remark, verdict, reviewed_entry)
    ON registry.beneficiary TO itmo_publisher;
GRANT SELECT ON registry.conversion, registry.year_end TO itmo_publisher;
GRANT SELECT (entry_no, log_index, section_id, other_section_id, act, recorded_at, occurred_at)
    ON registry.entry TO itmo_publisher;
GRANT SELECT ON transparency.log_batch, transparency.log_leaf TO itmo_publisher;
GRANT SELECT (section_id, year, major, minor, recorded_entry) ON reporting.filing
    TO itmo_publisher;
GRANT SELECT ON reporting.explanation TO itmo_publisher;
GRANT USAGE, CREATE ON SCHEMA published TO itmo_publisher;
SET LOCAL ROLE itmo_publisher;

CREATE VIEW published.section AS
    SELECT id, party, registry_id, name, opened_entry FROM registry.section;

CREATE VIEW published.ndc_period AS
    SELECT section_id, first_year, last_year, since_entry, method, metric FROM registry.ndc_period;

CREATE VIEW published.declaration AS
    SELECT section_id, kind, recorded_entry, content FROM registry.declaration;

CREATE VIEW published.approach AS
    SELECT id, section_id, title, parties, recorded_entry FROM registry.approach;

-- What may be kept confidential (entities, conditions) is not in the list; nor is what comes later,
-- until somebody puts it there.
CREATE VIEW published.authorization AS
    SELECT no, section_id, authorization_id, version, approach, (
            SELECT jsonb_object_agg(key, value) FROM jsonb_each(terms)
            WHERE key IN ('id', 'version', 'date', 'approach', 'purposes', 'first_transfer',
                'first_transfer_unlisted', 'first_transfer_note', 'oimp', 'parties', 'quantity',
                'metric', 'gwp_values', 'metric_description', 'methodology', 'registry', 'sectors',
                'activity_types', 'occurred', 'used', 'last_issuance', 'last_use',
                'last_cancellation', 'document')
        ) AS facts, recorded_entry
    FROM registry.authorization;

CREATE VIEW published.authorization_use AS
    SELECT no, section_id, first_transferred FROM registry.authorization_use;

CREATE VIEW published.revocation AS
    SELECT no, section_id, revoked_on, recorded_entry FROM registry.revocation;

CREATE VIEW published.series AS
    SELECT no, approach, registry_id, party, vintage, section_id FROM registry.series;

CREATE VIEW published.issuance AS
    SELECT no, series_no, section_id, first_serial, last_serial, metric, mitigation_type,
        sector, activity_type, entry_no
    FROM registry.issuance;

CREATE VIEW published.unit_block AS
    SELECT block.series_no, block.first_serial, block.last_serial, block.section_id,
        account.kind AS account_kind, account.year_of_use, block.issuance_no,
        block.authorization_no, block.first_transfer_entry, block.since_entry, block.since_leaf,
        block.since_occurred
    FROM registry.unit_block AS block
    JOIN registry.account ON account.id = block.account_id;

CREATE VIEW published.unit_block_past AS
    SELECT block.series_no, block.first_serial, block.last_serial, block.section_id,
        account.kind AS account_kind, account.year_of_use, block.issuance_no,
        block.authorization_no, block.first_transfer_entry, block.since_entry, block.since_leaf,
        block.since_occurred, block.until_entry, block.until_occurred
    FROM registry.unit_block_past AS block
    JOIN registry.account ON account.id = block.account_id;

-- What an entry says in public is its leaf.
CREATE VIEW published.entry AS
    SELECT entry.entry_no, entry.log_index, entry.section_id, entry.other_section_id, entry.act,
        entry.recorded_at, entry.occurred_at, leaf.leaf::jsonb AS facts
    FROM registry.entry
    LEFT JOIN transparency.log_leaf AS leaf ON leaf.idx = entry.log_index;

-- A policy lets the publisher see only those that a review has published.
CREATE VIEW published.beneficiary AS
    SELECT entry_no, section_id, name, country, remark, reviewed_entry FROM registry.beneficiary;

CREATE VIEW published.conversion AS
    SELECT section_id, approach, metric, version, method, factor, recorded_entry
    FROM registry.conversion;

CREATE VIEW published.year_end AS SELECT year, entry_no FROM registry.year_end;
-- The file that goes with it is published as well, without what the Party keeps back: that is made
-- from the bytes, and stands in no view.
CREATE VIEW published.filing AS
    SELECT section_id, year, major, minor, recorded_entry FROM reporting.filing;

CREATE VIEW published.explanation AS
    SELECT section_id, party, year, check_id, words, recorded_entry
    FROM reporting.explanation;

CREATE VIEW published.log_batch AS
    SELECT batch_no, last_entry, tree_size, frontier, recorded_at FROM transparency.log_batch;

CREATE VIEW published.log_leaf AS
    SELECT idx, entry_no, leaf_hash, leaf FROM transparency.log_leaf;

COMMENT ON VIEW published.section IS 'Each Party''s room in the registry.';
COMMENT ON VIEW published.ndc_period IS 'The implementation periods of a Party''s NDC.';
COMMENT ON VIEW published.declaration IS
    'What a Party declares of itself before it takes part: every version, for good.';
COMMENT ON VIEW published.approach IS 'Cooperative approaches.';
COMMENT ON VIEW published.authorization IS 'What Parties authorize, without what is confidential.';
COMMENT ON VIEW published.authorization_use IS 'How much of an authorization is used up.';
COMMENT ON VIEW published.revocation IS 'What Parties have revoked, without their reasons.';
COMMENT ON VIEW published.series IS
    'All units with the same approach, registry, Party and vintage.';
COMMENT ON VIEW published.issuance IS 'What was issued, without what is confidential.';
COMMENT ON VIEW published.unit_block IS 'Units as they lie now, by kind of account.';
COMMENT ON VIEW published.unit_block_past IS 'Units as they lay before, by kind of account.';
COMMENT ON VIEW published.entry IS 'The facts, without proposals and what is confidential.';
COMMENT ON VIEW published.beneficiary IS
    'For whose benefit units were used or cancelled, where a review has published it.';
COMMENT ON VIEW published.conversion IS 'How Parties convert non-GHG metrics to t CO2 eq.';
COMMENT ON VIEW published.year_end IS 'Calendar years that have ended, and by which entry.';
COMMENT ON VIEW published.filing IS 'Reports that were filed: every version, for good.';
COMMENT ON VIEW published.explanation IS
    'How Parties explain what does not agree in a report.';
COMMENT ON VIEW published.log_batch IS 'The heads of the log.';
COMMENT ON VIEW published.log_leaf IS 'The leaves of the log.';

-- A column of a view says what the column of its table says.
DO $$
DECLARE
    same record;
BEGIN
    FOR same IN
        SELECT view.relname AS view, mine.attname AS name,
            coalesce(max(col_description(base.oid, theirs.attnum)),
                CASE mine.attname
                    WHEN 'facts' THEN 'What of it is published.'
                    WHEN 'leaf' THEN 'The leaf that the entry became.'
                    WHEN 'account_kind' THEN 'The kind of the account in which the units lie.'
                    WHEN 'year_of_use' THEN 'The calendar year of use, in an account of kind 200.'
                END) AS says
        FROM pg_class AS view
        JOIN pg_attribute AS mine ON mine.attrelid = view.oid AND mine.attnum > 0
        LEFT JOIN (pg_class AS base
            JOIN pg_namespace AS space ON space.oid = base.relnamespace
                AND space.nspname IN ('registry', 'transparency', 'reporting')
            JOIN pg_attribute AS theirs ON theirs.attrelid = base.oid AND theirs.attnum > 0)
            ON base.relname = view.relname AND theirs.attname = mine.attname
        WHERE view.relnamespace = 'published'::regnamespace AND view.relkind = 'v'
        GROUP BY view.relname, mine.attname
    LOOP
        EXECUTE format('COMMENT ON COLUMN published.%I.%I IS %L', same.view, same.name, same.says);
    END LOOP;
END $$;

GRANT SELECT ON ALL TABLES IN SCHEMA published
    TO itmo_public, itmo_section, itmo_secretariat, itmo_jobs, itmo_checker;
SET LOCAL ROLE itmo_owner;
REVOKE CREATE ON SCHEMA published FROM itmo_publisher;
