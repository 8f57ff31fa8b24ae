DROP TABLE registry.unit_block_past;
DROP TABLE registry.unit_block;
