ALTER TABLE registry.account DROP CONSTRAINT kind_of_account_is_known;
ALTER TABLE registry.account ADD CONSTRAINT kind_of_account_is_known
    CHECK (kind IN ('100', '200', '210', '300', '310', '320', '330'));
COMMENT ON COLUMN registry.account.kind IS
    'The code of its kind (nomenclature, table 52): 100 holds, all others are terminal.';
