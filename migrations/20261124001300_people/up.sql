-- Natural persons, what they may do where, and the tokens by which they and their programs call.
-- Nothing is deleted: a grant ends, a token is revoked.
CREATE TABLE identity.person (
    id          uuid        NOT NULL,
    name        text        NOT NULL,
    recorded_at timestamptz NOT NULL,

    PRIMARY KEY (id),
    CONSTRAINT person_has_a_name CHECK (name <> '')
);
COMMENT ON TABLE identity.person IS 'Natural persons.';
COMMENT ON COLUMN identity.person.id IS 'The identifier of the person.';
COMMENT ON COLUMN identity.person.name IS 'Their name.';
COMMENT ON COLUMN identity.person.recorded_at IS 'When they were recorded.';

CREATE TABLE identity.role_grant (
    id         uuid        NOT NULL,
    person_id  uuid        NOT NULL,
    section_id smallint,
    role       text        NOT NULL,
    granted_at timestamptz NOT NULL,
    ended_at   timestamptz,

    PRIMARY KEY (id),
    CONSTRAINT person_is_known FOREIGN KEY (person_id) REFERENCES identity.person,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT role_has_a_name CHECK (role <> ''),
    CONSTRAINT grant_did_not_end_before_it_began CHECK (granted_at <= ended_at)
);
CREATE UNIQUE INDEX a_role_is_granted_once
    ON identity.role_grant (person_id, section_id, role) NULLS NOT DISTINCT WHERE ended_at IS NULL;
COMMENT ON TABLE identity.role_grant IS 'Which person has which role, in which section.';
COMMENT ON COLUMN identity.role_grant.id IS 'The identifier of the grant.';
COMMENT ON COLUMN identity.role_grant.person_id IS 'The person.';
COMMENT ON COLUMN identity.role_grant.section_id IS 'The section; none for the secretariat.';
COMMENT ON COLUMN identity.role_grant.role IS 'The role, in one word.';
COMMENT ON COLUMN identity.role_grant.granted_at IS 'When it was granted.';
COMMENT ON COLUMN identity.role_grant.ended_at IS 'When it ended, if it has.';

CREATE TABLE identity.token (
    id         uuid        NOT NULL,
    token_hash bytea       NOT NULL,
    person_id  uuid        NOT NULL,
    section_id smallint,
    kind       text        NOT NULL,
    label      text        NOT NULL,
    made_at    timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,

    PRIMARY KEY (id),
    CONSTRAINT a_token_is_made_once UNIQUE (token_hash),
    CONSTRAINT person_is_known FOREIGN KEY (person_id) REFERENCES identity.person,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT token_hash_is_sha_256 CHECK (octet_length(token_hash) = 32),
    CONSTRAINT kind_of_token_is_known CHECK (kind IN ('person', 'program'))
);
CREATE INDEX token_by_person ON identity.token (person_id);
COMMENT ON TABLE identity.token IS 'The tokens by which people and their programs call.';
COMMENT ON COLUMN identity.token.id IS 'The identifier of the token, which is not secret.';
COMMENT ON COLUMN identity.token.token_hash IS
    'SHA-256 of the token: the token itself is shown once and kept nowhere.';
COMMENT ON COLUMN identity.token.person_id IS 'The natural person who answers for it.';
COMMENT ON COLUMN identity.token.section_id IS
    'The section it opens; none for the secretariat.';
COMMENT ON COLUMN identity.token.kind IS 'Who calls by it: person or program.';
COMMENT ON COLUMN identity.token.label IS 'What its owner calls it.';
COMMENT ON COLUMN identity.token.made_at IS 'When it was made.';
COMMENT ON COLUMN identity.token.expires_at IS 'When it expires, if it does.';
COMMENT ON COLUMN identity.token.revoked_at IS 'When it was revoked, if it was.';
