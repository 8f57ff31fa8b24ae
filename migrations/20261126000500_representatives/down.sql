-- Policies that look at other tables, or at the column, would hold them.
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.account;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.unit_block;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.unit_block_past;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.reservation;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.consent;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.decision;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.entry;
DROP POLICY IF EXISTS an_entity_reads_its_own ON registry.proposal;
DROP INDEX registry.account_by_entity;
DROP INDEX registry.proposal_by_entity;
ALTER TABLE registry.proposal DROP COLUMN entity_id;
DROP INDEX identity.a_role_is_granted_once;
ALTER TABLE identity.role_grant DROP COLUMN entity_id;
CREATE UNIQUE INDEX a_role_is_granted_once
    ON identity.role_grant (person_id, section_id, role) NULLS NOT DISTINCT WHERE ended_at IS NULL;
