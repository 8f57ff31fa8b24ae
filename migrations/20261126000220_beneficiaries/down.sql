DROP TABLE registry.beneficiary;
