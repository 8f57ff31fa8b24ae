DROP TABLE registry.request_key;
