-- What each login may do. Nobody may TRUNCATE, nobody may DELETE but a reservation, and entries,
-- past blocks, leaves, events, proposals, decisions and keys have no UPDATE: they are facts.
REVOKE ALL ON ALL TABLES IN SCHEMA registry, identity, transparency, reporting
    FROM PUBLIC, itmo_section, itmo_secretariat, itmo_public, itmo_ledger, itmo_jobs, itmo_checker;
REVOKE ALL ON SCHEMA registry, identity, transparency, reporting, published, public FROM PUBLIC;
REVOKE ALL ON SCHEMA registry, identity, transparency, reporting, published
    FROM itmo_section, itmo_secretariat, itmo_public, itmo_ledger, itmo_jobs, itmo_checker;

GRANT USAGE ON SCHEMA published
    TO itmo_public, itmo_section, itmo_secretariat, itmo_jobs, itmo_checker;
GRANT USAGE ON SCHEMA registry
    TO itmo_section, itmo_secretariat, itmo_public, itmo_ledger, itmo_jobs, itmo_checker;
GRANT USAGE ON SCHEMA identity TO itmo_section, itmo_secretariat, itmo_ledger, itmo_checker;
GRANT USAGE ON SCHEMA reporting TO itmo_section, itmo_secretariat, itmo_ledger, itmo_checker;
GRANT USAGE ON SCHEMA transparency TO itmo_secretariat, itmo_ledger, itmo_checker;

GRANT SELECT ON registry.installation
    TO itmo_section, itmo_secretariat, itmo_public, itmo_ledger, itmo_jobs, itmo_checker;

-- A section reads what is its own.
GRANT SELECT ON
    registry.section, registry.ndc_period, registry.declaration, registry.account,
    registry.approach,
    registry.authorization, registry.authorization_use, registry.revocation,
    registry.entity_authorization,
    registry.series, registry.issuance, registry.unit_block, registry.unit_block_past,
    registry.entry, registry.proposal, registry.decision, registry.reservation,
    registry.request_key, registry.section_settings, registry.consent, registry.incoming,
    registry.stop, registry.underlying, registry.beneficiary, registry.conversion,
    registry.inventory_year
    TO itmo_section;

-- The secretariat reads all, records people and their tokens, and their leaves. It has no power
-- over units: it cannot write a row of the ledger.
GRANT SELECT ON ALL TABLES IN SCHEMA registry, transparency TO itmo_secretariat;
GRANT SELECT ON identity.person, identity.role_grant, identity.event TO itmo_secretariat;
GRANT INSERT ON identity.person, identity.role_grant, identity.token, identity.event
    TO itmo_secretariat;
GRANT UPDATE (ended_at) ON identity.role_grant TO itmo_secretariat;
GRANT UPDATE (revoked_at) ON identity.token TO itmo_secretariat;
GRANT INSERT ON transparency.log_batch, transparency.log_leaf TO itmo_secretariat;

-- The ledger writer. Of what it may change, no column is part of a unit's name or of an act's
-- record.
GRANT SELECT, INSERT ON
    registry.section, registry.ndc_period, registry.declaration, registry.account,
    registry.approach,
    registry.authorization, registry.authorization_use, registry.revocation,
    registry.entity_authorization,
    registry.series, registry.issuance, registry.unit_block, registry.unit_block_past,
    registry.entry, registry.proposal, registry.decision, registry.reservation,
    registry.request_key, registry.section_settings, registry.consent, registry.incoming,
    registry.stop, registry.underlying, registry.beneficiary, registry.conversion,
    registry.year_end,
    registry.inventory_year,
    transparency.log_batch,
    transparency.log_leaf
    TO itmo_ledger;
GRANT SELECT ON identity.role_grant TO itmo_ledger;
GRANT UPDATE (last_serial, accounts_opened, spent_day, spent_units, largest_sent,
    largest_ended) ON registry.section
    TO itmo_ledger;
GRANT UPDATE (lifted_entry) ON registry.stop TO itmo_ledger;
GRANT UPDATE (last_year, since_entry, method, metric) ON registry.ndc_period TO itmo_ledger;
GRANT UPDATE (last_serial, proposal_id, section_id) ON registry.reservation TO itmo_ledger;
GRANT UPDATE (verdict, reason, reviewed_entry) ON registry.beneficiary TO itmo_ledger;
GRANT UPDATE (first_transferred) ON registry.authorization_use TO itmo_ledger;
GRANT UPDATE (last_serial, account_id, section_id, authorization_no, first_transfer_entry,
    since_entry, since_leaf, since_occurred) ON registry.unit_block TO itmo_ledger;
-- A reservation is no record: it goes with its proposal, and a row freed in a batch may be taken
-- again.
GRANT DELETE ON registry.reservation TO itmo_ledger;
GRANT UPDATE (last_serial, proposal_id, section_id) ON registry.reservation TO itmo_ledger;

-- The checker reads everything.
GRANT SELECT ON ALL TABLES IN SCHEMA registry, transparency TO itmo_checker;
GRANT SELECT ON identity.person, identity.role_grant, identity.event TO itmo_checker;

-- The hash of a token is for the function that looks one up, and for nobody's eyes.
GRANT SELECT (id, person_id, section_id, kind, label, made_at, expires_at, revoked_at)
    ON identity.token TO itmo_secretariat, itmo_checker;

-- Reports: the bytes come with a request, and what is filed comes by an order. Nothing of either is
-- ever changed.
GRANT SELECT ON reporting.file, reporting.filing, reporting.explanation TO itmo_section;
GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO itmo_secretariat, itmo_checker;
GRANT INSERT ON reporting.file TO itmo_secretariat;
GRANT SELECT, INSERT ON reporting.filing, reporting.explanation TO itmo_ledger;
