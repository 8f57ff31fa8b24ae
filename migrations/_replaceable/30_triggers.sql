-- The constraints that no CHECK can say, whatever the code believes.
CREATE OR REPLACE TRIGGER unit_is_in_one_place_inserted
    AFTER INSERT ON registry.unit_block REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry.unit_is_in_one_place();
CREATE OR REPLACE TRIGGER unit_is_in_one_place_updated
    AFTER UPDATE ON registry.unit_block REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry.unit_is_in_one_place();

CREATE OR REPLACE TRIGGER unit_is_reserved_once_inserted
    AFTER INSERT ON registry.reservation REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry.unit_is_reserved_once();
CREATE OR REPLACE TRIGGER unit_is_reserved_once_updated
    AFTER UPDATE ON registry.reservation REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry.unit_is_reserved_once();
CREATE OR REPLACE TRIGGER unit_is_reserved_once_updated
    AFTER UPDATE ON registry.reservation REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION registry.unit_is_reserved_once();

CREATE OR REPLACE TRIGGER terminal_is_terminal_updated
    AFTER UPDATE ON registry.unit_block REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION registry.terminal_is_terminal();
CREATE OR REPLACE TRIGGER terminal_is_terminal_past
    AFTER INSERT ON registry.unit_block_past REFERENCING NEW TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION registry.terminal_is_terminal();

-- A condition on the row costs nothing while it is false.
CREATE OR REPLACE TRIGGER a_first_transfer_happens_once
    BEFORE UPDATE ON registry.unit_block FOR EACH ROW
    WHEN (old.first_transfer_entry IS NOT NULL
          AND new.first_transfer_entry IS DISTINCT FROM old.first_transfer_entry)
    EXECUTE FUNCTION registry.refuse();
CREATE OR REPLACE TRIGGER a_beneficiary_is_reviewed_once
    BEFORE UPDATE ON registry.beneficiary FOR EACH ROW
    WHEN (old.verdict IS NOT NULL)
    EXECUTE FUNCTION registry.refuse();
CREATE OR REPLACE TRIGGER a_kind_of_account_is_for_good
    BEFORE UPDATE ON registry.account FOR EACH ROW
    WHEN (new.kind <> old.kind)
    EXECUTE FUNCTION registry.refuse();
CREATE OR REPLACE TRIGGER a_kind_of_database_is_for_good
    BEFORE UPDATE ON registry.installation FOR EACH ROW
    WHEN (new.kind <> old.kind)
    EXECUTE FUNCTION registry.refuse();
