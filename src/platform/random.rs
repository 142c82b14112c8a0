//! Random bytes for keys: from the browser's `crypto` and from nothing else. Where there is
//! none, no key is made.

use crate::seal::Fresh;

/// Fresh bytes; none in a browser without `crypto`.
pub fn fresh<const N: usize>() -> Option<Fresh<N>> {
    let mut bytes = [0; N];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(Fresh::new(bytes))
}
