DROP TABLE registry.incoming;
DROP TABLE registry.consent;
ALTER TABLE registry.decision
    DROP CONSTRAINT who_decides_is_known_or_it_is_time,
    DROP CONSTRAINT outcome_is_known,
    DROP COLUMN reason,
    ALTER COLUMN shown SET NOT NULL,
    ALTER COLUMN decided_kind SET NOT NULL,
    ALTER COLUMN decided_token SET NOT NULL,
    ALTER COLUMN decided_by SET NOT NULL,
    ADD CONSTRAINT outcome_is_known CHECK (outcome IN ('executed'));
DROP INDEX registry.proposal_by_lapse;
DROP INDEX registry.proposal_between_sections;
ALTER TABLE registry.proposal DROP COLUMN lapses_at;
