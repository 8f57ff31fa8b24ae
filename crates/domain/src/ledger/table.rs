//! A map that remembers what it was, so that an order can be taken back and changes can be written.

use std::collections::BTreeMap;

/// A map with the former values of its changed rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table<K, V> {
    rows: BTreeMap<K, V>,
    former: Vec<(K, Option<V>)>,
}

/// A row that differs from what was loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change<'a, K, V> {
    /// Which row.
    pub key: &'a K,
    /// What was loaded; nothing for a new row.
    pub before: Option<&'a V>,
    /// What it is now; nothing for a row that is gone.
    pub after: Option<&'a V>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), former: Vec::new() }
    }
}

impl<K: Ord + Clone, V: Clone + PartialEq> Table<K, V> {
    /// Puts a row as it was loaded: not a change.
    pub fn load(&mut self, key: K, row: V) {
        self.rows.insert(key, row);
    }

    /// The row, if it is there.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.rows.get(key)
    }

    /// All rows, in the order of their keys.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.rows.iter()
    }

    /// The rows whose keys lie in the range.
    pub fn range(
        &self,
        keys: impl std::ops::RangeBounds<K>,
    ) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.rows.range(keys)
    }

    /// Sets a row.
    pub fn set(&mut self, key: K, row: V) {
        let before = self.rows.insert(key.clone(), row);
        self.former.push((key, before));
    }

    /// Removes a row.
    pub fn remove(&mut self, key: &K) {
        if let Some(before) = self.rows.remove(key) {
            self.former.push((key.clone(), Some(before)));
        }
    }

    /// How many changes were made: a point to come back to.
    pub fn mark(&self) -> usize {
        self.former.len()
    }

    /// Takes back all changes since the mark.
    pub fn rollback(&mut self, mark: usize) {
        while self.former.len() > mark {
            match self.former.pop() {
                Some((key, Some(before))) => {
                    self.rows.insert(key, before);
                }
                Some((key, None)) => {
                    self.rows.remove(&key);
                }
                None => return,
            }
        }
    }

    /// The rows that differ from what was loaded, in the order of their keys.
    pub fn changes(&self) -> Vec<Change<'_, K, V>> {
        let mut first = BTreeMap::new();
        for (key, before) in &self.former {
            first.entry(key).or_insert(before.as_ref());
        }
        first
            .into_iter()
            .map(|(key, before)| Change { key, before, after: self.rows.get(key) })
            .filter(|change| change.before != change.after)
            .collect()
    }

    /// Drops a row that a replay is done with: not a change.
    pub fn forget(&mut self, key: &K) {
        self.rows.remove(key);
    }

    /// Takes what the rows are now for what was loaded.
    pub fn settle(&mut self) {
        self.former.clear();
    }
}
