-- What a section has moved most by one proposal: from ten times as much on, whoever proposes types
-- the amount. 0 where it has moved nothing yet.
ALTER TABLE registry.section
    ADD COLUMN largest_sent bigint NOT NULL DEFAULT 0,
    ADD COLUMN largest_ended bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT no_less_than_nothing_was_moved
        CHECK (largest_sent >= 0 AND largest_ended >= 0);
COMMENT ON COLUMN registry.section.largest_sent IS
    'The most units that one proposal sent to other sections, other registries or the Fund.';
COMMENT ON COLUMN registry.section.largest_ended IS
    'The most units that one proposal used, cancelled or retired.';
