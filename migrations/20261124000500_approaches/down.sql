DROP TABLE registry.approach;
