//! The field of 256 elements, with the polynomial x⁸ + x⁴ + x³ + x + 1: what recovery
//! sheets and the parts of a hand-in are computed in. Addition is exclusive or. No table
//! is looked up, so that time does not tell what was multiplied.

/// The product.
pub fn mul(a: u8, b: u8) -> u8 {
    let (mut product, mut a) = (0, a);
    for place in 0..8 {
        product ^= a & 0_u8.wrapping_sub(b >> place & 1);
        a = (a << 1) ^ (0x1b & 0_u8.wrapping_sub(a >> 7));
    }
    product
}

/// The inverse, `a`²⁵⁴; of zero it is zero.
pub fn inv(a: u8) -> u8 {
    let square = |a| mul(a, a);
    let mut out = 1;
    let mut power = square(a);
    for _ in 0..7 {
        out = mul(out, power);
        power = square(power);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_as_published() {
        // FIPS 197, sections 4.2 and 4.2.1.
        assert_eq!(mul(0x57, 0x83), 0xc1);
        assert_eq!(mul(0x57, 0x13), 0xfe);
    }

    #[test]
    fn every_element_but_zero_has_an_inverse() {
        assert_eq!(inv(0), 0);
        assert!((1..=255).all(|a| mul(a, inv(a)) == 1));
    }
}
