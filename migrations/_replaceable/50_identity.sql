-- Who calls: the one question about people that the login of a section may ask, and only of
-- somebody who holds the token.
GRANT USAGE ON SCHEMA registry TO itmo_guard;
GRANT USAGE, CREATE ON SCHEMA identity TO itmo_guard;
GRANT SELECT ON identity.token, identity.role_grant TO itmo_guard;
SET LOCAL ROLE itmo_guard;

-- A token that is unknown, expired or revoked: no row. Roles: those that the person holds today
-- in the section that the token opens.
CREATE OR REPLACE FUNCTION identity.caller_by_token(hash bytea)
RETURNS TABLE (token_id uuid, person_id uuid, section_id smallint, kind text, roles text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT
        token.id,
        token.person_id,
        token.section_id,
        token.kind,
        ARRAY(
            SELECT role_grant.role || coalesce(':' || role_grant.entity_id, '')
            FROM identity.role_grant
            WHERE role_grant.person_id = token.person_id
                AND role_grant.section_id IS NOT DISTINCT FROM token.section_id
                AND role_grant.ended_at IS NULL
            ORDER BY role_grant.role, role_grant.entity_id
        )
    FROM identity.token
    WHERE token.token_hash = $1
        AND token.revoked_at IS NULL
        AND (token.expires_at IS NULL OR token.expires_at > registry.now());
$$;

COMMENT ON FUNCTION identity.caller_by_token(bytea) IS
    'Who calls with the token of this hash, and with which roles; no row if nobody may.';
REVOKE ALL ON FUNCTION identity.caller_by_token(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.caller_by_token(bytea) TO itmo_section, itmo_secretariat;

-- Whoever verifies compares the hash of a token with its event, and yet does not see it: the event
-- keeps a commitment to the hash. SHA-256 over the salt of the field and the hash in words, as leaves
-- commit to any text.
CREATE OR REPLACE FUNCTION identity.token_commitment(token_id uuid, salt bytea)
RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(
        sha256($2 || convert_to('token-hash', 'UTF8'))
            || convert_to(encode(token.token_hash, 'hex'), 'UTF8')
    )
    FROM identity.token WHERE token.id = $1;
$$;

COMMENT ON FUNCTION identity.token_commitment(uuid, bytea) IS
    'The commitment to the hash of this token, with this salt; null if there is no such token.';
REVOKE ALL ON FUNCTION identity.token_commitment(uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.token_commitment(uuid, bytea) TO itmo_checker;

SET LOCAL ROLE itmo_owner;
REVOKE CREATE ON SCHEMA identity FROM itmo_guard;
