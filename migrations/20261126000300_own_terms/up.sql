-- What a section has laid down for itself: its terms and the recipients it trusts. Each change is a
-- row of its own; the newest counts.
CREATE TABLE registry.section_settings (
    section_id  smallint NOT NULL,
    since_entry bigint   NOT NULL,
    settings    jsonb    NOT NULL,

    PRIMARY KEY (section_id, since_entry),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section
);
COMMENT ON TABLE registry.section_settings IS
    'What a section has laid down for itself, since each change. The newest counts.';
COMMENT ON COLUMN registry.section_settings.section_id IS 'The section.';
COMMENT ON COLUMN registry.section_settings.since_entry IS 'The entry since which it counts.';
COMMENT ON COLUMN registry.section_settings.settings IS
    'Terms, terms that count later, and trusted recipients.';

ALTER TABLE registry.section
    ADD COLUMN spent_day date,
    ADD COLUMN spent_units bigint,
    ADD CONSTRAINT units_are_spent_on_a_day CHECK ((spent_day IS NULL) = (spent_units IS NULL)),
    ADD CONSTRAINT no_less_than_no_units_are_spent CHECK (spent_units >= 0);
COMMENT ON COLUMN registry.section.spent_day IS
    'The newest day (UTC) on which a daily limit counted.';
COMMENT ON COLUMN registry.section.spent_units IS
    'How many units were approved on that day to leave for other sections.';
