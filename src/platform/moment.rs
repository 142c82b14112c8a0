//! The clock and the random source, read once an event.

use js_sys::Date;

use crate::app::respond::Moment;
use crate::base::time::Stamp;

/// The present moment. A browser without `crypto` gives no random bits: then the
/// clock's bits stand in, so that two responses still differ.
pub fn now() -> Moment {
    let millis = Date::now();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a clock before 1970 counts as 1970")]
    let stamp = Stamp(millis.max(0.0) as u64);
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a time zone")]
    let offset = -(Date::new_0().get_timezone_offset() as i32);
    Moment { stamp, offset, random: random(stamp) }
}

/// Random bytes to seal with; none from a browser that has none, and never the clock's.
#[cfg(feature = "field")]
pub fn secret() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok().map(|_| bytes)
}

fn random(stamp: Stamp) -> [u8; 16] {
    let mut bits = [0; 16];
    let filled =
        web_sys::window().and_then(|window| window.crypto().ok()).and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bits).ok());
    if filled.is_none() {
        for (i, byte) in bits.iter_mut().enumerate() {
            let chance = js_sys::Math::random() * 256.0;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
            let chance = chance as u8;
            *byte = chance ^ stamp.0.to_le_bytes()[i % 8];
        }
    }
    bits
}
