//! An interview in progress as bytes, format version 2: lengths and texts, one after the
//! other. It is read without the questionnaire, so that a tablet knows whose it is and a
//! form that the host has exchanged is found by its fingerprint. A draft is saved at every
//! answer: names say only what they have that the one before has not, and a value that was
//! there before is its number. Versions 0 and 1 were JSON (`text`).

use crate::base::Named;

use super::{Channel, Draft, Fieldwork, Fill, Header};
use crate::base::Lang;
use crate::base::time::Stamp;
use crate::questionnaire::MissingCode;
use crate::response::Answer;

/// The version that is written.
const VERSION: u64 = 2;

impl Draft {
    /// The draft as bytes.
    pub fn pack(&self) -> Vec<u8> {
        let mut w = Writer(Vec::new());
        w.number(VERSION);
        w.header(&self.header);
        w.number(self.sequence);
        w.number(self.saved.0);
        w.text(&self.at);
        w.text(&self.furthest);
        w.answers(&self.answers);
        w.number(self.seconds.len() as u64);
        for (page, seconds) in &self.seconds {
            w.text(page);
            w.number(u64::from(*seconds));
        }
        w.number(self.fills.len() as u64);
        for fill in &self.fills {
            w.text(&fill.question);
            w.text(&fill.option);
            w.number(u64::from(fill.rows));
        }
        w.0
    }

    /// Reads what `pack` wrote.
    ///
    /// # Errors
    /// The byte at which it cannot be read on.
    pub fn unpack(bytes: &[u8]) -> Result<Self, usize> {
        let mut r = Reader { bytes, at: 0 };
        match r.draft() {
            Some(draft) if r.at == bytes.len() => Ok(draft),
            Some(_) | None => Err(r.at),
        }
    }
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(low(number) | 0x80);
            number >>= 7;
        }
        self.0.push(low(number));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn header(&mut self, header: &Header) {
        let fieldwork = &header.fieldwork;
        for text in [
            &header.id,
            &header.campaign.0,
            &header.questionnaire.0,
            &header.questionnaire.1,
            &header.fingerprint,
            &header.unit,
            &header.group,
            &fieldwork.stratum,
            &fieldwork.village,
            &fieldwork.entry,
            &fieldwork.surveyor,
        ] {
            self.text(text);
        }
        self.number(u64::from(header.campaign.1));
        self.number(place(&Channel::ALL, &header.channel));
        self.number(place(&Lang::ALL, &header.language));
        self.number(u64::from(header.trial));
        self.number(fieldwork.others.map_or(2, u64::from));
        self.number(header.started.0);
    }

    fn answers(&mut self, answers: &Named<Answer>) {
        self.number(answers.len() as u64);
        let mut before = "";
        let mut values: Vec<&Answer> = Vec::new();
        for (name, answer) in answers {
            let shared = before.bytes().zip(name.bytes()).take_while(|(one, other)| one == other).count();
            let shared = (0..=shared).rev().find(|shared| name.is_char_boundary(*shared)).unwrap_or(0);
            self.number(shared as u64);
            self.text(name.get(shared..).unwrap_or_default());
            before = name;
            let known = values.iter().position(|other| *other == answer);
            self.number(known.map_or(0, |place| place as u64 + 1));
            if known.is_none() {
                self.answer(answer);
                values.push(answer);
            }
        }
    }

    fn answer(&mut self, answer: &Answer) {
        match answer {
            Answer::Number(number) => {
                self.number(0);
                self.number(number.cast_unsigned());
            }
            Answer::Text(text) => {
                self.number(1);
                self.text(text);
            }
            Answer::Set(codes) => {
                self.number(2);
                self.number(codes.len() as u64);
                for code in codes {
                    self.text(code);
                }
            }
            Answer::Missing { missing } => {
                self.number(3);
                self.number(place(&MissingCode::ALL, missing));
            }
        }
    }
}

fn low(number: u64) -> u8 {
    (number & 0x7f) as u8
}

