-- An edited proposal is a new one that names the old one, which ends by it.
ALTER TABLE registry.decision
    DROP CONSTRAINT outcome_is_known,
    ADD CONSTRAINT outcome_is_known CHECK (outcome IN
        ('executed', 'rejected', 'withdrawn', 'declined', 'replaced', 'lapsed', 'failed'));

-- The document says it, and its digest is what is approved: the column cannot say anything else.
ALTER TABLE registry.proposal
    ADD COLUMN replaces uuid GENERATED ALWAYS AS ((document ->> 'replaces')::uuid) STORED,
    ADD CONSTRAINT replaced_proposal_is_known FOREIGN KEY (replaces) REFERENCES registry.proposal;
CREATE UNIQUE INDEX a_proposal_is_replaced_once ON registry.proposal (replaces)
    WHERE replaces IS NOT NULL;
COMMENT ON COLUMN registry.proposal.replaces IS
    'The proposal in whose place it stands; none where it stands for itself.';
