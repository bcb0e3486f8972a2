//! A map that knows its size in memory.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, btree_map},
};

use serde::{Serialize, Serializer};

use crate::sandbox::size::Size;

/// A sorted map. Its size is the sum of the sizes of its keys and values.
#[derive(Debug)]
pub(in crate::sandbox) struct CountedMap<K, V> {
    entries: BTreeMap<K, V>,
    /// In bytes.
    size: usize,
}

/// A sorted set that knows its size in memory.
pub(in crate::sandbox) type CountedSet<K> = CountedMap<K, ()>;

impl<K, V> Default for CountedMap<K, V> {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            size: 0,
        }
    }
}

impl<K: Ord + Size, V: Size> CountedMap<K, V> {
    /// Inserts a value, or replaces the one with the same key.
    pub(in crate::sandbox) fn insert(&mut self, key: K, value: V) {
        let key_size = key.size();
        self.size = self.size.saturating_add(value.size());
        match self.entries.insert(key, value) {
            Some(old) => self.size = self.size.saturating_sub(old.size()),
            None => self.size = self.size.saturating_add(key_size),
        }
    }

    /// Removes a value, and returns it.
    pub(in crate::sandbox) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (key, value) = self.entries.remove_entry(key)?;
        let removed = key.size().saturating_add(value.size());
        self.size = self.size.saturating_sub(removed);
        Some(value)
    }

    /// Keeps the entries whose key meets the condition.
    pub(in crate::sandbox) fn retain(&mut self, condition: impl Fn(&K) -> bool) {
        let Self { entries, size } = self;
        entries.retain(|key, value| {
            let is_kept = condition(key);
            if !is_kept {
                *size = size.saturating_sub(key.size().saturating_add(value.size()));
            }
            is_kept
        });
    }
}

impl<K: Ord, V> CountedMap<K, V> {
    pub(in crate::sandbox) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key)
    }

    pub(in crate::sandbox) fn iter(&self) -> btree_map::Iter<'_, K, V> {
        self.entries.iter()
    }

    pub(in crate::sandbox) fn keys(&self) -> btree_map::Keys<'_, K, V> {
        self.entries.keys()
    }
}

impl<K: Serialize, V: Serialize> Serialize for CountedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(serializer)
    }
}

impl<K, V> Size for CountedMap<K, V> {
    fn size(&self) -> usize {
        self.size
    }
}

impl<K: Ord + Size, V: Size> Extend<(K, V)> for CountedMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_is_that_of_the_entries() {
        let mut map = CountedMap::default();
        let steps: [(&str, &str); 4] =
            [("a", "1"), ("b", "long value"), ("a", "longer"), ("a", "")];
        for (key, value) in steps {
            map.insert(key.to_owned(), value.to_owned());
            let sum: usize = map.iter().map(|(k, v)| k.size() + v.size()).sum();
            assert_eq!(map.size(), sum);
        }
        map.remove("b");
        map.retain(|key| key != "a");
        assert_eq!((map.size(), map.iter().count()), (0, 0));
    }
}