fn place<T: PartialEq>(all: &[T], one: &T) -> u64 {
    all.iter().position(|other| other == one).unwrap_or_default() as u64
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn draft(&mut self) -> Option<Draft> {
        if self.number()? != VERSION {
            return None;
        }
        Some(Draft {
            header: self.header()?,
            sequence: self.number()?,
            saved: Stamp(self.number()?),
            at: self.text()?,
            furthest: self.text()?,
            answers: self.answers()?,
            seconds: self.seconds()?,
            fills: self.many(|r| Some(Fill { question: r.text()?, option: r.text()?, rows: r.small()? }))?,
        })
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let end = self.at.checked_add(length)?;
        let text: &'a str = std::str::from_utf8(self.bytes.get(self.at..end)?).ok()?;
        self.at = end;
        Some(text.to_owned())
    }

    fn many<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // No more is made ready than bytes are there to fill.
        (0..count).map(|_| read(self)).collect()
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::try_from(self.number()?).ok()?).copied()
    }

    fn header(&mut self) -> Option<Header> {
        let [id, campaign, questionnaire, form_edition, fingerprint, unit, group, stratum, village, entry, surveyor] = self.texts()?;
        Some(Header {
            id,
            campaign: (campaign, self.small()?),
            questionnaire: (questionnaire, form_edition),
            fingerprint,
            unit,
            group,
            channel: self.one(&Channel::ALL)?,
            language: self.one(&Lang::ALL)?,
            trial: self.one(&[false, true])?,
            fieldwork: Fieldwork { stratum, village, entry, surveyor, others: self.one(&[Some(false), Some(true), None])? },
            started: Stamp(self.number()?),
        })
    }

    fn texts<const N: usize>(&mut self) -> Option<[String; N]> {
        let mut texts = [const { String::new() }; N];
        for text in &mut texts {
            *text = self.text()?;
        }
        Some(texts)
    }

    /// Put in one by one: to collect a map would bring in a sort.
    fn seconds(&mut self) -> Option<Named<u32>> {
        let mut seconds = Named::new();
        for _ in 0..self.number()? {
            seconds.insert(self.text()?, self.small()?);
        }
        Some(seconds)
    }

    fn answers(&mut self) -> Option<Named<Answer>> {
        let mut answers = Named::new();
        let mut before = String::new();
        let mut values: Vec<Answer> = Vec::new();
        for _ in 0..self.number()? {
            let shared = usize::try_from(self.number()?).ok()?;
            let name = [before.get(..shared)?, &self.text()?].concat();
            if let Some(place) = usize::try_from(self.number()?).ok()?.checked_sub(1) {
                answers.insert(name.clone(), values.get(place)?.clone());
            } else {
                let answer = self.answer()?;
                values.push(answer.clone());
                answers.insert(name.clone(), answer);
            }
            before = name;
        }
        Some(answers)
    }

    fn answer(&mut self) -> Option<Answer> {
        Some(match self.number()? {
            0 => Answer::Number(self.number()?.cast_signed()),
            1 => Answer::Text(self.text()?),
            2 => Answer::Set(self.many(Self::text)?),
            3 => Answer::Missing { missing: self.one(&MissingCode::ALL)? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::text::tests::any_draft;
    use super::*;

    proptest! {
        #[test]
        fn a_draft_comes_back(draft in any_draft()) {
            prop_assert_eq!(Draft::unpack(&draft.pack()), Ok(draft));
        }

        #[test]
        fn a_cut_draft_is_refused_where_it_ends(draft in any_draft(), cut: prop::sample::Index) {
            let bytes = draft.pack();
            let cut = cut.index(bytes.len());
            prop_assert!(Draft::unpack(&bytes[..cut]).is_err_and(|at| at <= cut));
        }

        #[test]
        fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Draft::unpack(&bytes).is_ok() || Draft::unpack(&bytes).is_err_and(|at| at <= bytes.len()));
            let whole = [&[2][..], &bytes].concat();
            prop_assert!(Draft::unpack(&whole).is_ok() || Draft::unpack(&whole).is_err_and(|at| at <= whole.len()));
        }

        #[test]
        fn a_flipped_bit_is_no_panic(draft in any_draft(), place: prop::sample::Index, bit in 0_u8..8) {
            let mut bytes = draft.pack();
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(other) = Draft::unpack(&bytes) {
                prop_assert_eq!(Draft::unpack(&other.pack()), Ok(other));
            }
        }
    }

    #[test]
    fn a_grid_of_units_takes_few_bytes_an_answer() {
        let answers = (0..7 * 168).map(|i| (format!("c{}_X{:03}", i / 168, i % 168), Answer::Text("fair".to_owned()))).collect();
        let mut w = Writer(Vec::new());
        w.answers(&answers);
        assert!(w.0.len() < 5 * answers.len(), "{} bytes", w.0.len());
    }

    #[test]
    fn a_huge_count_makes_nothing_ready() {
        assert_eq!(Draft::unpack(&[2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), Err(10));
        assert_eq!(Draft::unpack(&[1, 0]), Err(1));
    }
}
