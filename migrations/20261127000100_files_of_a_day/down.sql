ALTER TABLE reporting.file DROP COLUMN kept_at;
