DROP TABLE registry.account;
