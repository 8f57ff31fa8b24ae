-- How much a section hands in within a day has a limit.
ALTER TABLE reporting.file ADD COLUMN kept_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN reporting.file.kept_at IS 'When it was handed in.';
