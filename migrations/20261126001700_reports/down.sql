DROP TABLE reporting.explanation;
DROP TABLE reporting.filing;
DROP TABLE reporting.file;
DROP SCHEMA reporting;
