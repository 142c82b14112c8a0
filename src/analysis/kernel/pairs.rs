//! Pairs of codes that occur together, found and numbered in one pass with memory for the
//! pairs alone. A design has few of them and neighbours are often equal, so a short sorted
//! list for each first code beats sorting all rows. Invariant: numbers follow `order`.

use crate::dataset::column::NONE;

/// Two columns as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    /// The number of each row's pair; [`NONE`] where either column has no code.
    pub of_row: Vec<u32>,
    /// The pairs.
    pub found: Vec<(u32, u32)>,
}

impl Pairs {
    /// The pairs of two columns of one length, numbered in the order of their keys.
    pub fn new<K: Ord>(first: &[u32], second: &[u32], order: impl Fn(u32, u32) -> K) -> Self {
        let mut seen = Seen::default();
        let mut of_row: Vec<u32> = first.iter().zip(second).map(|(&first, &second)| seen.number(first, second)).collect();
        let mut ranked: Vec<u32> = (0..).take(seen.found.len()).collect();
        ranked.sort_by_key(|&at| {
            let (first, second) = seen.found[at as usize];
            order(first, second)
        });
        let mut moved = vec![NONE; ranked.len()];
        for (now, &before) in (0..).zip(&ranked) {
            moved[before as usize] = now;
        }
        if (0..).zip(&moved).any(|(before, now)| before != *now) {
            for number in &mut of_row {
                *number = moved.get(*number as usize).copied().unwrap_or(NONE);
            }
        }
        Self { of_row, found: ranked.iter().map(|&at| seen.found[at as usize]).collect() }
    }
}

/// Pairs as they come.
#[derive(Default)]
struct Seen {
    found: Vec<(u32, u32)>,
    /// Of each first code its second codes, sorted, each with its number.
    by_first: Vec<Vec<(u32, u32)>>,
    last: Option<((u32, u32), u32)>,
}

impl Seen {
    fn number(&mut self, first: u32, second: u32) -> u32 {
        if first == NONE || second == NONE {
            return NONE;
        }
        if let Some((pair, number)) = self.last
            && pair == (first, second)
        {
            return number;
        }
        let number = self.look(first, second);
        self.last = Some(((first, second), number));
        number
    }

    fn look(&mut self, first: u32, second: u32) -> u32 {
        if self.by_first.len() <= first as usize {
            self.by_first.resize(first as usize + 1, Vec::new());
        }
        let list = &mut self.by_first[first as usize];
        match list.binary_search_by_key(&second, |entry| entry.0) {
            Ok(at) => list[at].1,
            Err(at) => {
                // Fewer pairs than rows, which are counted in 32 bits.
                let number = u32::try_from(self.found.len()).unwrap_or(NONE);
                list.insert(at, (second, number));
                self.found.push((first, second));
                number
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_numbered_in_order_whatever_the_order_of_rows() {
        let pairs = Pairs::new(&[1, 0, NONE, 1, 1, 0], &[5, 2, 2, 0, 5, NONE], |first, second| (first, second));
        assert_eq!(pairs.found, [(0, 2), (1, 0), (1, 5)]);
        assert_eq!(pairs.of_row, [2, 0, NONE, 1, 2, NONE]);
        let other = Pairs::new(&[1, 0, 1], &[5, 2, 0], |first, second| (second, first));
        assert_eq!((other.found, other.of_row), (vec![(1, 0), (0, 2), (1, 5)], vec![2, 1, 0]));
    }
}
