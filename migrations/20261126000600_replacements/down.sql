ALTER TABLE registry.proposal DROP COLUMN replaces;
ALTER TABLE registry.decision
    DROP CONSTRAINT outcome_is_known,
    ADD CONSTRAINT outcome_is_known CHECK (outcome IN
        ('executed', 'rejected', 'withdrawn', 'declined', 'lapsed', 'failed'));
