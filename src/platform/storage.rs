//! Local storage as a medium. `gloo_storage`'s `raw()` panics where storage is
//! blocked, so the window is asked first, at every call: a browser may block it
//! while the page is open.

use gloo_storage::{LocalStorage, Storage as _};

use crate::store::{Medium, MediumFault};

/// The browser's local storage.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalMedium;

impl LocalMedium {
    fn open() -> Result<web_sys::Storage, MediumFault> {
        let window = web_sys::window().ok_or(MediumFault::Unavailable)?;
        match window.local_storage() {
            Ok(Some(_)) => Ok(LocalStorage::raw()),
            Ok(None) | Err(_) => Err(MediumFault::Unavailable),
        }
    }
}

impl Medium for LocalMedium {
    fn read(&self, key: &str) -> Result<Option<String>, MediumFault> {
        Self::open()?.get_item(key).map_err(|_| MediumFault::Unavailable)
    }

    fn write(&mut self, key: &str, text: &str) -> Result<(), MediumFault> {
        Self::open()?.set_item(key, text).map_err(|_| MediumFault::Full)
    }

    fn remove(&mut self, key: &str) -> Result<(), MediumFault> {
        Self::open()?.remove_item(key).map_err(|_| MediumFault::Unavailable)
    }

    fn keys(&self) -> Result<Vec<String>, MediumFault> {
        let storage = Self::open()?;
        let count = storage.length().map_err(|_| MediumFault::Unavailable)?;
        // Put in place one by one: a sort is 10 kB of code that nothing else in the page needs.
        let mut keys: Vec<String> = Vec::new();
        for i in 0..count {
            if let Ok(Some(key)) = storage.key(i) {
                let place = keys.partition_point(|other| *other < key);
                keys.insert(place, key);
            }
        }
        Ok(keys)
    }
}
