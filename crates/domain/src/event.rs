//! Events: what happens in the registry besides the ledger's entries, and the leaves they become.
//!
//! An event is about people, and a leaf is for everybody. So a leaf of an event says what kind of
//! thing happened, when, and by what class of actor; all else stands in it as salted commitments.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::{Act, CallerKind, Officer, Permit, Role, Scope};
use crate::digest::Digest;
use crate::id::{Id, Person, RoleGrant, Token};
use crate::ledger::{LEAF_VERSION, actor_class, commitment, moment};
use crate::section::SectionNo;
use crate::text::Text;

/// The name of a person.
pub type PersonName = Text<200>;

/// What its owner calls a token.
pub type TokenLabel = Text<100>;

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// A natural person was registered.
    PersonRegistered {
        /// The person.
        person: Id<Person>,
        /// Their name.
        name: PersonName,
    },
    /// A person was given a role.
    RoleGranted {
        /// The grant, which is ended by its own id.
        grant: Id<RoleGrant>,
        /// The person.
        person: Id<Person>,
        /// Where they hold the role.
        section: SectionNo,
        /// The role.
        role: Role,
    },
    /// A person lost a role.
    RoleEnded {
        /// The grant that ended.
        grant: Id<RoleGrant>,
        /// The person.
        person: Id<Person>,
        /// Where they held the role.
        section: SectionNo,
        /// The role.
        role: Role,
    },
    /// A token was made. The event knows neither the token nor its hash, but commits to the hash.
    TokenMade {
        /// The token's id, which opens nothing.
        token: Id<Token>,
        /// The person who answers for it.
        person: Id<Person>,
        /// The section that it opens.
        section: SectionNo,
        /// Who calls by it.
        caller: CallerKind,
        /// What its owner calls it.
        label: TokenLabel,
        /// When it expires, if it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires: Option<Timestamp>,
        /// The [commitment](token_commitment) to the hash of its secret, by the event's own salt.
        hash: Digest,
    },
    /// A token was revoked.
    TokenRevoked {
        /// The token's id.
        token: Id<Token>,
        /// The person who answered for it.
        person: Id<Person>,
        /// The section that it opened.
        section: SectionNo,
    },
    /// The bytes of a report were kept, which can be filed from then on.
    FileKept {
        /// The section whose report it is.
        section: SectionNo,
        /// The hash of the bytes.
        file: Digest,
    },
}

impl Event {
    /// What kind of thing happened, as leaves and the database write it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PersonRegistered { .. } => "person-registered",
            Self::RoleGranted { .. } => "role-granted",
            Self::RoleEnded { .. } => "role-ended",
            Self::TokenMade { .. } => "token-made",
            Self::TokenRevoked { .. } => "token-revoked",
            Self::FileKept { .. } => "file-kept",
        }
    }

    /// The section that it concerns; a person belongs to none.
    pub const fn section(&self) -> Option<SectionNo> {
        match self {
            Self::PersonRegistered { .. } => None,
            Self::RoleGranted { section, .. }
            | Self::RoleEnded { section, .. }
            | Self::TokenMade { section, .. }
            | Self::TokenRevoked { section, .. }
            | Self::FileKept { section, .. } => Some(*section),
        }
    }

    /// What nobody learns from the leaf, and whoever has the salt can check, field by field.
    fn private(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::PersonRegistered { person, name } => {
                vec![("name", name.to_string()), ("person", person.to_string())]
            }
            Self::RoleGranted { grant, person, section, role }
            | Self::RoleEnded { grant, person, section, role } => vec![
                ("grant", grant.to_string()),
                ("person", person.to_string()),
                ("role", role.to_string()),
                ("section", section.to_string()),
            ],
            Self::TokenMade { token, person, section, caller, label, expires, hash } => vec![
                ("caller", caller.as_str().to_owned()),
                // A token without an end is committed to as well: no leaf tells one from the other.
                ("expires", expires.map_or_else(|| "never".to_owned(), moment)),
                ("hash", hash.to_string()),
                ("label", label.to_string()),
                ("person", person.to_string()),
                ("section", section.to_string()),
                ("token", token.to_string()),
            ],
            Self::TokenRevoked { token, person, section } => vec![
                ("person", person.to_string()),
                ("section", section.to_string()),
                ("token", token.to_string()),
            ],
            Self::FileKept { section, file } => {
                vec![("file", file.to_string()), ("section", section.to_string())]
            }
        }
    }
}

/// What an event keeps of the hash of a token's secret, so that another hash in its place is found.
/// The function `identity.token_commitment` of the database computes the same.
pub fn token_commitment(salt: Digest, hash: Digest) -> Digest {
    commitment(salt, "token-hash", &hash.to_string())
}

