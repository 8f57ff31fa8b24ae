-- The roles of the registry, one login for each zone of trust. Run once on a cluster, as a
-- superuser; running it again changes nothing that is as it should be.
--
-- No login owns anything, none is a superuser, none bypasses row-level security. How each one
-- proves who it is (a password, a certificate, the user of the operating system) is for
-- pg_hba.conf and `ALTER ROLE … PASSWORD`: none has a password here.
--
-- The database: CREATE DATABASE itmo OWNER itmo_owner; then `itmo migrate`.
DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('itmo_owner', false, 'owns the schemas and tables of the registry'),
            ('itmo_guard', false, 'owns the functions that see past the walls'),
            ('itmo_publisher', false, 'owns the published views'),
            ('itmo_migrate', true, 'becomes the owner, on the one connection of `itmo migrate`'),
            ('itmo_section', true, 'reads one section'),
            ('itmo_secretariat', true, 'reads all, writes people and tokens, moves no units'),
            ('itmo_public', true, 'reads the published views'),
            ('itmo_ledger', true, 'writes entries: the ledger writer'),
            ('itmo_jobs', true, 'works in the background'),
            ('itmo_checker', true, 'reads everything: `itmo verify`')
        ) AS roles (role, login, purpose)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role) THEN
            EXECUTE format('CREATE ROLE %I', wanted.role);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I WITH %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION '
            'NOBYPASSRLS %s',
            wanted.role,
            CASE WHEN wanted.login THEN 'LOGIN' ELSE 'NOLOGIN' END,
            CASE WHEN wanted.role = 'itmo_migrate' THEN 'NOINHERIT' ELSE 'INHERIT' END);
        EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.role, wanted.purpose);
    END LOOP;
END $$;

-- It has the rights of these three only while it has become one of them.
GRANT itmo_owner, itmo_guard, itmo_publisher TO itmo_migrate;

-- Those that only read cannot start a transaction that writes, unless they say so first.
ALTER ROLE itmo_section SET default_transaction_read_only = on;
ALTER ROLE itmo_public SET default_transaction_read_only = on;
ALTER ROLE itmo_checker SET default_transaction_read_only = on;
