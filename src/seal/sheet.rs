//! Recovery sheets: any two of three give the private key back, one tells nothing of it
//! (A. Shamir, "How to share a secret", 1979, over the field of 256 elements). A sheet is
//! printed and typed in again by people: sixteen groups of four characters, each with a
//! check character of its own, so that a typing error is found in its group.

use super::{PrivateKey, PublicKey};
use crate::base::digest::{base32, sha256, typed, unbase32};
use crate::base::gf256::{inv, mul};

const VERSION: u8 = 1;
/// Groups on a sheet, of five characters each.
pub const GROUPS: usize = 16;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Who keeps a sheet. The number is the sheet's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The department's leader (*lãnh đạo Sở*).
    Leader,
    /// Its clerk (*văn thư*).
    Clerk,
    /// The Fatherland Front (*Mặt trận Tổ quốc*).
    Front,
}

impl Owner {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Leader, Self::Clerk, Self::Front];

    /// The sheet's number: 1, 2, 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Leader => 1,
            Self::Clerk => 2,
            Self::Front => 3,
        }
    }
}

/// One sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Who keeps it.
    pub owner: Owner,
    /// Mark of the public key.
    pub mark: [u8; 4],
    share: [u8; 32],
}

/// What is wrong with a sheet as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFault {
    /// Not so many characters: how many there are, of 80.
    Length(usize),
    /// This character, counted from 1, is none of the alphabet.
    Character(usize),
    /// This group, counted from 1, has a typing error.
    Group(usize),
    /// Every group is right by itself, but together they are no sheet.
    Whole,
    /// Of a version that this program does not know.
    Version(u8),
}

/// Why two sheets do not give a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoverFault {
    /// The first or the second sheet, 0 or 1, cannot be read.
    Sheet(usize, SheetFault),
    /// Both are the same owner's.
    Same(Owner),
    /// The first or the second sheet, 0 or 1, is of another campaign's key.
    OtherKey(usize),
    /// They are of the same key by their mark, but do not give it.
    NoKey,
}

/// What is wrong with one group as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupFault {
    /// This character is none of a sheet's.
    Character(char),
    /// Not five characters: how many there are.
    Length(usize),
    /// A typing error: the last character, which checks the others, does not fit.
    Typing,
}

/// Judges one group, counted from 0, as it was typed.
///
/// # Errors
/// See `GroupFault`.
pub fn judge(group: usize, text: &str) -> Result<(), GroupFault> {
    let mut symbols = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let byte = typed(c).and_then(|c| u8::try_from(c).ok());
        symbols.push(byte.ok_or(GroupFault::Character(c))?);
    }
    match symbols.as_slice() {
        [said @ .., check] if said.len() == 4 => {
            if symbol(check_symbol(group, said)) == *check {
                Ok(())
            } else {
                Err(GroupFault::Typing)
            }
        }
        other => Err(GroupFault::Length(other.len())),
    }
}

/// The three sheets of a key.
pub fn split(key: &PrivateKey, random: &[u8; 32]) -> [Sheet; 3] {
    let (secret, mark) = (key.to_bytes(), key.public().mark());
    Owner::ALL.map(|owner| {
        let mut share = [0; 32];
        for (out, (secret, slope)) in share.iter_mut().zip(secret.iter().zip(random)) {
            *out = secret ^ mul(*slope, owner.number());
        }
        Sheet { owner, mark, share }
    })
}

/// "Thử khôi phục khóa", and recovery itself: the key that two sheets, as they were
/// typed, give, if it is the one that belongs to `public`.
///
/// # Errors
/// See `RecoverFault`.
pub fn recover(typed: [&str; 2], public: PublicKey) -> Result<PrivateKey, RecoverFault> {
    let [one, other] = typed;
    let one = Sheet::parse(one).map_err(|fault| RecoverFault::Sheet(0, fault))?;
    let other = Sheet::parse(other).map_err(|fault| RecoverFault::Sheet(1, fault))?;
    if let Some(place) = [&one, &other].iter().position(|sheet| sheet.mark != public.mark()) {
        return Err(RecoverFault::OtherKey(place));
    }
    if one.owner == other.owner {
        return Err(RecoverFault::Same(one.owner));
    }
    let key = PrivateKey::from_bytes(&joined(&one, &other)).ok_or(RecoverFault::NoKey)?;
    if key.public() == public { Ok(key) } else { Err(RecoverFault::NoKey) }
}