/// Who did it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Actor {
    /// Whoever runs the registry's own program on its machine.
    Operator,
    /// Somebody with a token.
    Officer {
        /// The section that they acted for.
        section: SectionNo,
        /// The person, the token, and its kind.
        by: Officer,
    },
}

impl Actor {
    /// Who was given this permit.
    pub fn of<A: Act>(permit: &Permit<A>) -> Self {
        let section = match permit.scope() {
            Scope::One(section) | Scope::OfEntities(section, _) => *section,
            Scope::All(_) | Scope::Public => SectionNo::SECRETARIAT,
        };
        permit.officer().map_or(Self::Operator, |by| Self::Officer { section, by })
    }

    /// What everybody may know of them.
    const fn class(&self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Officer { section, by } => actor_class(*section, by.kind),
        }
    }
}

/// What is kept of an event: enough to make its leaf again, and to open its commitments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// Who did it.
    pub actor: Actor,
    /// What they did.
    pub event: Event,
    /// The salt of its commitments: 32 random bytes.
    pub salt: Digest,
}

/// A leaf before it is bytes. Fields stand in the order of canonical JSON (RFC 8785).
#[derive(Serialize)]
struct Leaf {
    actor: &'static str,
    commit: BTreeMap<&'static str, Digest>,
    event: &'static str,
    recorded: String,
    v: u8,
}

