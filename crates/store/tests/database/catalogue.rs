//! What the catalogue says of every table, column, function and login.

use testkit::database::TestDatabase;

use crate::asking::{lines, superuser};

/// Tables without rows of sections or people: what the database is, its clock, the years that have
/// ended, and the public log.
const WITHOUT_TENANTS: [&str; 5] = [
    "registry.clock_offset",
    "registry.installation",
    "registry.year_end",
    "transparency.log_batch",
    "transparency.log_leaf",
];

/// Everything of ours in `pg_class`.
const OURS: &str =
    "pg_class AS class JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
    AND schema.nspname IN ('registry', 'identity', 'transparency', 'reporting', 'published')";

fn found(sql: &str) -> Vec<String> {
    lines(&mut superuser(&TestDatabase::new()), sql)
}

fn none(sql: &str) {
    let found = found(sql);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_tenant_table_has_forced_row_level_security_and_a_policy_t04() {
    let without = found(&format!(
        "SELECT schema.nspname || '.' || class.relname AS line FROM {OURS}
         WHERE class.relkind IN ('r', 'p', 'm', 'f') AND NOT (class.relrowsecurity
             AND class.relforcerowsecurity
             AND EXISTS (SELECT FROM pg_policy WHERE polrelid = class.oid))
         ORDER BY 1"
    ));
    assert_eq!(without, WITHOUT_TENANTS);
}

#[test]
fn every_tenant_table_says_whose_its_rows_are() {
    let without = found(&format!(
        "SELECT schema.nspname || '.' || class.relname AS line FROM {OURS}
         WHERE class.relkind = 'r' AND class.relrowsecurity AND NOT EXISTS (
             SELECT FROM pg_attribute WHERE attrelid = class.oid AND attname = 'section_id')
         ORDER BY 1"
    ));
    // A section's rows are its own; persons are no section's, and no login of a section reads them.
    assert_eq!(without, ["identity.person", "registry.section"]);
}

#[test]
fn every_table_and_column_has_a_comment() {
    none(&format!(
        "SELECT concat_ws('.', schema.nspname, class.relname, attname) AS line FROM {OURS}
         LEFT JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
         WHERE class.relkind IN ('r', 'v')
             AND (obj_description(class.oid) IS NULL OR col_description(class.oid, attnum) IS NULL)"
    ));
    none(
        "SELECT nspname::text AS line FROM pg_namespace
         WHERE nspname IN ('registry', 'identity', 'transparency', 'reporting', 'published')
             AND obj_description(oid) IS NULL",
    );
    none(
        "SELECT pg_proc.oid::regprocedure::text AS line FROM pg_proc
         JOIN pg_namespace ON pg_namespace.oid = pronamespace
         WHERE nspname IN ('registry', 'identity', 'transparency', 'reporting', 'published')
             AND obj_description(pg_proc.oid) IS NULL",
    );
}

#[test]
fn nothing_of_ours_lies_outside_our_schemas() {
    let outside = found(
        "SELECT class.oid::regclass::text AS line FROM pg_class AS class
         JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
         WHERE class.relkind IN ('r', 'v', 'm', 'f', 'p', 'S')
             AND schema.nspname NOT IN ('registry', 'identity', 'transparency', 'reporting', 'published')
             AND schema.nspname NOT LIKE 'pg_%' AND schema.nspname <> 'information_schema'",
    );
    assert_eq!(outside, ["__diesel_schema_migrations"]);
}

#[test]
fn no_login_owns_anything_or_is_above_the_walls() {
    none(
        "SELECT rolname::text AS line FROM pg_roles
         WHERE rolname LIKE 'itmo%' AND rolname <> 'itmo_cluster'
             AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
    );
    none(
        "SELECT rolname || ' owns ' || pg_describe_object(classid, objid, objsubid) AS line
         FROM pg_shdepend JOIN pg_roles ON pg_roles.oid = refobjid
         WHERE deptype = 'o' AND rolcanlogin AND rolname LIKE 'itmo%' AND rolname <> 'itmo_cluster'
             AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))",
    );
    let cannot = found(
        "SELECT rolname::text AS line FROM pg_roles
         WHERE rolname LIKE 'itmo%' AND NOT rolcanlogin ORDER BY 1",
    );
    assert_eq!(cannot, ["itmo_guard", "itmo_owner", "itmo_publisher"]);
}

#[test]
fn only_the_migrating_login_can_become_another() {
    let memberships = found(
        "SELECT format('%s becomes %s', member.rolname, roleid::regrole) AS line
         FROM pg_auth_members
         JOIN pg_roles AS member ON member.oid = pg_auth_members.member
         WHERE member.rolname LIKE 'itmo%' ORDER BY 1",
    );
    assert_eq!(
        memberships,
        [
            "itmo_migrate becomes itmo_guard",
            "itmo_migrate becomes itmo_owner",
            "itmo_migrate becomes itmo_publisher",
        ]
    );
    none(
        "SELECT rolname::text AS line FROM pg_roles WHERE rolname = 'itmo_migrate' AND rolinherit",
    );
}

