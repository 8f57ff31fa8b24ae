DROP TABLE registry.revocation;
