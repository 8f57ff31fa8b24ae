DROP TABLE registry.reservation;
DROP TABLE registry.decision;
DROP TABLE registry.proposal;
