ALTER TABLE registry.section DROP COLUMN spent_day, DROP COLUMN spent_units;
DROP TABLE registry.section_settings;
