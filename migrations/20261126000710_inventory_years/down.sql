DROP TABLE registry.inventory_year;
