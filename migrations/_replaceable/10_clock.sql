-- The one source of time: the moment of the call, not that of the transaction's start, which lies
-- before the wait for the ledger lock.
CREATE OR REPLACE FUNCTION registry.now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN clock_timestamp();

COMMENT ON FUNCTION registry.now() IS 'What time it is, for everything that the registry records.';
REVOKE ALL ON FUNCTION registry.now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry.now()
    TO itmo_section, itmo_secretariat, itmo_public, itmo_ledger, itmo_jobs, itmo_checker,
        itmo_guard;
