-- Places outside: an account of kind OUT stands for one other registry, in which the units are. They
-- come back from there, and by no other way.
ALTER TABLE registry.account DROP CONSTRAINT kind_of_account_is_known;
ALTER TABLE registry.account ADD CONSTRAINT kind_of_account_is_known
    CHECK (kind IN ('100', '200', '210', '300', '310', '320', '330', 'R', 'OUT'));
ALTER TABLE registry.account DROP CONSTRAINT kind_of_holder_is_known;
ALTER TABLE registry.account ADD CONSTRAINT kind_of_holder_is_known
    CHECK (holder_kind IN ('party', 'entity', 'adaptation-fund', 'pending', 'outside'));
ALTER TABLE registry.account DROP CONSTRAINT only_an_entity_has_an_entity_number;
ALTER TABLE registry.account ADD CONSTRAINT only_an_entity_or_a_registry_is_named
    CHECK ((holder_kind IN ('entity', 'outside')) = (entity_id IS NOT NULL));
ALTER TABLE registry.account ADD CONSTRAINT only_accounts_outside_stand_for_registries
    CHECK ((kind = 'OUT') = (holder_kind = 'outside'));
CREATE UNIQUE INDEX one_account_for_each_registry_outside
    ON registry.account (section_id, entity_id, metric) WHERE kind = 'OUT';
COMMENT ON COLUMN registry.account.kind IS
    'The code of its kind (nomenclature, table 52; R and OUT are ours): all but 100 and OUT are ends.';
COMMENT ON COLUMN registry.account.holder_kind IS
    'Who holds it: party, entity, adaptation-fund, pending or outside.';
COMMENT ON COLUMN registry.account.entity_id IS
    'The number of the entity that holds it, or the registry outside that it stands for.';
