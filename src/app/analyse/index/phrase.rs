//! What a flag demands and what was found, as sentences: each condition with its line and
//! the unit's figure, joined as the scheme joins them. The page and files say the same.

use crate::analysis::index::Scheme;
use crate::analysis::index::flags::{Phrase, Reading};
use crate::analysis::index::follow_up::State;
use crate::analysis::index::scheme::Join;
use crate::base::Lang;
use crate::base::words::index as words;

/// A condition in words; with a unit's figures where the reading has them.
pub fn condition(reading: &Reading, scheme: &Scheme, lang: Lang) -> String {
    match &reading.phrase {
        Phrase::FieldBelow { field, line, share } => {
            let title = scheme.field(field).map_or(field.as_str(), |field| field.title.get(lang));
            let line = percent_plain(line, lang);
            match share {
                Some(share) => words::FIELD_BELOW_IS.with(lang, &[("field", title), ("line", &line), ("share", &share.percent(lang))]),
                None => words::FIELD_BELOW.with(lang, &[("field", title), ("line", &line)]),
            }
        }
        Phrase::HeadRated { ratings, rating } => {
            let all = ratings.iter().map(|id| rating_name(scheme, id, lang)).collect::<Vec<_>>().join(", ");
            match rating {
                Some(rating) => words::HEAD_RATED_IS.with(lang, &[("ratings", &all), ("rating", rating_name(scheme, rating, lang))]),
                None => words::HEAD_RATED.with(lang, &[("ratings", &all)]),
            }
        }
        Phrase::Of(join, ..) => {
            let word = match join {
                Join::Any => words::OR,
                Join::All => words::AND,
            };
            let inside = |one: &Reading| {
                let text = condition(one, scheme, lang);
                if matches!(one.phrase, Phrase::Of(other) if other != *join) { ["(", &text, ")"].concat() } else { text }
            };
            let joiner = [" ", word.get(lang), " "].concat();
            reading.of.iter().map(inside).collect::<Vec<_>>().join(&joiner)
        }
        Phrase::Unclear => words::CONDITION_UNCLEAR.get(lang).to_owned(),
    }
}

/// What a rating of heads is called.
fn rating_name<'a>(scheme: &'a Scheme, id: &'a str, lang: Lang) -> &'a str {
    scheme.ratings.iter().find(|rating| rating.id == id).map_or(id, |rating| rating.title.get(lang))
}

/// Conditions of a reading that are met, each in words: why a flag is raised.
pub fn reasons(reading: &Reading, scheme: &Scheme, lang: Lang) -> Vec<String> {
    let own = match reading.phrase {
        Phrase::FieldBelow { .. } | Phrase::HeadRated { .. } => (reading.met == Some(true)).then(|| condition(reading, scheme, lang)),
        Phrase::Of(_) | Phrase::Unclear => None,
    };
    own.into_iter().chain(reading.of.iter().flat_map(|one| reasons(one, scheme, lang))).collect()
}

/// `75 %`: a line has no decimals that say nothing.
pub fn percent_plain(share: &crate::analysis::index::Exact, lang: Lang) -> String {
    let text = (share * &crate::analysis::index::Exact::whole(100)).plain();
    let text = match lang {
        Lang::Vi => text.replace('.', ","),
        Lang::En => text,
    };
    text + "\u{a0}%"
}

/// How something due stands.
pub fn state(state: State, lang: Lang) -> String {
    let days = |days: u32| days.to_string();
    match state {
        State::OnTime => words::STATE_ON_TIME.get(lang).to_owned(),
        State::Late(n) => words::STATE_LATE.with(lang, &[("n", &days(n))]),
        State::Waiting(n) => words::STATE_WAITING.with(lang, &[("n", &days(n))]),
        State::Overdue(n) => words::STATE_OVERDUE.with(lang, &[("n", &days(n))]),
        State::NoDate => words::STATE_NO_DATE.get(lang).to_owned(),
    }
}
