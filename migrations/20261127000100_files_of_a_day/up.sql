-- How much a section hands in within a day has a limit. What is kept already counts for no day.
ALTER TABLE reporting.file ADD COLUMN kept_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE reporting.file ALTER COLUMN kept_at SET DEFAULT now();
COMMENT ON COLUMN reporting.file.kept_at IS 'When it was handed in.';
