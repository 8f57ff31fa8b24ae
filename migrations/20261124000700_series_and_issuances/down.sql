DROP TABLE registry.issuance;
DROP TABLE registry.series;
