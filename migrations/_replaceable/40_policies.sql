-- Who sees which rows. Every table that has rows of sections or people has forced row-level
-- security, so that even its owner sees nothing; what no policy allows is not there.
--
-- The context is two settings: app.scope (one, two, entities, all, public, batch) and app.sections (an
-- array of section numbers, 0 for the desk of the secretariat). In the scope of entities there are two
-- more: app.entities, whom the caller represents, and app.accounts, what these hold. For whoever answers requests the one
-- transaction wrapper writes them, local to the transaction: after a commit they are not unset but
-- empty, hence nullif. The ledger writer sets them on its own connection for each batch. The
-- sub-selects are evaluated once a statement, and `+ 0` keeps the planner from turning the list into
-- one index descent for each section.
DO $$
DECLARE
    old        record;
    tenant     record;
    -- Some context is set: enough for what all sections share.
    in_context constant text :=
        $e$(SELECT nullif(current_setting('app.scope', true), '')) IS NOT NULL$e$;
    one_or_two constant text := $e$(SELECT current_setting('app.scope', true)) IN ('one', 'two')$e$;
    all_of_it  constant text := $e$(SELECT current_setting('app.scope', true)) = 'all'$e$;
    sections   constant text :=
        $e$ANY ((SELECT nullif(current_setting('app.sections', true), ''))::int[])$e$;
    the_one_section constant text :=
        $e$format('{%s}', section_id) = (SELECT current_setting('app.sections', true))$e$;
    represents constant text := $e$(SELECT current_setting('app.scope', true)) = 'entities'$e$;
    entities   constant text :=
        $e$ANY ((SELECT nullif(current_setting('app.entities', true), ''))::text[])$e$;
    accounts   constant text :=
        $e$ANY ((SELECT nullif(current_setting('app.accounts', true), ''))::uuid[])$e$;