impl EventRecord {
    /// The bytes of its leaf, if it was recorded at this moment.
    pub fn leaf(&self, recorded: Timestamp) -> String {
        let mut private = self.event.private();
        if let Actor::Officer { by, .. } = &self.actor {
            private.push(("officer", serde_json::to_string(by).unwrap_or_default()));
        }
        let leaf = Leaf {
            actor: self.actor.class(),
            commit: private
                .into_iter()
                .map(|(field, text)| (field, commitment(self.salt, field, &text)))
                .collect(),
            event: self.event.kind(),
            recorded: moment(recorded),
            v: LEAF_VERSION,
        };
        // Values of ours always have a JSON form; an empty leaf would not pass any check.
        serde_json::to_string(&leaf).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SALT: Digest = Digest::from_bytes([7; 32]);

    fn id<Of>(number: u128) -> Id<Of> {
        Id::from_uuid(Uuid::from_u128(number))
    }

    fn every_kind(section: SectionNo, role: Role, expires: Option<Timestamp>) -> Vec<Event> {
        let (person, grant, token) = (id(0xADA), id(0x6741), id(0x704E));
        let (name, label) = ("Ada \"Lovely\" Lindqvist é".parse(), "her laptop".parse());
        let caller = CallerKind::Person;
        let hash = token_commitment(SALT, Digest::of(&[b"itmo_secret"]));
        let label = label.unwrap();
        vec![
            Event::PersonRegistered { person, name: name.unwrap() },
            Event::RoleGranted { grant, person, section, role: role.clone() },
            Event::RoleEnded { grant, person, section, role },
            Event::TokenMade { token, person, section, caller, label, expires, hash },
            Event::TokenRevoked { token, person, section },
            Event::FileKept { section, file: Digest::of(&[b"five tables"]) },
        ]
    }

    fn of_alorea() -> Vec<Event> {
        every_kind(SectionNo::new(4711).unwrap(), Role::PartyInitiator, None)
    }

    fn leaf(event: Event) -> String {
        EventRecord { actor: Actor::Operator, event, salt: SALT }.leaf(Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_leaf_of_an_event_is_its_own_canonical_form_and_of_version_one() {
        for event in of_alorea() {
            let leaf = leaf(event);
            let json: serde_json::Value = serde_json::from_str(&leaf).unwrap();
            assert_eq!(leaf, serde_json_canonicalizer::to_string(&json).unwrap());
            assert_eq!(json["v"], LEAF_VERSION);
            assert_eq!(json["recorded"], "1970-01-01T00:00:00.000000Z");
            assert_eq!(json.get("entry"), None);
        }
    }

    /// The commitments were computed by another program.
    #[test]
    fn the_bytes_of_a_leaf_stay_what_they_are() {
        let Some(first) = of_alorea().into_iter().next() else { panic!("six kinds") };
        assert_eq!(
            leaf(first),
            "{\"actor\":\"operator\",\"commit\":{\
             \"name\":\"22aaa87a19d9611a7760cea10e3cff4354370486e45a0f77f59a790b2f56407c\",\
             \"person\":\"a7822038c4976e0ef7dd810e9edd4e225adbc3c31bcbf9b0ef72781a097e6f51\"},\
             \"event\":\"person-registered\",\
             \"recorded\":\"1970-01-01T00:00:00.000000Z\",\"v\":1}"
        );
    }

    #[test]
    fn a_leaf_names_no_person_no_section_no_role_and_no_token() {
        for event in of_alorea() {
            let leaf = leaf(event);
            for hidden in ["Ada", "Lindqvist", "laptop", "4711", "initiator", "0ada", "704e"] {
                assert!(!leaf.contains(hidden), "{hidden} in {leaf}");
            }
            assert!(!leaf.contains(&SALT.to_string()));
        }
    }

    #[test]
    fn leaves_of_one_kind_differ_in_nothing_but_commitments() {
        let elsewhere = every_kind(
            SectionNo::SECRETARIAT,
            Role::RegistryAdministrator,
            Some(Timestamp::UNIX_EPOCH),
        );
        for (one, other) in of_alorea().into_iter().zip(elsewhere) {
            let without = |leaf: String| {
                let mut json: serde_json::Value = serde_json::from_str(&leaf).unwrap();
                let commit = json["commit"].as_object_mut().unwrap();
                commit.values_mut().for_each(|it| *it = "a commitment".into());
                json
            };
            assert_eq!(without(leaf(one)), without(leaf(other)));
        }
    }

    #[test]
    fn a_representatives_leaf_commits_to_the_entity_and_does_not_show_it_r030() {
        let section = SectionNo::new(4711).unwrap();
        let of = |role: Role| every_kind(section, role, None);
        let represents = |entity: &str| Role::EntityRepresentative(entity.parse().unwrap());
        let others = of(represents("CHE-2")).into_iter().zip(of_alorea());
        for (one, (another, officers)) in of(represents("CHE-1")).into_iter().zip(others) {
            let is_role = matches!(one, Event::RoleGranted { .. } | Event::RoleEnded { .. });
            let leaves = [one, another, officers].map(leaf);
            let [one, another, _] = &leaves;
            assert!(!one.contains("CHE") && !one.contains("representative"), "{one}");
            assert_eq!(one != another, is_role);
            let lengths = leaves.map(|leaf| leaf.len());
            assert!(lengths.iter().all(|length| *length == lengths[0]), "nor by its length");
        }
        let text = serde_json::to_string(&represents("CHE-1")).unwrap();
        assert_eq!(text, "\"entity-representative:CHE-1\"");
    }

    #[test]
    fn whoever_has_the_salt_can_check_what_a_leaf_is_about() {
        let Some(first) = of_alorea().into_iter().next() else { panic!("six kinds") };
        let json: serde_json::Value = serde_json::from_str(&leaf(first)).unwrap();
        let name = commitment(SALT, "name", "Ada \"Lovely\" Lindqvist é");
        assert_eq!(json["commit"]["name"], name.to_string());
        assert_ne!(json["commit"]["name"], commitment(SALT, "name", "Bo").to_string());
    }

    #[test]
    fn what_is_kept_of_an_event_makes_the_same_leaf_again() {
        let by = Officer { person: id(1), token: id(2), kind: CallerKind::Program };
        let officer = Actor::Officer { section: SectionNo::SECRETARIAT, by };
        for actor in [Actor::Operator, officer] {
            for event in of_alorea() {
                let kind = event.kind();
                let kept = EventRecord { actor, event, salt: SALT };
                let json = serde_json::to_value(&kept).unwrap();
                assert_eq!(json["event"]["kind"], kind);
                let read: EventRecord = serde_json::from_value(json).unwrap();
                assert_eq!(read, kept);
                let at = Timestamp::UNIX_EPOCH;
                assert_eq!(read.leaf(at), kept.leaf(at));
            }
        }
    }

    #[test]
    fn an_officer_is_a_class_and_a_commitment() {
        let by = Officer { person: id(1), token: id(2), kind: CallerKind::Program };
        let actor = Actor::Officer { section: SectionNo::SECRETARIAT, by };
        for event in of_alorea() {
            let leaf = EventRecord { actor, event, salt: SALT }.leaf(Timestamp::UNIX_EPOCH);
            let json: serde_json::Value = serde_json::from_str(&leaf).unwrap();
            assert_eq!(json["actor"], "secretariat program");
            assert!(json["commit"]["officer"].is_string());
            assert_eq!(leaf, serde_json_canonicalizer::to_string(&json).unwrap());
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "it is about what the console permits")]
    fn what_the_console_permits_is_done_by_the_operator() {
        let permit = Permit::<crate::access::Administer>::at_the_console();
        assert_eq!(Actor::of(&permit), Actor::Operator);
    }
}
