-- Only the registry's logins connect, and none makes temporary tables, whose names could stand
-- before others. A copy of a database does not keep these rights: they are given to each anew.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO itmo_migrate, itmo_section, itmo_secretariat, '
        'itmo_public, itmo_ledger, itmo_jobs, itmo_checker', current_database());
END $$;