BEGIN
    FOR old IN
        SELECT * FROM pg_policies WHERE schemaname IN ('registry', 'identity', 'transparency', 'reporting')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I.%I', old.policyname, old.schemaname, old.tablename);
    END LOOP;

    -- mine: whose rows they are. shared: what the ledger reads of any section, because units travel
    -- and their series, issuance and authorization stay those of the section where they began.
    FOR tenant IN
        SELECT * FROM (VALUES
            ('registry.section', 'id', true),
            ('registry.ndc_period', 'section_id', true),
            ('registry.declaration', 'section_id', false),
            ('registry.account', 'section_id', false),
            ('registry.approach', 'section_id', true),
            ('registry.authorization', 'section_id', true),
            ('registry.authorization_use', 'section_id', true),
            ('registry.revocation', 'section_id', true),
            ('registry.entity_authorization', 'section_id', true),
            ('registry.series', 'section_id', true),
            ('registry.issuance', 'section_id', true),
            ('registry.underlying', 'section_id', true),
            ('registry.beneficiary', 'section_id', false),
            ('registry.conversion', 'section_id', true),
            ('registry.inventory_year', 'section_id', false),
            ('registry.unit_block', 'section_id', false),
            ('registry.unit_block_past', 'section_id', false),
            ('registry.entry', 'section_id', false),
            ('registry.proposal', 'section_id', false),
            ('registry.decision', 'section_id', false),
            ('registry.reservation', 'section_id', false),
            ('registry.request_key', 'section_id', false),
            ('registry.section_settings', 'section_id', true),
            ('registry.consent', 'section_id', false),
            ('registry.incoming', 'section_id', false),
            ('registry.stop', 'section_id', true),
            ('reporting.file', 'section_id', false),
            ('reporting.filing', 'section_id', true),
            ('reporting.explanation', 'section_id', false),
            ('identity.role_grant', 'section_id', false),
            ('identity.token', 'section_id', false),
            ('identity.event', 'section_id', false),
            ('identity.person', NULL, false)
        ) AS tenants (name, mine, shared)
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant.name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant.name);
        EXECUTE format('CREATE POLICY the_checker_reads_all ON %s FOR SELECT TO itmo_checker '
            'USING (true)', tenant.name);
        EXECUTE format('CREATE POLICY the_secretariat_reads_all ON %s FOR SELECT '
            'TO itmo_secretariat USING (%s)', tenant.name, all_of_it);
        IF tenant.name LIKE 'registry.%' OR tenant.name LIKE 'reporting.%' THEN
            EXECUTE format('CREATE POLICY a_section_reads_its_own ON %s FOR SELECT TO itmo_section '
                'USING (%s AND %I + 0 = %s)', tenant.name, one_or_two, tenant.mine, sections);
            EXECUTE format('CREATE POLICY the_ledger_works_in_its_sections ON %s TO itmo_ledger '
                'USING (%I + 0 = %s)', tenant.name, tenant.mine, sections);
        END IF;
        IF tenant.shared THEN
            EXECUTE format('CREATE POLICY the_ledger_reads_what_is_shared ON %s FOR SELECT '
                'TO itmo_ledger USING (%s)', tenant.name, in_context);
        END IF;
    END LOOP;

    -- A section that is being opened is in no scope yet: it is the desk that opens it.
    FOR tenant IN
        SELECT * FROM (VALUES ('section'), ('ndc_period'), ('section_settings')) AS tables (name)
    LOOP
        EXECUTE format('CREATE POLICY the_desk_opens_sections ON registry.%I FOR INSERT '
            'TO itmo_ledger WITH CHECK (0 = %s)', tenant.name, sections);
    END LOOP;

    -- Whom a stop concerns sees it, whoever set it.
    EXECUTE format('CREATE POLICY whom_it_concerns_reads_too ON registry.stop FOR SELECT '
        'TO itmo_section USING (%s AND (party_section_id + 0 = %s OR other_section_id + 0 = %s))',
        one_or_two, sections, sections);

    -- Both sides of a transfer see its entry.
    EXECUTE format('CREATE POLICY the_other_section_reads_too ON registry.entry FOR SELECT '
        'TO itmo_section USING (%s AND other_section_id + 0 = %s)', one_or_two, sections);

    -- A representative is in another scope than officers: of the section they see the accounts of
    -- their entities, what lies there, and what was proposed for them; of all else, nothing.
    FOR tenant IN
        SELECT * FROM (VALUES
            ('account', format('entity_id = %s', entities)),
            ('proposal', format('entity_id = %s', entities)),
            ('unit_block', format('account_id = %s', accounts)),
            ('unit_block_past', format('account_id = %s', accounts)),
            ('reservation', 'EXISTS (SELECT FROM registry.unit_block AS theirs
                WHERE theirs.series_no = reservation.series_no
                    AND theirs.first_serial <= reservation.first_serial
                    AND theirs.last_serial >= reservation.last_serial)'),
            ('consent', 'EXISTS (SELECT FROM registry.proposal AS theirs
                WHERE theirs.id = consent.proposal_id)'),
            ('decision', 'EXISTS (SELECT FROM registry.proposal AS theirs
                WHERE theirs.id = decision.proposal_id)'),
            ('entry', 'EXISTS (SELECT FROM registry.proposal AS theirs
                WHERE theirs.id = (entry.content ->> ''proposal'')::uuid)')
        ) AS tables (name, theirs)
    LOOP
        EXECUTE format('CREATE POLICY an_entity_reads_its_own ON registry.%I FOR SELECT '
            'TO itmo_section USING (%s AND section_id + 0 = %s AND %s)',
            tenant.name, represents, sections, tenant.theirs);
    END LOOP;

    -- What a Party hands in is kept in the scope of its own section, and of no other.
    EXECUTE format('CREATE POLICY a_file_is_kept_for_its_section ON reporting.file FOR INSERT '
        'TO itmo_secretariat WITH CHECK (%s AND %s)', one_or_two, the_one_section);
    EXECUTE format('CREATE POLICY a_file_is_kept_for_its_section ON identity.event FOR INSERT '
        'TO itmo_secretariat WITH CHECK (kind = %L AND %s AND %s)', 'file-kept', one_or_two,
        the_one_section);

    -- Entitlement is checked under the ledger lock; those of the secretariat belong to no section.
    EXECUTE format('CREATE POLICY the_ledger_reads_who_is_entitled ON identity.role_grant '
        'FOR SELECT TO itmo_ledger USING (section_id IS NULL AND %s OR section_id + 0 = %s)',
        in_context, sections);

    FOR tenant IN
        SELECT * FROM (VALUES ('person'), ('role_grant'), ('token'), ('event')) AS tables (name)
    LOOP
        EXECUTE format('CREATE POLICY the_secretariat_records ON identity.%I FOR INSERT '
            'TO itmo_secretariat WITH CHECK (%s)', tenant.name, all_of_it);
    END LOOP;
    -- People and events are facts: only what somebody may do has an end.
    FOR tenant IN
        SELECT * FROM (VALUES ('role_grant'), ('token')) AS tables (name)
    LOOP
        EXECUTE format('CREATE POLICY the_secretariat_ends ON identity.%I FOR UPDATE '
            'TO itmo_secretariat USING (%s)', tenant.name, all_of_it);
    END LOOP;
END $$;

-- What the guards' functions and the published views look at. Rows that are not published are kept
-- from the publisher itself, so that no view can let them slip.
CREATE POLICY guards_see_all ON registry.unit_block FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON registry.reservation FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON registry.account FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON registry.section FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON registry.series FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON registry.issuance FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON registry.unit_block_past FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON identity.token FOR SELECT TO itmo_guard USING (true);
CREATE POLICY guards_see_all ON identity.role_grant FOR SELECT TO itmo_guard USING (true);

CREATE POLICY is_published ON registry.section FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.ndc_period FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.declaration FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.account FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.approach FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.authorization FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.authorization_use FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.revocation FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.series FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.issuance FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.unit_block FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.unit_block_past FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON registry.entry FOR SELECT TO itmo_publisher
    USING (act NOT IN ('propose', 'replace', 'approve', 'accept', 'rejected', 'withdrawn',
        'declined', 'lapsed', 'failed', 'set-terms', 'set-focal-point', 'trust-recipient',
        'distrust-recipient', 'set-stop', 'lift-stop', 'record-inventory-year',
        'set-adjustment-settings'));
CREATE POLICY is_published ON registry.beneficiary FOR SELECT TO itmo_publisher
    USING (verdict = 'publish');
CREATE POLICY is_published ON registry.conversion FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON reporting.filing FOR SELECT TO itmo_publisher USING (true);
CREATE POLICY is_published ON reporting.explanation FOR SELECT TO itmo_publisher USING (true);
