-- Schemas by subject. Whoever is not named by a grant (in `_replaceable`) sees none of them.
CREATE SCHEMA registry;
COMMENT ON SCHEMA registry IS 'The ledger: sections, accounts, authorizations, units, entries.';

CREATE SCHEMA identity;
COMMENT ON SCHEMA identity IS 'People, what they may do, and the tokens by which they call.';

CREATE SCHEMA transparency;
COMMENT ON SCHEMA transparency IS 'The log whose leaves anybody can check.';