#[test]
fn nobody_may_truncate_and_only_a_reservation_is_deleted_r157() {
    none(&privileges("TRUNCATE"));
    none(&privileges("TRIGGER"));
    none(&privileges("REFERENCES"));
    assert_eq!(found(&privileges("DELETE")), ["itmo_ledger registry.reservation"]);
}

#[test]
fn facts_are_never_updated_r032() {
    let changed = found(
        "SELECT format('%s %s.%s', grantee, table_schema, table_name) AS line
         FROM information_schema.column_privileges
         WHERE privilege_type = 'UPDATE' AND grantee NOT IN ('itmo_owner', 'itmo_publisher')
             AND table_schema IN ('registry', 'identity', 'transparency', 'reporting', 'published')
         GROUP BY grantee, table_schema, table_name ORDER BY grantee, table_schema, table_name",
    );
    assert_eq!(
        changed,
        [
            "itmo_ledger registry.authorization_use",
            "itmo_ledger registry.beneficiary",
            "itmo_ledger registry.ndc_period",
            "itmo_ledger registry.reservation",
            "itmo_ledger registry.section",
            "itmo_ledger registry.stop",
            "itmo_ledger registry.unit_block",
            "itmo_secretariat identity.role_grant",
            "itmo_secretariat identity.token",
        ]
    );
    none(&privileges("UPDATE"));
}

#[test]
fn the_name_of_a_unit_is_never_updated() {
    let columns = found(
        "SELECT column_name::text AS line FROM information_schema.column_privileges
         WHERE privilege_type = 'UPDATE' AND table_schema = 'registry' AND table_name = 'unit_block'
             AND grantee = 'itmo_ledger' ORDER BY 1",
    );
    for part in ["series_no", "first_serial", "issuance_no"] {
        assert!(!columns.contains(&part.to_owned()));
    }
    assert_eq!(columns.len(), 8);
}

#[test]
fn strangers_may_do_nothing() {
    none(&privileges("SELECT").replace("<> 'nobody'", "= 'PUBLIC'"));
    none(
        "SELECT nspname || ' ' || privilege_type AS line
         FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
         WHERE grantee = 0 AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'",
    );
    none(
        "SELECT pg_proc.oid::regprocedure::text AS line FROM pg_proc
         JOIN pg_namespace ON pg_namespace.oid = pronamespace,
             aclexplode(coalesce(proacl, acldefault('f', proowner)))
         WHERE grantee = 0 AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'
             -- Those of an extension serve its operators, and lie where nobody may look.
             AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass
                 AND objid = pg_proc.oid AND deptype = 'e')",
    );
    none(
        "SELECT privilege_type AS line
         FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
         WHERE grantee = 0 AND datname = current_database()",
    );
}

#[test]
fn no_login_creates_in_a_schema() {
    none(
        "SELECT format('%s creates in %s', rolname, nspname) AS line FROM pg_roles, pg_namespace
         WHERE rolname LIKE 'itmo%' AND rolname NOT IN ('itmo_owner', 'itmo_cluster')
             AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'
             AND has_schema_privilege(rolname, nspname, 'CREATE')",
    );
}

#[test]
fn functions_with_rights_of_others_have_a_fixed_path() {
    let definers = found(
        "SELECT format('%s of %s', pg_proc.oid::regproc, proowner::regrole) AS line FROM pg_proc
         JOIN pg_namespace ON pg_namespace.oid = pronamespace
         WHERE prosecdef AND nspname NOT LIKE 'pg_%'
             AND 'search_path=pg_catalog, pg_temp' = ANY (proconfig) ORDER BY 1",
    );
    assert_eq!(
        definers,
        [
            "identity.caller_by_token of itmo_guard",
            "identity.token_commitment of itmo_guard",
            "registry.lies_elsewhere of itmo_guard",
            "registry.terminal_is_terminal of itmo_guard",
            "registry.underlying_behind of itmo_guard",
            "registry.unit_is_in_one_place of itmo_guard",
            "registry.unit_is_reserved_once of itmo_guard",
        ]
    );
    none(
        "SELECT pg_proc.oid::regproc::text AS line FROM pg_proc
         JOIN pg_namespace ON pg_namespace.oid = pronamespace
         WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema' AND (proleakproof
             OR prosecdef
                 AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false))",
    );
}

#[test]
fn constraints_that_reach_the_log_are_sentences() {
    // Keys of single tables may keep the name that the database gives them; nothing else may.
    none(&format!(
        "SELECT conname::text AS line FROM pg_constraint JOIN {OURS} ON class.oid = conrelid
         WHERE contype <> 'p' AND conname ~ '_(check|key|fkey|excl)[0-9]*$'"
    ));
}

/// Who has this right on which of our tables, besides the owner.
fn privileges(right: &str) -> String {
    format!(
        "SELECT format('%s %s.%s', grantee, table_schema, table_name) AS line
         FROM information_schema.table_privileges
         WHERE privilege_type = '{right}' AND grantee <> 'itmo_owner' AND grantee <> 'nobody'
             AND table_schema IN ('registry', 'identity', 'transparency', 'reporting', 'published')
             AND NOT (table_schema = 'published' AND grantee = 'itmo_publisher') ORDER BY 1"
    )
}