/// The line through two points, at zero.
fn joined(one: &Sheet, other: &Sheet) -> [u8; 32] {
    let (x, z) = (one.owner.number(), other.owner.number());
    let (of_one, of_other) = (mul(z, inv(x ^ z)), mul(x, inv(x ^ z)));
    let mut secret = [0; 32];
    for (out, (a, b)) in secret.iter_mut().zip(one.share.iter().zip(other.share)) {
        *out = mul(*a, of_one) ^ mul(b, of_other);
    }
    secret
}

impl Sheet {
    /// The sheet as it is printed: four lines of four groups.
    pub fn text(&self) -> String {
        let mut bytes = vec![VERSION, self.owner.number()];
        bytes.extend(self.mark);
        bytes.extend(self.share);
        bytes.extend(check(&bytes));
        let symbols = base32(&bytes);
        let groups = symbols.as_bytes().chunks(4).enumerate().map(|(group, symbols)| {
            let symbols: Vec<u8> = symbols.iter().copied().chain([symbol(check_symbol(group, symbols))]).collect();
            String::from_utf8_lossy(&symbols).into_owned() + if group % 4 == 3 { "\n" } else { " " }
        });
        groups.collect()
    }

    /// Reads a sheet as somebody typed it: small letters, spaces, dashes and line ends
    /// as they like, O for 0, I and L for 1.
    ///
    /// # Errors
    /// What is wrong, and in which group.
    pub fn parse(text: &str) -> Result<Self, SheetFault> {
        let mut symbols = Vec::new();
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(GROUPS * 5 + 1) {
            let byte = typed(c).and_then(|c| u8::try_from(c).ok());
            symbols.push(byte.ok_or(SheetFault::Character(symbols.len() + 1))?);
        }
        if symbols.len() != GROUPS * 5 {
            return Err(SheetFault::Length(symbols.len()));
        }
        let mut plain = String::new();
        for (group, symbols) in symbols.chunks(5).enumerate() {
            let [a, b, c, d, check] = *symbols else { return Err(SheetFault::Length(symbols.len())) };
            if symbol(check_symbol(group, &[a, b, c, d])) != check {
                return Err(SheetFault::Group(group + 1));
            }
            plain.extend([a, b, c, d].map(char::from));
        }
        Self::from_bytes(&unbase32(&plain).ok_or(SheetFault::Whole)?)
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, SheetFault> {
        let (said, checked) = bytes.split_last_chunk::<2>().ok_or(SheetFault::Whole)?;
        if check(said) != *checked {
            return Err(SheetFault::Whole);
        }
        let [version, number, a, b, c, d, share @ ..] = said else { return Err(SheetFault::Whole) };
        if *version != VERSION {
            return Err(SheetFault::Version(*version));
        }
        let owner = Owner::ALL.into_iter().find(|owner| owner.number() == *number).ok_or(SheetFault::Whole)?;
        Ok(Self { owner, mark: [*a, *b, *c, *d], share: share.try_into().map_err(|_| SheetFault::Whole)? })
    }
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet of {:?}", self.owner)
    }
}

fn check(said: &[u8]) -> [u8; 2] {
    let [a, b, ..] = sha256(said);
    [a, b]
}

/// Weighted by powers of 2 in the field of 32 elements (x⁵ + x² + 1), and by the group's
/// number: finds every wrong character, every swap of neighbours, and groups in each
/// other's place.
fn check_symbol(group: usize, symbols: &[u8]) -> u8 {
    let value = |byte: u8| (0..32).find(|value| symbol(*value) == byte).unwrap_or(0);
    let start = u8::try_from(group).unwrap_or_default();
    symbols.iter().fold(start, |sum, byte| double(sum ^ value(*byte)))
}

