//! What books and their tables remember: what was loaded, what has changed, and what is taken back.

use super::world::{World, XAL, first_transfer, part, terms, transfer};
use crate::ledger::{Change, Table};

/// A table with three rows as they were loaded.
fn loaded() -> Table<u8, &'static str> {
    let mut table = Table::default();
    for (key, row) in [(1, "one"), (2, "two"), (3, "three")] {
        table.load(key, row);
    }
    table
}

fn rows(table: &Table<u8, &'static str>) -> Vec<(u8, &'static str)> {
    table.iter().map(|(key, row)| (*key, *row)).collect()
}

#[test]
fn what_is_loaded_or_forgotten_is_no_change() {
    let mut table = loaded();
    table.forget(&2);
    assert_eq!(rows(&table), [(1, "one"), (3, "three")]);
    assert_eq!(table.changes(), []);
}

#[test]
fn changes_tell_what_was_loaded_and_what_is_now_in_the_order_of_keys() {
    let mut table = loaded();
    table.set(4, "four");
    table.remove(&3);
    table.set(1, "uno");
    table.set(1, "ein");
    table.set(2, "zwei");
    table.set(2, "two");
    table.set(5, "five");
    table.remove(&5);
    table.remove(&9);
    let changed = [
        Change { key: &1, before: Some(&"one"), after: Some(&"ein") },
        Change { key: &3, before: Some(&"three"), after: None },
        Change { key: &4, before: None, after: Some(&"four") },
    ];
    assert_eq!(table.changes(), changed, "what is as it was is none");
}

#[test]
fn a_table_goes_back_to_a_mark_and_no_further() {
    let mut table = loaded();
    table.set(1, "uno");
    let (mark, then) = (table.mark(), table.clone());
    table.set(4, "four");
    table.set(1, "ein");
    table.remove(&2);
    table.rollback(mark);
    assert_eq!(table, then);
    table.rollback(0);
    assert_eq!(table, loaded());
}

#[test]
fn what_is_settled_is_as_if_it_had_been_loaded() {
    let mut table = loaded();
    table.set(1, "uno");
    table.settle();
    assert_eq!((table.changes(), table.get(&1)), (Vec::new(), Some(&"uno")));
    table.rollback(0);
    assert_eq!(table.get(&1), Some(&"uno"));
}

#[test]
fn books_that_are_settled_keep_all_rows_and_no_news() {
    let (mut world, from, to, units) = World::stage(terms("A1", "NDC", None));
    world.act(XAL, first_transfer(from, to, part(units, "1", "10")));
    let blocks: Vec<_> = world.books.blocks_in(&units).collect();
    assert!(!world.books.entries().is_empty() && !world.books.past().is_empty());
    assert!(!world.books.blocks.changes().is_empty());
    world.books.settle();
    assert!(world.books.entries().is_empty() && world.books.past().is_empty());
    assert_eq!(world.books.blocks.changes(), []);
    assert_eq!(world.books.blocks_in(&units).collect::<Vec<_>>(), blocks);
}

#[test]
fn the_past_of_a_block_is_kept_with_the_entry_that_ended_it() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let before = world.block(units);
    let other = world.account(XAL, "100");
    let (last, count) = (part(units, "91", "100"), world.books.past().len());
    let receipt = world.act(XAL, transfer(from, other, last));
    let [past] = &world.books.past()[count..] else { panic!("one block was split") };
    assert_eq!((past.block, past.key.1), (before, units.serials.first()));
    assert_eq!((past.until_entry, past.until_occurred), (receipt.last_entry, receipt.recorded));
    for now in [world.block(part(units, "1", "90")), world.block(last)] {
        let since = (now.since_entry, now.since_leaf, now.since_occurred);
        assert_eq!(since, (receipt.last_entry, receipt.leaf_index, receipt.recorded));
    }
}
