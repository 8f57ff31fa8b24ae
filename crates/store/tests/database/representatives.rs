//! What the database itself keeps of representatives: whom a role may be for, and what is seen in the
//! scope of entities, whatever the statement asks for.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use store::logins::Login;
use testkit::database::TestDatabase;

use crate::asking::{constraint, is_denied, lines, login, superuser};
use crate::two_sections::two_sections;

/// Two entities of section 1, each with an account, units in it, and a proposal.
const ENTITIES: &str = r#"
CREATE FUNCTION pg_temp.id(text) RETURNS uuid LANGUAGE sql
    RETURN ('00000000-0000-7000-8000-0000000000' || $1)::uuid;
INSERT INTO registry.account VALUES
    (pg_temp.id('13'), 'XAL-100-0003', 1, '100', 'entity', 'E1', 'GHG', NULL, 'of E1', 1),
    (pg_temp.id('14'), 'XAL-100-0004', 1, '100', 'entity', 'E2', 'GHG', NULL, 'of E2', 1),
    (pg_temp.id('22'), 'XBO-100-0002', 2, '100', 'entity', 'E1', 'GHG', NULL, 'of E1', 1);
INSERT INTO registry.unit_block VALUES
    (1, 201, 300, pg_temp.id('13'), 1, 1, 1, NULL, 3, 2, now()),
    (1, 301, 400, pg_temp.id('14'), 1, 1, 1, NULL, 3, 2, now()),
    (1, 401, 500, pg_temp.id('22'), 2, 1, 1, NULL, 3, 2, now());
INSERT INTO registry.unit_block_past VALUES
    (1, 201, 300, pg_temp.id('13'), 1, 1, 1, NULL, 1, 0, now(), 3, now()),
    (1, 301, 400, pg_temp.id('14'), 1, 1, 1, NULL, 1, 0, now(), 3, now());
INSERT INTO registry.entry VALUES
    (5, 4, 1, NULL, 'propose', now(), now(), jsonb_build_object('proposal', pg_temp.id('a2'))),
    (6, 5, 1, NULL, 'propose', now(), now(), jsonb_build_object('proposal', pg_temp.id('a3')));
INSERT INTO registry.proposal (id, section_id, year, number, document, order_count, digest,
        proposed_by, proposed_entry, proposed_at, lapses_at) VALUES
    (pg_temp.id('a2'), 1, 2026, 2, '{"entity": "E1"}', 1, sha256('2'), pg_temp.id('c1'), 5, now(),
     now()),
    (pg_temp.id('a3'), 1, 2026, 3, '{"entity": "E2"}', 1, sha256('3'), pg_temp.id('c1'), 6, now(),
     now());
INSERT INTO registry.consent SELECT id, 'approver', section_id, proposed_by, gen_random_uuid(),
    'person', digest, proposed_entry, proposed_entry, now(), now(), now() FROM registry.proposal
    WHERE entity_id IS NOT NULL;
INSERT INTO registry.decision SELECT id, section_id, 'executed', proposed_by, gen_random_uuid(),
    'person', digest, proposed_entry, proposed_entry, proposed_entry, now() FROM registry.proposal
    WHERE entity_id IS NOT NULL;
INSERT INTO registry.reservation VALUES
    (1, 201, 210, pg_temp.id('a2'), 1), (1, 301, 310, pg_temp.id('a3'), 1);
"#;

const TABLES: &str = "
    SELECT format('%s.%s', schema.nspname, class.relname) AS line
    FROM pg_class AS class JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
    WHERE class.relkind = 'r' AND class.relrowsecurity ORDER BY 1";

/// How many rows of each table there are for whoever represents these entities in section 1, and
/// whose accounts are those.
fn seen(database: &TestDatabase, entities: &str, accounts: &str) -> BTreeMap<String, usize> {
    let mut db = login(database, Login::Section);
    let mut seen = BTreeMap::new();
    for table in lines(&mut superuser(database), TABLES) {
        let asked = db.transaction(|db| {
            db.batch_execute(&format!(
                "SELECT set_config('app.scope', 'entities', true),
                    set_config('app.sections', '{{1}}', true),
                    set_config('app.entities', '{entities}', true),
                    set_config('app.accounts', '{accounts}', true)"
            ))?;
            diesel::sql_query(format!("SELECT * FROM {table}")).execute(db)
        });
        match asked {
            Ok(0) => {}
            Ok(rows) => {
                seen.insert(table, rows);
            }
            Err(error) => assert!(is_denied(&error), "{table}: {error}"),
        }
    }
    seen
}

#[test]
fn in_the_scope_of_entities_there_is_what_is_theirs_and_nothing_else_t01_r030() {
    let database = two_sections();
    superuser(&database).batch_execute(ENTITIES).unwrap();
    let mine = seen(&database, "{E1}", "{00000000-0000-7000-8000-000000000013}");
    let tables = [
        "account",
        "consent",
        "decision",
        "entry",
        "proposal",
        "reservation",
        "unit_block",
        "unit_block_past",
    ];
    let expected: BTreeMap<_, _> =
        tables.into_iter().map(|table| (format!("registry.{table}"), 1)).collect();
    assert_eq!(mine, expected);
    let both = seen(&database, "{E1,E2}", "{}");
    assert_eq!((both.get("registry.account"), both.get("registry.unit_block")), (Some(&2), None));
    for nobody in ["", "{}", "{E3}"] {
        assert_eq!(seen(&database, nobody, ""), BTreeMap::new(), "{nobody}");
    }
}

#[test]
fn no_role_but_a_representatives_is_for_an_entity_and_that_one_always_r030() {
    let database = two_sections();
    let mut db = superuser(&database);
    let mut grant = |section: &str, role: &str, entity: &str| {
        let sql = format!(
            "INSERT INTO identity.role_grant (id, person_id, section_id, role, entity_id, granted_at)
             SELECT gen_random_uuid(), id, {section}, '{role}', {entity}, now()
             FROM identity.person WHERE name LIKE 'Ada%'"
        );
        diesel::sql_query(sql).execute(&mut db)
    };
    let forbidden = "a_representative_and_nobody_else_is_for_an_entity";
    assert_eq!(constraint(grant("1", "entity-representative", "NULL")), forbidden);
    assert_eq!(constraint(grant("1", "party-approver", "'E1'")), forbidden);
    let nowhere = constraint(grant("NULL", "entity-representative", "'E1'"));
    assert_eq!(nowhere, "an_entity_is_represented_in_a_section");
    for entity in ["'E1'", "'E2'"] {
        assert_eq!(grant("1", "entity-representative", entity).unwrap(), 1);
    }
    let twice = constraint(grant("1", "entity-representative", "'E1'"));
    assert_eq!(twice, "a_role_is_granted_once");
}
