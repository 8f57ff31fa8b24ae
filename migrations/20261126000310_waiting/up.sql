-- What comes between a proposal and its end: consents while it waits, and ends other than execution.
ALTER TABLE registry.proposal ADD COLUMN lapses_at timestamptz NOT NULL;
CREATE INDEX proposal_by_lapse ON registry.proposal (lapses_at);
CREATE INDEX proposal_between_sections ON registry.proposal (proposed_entry)
    WHERE other_section_id IS NOT NULL;
COMMENT ON COLUMN registry.proposal.lapses_at IS 'When it lapses, if nobody decides it before.';

ALTER TABLE registry.decision
    ALTER COLUMN decided_by DROP NOT NULL,
    ALTER COLUMN decided_token DROP NOT NULL,
    ALTER COLUMN decided_kind DROP NOT NULL,
    ALTER COLUMN shown DROP NOT NULL,
    ADD COLUMN reason text,
    DROP CONSTRAINT outcome_is_known,
    ADD CONSTRAINT outcome_is_known CHECK (
        outcome IN ('executed', 'rejected', 'withdrawn', 'declined', 'lapsed', 'failed')),
    ADD CONSTRAINT who_decides_is_known_or_it_is_time CHECK (
        (outcome IN ('lapsed', 'failed')) = (decided_by IS NULL)
        AND (decided_by IS NULL) = (decided_token IS NULL)
        AND (decided_by IS NULL) = (decided_kind IS NULL));
COMMENT ON COLUMN registry.decision.decided_by IS 'The person who decided; nobody, if time did.';
COMMENT ON COLUMN registry.decision.shown IS
    'The digest of what they were shown, if they approved it.';
COMMENT ON COLUMN registry.decision.reason IS 'Why it was not carried out.';

CREATE TABLE registry.consent (
    proposal_id         uuid        NOT NULL,
    by_whom             text        NOT NULL,
    section_id          smallint    NOT NULL,
    person_id           uuid        NOT NULL,
    token_id            uuid        NOT NULL,
    kind                text        NOT NULL,
    shown               bytea       NOT NULL,
    entry_no            bigint      NOT NULL,
    leaf_index          bigint      NOT NULL,
    given_at            timestamptz NOT NULL,
    due_at              timestamptz,
    lapses_at           timestamptz,
    receiver_section_id smallint,

    CONSTRAINT each_consents_once PRIMARY KEY (proposal_id, by_whom),
    CONSTRAINT proposal_is_known FOREIGN KEY (proposal_id) REFERENCES registry.proposal,
    CONSTRAINT who_consents_is_known CHECK (by_whom IN ('approver', 'receiver')),
    CONSTRAINT an_approval_says_what_it_waits_for CHECK (
        (by_whom = 'approver') = (due_at IS NOT NULL AND lapses_at IS NOT NULL)),
    CONSTRAINT digest_is_sha_256 CHECK (octet_length(shown) = 32)
);
CREATE INDEX consent_by_due_time ON registry.consent (due_at) WHERE by_whom = 'approver';
COMMENT ON TABLE registry.consent IS
    'That somebody agreed to a proposal which waits: the second person, and the receiver.';
COMMENT ON COLUMN registry.consent.proposal_id IS 'The proposal.';
COMMENT ON COLUMN registry.consent.by_whom IS 'As what they agreed: approver or receiver.';
COMMENT ON COLUMN registry.consent.section_id IS 'The section that had proposed.';
COMMENT ON COLUMN registry.consent.person_id IS 'The person who agreed.';
COMMENT ON COLUMN registry.consent.token_id IS 'The token that they used.';
COMMENT ON COLUMN registry.consent.kind IS 'Whether a person or a program used it.';
COMMENT ON COLUMN registry.consent.shown IS 'The digest of what they were shown.';
COMMENT ON COLUMN registry.consent.entry_no IS 'The entry that recorded it.';
COMMENT ON COLUMN registry.consent.leaf_index IS 'The log index of its leaf.';
COMMENT ON COLUMN registry.consent.given_at IS 'When it was recorded.';
COMMENT ON COLUMN registry.consent.due_at IS
    'The proposal is not carried out before this moment.';
COMMENT ON COLUMN registry.consent.lapses_at IS
    'If it is not carried out by then, the proposal lapses.';
COMMENT ON COLUMN registry.consent.receiver_section_id IS
    'The proposal is not carried out without this section''s acceptance.';

-- What a receiver is asked to accept: the sender''s proposal, as the receiver may see it.
CREATE TABLE registry.incoming (
    proposal_id     uuid        NOT NULL,
    section_id      smallint    NOT NULL,
    from_section_id smallint    NOT NULL,
    document        jsonb       NOT NULL,
    digest          bytea       NOT NULL,
    asked_entry     bigint      NOT NULL,
    asked_at        timestamptz NOT NULL,
    due_at          timestamptz NOT NULL,
    lapses_at       timestamptz NOT NULL,

    PRIMARY KEY (proposal_id),
    CONSTRAINT proposal_is_known FOREIGN KEY (proposal_id) REFERENCES registry.proposal,
    CONSTRAINT digest_is_sha_256 CHECK (octet_length(digest) = 32)
);
CREATE INDEX incoming_by_section ON registry.incoming (section_id, asked_entry);
COMMENT ON TABLE registry.incoming IS 'What other sections want to send, if this one accepts.';
COMMENT ON COLUMN registry.incoming.proposal_id IS 'The sender''s proposal.';
COMMENT ON COLUMN registry.incoming.section_id IS 'The section that is asked.';
COMMENT ON COLUMN registry.incoming.from_section_id IS 'The section that wants to send.';
COMMENT ON COLUMN registry.incoming.document IS 'The orders, all of them to this section.';
COMMENT ON COLUMN registry.incoming.digest IS
    'SHA-256 of the orders as they are displayed: what the receiver accepts.';
COMMENT ON COLUMN registry.incoming.asked_entry IS 'The entry since which it is asked.';
COMMENT ON COLUMN registry.incoming.asked_at IS 'When it was asked.';
COMMENT ON COLUMN registry.incoming.due_at IS 'It is not carried out before this moment.';
COMMENT ON COLUMN registry.incoming.lapses_at IS 'It lapses if it is not accepted by then.';
