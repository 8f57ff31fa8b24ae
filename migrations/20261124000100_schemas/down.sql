DROP SCHEMA transparency;
DROP SCHEMA identity;
DROP SCHEMA registry;
