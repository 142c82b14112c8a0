//! Hand-ins: the file, the pasted text, parts of a sequence of codes.

use phieu::base::digest::sha256;
use phieu::store::handin::file::{self, Contents};
use phieu::store::handin::parts::{Collector, LONGEST, part};
use phieu::store::handin::text;

use super::{Check, Target, as_it_is, contents, hold};

const HEAD: usize = 7;
const AROUND: usize = HEAD + 4;
const RECORD: &[u8] = b"\x1e>P\x01";
const PROBE: &[u8] = b"a whole envelope behind what is broken";

pub const PHIEU_FILE: Target =
    Target { name: "phieu_file", seeds: sample_files, check: phieu_file, repair: repair_file, room: (64, 1 << 20) };
pub const PASTED_TEXT: Target =
    Target { name: "pasted_text", seeds: sample_texts, check: pasted_text, repair: as_it_is, room: (64, 1 << 20) };
pub const QR_PARTS: Target = Target { name: "qr_parts", seeds: sample_parts, check: qr_parts, repair: repair_parts, room: (64, 1 << 20) };

fn envelopes() -> Vec<Vec<u8>> {
    (0..6_u8).map(|i| (0..=255).cycle().skip(usize::from(i) * 40).take([0, 1, 160, 160, 256, 512][usize::from(i)]).collect()).collect()
}

fn sample_files() -> Vec<Vec<u8>> {
    let all = envelopes();
    let files = [&all[..0], &all[2..3], &all[..], &all[3..]];
    files.into_iter().map(|some| file::encode(some.iter().map(Vec::as_slice))).collect()
}

fn sample_texts() -> Vec<Vec<u8>> {
    let frozen = contents(&["tests/data/frozen/handin1"]);
    let written = sample_files().into_iter().map(|file| ["Gửi chị (phiếu):\n", &text::encode(&file), "Cảm ơn!"].concat().into_bytes());
    written.chain(frozen).collect()
}

/// Records and damaged places cover the file from end to end, each byte once.
fn phieu_file(bytes: &[u8]) -> Check {
    let read = file::decode(bytes);
    let records = read.envelopes.iter().map(|(at, envelope)| (*at, at + AROUND + envelope.len()));
    let mut places: Vec<(usize, usize)> = records.chain(read.damaged.iter().map(|damage| (damage.from, damage.to))).collect();
    places.sort_unstable();
    let mut at = if read.damaged.first().is_some_and(|damage| damage.from == 0) { 0 } else { 8 };
    for (from, to) in places {
        hold(from == at && to >= from, || format!("bytes {at} to {from} belong to nothing"))?;
        at = to;
    }
    hold(at == bytes.len(), || format!("of {} bytes {at} are accounted for", bytes.len()))?;
    for (at, envelope) in &read.envelopes {
        hold(bytes.get(at + HEAD..at + HEAD + envelope.len()) == Some(envelope), || format!("another envelope at byte {at}"))?;
    }
    let again = file::encode(read.envelopes.iter().map(|(_, envelope)| envelope.as_slice()));
    hold(!read.damaged.is_empty() || again == bytes, || "a whole file is written otherwise".to_owned())?;
    let mut more = bytes.to_vec();
    file::append(&mut more, PROBE);
    is_read(&file::decode(&more), bytes.starts_with(b"\x89PHIEU1\n"))
}

/// The probe is read, unless the file was none from the start or had too much in it.
fn is_read(read: &Contents, is_ours: bool) -> Check {
    let is_cut = read.damaged.iter().any(|damage| damage.flaw == file::Flaw::TooLong);
    let is_there = read.envelopes.iter().any(|(_, envelope)| envelope == PROBE);
    hold(is_there || is_cut || !is_ours, || "what is whole behind the damage is not read".to_owned())
}

fn pasted_text(bytes: &[u8]) -> Check {
    let given = String::from_utf8_lossy(bytes);
    let read = text::decode(&given);
    let places = read.envelopes.iter().map(|(at, _)| (*at, *at)).chain(read.damaged.iter().map(|damage| (damage.from, damage.to)));
    for (from, to) in places {
        hold(from <= to && to <= given.len(), || format!("a place from {from} to {to} in {} bytes", given.len()))?;
    }
    let is_empty = read.envelopes.is_empty() && read.damaged.is_empty();
    hold(!is_empty || given.len() > 20, || "nothing read and nothing said".to_owned())?;
    let probe = text::encode(&file::encode([PROBE]));
    is_read(&text::decode(&[&given, "\n", &probe].concat()), true)?;
    is_read(&text::decode(&[&probe, "\n", given.as_ref()].concat()), true)
}

/// Parts with their lengths before them.
fn sample_parts() -> Vec<Vec<u8>> {
    let sequence =
        |data: &[u8], numbers: &[u8]| numbers.iter().flat_map(|number| framed(&part(data, *number).unwrap())).collect::<Vec<u8>>();
    let files = sample_files();
    vec![
        sequence(&files[1], &[0]),
        sequence(&files[2], &[0, 1, 2, 3]),
        sequence(&files[2], &[9, 0, 200, 255, 7]),
        sequence(&[7; 3_000], &[255, 254, 253, 252, 251, 250, 249, 248]),
    ]
}

fn framed(part: &[u8]) -> Vec<u8> {
    [&u16::try_from(part.len()).unwrap().to_be_bytes(), part].concat()
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while let Some(([high, low], after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(after.len());
        let (part, behind) = after.split_at(length);
        parts.push(part);
        rest = behind;
    }
    parts
}

fn qr_parts(bytes: &[u8]) -> Check {
    let mut collector = Collector::default();
    for given in split(bytes).into_iter().take(300) {
        let whole = collector.take(given);
        let (have, need) = collector.progress();
        hold(have <= 256 && need <= 200, || format!("{have} of {need} parts"))?;
        if let Ok(Some(data)) = whole {
            hold(data.len() <= LONGEST && sha256(&data).starts_with(&given[2..10]), || "data that the parts do not name".to_owned())?;
            let number = given[1];
            hold(part(&data, number).is_some_and(|again| again.len() <= 400), || "what was read cannot be sent".to_owned())?;
        }
    }
    Ok(())
}

/// Every record whose length fits gets the check of what stands in it.
pub(super) fn repair_file(bytes: &mut Vec<u8>) {
    let mut at = 8;
    while let Some(place) = bytes.get(at..).and_then(|rest| rest.windows(4).position(|window| window == RECORD)) {
        let start = at + place + HEAD;
        let length =
            bytes.get(start - 3..start).map_or(0, |said| usize::from(said[0]) << 16 | usize::from(said[1]) << 8 | usize::from(said[2]));
        let check = bytes.get(start..start + length).map(|envelope| sha256(envelope)[..4].to_vec());
        if let (Some(check), Some(stands)) = (check, bytes.get_mut(start + length..start + length + 4)) {
            stands.copy_from_slice(&check);
            at = start + length + 4;
        } else {
            at = start;
        }
        at = at.min(bytes.len());
    }
}

fn repair_parts(bytes: &mut Vec<u8>) {
    let parts: Vec<Vec<u8>> = split(bytes).into_iter().map(<[u8]>::to_vec).collect();
    bytes.clear();
    for mut part in parts {
        if let Some(place) = part.get_mut(15) {
            *place = 0;
            part[15] = sha256(&part)[0];
        }
        bytes.extend(framed(&part));
    }
}
