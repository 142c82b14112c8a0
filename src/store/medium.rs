//! Where texts are kept. `MemoryMedium` is the one for tests and for pages whose
//! storage is blocked; it can be told to fail.

use std::collections::BTreeMap;

/// Why a medium refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediumFault {
    /// Storage is blocked or absent.
    Unavailable,
    /// No room is left.
    Full,
}

/// Keys and texts.
pub trait Medium {
    /// The text under `key`.
    ///
    /// # Errors
    /// `Unavailable`.
    fn read(&self, key: &str) -> Result<Option<String>, MediumFault>;

    /// Puts `text` under `key`: all of it or nothing.
    ///
    /// # Errors
    /// `Unavailable` or `Full`.
    fn write(&mut self, key: &str, text: &str) -> Result<(), MediumFault>;

    /// Removes what is under `key`; nothing there is no error.
    ///
    /// # Errors
    /// `Unavailable`.
    fn remove(&mut self, key: &str) -> Result<(), MediumFault>;

    /// Every key, in order.
    ///
    /// # Errors
    /// `Unavailable`.
    fn keys(&self) -> Result<Vec<String>, MediumFault>;
}

/// A medium in memory with a limit on its characters.
#[derive(Debug, Clone, Default)]
pub struct MemoryMedium {
    /// What is kept.
    pub texts: BTreeMap<String, String>,
    /// Most characters, keys counted; none is no limit.
    pub limit: Option<usize>,
    /// Refuses everything.
    pub blocked: bool,
}

impl MemoryMedium {
    fn used_without(&self, key: &str) -> usize {
        self.texts.iter().filter(|(other, _)| *other != key).map(|(key, text)| key.len() + text.len()).sum()
    }

    fn open(&self) -> Result<(), MediumFault> {
        if self.blocked { Err(MediumFault::Unavailable) } else { Ok(()) }
    }
}

impl Medium for MemoryMedium {
    fn read(&self, key: &str) -> Result<Option<String>, MediumFault> {
        self.open()?;
        Ok(self.texts.get(key).cloned())
    }

    fn write(&mut self, key: &str, text: &str) -> Result<(), MediumFault> {
        self.open()?;
        if self.limit.is_some_and(|limit| self.used_without(key) + key.len() + text.len() > limit) {
            return Err(MediumFault::Full);
        }
        self.texts.insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&mut self, key: &str) -> Result<(), MediumFault> {
        self.open()?;
        self.texts.remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, MediumFault> {
        self.open()?;
        Ok(self.texts.keys().cloned().collect())
    }
}
