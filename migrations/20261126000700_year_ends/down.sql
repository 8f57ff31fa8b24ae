DROP TABLE registry.year_end;
