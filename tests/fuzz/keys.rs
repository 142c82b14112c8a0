//! Key files and recovery sheets: typed, copied, photographed, tampered with.

use phieu::base::digest::unbase32;
use phieu::seal::PrivateKey;
use phieu::seal::key_file::KeyFile;
use phieu::seal::sheet::{Sheet, SheetFault, recover, split};

use super::{Check, Target, as_it_is, contents, hold, said};

pub const KEY_FILE: Target = Target { name: "key_file", seeds: sample_files, check: key_file, repair: as_it_is, room: (200, 1 << 20) };
pub const RECOVERY_SHEET: Target =
    Target { name: "recovery_sheet", seeds: sample_sheets, check: recovery_sheet, repair: repair_sheet, room: (64, 1 << 20) };

fn sample_files() -> Vec<Vec<u8>> {
    contents(&["tests/data/frozen/key1"]).into_iter().filter(|bytes| bytes.starts_with(b"{")).collect()
}

fn key_file(bytes: &[u8]) -> Check {
    match KeyFile::decode(&String::from_utf8_lossy(bytes)) {
        Ok(file) => hold(KeyFile::decode(&file.encode()).as_ref() == Ok(&file), || "does not come back".to_owned()),
        Err(findings) => said(&findings),
    }
}

fn key() -> PrivateKey {
    PrivateKey::from_random(&[7; 32])
}

fn sample_sheets() -> Vec<Vec<u8>> {
    split(&key(), &[5; 32]).map(|sheet| sheet.text().into_bytes()).to_vec()
}

fn recovery_sheet(bytes: &[u8]) -> Check {
    let text = String::from_utf8_lossy(bytes);
    let other = String::from_utf8_lossy(&sample_sheets()[0]).into_owned();
    if let Ok(found) = recover([&text, &other], key().public()) {
        hold(found.public() == key().public(), || "another key comes out".to_owned())?;
    }
    match Sheet::parse(&text) {
        Ok(sheet) => hold(Sheet::parse(&sheet.text()).is_ok_and(|again| again == sheet), || "does not come back".to_owned()),
        Err(SheetFault::Group(group)) => hold((1..=16).contains(&group), || format!("group {group}")),
        Err(SheetFault::Character(place)) => hold((1..=81).contains(&place), || format!("character {place}")),
        Err(SheetFault::Length(length)) => hold(length <= 81 && length != 80, || format!("length {length}")),
        Err(SheetFault::Whole | SheetFault::Version(_)) => Ok(()),
    }
}

/// Check characters that fit; the sum of the whole sheet is left to chance.
fn repair_sheet(bytes: &mut Vec<u8>) {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let value = |symbol: u8| ALPHABET.iter().position(|other| *other == symbol).and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    let plain: Vec<u8> = bytes.iter().copied().filter(|byte| ALPHABET.contains(byte)).collect();
    let groups = plain.chunks(5).enumerate().flat_map(|(group, symbols)| {
        let symbols = &symbols[..symbols.len().min(4)];
        let start = u8::try_from(group % 256).unwrap_or_default();
        let double = |value: u8| if value << 1 & 32 == 0 { value << 1 } else { value << 1 ^ 0b10_0101 };
        let check = symbols.iter().fold(start, |sum, symbol| double(sum ^ value(*symbol)));
        symbols.iter().copied().chain([ALPHABET[usize::from(check & 31)]]).collect::<Vec<u8>>()
    });
    let repaired: Vec<u8> = groups.collect();
    if unbase32(&String::from_utf8_lossy(&repaired)).is_some() {
        *bytes = repaired;
    }
}
