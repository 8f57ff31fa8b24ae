DROP TABLE registry.stop;
