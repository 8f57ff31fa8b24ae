DROP TABLE registry.declaration;
