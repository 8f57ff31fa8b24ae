DROP TABLE registry.underlying;
DROP EXTENSION btree_gist;
