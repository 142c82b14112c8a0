//! Vietnamese in the encodings that came before Unicode: TCVN3 (the fonts `.VnTime`, ABC),
//! VNI and Windows-1258. Old files and old fonts are still about. None of them says what it
//! is, so a text is decoded each way and the one is taken whose words are Vietnamese; where
//! two fit, none is.

/// An encoding of the time before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN 5712:1993, one byte a letter.
    Tcvn3,
    /// VNI for Windows: a vowel and a byte for its mark.
    Vni,
    /// Windows-1258: a vowel and a byte for its tone.
    Windows1258,
}

/// Capitals and small letters of TCVN3, from 0xA1; blanks are no letters.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";
/// The tones in the order of [`toned`].
const TONES: usize = 5;
/// Each vowel with its five tones: grave, acute, hook, tilde, dot below.
const VOWELS: [&str; 12] =
    ["aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị", "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ"];
/// Syllables without their first consonants and marks.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu ech enh i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong oo ooc oong op ot u ua uan uang uat uay uc ue uech uenh uet ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu y yem yen yeng yet yeu ";
const ONSETS: &str = " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu q r s t th tr v x  ";

impl Legacy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tcvn3, Self::Vni, Self::Windows1258];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC, .VnTime)",
            Self::Vni => "VNI",
            Self::Windows1258 => "Windows-1258",
        }
    }

    /// The text of `bytes`, each given as a character up to U+00FF.
    pub fn decode(self, bytes: &str) -> String {
        match self {
            Self::Tcvn3 => bytes.chars().map(tcvn3).collect(),
            Self::Vni => marked(bytes, vni_letter, vni_mark),
            Self::Windows1258 => marked(bytes, windows_letter, windows_mark),
        }
    }
}

/// The encoding of a text whose bytes are given as characters up to U+00FF, where its words
/// leave no doubt; `Err` counts the words that have letters beyond ASCII.
///
/// # Errors
/// No encoding makes Vietnamese of nearly all words, or more than one does.
pub fn detect(bytes: &str) -> Result<(Legacy, String), usize> {
    let marked = words(bytes).filter(|word| !word.is_ascii()).count();
    let fits = |encoding: Legacy| {
        let text = encoding.decode(bytes);
        let right = words(bytes).filter(|word| !word.is_ascii() && is_vietnamese(&encoding.decode(word))).count();
        (right * 10 >= marked * 9 && marked >= 3).then_some((encoding, right, text))
    };
    let found: Vec<_> = Legacy::ALL.into_iter().filter_map(fits).collect();
    match found.as_slice() {
        [(encoding, _, text)] => Ok((*encoding, text.clone())),
        [] | [_, _, ..] => Err(marked),
    }
}

/// Whether nearly all words with letters beyond ASCII are Vietnamese as they stand.
pub fn is_sound(text: &str) -> bool {
    let marked: Vec<&str> = words(text).filter(|word| !word.is_ascii()).collect();
    let right = marked.iter().filter(|word| is_vietnamese(word)).count();
    right * 10 >= marked.len() * 9
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).filter(|word| !word.is_empty())
}

/// Whether a word is a syllable of Vietnamese.
pub fn is_vietnamese(word: &str) -> bool {
    let plain: Option<String> = word.chars().map(|c| base(small(c))).collect();
    let Some(plain) = plain.filter(|_| word.chars().filter(|c| is_toned(small(*c))).count() <= 1) else { return false };
    (0..plain.len().min(4)).filter(|at| plain.is_char_boundary(*at)).any(|at| {
        let (onset, rime) = plain.split_at(at);
        let has = |list: &str, part: &str| list.contains(&[" ", part, " "].concat());
        !rime.is_empty() && has(ONSETS, onset) && has(RIMES, rime)
    })
}

fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    small.next().unwrap_or(c)
}

fn is_toned(c: char) -> bool {
    VOWELS.iter().any(|row| row.chars().skip(1).any(|other| other == c))
}

/// The ASCII letter under a Vietnamese letter, đ staying as it is.
fn base(c: char) -> Option<char> {
    if c == 'đ' || c.is_ascii_lowercase() {
        return Some(c);
    }
    let row = VOWELS.iter().position(|row| row.contains(c))?;
    b"aaaeeiooouuy".get(row).map(|&letter| char::from(letter))
}

fn tcvn3(c: char) -> char {
    let code = u32::from(c);
    let letter = code.checked_sub(0xa1).and_then(|at| TCVN3.chars().nth(at as usize));
    letter.filter(|letter| *letter != ' ').unwrap_or(c)
}

/// What a mark does to the vowel before it.
#[derive(Clone, Copy)]
struct Mark {
    /// Place in [`VOWELS`] among those of the letter: `Some('^')` for a circumflex,
    /// `Some('(')` for a breve.
    shape: Option<char>,
    /// Place of the tone, from 1.
    tone: Option<usize>,
}

fn marked(bytes: &str, letter: impl Fn(char) -> char, mark: impl Fn(char) -> Option<Mark>) -> String {
    let mut out: Vec<char> = Vec::with_capacity(bytes.len());
    for c in bytes.chars() {
        let joined = mark(c).and_then(|mark| out.last().and_then(|&vowel| put(vowel, mark)));
        match joined {
            Some(vowel) => {
                out.pop();
                out.push(vowel);
            }
            None => out.push(letter(c)),
        }
    }
    out.into_iter().collect()
}

