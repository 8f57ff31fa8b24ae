DROP VIEW IF EXISTS published.ndc_period;
ALTER TABLE registry.ndc_period DROP COLUMN method, DROP COLUMN metric;
