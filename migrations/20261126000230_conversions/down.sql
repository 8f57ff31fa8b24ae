DROP TABLE registry.conversion;
