DROP TABLE registry.ndc_period;
DROP TABLE registry.section;