/// The vowel with a mark; `None` where it takes none such.
fn put(vowel: char, mark: Mark) -> Option<char> {
    let shaped = match (mark.shape, small(vowel)) {
        (None, plain) => plain,
        (Some('^'), 'a') => 'â',
        (Some('^'), 'e') => 'ê',
        (Some('^'), 'o') => 'ô',
        (Some('('), 'a') => 'ă',
        _ => return None,
    };
    let row = VOWELS.iter().find(|row| row.starts_with(shaped))?;
    let toned = row.chars().nth(mark.tone.unwrap_or(0).min(TONES))?;
    Some(if vowel.is_uppercase() { toned.to_uppercase().next().unwrap_or(toned) } else { toned })
}

/// The tone of a combining mark: Vietnamese as macOS and Windows-1258 write it.
fn tone(combining: char) -> Option<usize> {
    Some(match combining {
        '\u{300}' => 1,
        '\u{301}' => 2,
        '\u{309}' => 3,
        '\u{303}' => 4,
        '\u{323}' => 5,
        _ => return None,
    })
}

/// `text` with each vowel and its combining marks as one letter, as everybody types it.
pub fn compose(text: &str) -> String {
    if !text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
        return text.to_owned();
    }
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        match out.last().and_then(|&before| join(before, c)) {
            Some(joined) => {
                out.pop();
                out.push(joined);
            }
            None => out.push(c),
        }
    }
    out.into_iter().collect()
}

/// A letter with the combining mark behind it; a vowel may have its tone already.
fn join(before: char, mark: char) -> Option<char> {
    if let Some(tone) = tone(mark) {
        return put(before, Mark { shape: None, tone: Some(tone) });
    }
    let plain = small(before);
    let (row, toned) = VOWELS.iter().find_map(|row| row.chars().position(|c| c == plain).map(|toned| (row, toned)))?;
    let shaped = match (mark, row.chars().next()?) {
        ('\u{302}', 'a') => 'â',
        ('\u{302}', 'e') => 'ê',
        ('\u{302}', 'o') => 'ô',
        ('\u{306}', 'a') => 'ă',
        ('\u{31b}', 'o') => 'ơ',
        ('\u{31b}', 'u') => 'ư',
        _ => return None,
    };
    let shaped = if before.is_uppercase() { shaped.to_uppercase().next()? } else { shaped };
    put(shaped, Mark { shape: None, tone: Some(toned) })
}

fn vni_letter(c: char) -> char {
    match c {
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'í' => 'í',
        'ì' => 'ì',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        other => other,
    }
}

fn vni_mark(c: char) -> Option<Mark> {
    let (shape, tone) = match small(c) {
        'ø' => (None, 1),
        'ù' => (None, 2),
        'û' => (None, 3),
        'õ' => (None, 4),
        'ï' => (None, 5),
        'â' => (Some('^'), 0),
        'à' => (Some('^'), 1),
        'á' => (Some('^'), 2),
        'å' => (Some('^'), 3),
        'ã' => (Some('^'), 4),
        'ä' => (Some('^'), 5),
        'ê' => (Some('('), 0),
        'è' => (Some('('), 1),
        'é' => (Some('('), 2),
        'ú' => (Some('('), 3),
        'ü' => (Some('('), 4),
        'ë' => (Some('('), 5),
        _ => return None,
    };
    Some(Mark { shape, tone: Some(tone) })
}

fn windows_letter(c: char) -> char {
    match c {
        'Ã' => 'Ă',
        'ã' => 'ă',
        'Ð' => 'Đ',
        'ð' => 'đ',
        'Õ' => 'Ơ',
        'õ' => 'ơ',
        'Ý' => 'Ư',
        'ý' => 'ư',
        other => other,
    }
}

fn windows_mark(c: char) -> Option<Mark> {
    let tone = match c {
        'Ì' => 1,
        'ì' => 2,
        'Ò' => 3,
        'Þ' => 4,
        'ò' => 5,
        _ => return None,
    };
    Some(Mark { shape: None, tone: Some(tone) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_texts_are_known_by_their_words() {
        let tcvn3 = "Së Tµi chÝnh\nUBND x· Kim §µm\nPh\u{ad}êng S¬n Thµnh";
        let (encoding, text) = detect(tcvn3).unwrap();
        assert_eq!((encoding, text.as_str()), (Legacy::Tcvn3, "Sở Tài chính\nUBND xã Kim Đàm\nPhường Sơn Thành"));
        let vni = "Sôû Taøi chính\nUBND xaõ Kim Ñaøm\nPhöôøng Sôn Thaønh";
        assert_eq!(detect(vni), Ok((Legacy::Vni, text.clone())));
        let windows = "SõÒ TaÌi chi\u{ec}nh\nUBND xaÞ Kim ÐaÌm\nPhýõÌng Sõn ThaÌnh";
        assert_eq!(detect(windows), Ok((Legacy::Windows1258, text)));
    }

    #[test]
    fn what_is_no_vietnamese_is_not_guessed() {
        assert_eq!(detect("Käse, Brötchen, Öl, Äpfel, Füße"), Err(5));
        assert_eq!(detect("Së"), Err(1));
        assert_eq!(detect("So Tai chinh"), Err(0));
    }

    #[test]
    fn syllables() {
        for word in ["Sở", "chính", "nghiệp", "khuyến", "đường", "Thuỷ", "gì", "quý", "UBND"] {
            assert_eq!(is_vietnamese(word), word != "UBND", "{word}");
        }
        for word in ["Së", "xyz", "sởở", "bbb", "ï"] {
            assert!(!is_vietnamese(word), "{word}");
        }
    }

    #[test]
    fn marks_are_joined_to_their_letters() {
        assert_eq!(compose("Thu\u{309} Thu\u{31b}\u{300}a"), "Thủ Thừa");
        assert_eq!(compose("Vie\u{302}\u{323}t, Vie\u{323}\u{302}t"), "Việt, Việt");
        assert_eq!(compose("D\u{323}x"), "D\u{323}x");
    }
}
