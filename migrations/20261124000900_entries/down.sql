DROP TABLE registry.entry;
