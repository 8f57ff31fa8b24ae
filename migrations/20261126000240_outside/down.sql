DROP INDEX registry.one_account_for_each_registry_outside;
ALTER TABLE registry.account DROP CONSTRAINT only_accounts_outside_stand_for_registries;
ALTER TABLE registry.account DROP CONSTRAINT only_an_entity_or_a_registry_is_named;
ALTER TABLE registry.account ADD CONSTRAINT only_an_entity_has_an_entity_number
    CHECK ((holder_kind = 'entity') = (entity_id IS NOT NULL));
ALTER TABLE registry.account DROP CONSTRAINT kind_of_holder_is_known;
ALTER TABLE registry.account ADD CONSTRAINT kind_of_holder_is_known
    CHECK (holder_kind IN ('party', 'entity', 'adaptation-fund', 'pending'));
ALTER TABLE registry.account DROP CONSTRAINT kind_of_account_is_known;
ALTER TABLE registry.account ADD CONSTRAINT kind_of_account_is_known
    CHECK (kind IN ('100', '200', '210', '300', '310', '320', '330', 'R'));
COMMENT ON COLUMN registry.account.kind IS
    'The code of its kind (nomenclature, table 52; R is ours): 100 holds, all others are terminal.';
COMMENT ON COLUMN registry.account.holder_kind IS
    'Who holds it: party, entity, adaptation-fund or pending.';
COMMENT ON COLUMN registry.account.entity_id IS
    'The number of the entity that holds it, if one does.';
