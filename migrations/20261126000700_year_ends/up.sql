-- Which calendar years have ended, and by which entry: written by the registry's clock alone.
-- Append-only, and everybody's to know: it is no section's.
-- Safe to run while the previous release serves: a new table only.
CREATE TABLE registry.year_end (
    year     smallint NOT NULL,
    entry_no bigint   NOT NULL,

    CONSTRAINT a_year_ends_once PRIMARY KEY (year),
    CONSTRAINT an_entry_ends_one_year UNIQUE (entry_no),
    CONSTRAINT a_year_has_four_digits CHECK (year BETWEEN 1000 AND 9999)
);
COMMENT ON TABLE registry.year_end IS
    'The ends of calendar years in UTC: each once, in order, from the year of the first entry on.';
COMMENT ON COLUMN registry.year_end.year IS 'The year that was over.';
COMMENT ON COLUMN registry.year_end.entry_no IS 'The entry that says so.';
