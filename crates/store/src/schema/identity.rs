//! Generated from the schema `identity` of the database.

diesel::table! {
    /// What happened besides the entries of the ledger: people, their roles and tokens.
    identity.event (log_index) {
        /// The index of its leaf in the log.
        log_index -> Int8,
        /// What kind of thing happened, in a word or two.
        kind -> Text,
        /// The section that it concerns; none for the secretariat and for what concerns a person
        /// alone.
        section_id -> Nullable<Int2>,
        /// Who did what to whom, and the salt with which the commitments of the leaf can be
        /// opened.
        content -> Jsonb,
        /// When it was recorded.
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    /// Natural persons.
    identity.person (id) {
        /// The identifier of the person.
        id -> Uuid,
        /// Their name.
        name -> Text,
        /// When they were recorded.
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    /// Which person has which role, in which section.
    identity.role_grant (id) {
        /// The identifier of the grant.
        id -> Uuid,
        /// The person.
        person_id -> Uuid,
        /// The section; none for the secretariat.
        section_id -> Nullable<Int2>,
        /// The role, in one word.
        role -> Text,
        /// When it was granted.
        granted_at -> Timestamptz,
        /// When it ended, if it has.
        ended_at -> Nullable<Timestamptz>,
        /// The entity that is represented; none for the roles of officers.
        entity_id -> Nullable<Text>,
    }
}

diesel::table! {
    /// The tokens by which people and their programs call.
    identity.token (id) {
        /// The identifier of the token, which is not secret.
        id -> Uuid,
        /// SHA-256 of the token: the token itself is shown once and kept nowhere.
        token_hash -> Bytea,
        /// The natural person who answers for it.
        person_id -> Uuid,
        /// The section it opens; none for the secretariat.
        section_id -> Nullable<Int2>,
        /// Who calls by it: person or program.
        kind -> Text,
        /// What its owner calls it.
        label -> Text,
        /// When it was made.
        made_at -> Timestamptz,
        /// When it expires, if it does.
        expires_at -> Nullable<Timestamptz>,
        /// When it was revoked, if it was.
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    event,
    person,
    role_grant,
    token,
}
