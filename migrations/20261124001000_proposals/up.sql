-- The two-person path: what one person proposes, another approves. Until then the units stay where
-- they are, reserved. Proposals and decisions are append-only.
CREATE TABLE registry.proposal (
    id               uuid        NOT NULL,
    section_id       smallint    NOT NULL,
    other_section_id smallint,
    year             smallint    NOT NULL,
    number           integer     NOT NULL,
    document         jsonb       NOT NULL,
    order_count      integer     NOT NULL,
    digest           bytea       NOT NULL,
    proposed_by      uuid        NOT NULL,
    proposed_entry   bigint      NOT NULL,
    proposed_at      timestamptz NOT NULL,

    PRIMARY KEY (id),
    CONSTRAINT a_proposal_number_is_given_once UNIQUE (section_id, year, number),
    CONSTRAINT proposals_count_from_one CHECK (number >= 1),
    CONSTRAINT proposal_has_at_least_one_order CHECK (order_count >= 1),
    CONSTRAINT digest_is_sha_256 CHECK (octet_length(digest) = 32)
);
COMMENT ON TABLE registry.proposal IS
    'What somebody has proposed, which somebody else must approve.';
COMMENT ON COLUMN registry.proposal.id IS 'The identifier of the proposal.';
COMMENT ON COLUMN registry.proposal.section_id IS
    'The section that proposes; 0 for the desk of the secretariat.';
COMMENT ON COLUMN registry.proposal.other_section_id IS
    'The section on the other side, where there is one.';
COMMENT ON COLUMN registry.proposal.year IS 'The year in which its number counts.';
COMMENT ON COLUMN registry.proposal.number IS 'Its number, counted per section and year from 1.';
COMMENT ON COLUMN registry.proposal.document IS
    'The orders as they are to be carried out, when they happened, and who proposed them.';
COMMENT ON COLUMN registry.proposal.order_count IS 'How many orders there are.';
COMMENT ON COLUMN registry.proposal.digest IS
    'SHA-256 of the orders as they are displayed: what the second person approves.';
COMMENT ON COLUMN registry.proposal.proposed_by IS 'The person who proposed.';
COMMENT ON COLUMN registry.proposal.proposed_entry IS 'The entry that recorded the proposal.';
COMMENT ON COLUMN registry.proposal.proposed_at IS 'When it was recorded.';

CREATE TABLE registry.decision (
    proposal_id   uuid        NOT NULL,
    section_id    smallint    NOT NULL,
    outcome       text        NOT NULL,
    decided_by    uuid        NOT NULL,
    decided_token uuid        NOT NULL,
    decided_kind  text        NOT NULL,
    shown         bytea       NOT NULL,
    first_entry   bigint      NOT NULL,
    last_entry    bigint      NOT NULL,
    leaf_index    bigint      NOT NULL,
    decided_at    timestamptz NOT NULL,

    CONSTRAINT a_proposal_is_decided_once PRIMARY KEY (proposal_id),
    CONSTRAINT proposal_is_known FOREIGN KEY (proposal_id) REFERENCES registry.proposal,
    CONSTRAINT outcome_is_known CHECK (outcome IN ('executed')),
    CONSTRAINT decision_has_at_least_one_entry CHECK (first_entry <= last_entry)
);
COMMENT ON TABLE registry.decision IS 'How a proposal ended: once.';
COMMENT ON COLUMN registry.decision.proposal_id IS 'The proposal.';
COMMENT ON COLUMN registry.decision.section_id IS 'The section that had proposed.';
COMMENT ON COLUMN registry.decision.outcome IS 'How it ended, in one word.';
COMMENT ON COLUMN registry.decision.decided_by IS 'The person who decided.';
COMMENT ON COLUMN registry.decision.decided_token IS 'The token that they used.';
COMMENT ON COLUMN registry.decision.decided_kind IS 'Whether a person or a program used it.';
COMMENT ON COLUMN registry.decision.shown IS 'The digest of what they were shown.';
COMMENT ON COLUMN registry.decision.leaf_index IS
    'The log index of the last entry that came of it.';
COMMENT ON COLUMN registry.decision.first_entry IS 'The first entry that came of it.';
COMMENT ON COLUMN registry.decision.last_entry IS 'The last entry that came of it.';
COMMENT ON COLUMN registry.decision.decided_at IS 'When it was decided.';

CREATE TABLE registry.reservation (
    series_no    bigint   NOT NULL,
    first_serial bigint   NOT NULL,
    last_serial  bigint   NOT NULL,
    proposal_id  uuid     NOT NULL,
    section_id   smallint NOT NULL,

    CONSTRAINT a_reservation_begins_once PRIMARY KEY (series_no, first_serial),
    CONSTRAINT proposal_is_known FOREIGN KEY (proposal_id) REFERENCES registry.proposal,
    CONSTRAINT reservation_has_at_least_one_unit CHECK (first_serial <= last_serial)
);
CREATE INDEX reservation_by_proposal ON registry.reservation (proposal_id);
COMMENT ON TABLE registry.reservation IS
    'Units that a proposal holds fast until it is decided. A row goes when the proposal ends.';
COMMENT ON COLUMN registry.reservation.series_no IS 'The series.';
COMMENT ON COLUMN registry.reservation.first_serial IS 'The first serial.';
COMMENT ON COLUMN registry.reservation.last_serial IS 'The last serial.';
COMMENT ON COLUMN registry.reservation.proposal_id IS 'The proposal that holds them.';
COMMENT ON COLUMN registry.reservation.section_id IS 'The section in which they lie.';
