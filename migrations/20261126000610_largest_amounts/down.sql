ALTER TABLE registry.section DROP COLUMN largest_sent, DROP COLUMN largest_ended;
