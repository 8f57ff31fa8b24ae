-- Reports that Parties file. The bytes come first, and are kept as they came: filing is an order that
-- names them by their hash. A correction is a higher version; nothing here is ever changed.
-- Safe to run while the previous release serves: new tables only.
CREATE SCHEMA reporting;
COMMENT ON SCHEMA reporting IS 'Reports that Parties file, byte for byte, and how they explain them.';

CREATE TABLE reporting.file (
    section_id smallint NOT NULL,
    sha256     bytea    NOT NULL,
    format     text     NOT NULL,
    year       smallint NOT NULL,
    major      bigint   NOT NULL,
    minor      bigint   NOT NULL,
    bytes      bytea    NOT NULL,

    CONSTRAINT a_section_keeps_a_file_once PRIMARY KEY (section_id, sha256),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT hash_is_of_the_bytes CHECK (sha256 = sha256(bytes)),
    CONSTRAINT format_is_known CHECK (format IN ('xlsx', 'csv', 'json')),
    CONSTRAINT versions_begin_with_one CHECK (major >= 1 AND minor >= 0)
);
-- A workbook is packed already.
ALTER TABLE reporting.file ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE reporting.file IS 'Files of reports, byte for byte as they came.';
COMMENT ON COLUMN reporting.file.section_id IS 'The section whose report it is.';
COMMENT ON COLUMN reporting.file.sha256 IS 'The hash of the bytes, by which it is named.';
COMMENT ON COLUMN reporting.file.format IS 'What kind of file it is, by its content.';
COMMENT ON COLUMN reporting.file.year IS 'The calendar year that it says it reports.';
COMMENT ON COLUMN reporting.file.major IS 'The first part of the version that it says it has.';
COMMENT ON COLUMN reporting.file.minor IS 'The second part of the version.';
COMMENT ON COLUMN reporting.file.bytes IS 'The bytes.';

CREATE TABLE reporting.filing (
    section_id     smallint NOT NULL,
    year           smallint NOT NULL,
    major          bigint   NOT NULL,
    minor          bigint   NOT NULL,
    file           bytea    NOT NULL,
    claims         jsonb    NOT NULL,
    recorded_entry bigint   NOT NULL,

    CONSTRAINT a_version_is_filed_once PRIMARY KEY (section_id, year, major, minor),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section,
    CONSTRAINT file_is_kept FOREIGN KEY (section_id, file) REFERENCES reporting.file,
    CONSTRAINT an_entry_files_one_report UNIQUE (recorded_entry),
    CONSTRAINT versions_begin_with_one CHECK (major >= 1 AND minor >= 0),
    CONSTRAINT claims_are_a_list CHECK (jsonb_typeof(claims) = 'array')
);
COMMENT ON TABLE reporting.filing IS 'Reports that were filed: every version, for good.';
COMMENT ON COLUMN reporting.filing.section_id IS 'The section of the Party.';
COMMENT ON COLUMN reporting.filing.year IS 'The calendar year that is reported.';
COMMENT ON COLUMN reporting.filing.major IS 'The first part of the version.';
COMMENT ON COLUMN reporting.filing.minor IS 'The second part of the version.';
COMMENT ON COLUMN reporting.filing.file IS 'The hash of the file.';
COMMENT ON COLUMN reporting.filing.claims IS 'Which fields are kept back, and on what basis.';
COMMENT ON COLUMN reporting.filing.recorded_entry IS 'The entry that filed this version.';

CREATE TABLE reporting.explanation (
    section_id     smallint NOT NULL,
    party          text     NOT NULL,
    year           smallint NOT NULL,
    check_id       text     NOT NULL,
    words          text     NOT NULL,
    recorded_entry bigint   NOT NULL,

    PRIMARY KEY (recorded_entry),
    CONSTRAINT section_is_known FOREIGN KEY (section_id) REFERENCES registry.section
);
CREATE INDEX explanation_by_report ON reporting.explanation (party, year);
COMMENT ON TABLE reporting.explanation IS 'How Parties explain what does not agree in a report.';
COMMENT ON COLUMN reporting.explanation.section_id IS 'The section that explains.';
COMMENT ON COLUMN reporting.explanation.party IS 'The Party whose report it is about.';
COMMENT ON COLUMN reporting.explanation.year IS 'The year of that report.';
COMMENT ON COLUMN reporting.explanation.check_id IS 'The number of the check that fails.';
COMMENT ON COLUMN reporting.explanation.words IS 'The explanation, in words.';
COMMENT ON COLUMN reporting.explanation.recorded_entry IS 'The entry that recorded it.';
