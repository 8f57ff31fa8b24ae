//! Whom a Party names for its section.

use super::world::{OFFICE, World, XAL, XBO, officer, the};
use crate::focal_point::{EmailAddress, FocalPoint, NotAnEmailAddress};
use crate::ledger::Order;

fn directorate(email: &str) -> FocalPoint {
    FocalPoint { office: the("Climate Change Directorate"), email: the(email) }
}

fn named(world: &World) -> Option<FocalPoint> {
    world.books.sections.get(&XAL).unwrap().settings.focal_point.clone()
}

#[test]
fn two_persons_name_it_and_another_takes_its_place_r005() {
    let mut world = World::new();
    assert_eq!(named(&world), None);
    let proposal = world.draft(XAL, vec![Order::SetFocalPoint(directorate("one@al.example"))]);
    world.propose(&proposal).unwrap();
    assert_eq!(named(&world), None, "one person names nobody");
    let own = world.approve_as(&proposal, officer(XAL, 1), proposal.digest());
    assert_eq!(own.unwrap_err().why.code(), "own-proposal");
    world.approve(&proposal).unwrap();
    assert_eq!(named(&world), Some(directorate("one@al.example")));
    let receipt = world.act(XAL, Order::SetFocalPoint(directorate("two@al.example")));
    assert_eq!(named(&world), Some(directorate("two@al.example")));
    let section = world.books.sections.get(&XAL).unwrap();
    assert_eq!(section.settings.since, receipt.first_entry);
    assert_eq!(world.books.sections.get(&XBO).unwrap().settings.focal_point, None);
}

#[test]
fn the_log_commits_to_it_and_says_nothing_of_it_r005() {
    let mut world = World::new();
    let receipt = world.act(XAL, Order::SetFocalPoint(directorate("one@al.example")));
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains("\"focal_point\":"), "{leaf}");
    assert!(!leaf.contains("Climate") && !leaf.contains("example"), "{leaf}");
}

#[test]
fn the_desk_has_none_r005() {
    let mut world = World::new();
    world.appoint(officer(OFFICE, 1), OFFICE, &[crate::access::Role::PartyAdministrator]);
    let order = Order::SetFocalPoint(directorate("one@un.example"));
    assert_eq!(world.code(OFFICE, order), "wrong-desk");
}

#[test]
fn an_address_is_a_mailbox_and_a_host_r005() {
    for text in ["a@b", "article6@environment.example", "\u{e9}@\u{e9}.example"] {
        assert_eq!(text.parse::<EmailAddress>().unwrap().to_string(), text);
    }
    let long = format!("{}@b", "a".repeat(253));
    for text in ["", "@", "a@", "@b", "ab", "a@b@c", "a b@c", "a@b\n", " a@b", "<a@b>", &long] {
        assert_eq!(text.parse::<EmailAddress>(), Err(NotAnEmailAddress), "{text}");
    }
}
