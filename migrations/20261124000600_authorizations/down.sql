DROP TABLE registry.entity_authorization;
DROP TABLE registry.authorization_use;
DROP TABLE registry.authorization;
