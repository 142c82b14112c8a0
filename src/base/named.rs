//! Values by name, in the order of the names: what a questionnaire, an answer or a record is
//! found by. A sorted list, not the library's tree: a tree is compiled once a type of value,
//! 4 kB each, and a citizen downloads every one; here the search is compiled once for all.
//! A name put in the middle moves those behind it, so readers bound how many they take.

use serde::{Serialize, Serializer};

/// Values by name. No name stands twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named<V> {
    /// Ascending; apart from the values, so that searching knows nothing of them.
    names: Vec<String>,
    values: Vec<V>,
}

/// Where a name stands, or where it would.
fn place(names: &[String], name: &str) -> Result<usize, usize> {
    names.binary_search_by(|known| known.as_str().cmp(name))
}

impl<V> Named<V> {
    /// Of nothing.
    pub const fn new() -> Self {
        Self { names: Vec::new(), values: Vec::new() }
    }

    /// The value with this name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.values.get(place(&self.names, name).ok()?)
    }

    /// The value with this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.values.get_mut(place(&self.names, name).ok()?)
    }

    /// Whether there is a value with this name.
    pub fn contains_key(&self, name: &str) -> bool {
        place(&self.names, name).is_ok()
    }

    /// Puts a value under its name, and gives back the one that was there.
    pub fn insert(&mut self, name: String, value: V) -> Option<V> {
        match place(&self.names, &name) {
            Ok(at) => self.values.get_mut(at).map(|known| std::mem::replace(known, value)),
            Err(at) => {
                self.names.insert(at, name);
                self.values.insert(at, value);
                None
            }
        }
    }

    /// Takes the value with this name away.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let at = place(&self.names, name).ok()?;
        self.names.remove(at);
        Some(self.values.remove(at))
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.names.clear();
        self.values.clear();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Names and values.
    pub fn iter(&self) -> Iter<'_, V> {
        self.names.iter().zip(&self.values)
    }

    /// Names and values whose names begin so.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a String, &'a V)> {
        let from = place(&self.names, prefix).unwrap_or_else(|at| at);
        self.iter().skip(from).take_while(move |(name, _)| name.starts_with(prefix))
    }

    /// The names.
    pub fn keys(&self) -> std::slice::Iter<'_, String> {
        self.names.iter()
    }

    /// The values.
    pub fn values(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }
}

/// Names and values.
pub type Iter<'a, V> = std::iter::Zip<std::slice::Iter<'a, String>, std::slice::Iter<'a, V>>;

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> Extend<(String, V)> for Named<V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, all: I) {
        for (name, value) in all {
            self.insert(name, value);
        }
    }
}

impl<V> FromIterator<(String, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(all: I) -> Self {
        let mut out = Self::new();
        out.extend(all);
        out
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Named<V> {
    fn from(all: [(String, V); N]) -> Self {
        all.into_iter().collect()
    }
}

impl<V> std::ops::Index<&str> for Named<V> {
    type Output = V;

    fn index(&self, name: &str) -> &V {
        &self.values[place(&self.names, name).unwrap_or(usize::MAX)]
    }
}

impl<'a, V> IntoIterator for &'a Named<V> {
    type Item = (&'a String, &'a V);
    type IntoIter = Iter<'a, V>;

    fn into_iter(self) -> Iter<'a, V> {
        self.iter()
    }
}

impl<V> IntoIterator for Named<V> {
    type Item = (String, V);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<String>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.into_iter().zip(self.values)
    }
}

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_librarys_tree(acts in proptest::collection::vec(("[a-c.]{0,3}", any::<bool>(), any::<u8>()), 0..40), prefix in "[a-c.]{0,2}") {
            let (mut ours, mut theirs) = (Named::new(), BTreeMap::new());
            for (name, puts, value) in acts {
                if puts {
                    prop_assert_eq!(ours.insert(name.clone(), value), theirs.insert(name.clone(), value));
                } else {
                    prop_assert_eq!(ours.remove(&name), theirs.remove(&name));
                }
                prop_assert_eq!(ours.get(&name), theirs.get(&name));
                prop_assert_eq!(ours.contains_key(&name), theirs.contains_key(&name));
                prop_assert!(ours.iter().eq(&theirs));
            }
            let begin_so = theirs.iter().filter(|(name, _)| name.starts_with(&prefix));
            prop_assert!(ours.under(&prefix).eq(begin_so));
            prop_assert_eq!(serde_json::to_string(&ours).ok(), serde_json::to_string(&theirs).ok());
        }
    }
}
