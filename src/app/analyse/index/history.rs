//! A value and what it was before: every change can be undone and done again. Invariant:
//! nothing that was ever there is thrown away but by a change after an undo, or when
//! there are more than [`MOST`] steps.

/// Steps that are remembered.
const MOST: usize = 200;

/// A value with its past and, after undoing, its future.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History<T> {
    past: Vec<T>,
    now: T,
    future: Vec<T>,
}

impl<T> History<T> {
    /// Begins with a value.
    pub fn new(now: T) -> Self {
        Self { past: Vec::new(), now, future: Vec::new() }
    }

    /// The value now.
    pub fn now(&self) -> &T {
        &self.now
    }

    /// Another value; the one before can be had again.
    pub fn set(&mut self, value: T) {
        if self.past.len() == MOST {
            self.past.remove(0);
        }
        self.past.push(std::mem::replace(&mut self.now, value));
        self.future.clear();
    }

    /// The value before.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.now, before));
        true
    }

    /// What was undone last.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.now, after));
        true
    }

    /// Whether there is something to undo, and to redo.
    pub fn ways(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut history = History::new(1);
        assert!(!history.undo());
        history.set(2);
        history.set(3);
        assert!(history.undo() && history.undo() && !history.undo());
        assert_eq!((history.now(), history.ways()), (&1, (false, true)));
        assert!(history.redo());
        history.set(4);
        assert_eq!((history.now(), history.ways()), (&4, (true, false)));
        for n in 0..1_000 {
            history.set(n);
        }
        let steps = std::iter::from_fn(|| history.undo().then_some(())).count();
        assert_eq!((steps, *history.now()), (MOST, 799));
    }
}
