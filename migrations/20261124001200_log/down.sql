DROP TABLE transparency.log_leaf;
DROP TABLE transparency.log_batch;
