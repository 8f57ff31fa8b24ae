-- Revocations: from its entry on nothing is issued or first transferred under the authorization. Units
-- that were first transferred before keep it.
CREATE TABLE registry.revocation (
    no             integer  NOT NULL,
    section_id     smallint NOT NULL,
    revoked_on     date     NOT NULL,
    reason         text     NOT NULL,
    recorded_entry bigint   NOT NULL,

    CONSTRAINT an_authorization_is_revoked_once PRIMARY KEY (no),
    CONSTRAINT authorization_is_known FOREIGN KEY (no) REFERENCES registry.authorization_use,
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section
);
COMMENT ON TABLE registry.revocation IS 'The authorizations that their Parties have revoked.';
COMMENT ON COLUMN registry.revocation.no IS 'The number of the authorization.';
COMMENT ON COLUMN registry.revocation.section_id IS 'The section of the authorizing Party.';
COMMENT ON COLUMN registry.revocation.revoked_on IS 'The day of the revocation.';
COMMENT ON COLUMN registry.revocation.reason IS 'Why it was revoked; for the section.';
COMMENT ON COLUMN registry.revocation.recorded_entry IS 'The entry that recorded it.';
