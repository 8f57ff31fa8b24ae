DROP TABLE identity.event;
