-- What this database is for, and how far its schema has come. `itmo migrate` alone writes it.
CREATE TABLE registry.installation (
    only_one       boolean     NOT NULL DEFAULT true,
    kind           text        NOT NULL,
    schema_version text        NOT NULL,
    fingerprint    text        NOT NULL,
    made_at        timestamptz NOT NULL,
    migrated_at    timestamptz NOT NULL,

    PRIMARY KEY (only_one),
    CONSTRAINT there_is_one_installation CHECK (only_one),
    CONSTRAINT kind_of_database_is_known CHECK (kind IN ('production', 'demonstration', 'test'))
);
COMMENT ON TABLE registry.installation IS
    'One row: what this database is for, and how far its schema has come.';
COMMENT ON COLUMN registry.installation.only_one IS 'Always true: there is one row.';
COMMENT ON COLUMN registry.installation.kind IS
    'production, demonstration or test: settled when the database is first migrated, for good.';
COMMENT ON COLUMN registry.installation.schema_version IS 'The version of the last migration.';
COMMENT ON COLUMN registry.installation.fingerprint IS
    'SHA-256 over the text of all migrations and replaceable parts, in hexadecimal digits.';
COMMENT ON COLUMN registry.installation.made_at IS 'When the database was first migrated.';
COMMENT ON COLUMN registry.installation.migrated_at IS 'When it was last migrated.';
