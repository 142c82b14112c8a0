//! The QR codes of a grey picture: a photo or a frame of a camera. Looked for at several
//! sizes, because a code that fills a sharp photo is found only when it is smaller, and a
//! small one only when it is not. What is not read is not there; nothing is guessed.

use std::collections::BTreeSet;

use rqrr::PreparedImage;

/// Most pixels that are looked at.
pub const LARGEST: usize = 24 << 20;
/// Sides of a code are at least 21 modules with a quiet zone.
const SMALLEST: usize = 25;
/// What is smaller than this is looked at larger, too.
const SMALL: usize = 1_100;
/// A picture is made smaller, by a fifth each time, until its longer side is below this.
const COARSEST: usize = 320;

/// The texts of the codes of a picture, given row by row, a byte a pixel, 0 black; each text
/// once. `width` is the length of a row.
pub fn codes(grey: &[u8], width: usize) -> Vec<String> {
    if width == 0 || grey.len() > LARGEST {
        return Vec::new();
    }
    let whole = Picture { width, height: grey.len() / width, grey: grey.to_vec() };
    let longer = whole.width.max(whole.height);
    let mut found = BTreeSet::new();
    let mut side = if longer < SMALL { longer * 3 / 2 } else { longer };
    while side >= COARSEST.min(longer).max(SMALLEST) {
        found.extend(whole.sized(side).read());
        side = side * 4 / 5;
    }
    found.into_iter().collect()
}

/// The answer of the worker, as JSON.
pub fn codes_json(grey: &[u8], width: usize) -> String {
    serde_json::to_string(&codes(grey, width)).unwrap_or_default()
}

struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn read(&self) -> Vec<String> {
        let pixel = |x: usize, y: usize| self.grey.get(y * self.width + x).copied().unwrap_or(255);
        let mut prepared = PreparedImage::prepare_from_greyscale(self.width, self.height, pixel);
        prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
    }

    /// The same with its longer side of this many pixels, each the mean of what it covers.
    fn sized(&self, side: usize) -> Self {
        let longer = self.width.max(self.height).max(1);
        let (width, height) = ((self.width * side / longer).max(1), (self.height * side / longer).max(1));
        // From where to where a pixel reaches: one at least.
        let spans = |from: usize, to: usize| -> Vec<(usize, usize)> {
            (0..to).map(|i| (i * from / to, ((i + 1) * from / to).max(i * from / to + 1).min(from))).collect()
        };
        let (columns, rows) = (spans(self.width, width), spans(self.height, height));
        let mut grey = Vec::with_capacity(width * height);
        for (top, bottom) in rows {
            for (left, right) in &columns {
                let covered = (top..bottom).filter_map(|y| self.grey.get(y * self.width + left..y * self.width + right)).flatten();
                let (sum, count) = covered.fold((0_u32, 0_u32), |(sum, count), byte| (sum + u32::from(*byte), count + 1));
                grey.push(u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX));
            }
        }
        Self { width, height, grey }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::qr;
    use crate::store::handin::parts;

    /// A photo of codes beside each other: turned, from the side, unevenly lit, on grey.
    fn photo(texts: &[String], width: usize, height: usize, turn: f64, slant: f64) -> Vec<u8> {
        let drawn: Vec<(usize, Vec<bool>)> = texts.iter().map(|text| modules(&qr::on_screen(text).unwrap())).collect();
        let mut grey = vec![0; width * height];
        let cell = height.min(width / texts.len());
        for (i, byte) in grey.iter_mut().enumerate() {
            let (x, y) = (i % width, i / width);
            let at = (x / cell).min(texts.len() - 1);
            let (side, dark) = &drawn[at];
            let centre = |v: usize, from: usize| {
                (f64::from(u32::try_from(v).unwrap()) - f64::from(u32::try_from(from).unwrap())) / f64::from(u32::try_from(cell).unwrap())
                    - 0.5
            };
            let (u, v) = (centre(x, at * cell), centre(y, 0));
            let (u, v) = (u * libm::cos(turn) - v * libm::sin(turn), u * libm::sin(turn) + v * libm::cos(turn));
            let away = 1.0 + slant * v;
            let (u, v) = (u / away * 1.5 + 0.5, v / away * 1.5 + 0.5);
            let modules = f64::from(u32::try_from(*side).unwrap());
            #[expect(clippy::cast_possible_truncation, reason = "inside the code")]
            let module = |w: f64| usize::try_from(libm::floor(w * modules) as i64).ok().filter(|w| w < side);
            let light = 150 + 60 * x / width;
            let is_dark = module(u).zip(module(v)).is_some_and(|(u, v)| dark[v * side + u]);
            *byte = u8::try_from(if is_dark { light / 4 } else { light }).unwrap();
        }
        grey
    }

    fn modules(code: &qr::Code) -> (usize, Vec<bool>) {
        let mut dark = vec![false; code.side * code.side];
        for run in code.path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (run, _) = rest.split_once('v').unwrap();
            let from = y.parse::<usize>().unwrap() * code.side + x.parse::<usize>().unwrap();
            dark[from..from + run.parse::<usize>().unwrap()].fill(true);
        }
        (code.side, dark)
    }

    fn part(number: u8) -> String {
        let data: Vec<u8> = (0..900_u32).map(|i| u8::try_from(i * 7 % 251).unwrap()).collect();
        parts::code(&parts::part(&data, number).unwrap())
    }

    #[test]
    fn a_part_is_read_off_a_photo_that_is_turned_slanted_and_unevenly_lit() {
        for (width, turn, slant) in [(700, 0.0, 0.0), (1_500, 0.3, 0.1), (3_000, -0.2, 0.15), (1_000, 1.7, 0.0), (1_200, 3.1, 0.1)] {
            assert_eq!(codes(&photo(&[part(0)], width, width, turn, slant), width), [part(0)], "{width} {turn} {slant}");
        }
    }

    #[test]
    fn several_codes_of_one_photo_are_all_read() {
        let texts = [part(1), part(2), part(200)];
        let found = codes(&photo(&texts, 3_000, 1_000, 0.1, 0.0), 3_000);
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), texts.into_iter().collect());
    }

    /// How many of a code's photos from several angles and distances are read.
    fn read_of_twelve(text: &str) -> usize {
        let widths = [480, 600, 900].into_iter();
        let all = widths.flat_map(|width| [0.03, 0.06, 0.1, 0.2].map(|turn| (width, turn)));
        all.filter(|(width, turn)| codes(&photo(&[text.to_owned()], *width, *width, *turn, 0.0), *width) == [text]).count()
    }

    /// The reader misses a few codes at a few angles: a sequence does without them, and of
    /// one form alone another photo is taken.
    #[test]
    fn codes_are_read_from_most_angles_and_distances() {
        let one = crate::store::handin::file::encode([&[7; 160][..]]);
        let read = read_of_twelve(&parts::code(&parts::part(&one, 0).unwrap()));
        assert!(read >= 10, "{read}");
        let large = parts::part(&vec![9; 3_840], 3).unwrap();
        assert_eq!(large.len(), parts::LARGEST);
        let read = read_of_twelve(&parts::code(&large));
        assert!(read >= 8, "{read}");
    }

    #[test]
    fn no_picture_and_no_code_are_nothing() {
        for (grey, width) in
            [(&[][..], 0), (&[], 7), (&[1; 30], 0), (&[1; 30], 30), (&[1; 30], 31), (&[255; 10_000], 100), (&[0; 10_000], 100)]
        {
            assert!(codes(grey, width).is_empty());
        }
        assert!(codes(&vec![0; LARGEST + 1], 4_096).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_pixels_are_no_panic(grey in prop::collection::vec(prop_oneof![Just(0_u8), Just(255), any::<u8>()], 0..8_000), width in 1_usize..120) {
            codes(&grey, width);
        }

        #[test]
        fn a_scratched_photo_is_read_rightly_or_not_at_all(scratches in prop::collection::vec((0_usize..250_000, 1_usize..900, any::<u8>()), 0..30)) {
            let mut grey = photo(&[part(3)], 500, 500, 0.05, 0.0);
            for (at, length, shade) in scratches {
                let end = (at + length).min(grey.len());
                grey[at..end].fill(shade);
            }
            let found = codes(&grey, 500);
            prop_assert!(found.iter().all(|text| *text == part(3)), "{found:?}");
        }
    }
}
