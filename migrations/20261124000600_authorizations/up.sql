-- What Parties authorize: uses of mitigation outcomes, in versions that are all kept, and entities.
CREATE TABLE registry.authorization (
    no               integer  NOT NULL,
    section_id       smallint NOT NULL,
    authorization_id text     NOT NULL,
    version          integer  NOT NULL,
    approach         text     NOT NULL,
    terms            jsonb    NOT NULL,
    recorded_entry   bigint   NOT NULL,

    PRIMARY KEY (no, version),
    CONSTRAINT a_version_is_recorded_once UNIQUE (section_id, authorization_id, version),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT approach_is_known FOREIGN KEY (approach) REFERENCES registry.approach,
    CONSTRAINT versions_count_from_one CHECK (version >= 1)
);
COMMENT ON TABLE registry.authorization IS
    'What Parties authorize their mitigation outcomes to be used for: every version, for good.';
COMMENT ON COLUMN registry.authorization.no IS
    'The number of the authorization, the same for all its versions, counted over all sections.';
COMMENT ON COLUMN registry.authorization.section_id IS 'The section of the authorizing Party.';
COMMENT ON COLUMN registry.authorization.authorization_id IS
    'The authorization ID, which the Party gives.';
COMMENT ON COLUMN registry.authorization.version IS 'The version, from 1.';
COMMENT ON COLUMN registry.authorization.approach IS 'The cooperative approach.';
COMMENT ON COLUMN registry.authorization.terms IS
    'What it says. Conditions and entities are for the section; all else is published.';
COMMENT ON COLUMN registry.authorization.recorded_entry IS 'The entry that recorded this version.';

CREATE TABLE registry.authorization_use (
    no                integer  NOT NULL,
    section_id        smallint NOT NULL,
    first_transferred bigint   NOT NULL,

    PRIMARY KEY (no),
    CONSTRAINT a_sum_is_never_negative CHECK (first_transferred >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE registry.authorization_use IS
    'How much of an authorization is used up, over all its versions.';
COMMENT ON COLUMN registry.authorization_use.section_id IS 'The section of the authorizing Party.';
COMMENT ON COLUMN registry.authorization_use.no IS 'The number of the authorization.';
COMMENT ON COLUMN registry.authorization_use.first_transferred IS
    'The units first transferred under it so far.';

CREATE TABLE registry.entity_authorization (
    no             integer  NOT NULL,
    section_id     smallint NOT NULL,
    entity_id      text     NOT NULL,
    approach       text     NOT NULL,
    terms          jsonb    NOT NULL,
    recorded_entry bigint   NOT NULL,

    PRIMARY KEY (no),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT approach_is_known FOREIGN KEY (approach) REFERENCES registry.approach
);
CREATE INDEX entity_authorization_by_entity
    ON registry.entity_authorization (section_id, entity_id, approach);
COMMENT ON TABLE registry.entity_authorization IS 'The entities that a Party has authorized.';
COMMENT ON COLUMN registry.entity_authorization.no IS 'Its number, counted over all sections.';
COMMENT ON COLUMN registry.entity_authorization.section_id IS 'The section of the Party.';
COMMENT ON COLUMN registry.entity_authorization.entity_id IS
    'The number of the entity in its country of incorporation.';
COMMENT ON COLUMN registry.entity_authorization.approach IS 'The cooperative approach.';
COMMENT ON COLUMN registry.entity_authorization.terms IS
    'What it says: the entity''s name and country, its first and last day, its conditions.';
COMMENT ON COLUMN registry.entity_authorization.recorded_entry IS 'The entry that recorded it.';
