//! A database in which two sections have something to hide from each other.

use diesel::connection::SimpleConnection as _;
use testkit::database::TestDatabase;

use crate::asking::superuser;

/// Sections 1 and 2, with rows of either in every table; section 3 has none.
pub(crate) fn two_sections() -> TestDatabase {
    let database = TestDatabase::new();
    superuser(&database).batch_execute(ROWS).unwrap();
    database
}

const ROWS: &str = r#"
CREATE FUNCTION pg_temp.id(text) RETURNS uuid LANGUAGE sql
    RETURN ('00000000-0000-7000-8000-0000000000' || $1)::uuid;
INSERT INTO registry.section VALUES
    (1, 'XAL', 'XAL01', 'Alorea', 1, 200, 2), (2, 'XBO', 'XBO01', 'Borvia', 2, 200, 1);
INSERT INTO registry.ndc_period VALUES (1, 2021, 2030, 1), (2, 2021, 2030, 2);
INSERT INTO registry.declaration VALUES
    (1, 'participation', 1, '{"of": "Alorea"}'), (2, 'participation', 2, '{"of": "Borvia"}');
INSERT INTO registry.account VALUES
    (pg_temp.id('11'), 'XAL-100-0001', 1, '100', 'party', NULL, 'GHG', NULL, 'a', 1),
    (pg_temp.id('12'), 'XAL-200-0002', 1, '200', 'party', NULL, 'GHG', 2025, 'a', 1),
    (pg_temp.id('21'), 'XBO-100-0001', 2, '100', 'party', NULL, 'GHG', NULL, 'b', 2);
INSERT INTO registry.approach VALUES
    ('CA9001', 1, 'One', '{XAL,XBO}', 1), ('CA9002', 2, 'Two', '{XBO,XAL}', 2);
INSERT INTO registry.authorization VALUES
    (1, 1, 'A 1', 1, 'CA9001', '{"id": "A 1", "conditions": "of Alorea", "entities": ["E1"]}', 1),
    (2, 2, 'B 1', 1, 'CA9002', '{"id": "B 1", "conditions": "of Borvia", "entities": ["E1"]}', 2);
INSERT INTO registry.authorization_use VALUES (1, 1, 10), (2, 2, 20);
INSERT INTO registry.revocation VALUES
    (1, 1, '2026-01-01', 'of Alorea', 1), (2, 2, '2026-01-01', 'of Borvia', 2);
INSERT INTO registry.entity_authorization VALUES
    (1, 1, 'E1', 'CA9001', '{}', 1), (2, 2, 'E1', 'CA9002', '{}', 2);
INSERT INTO registry.series VALUES
    (1, 'CA9001', 'XAL01', 'XAL', 2024, 1), (2, 'CA9002', 'XBO01', 'XBO', 2024, 2);
INSERT INTO registry.issuance VALUES
    (1, 1, 1, 1, 200, 'GHG', 'Reductions', 'Energy', 'Solar', '{"underlying": "of Alorea"}', 1),
    (2, 2, 2, 1, 200, 'GHG', 'Reductions', 'Energy', 'Solar', '{"underlying": "of Borvia"}', 2);
INSERT INTO registry.underlying VALUES
    (1, 1, 'GS', 'GS-0', '{1}', '{200}'), (2, 2, 'GS', 'GS-0', '{201}', '{400}');
INSERT INTO registry.beneficiary VALUES
    (1, 1, 'Fliers of Alorea', NULL, NULL, NULL, NULL, NULL),
    (2, 2, 'Northern Air', NULL, NULL, 'publish', 'they of Borvia asked', 4);
INSERT INTO registry.conversion VALUES
    (1, 'CA9001', 'MWh', 1, 'grid', '0.5', 1), (2, 'CA9002', 'MWh', 1, 'grid', '0.4', 2);
INSERT INTO registry.inventory_year VALUES
    (1, 2022, 1, '1010', NULL, NULL, 'of Alorea', 1), (2, 2022, 1, '495', NULL, NULL, 'of Borvia', 2);
INSERT INTO reporting.file VALUES
    (1, sha256('of Alorea'), 'csv', 2025, 1, 0, 'of Alorea'),
    (2, sha256('of Borvia'), 'csv', 2025, 1, 0, 'of Borvia');
INSERT INTO reporting.filing VALUES
    (1, 2025, 1, 0, sha256('of Alorea'), '[]', 1), (2, 2025, 1, 0, sha256('of Borvia'), '[]', 2);
INSERT INTO reporting.explanation VALUES
    (1, 'XAL', 2025, 'X01', 'a typing error', 1), (2, 'XAL', 2025, 'X01', 'of theirs', 2);
