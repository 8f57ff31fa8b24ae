-- Who represents an entity: a role that is for one entity of the section, and no other role is for
-- any. What a representative proposes is proposed for that entity, and is all that they see.
ALTER TABLE identity.role_grant
    ADD COLUMN entity_id text,
    ADD CONSTRAINT a_representative_and_nobody_else_is_for_an_entity
        CHECK ((role = 'entity-representative') = (entity_id IS NOT NULL)),
    ADD CONSTRAINT an_entity_is_represented_in_a_section
        CHECK (entity_id IS NULL OR section_id IS NOT NULL);
COMMENT ON COLUMN identity.role_grant.entity_id IS
    'The entity that is represented; none for the roles of officers.';

DROP INDEX identity.a_role_is_granted_once;
CREATE UNIQUE INDEX a_role_is_granted_once
    ON identity.role_grant (person_id, section_id, role, entity_id) NULLS NOT DISTINCT
    WHERE ended_at IS NULL;

-- The document says it, and its digest is what was approved: the column cannot say anything else.
ALTER TABLE registry.proposal
    ADD COLUMN entity_id text GENERATED ALWAYS AS (document ->> 'entity') STORED;
COMMENT ON COLUMN registry.proposal.entity_id IS
    'The entity that it was proposed for by its representative; none where an officer proposed.';

CREATE INDEX proposal_by_entity ON registry.proposal (section_id, entity_id, year, number)
    WHERE entity_id IS NOT NULL;
CREATE INDEX account_by_entity ON registry.account (section_id, entity_id)
    WHERE entity_id IS NOT NULL;