fn double(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

fn symbol(value: u8) -> u8 {
    ALPHABET[usize::from(value & 31)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> PrivateKey {
        PrivateKey::from_random(&[7; 32])
    }

    fn bytes(key: Result<PrivateKey, RecoverFault>) -> Result<[u8; 32], RecoverFault> {
        key.map(|key| key.to_bytes())
    }

    proptest! {
        #[test]
        fn any_two_sheets_recover(random: [u8; 32], secret: [u8; 32]) {
            let key = PrivateKey::from_random(&secret);
            let sheets = split(&key, &random).map(|sheet| sheet.text());
            for (one, other) in [(0, 1), (0, 2), (1, 2), (2, 1), (2, 0), (1, 0)] {
                prop_assert_eq!(bytes(recover([&sheets[one], &sheets[other]], key.public())), Ok(key.to_bytes()));
            }
        }

        /// Whatever the key were, some random bytes would have printed this very sheet.
        #[test]
        fn one_sheet_tells_nothing(random: [u8; 32], other: [u8; 32]) {
            let sheets = split(&key(), &random);
            for sheet in sheets {
                let x = inv(sheet.owner.number());
                let mut would = [0; 32];
                for (out, (share, secret)) in would.iter_mut().zip(sheet.share.iter().zip(other)) {
                    *out = mul(share ^ secret, x);
                }
                for (share, (secret, slope)) in sheet.share.iter().zip(other.iter().zip(would)) {
                    prop_assert_eq!(*share, secret ^ mul(slope, sheet.owner.number()));
                }
            }
        }

        #[test]
        fn a_wrong_character_is_found_in_its_group(at in 0..80_usize, other in 0..32_usize) {
            let text: Vec<u8> = split(&key(), &[5; 32])[1].text().bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let mut typed = text.clone();
            typed[at] = ALPHABET[other];
            let expected = if typed == text { None } else { Some(SheetFault::Group(at / 5 + 1)) };
            prop_assert_eq!(Sheet::parse(&String::from_utf8(typed).unwrap()).err(), expected);
        }

        #[test]
        fn a_group_is_judged_as_the_sheet_is(at in 0..80_usize, other in 0..32_usize) {
            let text: Vec<u8> = split(&key(), &[5; 32])[1].text().bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let mut changed = text.clone();
            changed[at] = ALPHABET[other];
            let group = String::from_utf8(changed[at / 5 * 5..at / 5 * 5 + 5].to_vec()).unwrap();
            prop_assert_eq!(judge(at / 5, &group).is_ok(), changed == text);
            prop_assert_eq!(judge(at / 5, &group[..4]), Err(GroupFault::Length(4)));
        }

        #[test]
        fn swapped_neighbours_are_found(at in 0..79_usize) {
            let text: Vec<u8> = split(&key(), &[5; 32])[2].text().bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let mut typed = text.clone();
            typed.swap(at, at + 1);
            prop_assert_eq!(Sheet::parse(&String::from_utf8(typed.clone()).unwrap()).is_ok(), typed == text);
        }

        #[test]
        fn any_text_is_refused(text: String) {
            prop_assert!(Sheet::parse(&text).is_err());
        }
    }

    #[test]
    fn a_sheet_is_read_as_people_type_it() {
        let sheet = &split(&key(), &[5; 32])[0];
        let typed = sheet.text().to_lowercase().replace('0', "o").replace('1', "L").replace(' ', " - ");
        assert_eq!(Sheet::parse(&typed).as_ref(), Ok(sheet));
        assert_eq!(sheet.text().lines().count(), 4);
        assert_eq!(sheet.text().lines().next().map(str::len), Some(23));
    }

    #[test]
    fn what_does_not_belong_together_is_named() {
        let sheets = split(&key(), &[5; 32]).map(|sheet| sheet.text());
        let again = split(&key(), &[6; 32]).map(|sheet| sheet.text());
        let foreign = split(&PrivateKey::from_random(&[8; 32]), &[5; 32]).map(|sheet| sheet.text());
        let public = key().public();
        assert_eq!(recover([&sheets[0], &sheets[0]], public).err(), Some(RecoverFault::Same(Owner::Leader)));
        assert_eq!(recover([&sheets[0], &foreign[1]], public).err(), Some(RecoverFault::OtherKey(1)));
        assert_eq!(recover([&sheets[0], &again[1]], public).err(), Some(RecoverFault::NoKey));
        assert_eq!(recover([&sheets[0], "ABC"], public).err(), Some(RecoverFault::Sheet(1, SheetFault::Length(3))));
        assert_eq!(recover(["Ế", &sheets[1]], public).err(), Some(RecoverFault::Sheet(0, SheetFault::Character(1))));
    }
}
