-- Accounts: the places inside a section. Units leave an account of kind 100 again, and no other.
CREATE TABLE registry.account (
    id           uuid     NOT NULL,
    number       text     NOT NULL,
    section_id   smallint NOT NULL,
    kind         text     NOT NULL,
    holder_kind  text     NOT NULL,
    entity_id    text,
    metric       text     NOT NULL,
    year_of_use  smallint,
    name         text     NOT NULL,
    opened_entry bigint   NOT NULL,

    PRIMARY KEY (id),
    CONSTRAINT account_number_is_given_once UNIQUE (number),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT kind_of_account_is_known
        CHECK (kind IN ('100', '200', '210', '300', '310', '320', '330')),
    CONSTRAINT kind_of_holder_is_known
        CHECK (holder_kind IN ('party', 'entity', 'adaptation-fund', 'pending')),
    CONSTRAINT only_an_entity_has_an_entity_number
        CHECK ((holder_kind = 'entity') = (entity_id IS NOT NULL)),
    CONSTRAINT only_use_towards_an_ndc_has_a_year
        CHECK ((kind = '200') = (year_of_use IS NOT NULL)),
    CONSTRAINT metric_is_named CHECK (metric <> '')
);
CREATE INDEX account_by_section ON registry.account (section_id);
COMMENT ON TABLE registry.account IS 'Places inside a section, in which units lie.';
COMMENT ON COLUMN registry.account.id IS 'The identifier of the account.';
COMMENT ON COLUMN registry.account.number IS
    'The number by which people know it, with its check digits.';
COMMENT ON COLUMN registry.account.section_id IS 'The section it belongs to.';
COMMENT ON COLUMN registry.account.kind IS
    'The code of its kind (nomenclature, table 52): 100 holds, all others are terminal.';
COMMENT ON COLUMN registry.account.holder_kind IS
    'Who holds it: party, entity, adaptation-fund or pending.';
COMMENT ON COLUMN registry.account.entity_id IS
    'The number of the entity that holds it, if one does.';
COMMENT ON COLUMN registry.account.metric IS
    'What its units measure: GHG, or the name of a non-GHG metric.';
COMMENT ON COLUMN registry.account.year_of_use IS
    'The calendar year of use, for an account of kind 200.';
COMMENT ON COLUMN registry.account.name IS 'The name that its people know it by.';
COMMENT ON COLUMN registry.account.opened_entry IS 'The entry that opened it.';