INSERT INTO registry.unit_block VALUES
    (1, 1, 100, pg_temp.id('11'), 1, 1, 1, 3, 3, 2, now()),
    (1, 101, 200, pg_temp.id('12'), 1, 1, 1, 3, 3, 2, now()),
    (2, 1, 200, pg_temp.id('21'), 2, 2, 2, NULL, 4, 3, now());
INSERT INTO registry.unit_block_past VALUES
    (1, 1, 200, pg_temp.id('11'), 1, 1, 1, NULL, 1, 0, now(), 3, now()),
    (2, 1, 200, pg_temp.id('21'), 2, 2, NULL, NULL, 2, 1, now(), 4, now());
INSERT INTO registry.entry VALUES
    (1, 0, 1, NULL, 'issue', now(), now(), '{"salt": "of Alorea"}'),
    (2, 1, 2, NULL, 'issue', now(), now(), '{"salt": "of Borvia"}'),
    (3, 2, 1, NULL, 'propose', now(), now(), '{"salt": "of Alorea"}'),
    (4, 3, 2, NULL, 'propose', now(), now(), '{"salt": "of Borvia"}');
INSERT INTO registry.year_end VALUES (2025, 2);
INSERT INTO registry.proposal VALUES
    (pg_temp.id('a1'), 1, NULL, 2026, 1, '[]', 1, sha256('a'),
     pg_temp.id('c1'), 3, now(), now()),
    (pg_temp.id('b1'), 2, 1, 2026, 1, '[]', 1, sha256('b'),
     pg_temp.id('c2'), 4, now(), now());
INSERT INTO registry.consent SELECT id, 'approver', section_id, proposed_by, gen_random_uuid(),
    'person', digest, proposed_entry, proposed_entry, now(), now(), now() FROM registry.proposal;
INSERT INTO registry.incoming SELECT id, section_id, 3 - section_id, '[]', digest,
    proposed_entry, now(), now(), now() FROM registry.proposal;
INSERT INTO registry.stop SELECT id, section_id, '{}', section_id, NULL, 'a stolen laptop',
    proposed_by, gen_random_uuid(), 'person', proposed_entry, now() FROM registry.proposal;
INSERT INTO registry.section_settings VALUES (1, 1, '{}'), (2, 2, '{}');
INSERT INTO registry.decision SELECT id, section_id, 'executed', proposed_by, gen_random_uuid(),
    'person', digest, proposed_entry, proposed_entry, proposed_entry, now() FROM registry.proposal;
INSERT INTO registry.reservation VALUES
    (1, 1, 10, pg_temp.id('a1'), 1),
    (2, 1, 10, pg_temp.id('b1'), 2);
INSERT INTO registry.request_key SELECT proposed_by, 'k', digest, proposed_entry, proposed_entry,
    proposed_entry, id, section_id, now() FROM registry.proposal;
INSERT INTO transparency.log_leaf VALUES
    (0, 1, sha256('0'), '{"units": "200"}'), (1, 2, sha256('1'), '{"units": "200"}'),
    (2, NULL, sha256('2'), '{}'), (3, NULL, sha256('3'), '{}');
INSERT INTO transparency.log_batch VALUES (1, 2, 2, sha256('01'), 2, 2, 2, 2, 2, now());
INSERT INTO identity.event VALUES
    (2, 'role-granted', 1, '{"salt": "of Alorea"}', now()),
    (3, 'role-granted', 2, '{"salt": "of Borvia"}', now());
INSERT INTO identity.person VALUES
    (pg_temp.id('c1'), 'Ada of Alorea', now()),
    (pg_temp.id('c2'), 'Bo of Borvia', now()),
    (pg_temp.id('c3'), 'Cy of the secretariat', now());
INSERT INTO identity.role_grant VALUES
    (pg_temp.id('d1'), pg_temp.id('c1'), 1, 'approver', now(), NULL),
    (pg_temp.id('d2'), pg_temp.id('c2'), 2, 'approver', now(), NULL),
    (pg_temp.id('d3'), pg_temp.id('c3'), NULL, 'desk', now(), NULL);
INSERT INTO identity.token VALUES
    (pg_temp.id('e1'), sha256('one'), pg_temp.id('c1'), 1,
     'person', 'laptop', now(), now() + interval '1 day', NULL),
    (pg_temp.id('e2'), sha256('two'), pg_temp.id('c2'), 2,
     'program', 'ledger bridge', now(), NULL, NULL),
    (pg_temp.id('e3'), sha256('three'), pg_temp.id('c3'), NULL,
     'person', 'desk', now(), NULL, NULL);
"#;
