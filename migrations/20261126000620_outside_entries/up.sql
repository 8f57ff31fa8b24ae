-- Acts by which units went to registries outside, or came from them: few, and asked for by the
-- Parties whose registries these are.
CREATE INDEX entry_of_acts_outside ON registry.entry (entry_no)
    WHERE act IN ('transfer-out', 'transfer-in');
