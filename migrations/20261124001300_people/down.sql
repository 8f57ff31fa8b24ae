DROP TABLE identity.token;
DROP TABLE identity.role_grant;
DROP TABLE identity.person;
