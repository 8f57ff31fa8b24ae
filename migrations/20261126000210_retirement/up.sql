-- A kind of account of our own: what is retired lies there for good, without a first transfer.
ALTER TABLE registry.account DROP CONSTRAINT kind_of_account_is_known;
ALTER TABLE registry.account ADD CONSTRAINT kind_of_account_is_known
    CHECK (kind IN ('100', '200', '210', '300', '310', '320', '330', 'R'));
COMMENT ON COLUMN registry.account.kind IS
    'The code of its kind (nomenclature, table 52; R is ours): 100 holds, all others are terminal.';
