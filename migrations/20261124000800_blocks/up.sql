-- Blocks as they stand: runs of serials of one series, each in one account. The entry that splits
-- or moves a block changes its row in place and adds the other parts; what the row was goes to
-- unit_block_past, for good.
CREATE TABLE registry.unit_block (
    series_no            bigint      NOT NULL,
    first_serial         bigint      NOT NULL,
    last_serial          bigint      NOT NULL,
    account_id           uuid        NOT NULL,
    section_id           smallint    NOT NULL,
    issuance_no          bigint      NOT NULL,
    authorization_no     integer,
    first_transfer_entry bigint,
    since_entry          bigint      NOT NULL,
    since_leaf           bigint      NOT NULL,
    since_occurred       timestamptz NOT NULL,

    CONSTRAINT a_block_begins_once PRIMARY KEY (series_no, first_serial),
    CONSTRAINT series_is_known FOREIGN KEY (series_no) REFERENCES registry.series,
    CONSTRAINT account_is_known FOREIGN KEY (account_id) REFERENCES registry.account,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT serials_start_at_one CHECK (first_serial >= 1),
    CONSTRAINT block_has_at_least_one_unit CHECK (first_serial <= last_serial),
    CONSTRAINT serials_end_at_the_highest CHECK (last_serial <= 9223372036854775806)
) WITH (fillfactor = 80);
-- No index on last_serial or since_entry: closing and splitting stay heap-only updates.
CREATE INDEX unit_block_by_account ON registry.unit_block (account_id, series_no, first_serial);
COMMENT ON TABLE registry.unit_block IS
    'Units as they lie now: runs of serials of one series, with equal attributes, in one account.';
COMMENT ON COLUMN registry.unit_block.series_no IS 'The series.';
COMMENT ON COLUMN registry.unit_block.first_serial IS 'The first serial.';
COMMENT ON COLUMN registry.unit_block.last_serial IS 'The last serial.';
COMMENT ON COLUMN registry.unit_block.account_id IS 'The account in which the units lie.';
COMMENT ON COLUMN registry.unit_block.section_id IS 'The section of that account.';
COMMENT ON COLUMN registry.unit_block.issuance_no IS 'The issuance that made these units.';
COMMENT ON COLUMN registry.unit_block.authorization_no IS
    'The version of the authorization under which they stand, if any.';
COMMENT ON COLUMN registry.unit_block.first_transfer_entry IS
    'The entry of their first transfer, if it has happened: it happens once.';
COMMENT ON COLUMN registry.unit_block.since_entry IS 'The entry that put them there.';
COMMENT ON COLUMN registry.unit_block.since_leaf IS 'The log index of that entry.';
COMMENT ON COLUMN registry.unit_block.since_occurred IS 'When that occurred.';

-- Append-only: no login may update or delete. No foreign keys: each row is what a row of unit_block
-- was, and `itmo verify` compares both with the entries.
CREATE TABLE registry.unit_block_past (
    series_no            bigint      NOT NULL,
    first_serial         bigint      NOT NULL,
    last_serial          bigint      NOT NULL,
    account_id           uuid        NOT NULL,
    section_id           smallint    NOT NULL,
    issuance_no          bigint      NOT NULL,
    authorization_no     integer,
    first_transfer_entry bigint,
    since_entry          bigint      NOT NULL,
    since_leaf           bigint      NOT NULL,
    since_occurred       timestamptz NOT NULL,
    until_entry          bigint      NOT NULL,
    until_occurred       timestamptz NOT NULL,

    CONSTRAINT a_past_block_begins_once PRIMARY KEY (series_no, first_serial, since_entry),
    CONSTRAINT block_has_at_least_one_unit CHECK (first_serial <= last_serial),
    CONSTRAINT block_ended_after_it_began CHECK (since_entry < until_entry),
    CONSTRAINT block_did_not_end_before_it_began CHECK (since_occurred <= until_occurred)
);
CREATE INDEX unit_block_past_by_account
    ON registry.unit_block_past (account_id, series_no, first_serial);
COMMENT ON TABLE registry.unit_block_past IS
    'Units as they lay before: what each block was until an entry moved, split or changed it.';
COMMENT ON COLUMN registry.unit_block_past.series_no IS 'The series.';
COMMENT ON COLUMN registry.unit_block_past.first_serial IS 'The first serial.';
COMMENT ON COLUMN registry.unit_block_past.last_serial IS 'The last serial.';
COMMENT ON COLUMN registry.unit_block_past.account_id IS 'The account in which the units lay.';
COMMENT ON COLUMN registry.unit_block_past.section_id IS 'The section of that account.';
COMMENT ON COLUMN registry.unit_block_past.issuance_no IS 'The issuance that made these units.';
COMMENT ON COLUMN registry.unit_block_past.authorization_no IS
    'The version of the authorization under which they stood, if any.';
COMMENT ON COLUMN registry.unit_block_past.first_transfer_entry IS
    'The entry of their first transfer, if it had happened.';
COMMENT ON COLUMN registry.unit_block_past.since_entry IS 'The entry that had put them there.';
COMMENT ON COLUMN registry.unit_block_past.since_leaf IS 'The log index of that entry.';
COMMENT ON COLUMN registry.unit_block_past.since_occurred IS 'When that had occurred.';
COMMENT ON COLUMN registry.unit_block_past.until_entry IS
    'The entry that moved, split or changed the block.';
COMMENT ON COLUMN registry.unit_block_past.until_occurred IS 'When that occurred.';
