DROP TABLE registry.installation;
