//! How units were rated in grids: options counted by criterion and unit, and for each
//! unit the sums over respondents that the score over all criteria and its standard
//! error are made of. Sums are whole numbers, points out of 100, so that no order of
//! the responses changes a digit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::response::{Answer, Response};

/// A criterion: a question that is a grid of units.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Criterion {
    /// Id of the question.
    pub id: String,
    /// Its options in order: code, and points out of 100 where it has any.
    pub options: Vec<(String, Option<u8>)>,
}

impl Criterion {
    fn points(&self, code: &str) -> Option<u8> {
        self.options.iter().find(|(option, _)| option == code)?.1
    }
}

/// How often each option was chosen; `None` is asked and left open.
pub type Given = BTreeMap<Option<String>, u64>;

/// Ratings in valid responses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ratings {
    /// Responses, those that judged no unit included: the sample.
    pub respondents: u64,
    /// By question and unit.
    #[serde(with = "given")]
    pub given: BTreeMap<(String, String), Given>,
    /// By unit, over all criteria.
    pub pooled: BTreeMap<String, Sums>,
}

/// Sums over respondents `i` of `x_i`, the points that each gave a unit, and `d_i`, on
/// how many criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sums {
    /// Respondents who judged at least once.
    pub respondents: u64,
    /// `Σ x_i`.
    pub x: u64,
    /// `Σ d_i`.
    pub d: u64,
    /// `Σ x_i²`.
    pub xx: u64,
    /// `Σ x_i·d_i`.
    pub xd: u64,
    /// `Σ d_i²`.
    pub dd: u64,
}

impl Sums {
    /// Adds `n` respondents who each gave `x` points in `d` judgements.
    pub fn add(&mut self, n: u64, x: u64, d: u64) {
        if d > 0 {
            self.respondents += n;
            self.x += n * x;
            self.d += n * d;
            self.xx += n * x * x;
            self.xd += n * x * d;
            self.dd += n * d * d;
        }
    }
}

impl Ratings {
    /// Counts one response.
    pub(super) fn take(&mut self, response: &Response, criteria: &[Criterion]) {
        self.respondents += 1;
        let mut own: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (name, answer) in &response.answers {
            let Some((question, unit)) = name.split_once('@') else { continue };
            let Some(criterion) = criteria.iter().find(|criterion| criterion.id == question) else { continue };
            let option = match answer {
                Some(Answer::Text(code)) => Some(code.clone()),
                Some(Answer::Number(_) | Answer::Set(_) | Answer::Missing { .. }) | None => None,
            };
            if let Some(points) = option.as_deref().and_then(|code| criterion.points(code)) {
                let (x, d) = own.entry(unit).or_default();
                (*x, *d) = (*x + u64::from(points), *d + 1);
            }
            *self.given.entry((question.to_owned(), unit.to_owned())).or_default().entry(option).or_default() += 1;
        }
        for (unit, (x, d)) in own {
            self.pooled.entry(unit.to_owned()).or_default().add(1, x, d);
        }
    }
}

/// JSON has no keys of two texts, and none that are nothing: a list of pairs.
mod given {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Given;

    type Flat = Vec<((String, String), Vec<(Option<String>, u64)>)>;

    pub fn serialize<S: Serializer>(given: &BTreeMap<(String, String), Given>, to: S) -> Result<S::Ok, S::Error> {
        let flat: Flat = given.iter().map(|(key, of)| (key.clone(), of.clone().into_iter().collect())).collect();
        flat.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<(String, String), Given>, D::Error> {
        Ok(Flat::deserialize(from)?.into_iter().map(|(key, of)| (key, of.into_iter().collect())).collect())
    }
}
