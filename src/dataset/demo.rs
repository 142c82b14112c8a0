//! The demo province: plausible answers made from a seed, never stored. Numbers are
//! drawn by `SplitMix64` from (seed, unit, form), so a unit's answers do not depend on
//! which other units there are. Nothing here is data of a real place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::frame::stratum;
use super::{BLANK, DONT_KNOW, Dataset, Item, Labels, NOT_APPLICABLE, NOT_ASKED};

/// A unit of the demo and the forms that came in for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoUnit {
    /// Its code.
    pub code: String,
    /// Its kind.
    pub kind: String,
    /// The group that was asked; empty where there is one group.
    #[serde(default)]
    pub group: String,
    /// `N_h`; 0 for a unit without a survey.
    pub population: u64,
    /// Forms that came in.
    pub forms: u32,
    /// Statements that everybody was asked.
    #[serde(default)]
    pub general: Vec<String>,
    /// Statements for those with a result in the period.
    #[serde(default)]
    pub service: Vec<String>,
    /// Of a hundred respondents, how many had a result; 100 for a desk's form.
    #[serde(default = "everybody")]
    pub with_result: u8,
    /// Of a hundred people who live there, how many live in a town.
    #[serde(default)]
    pub urban: u8,
}

fn everybody() -> u8 {
    100
}

/// The profile columns of the demo, and their values.
pub const PROFILE: [&str; 3] = ["sex", "age", "area"];
const SEXES: [&str; 2] = ["male", "female"];
/// Age bands and how many of a hundred respondents are in each.
const AGES: [(&str, u64); 5] = [("a18", 12), ("a25", 22), ("a35", 31), ("a50", 20), ("a61", 15)];
const AREAS: [&str; 2] = ["urban", "rural"];

/// `SplitMix64`, a counter that is mixed: every seed gives its own sequence.
/// Source: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators".
struct Draws(u64);

impl Draws {
    /// The sequence of a seed and a name; the name is mixed in byte by byte.
    fn of(seed: u64, name: &str, number: u64) -> Self {
        let start = name.bytes().fold(seed ^ number.rotate_left(32), |state, byte| Self(state ^ u64::from(byte)).next());
        Self(start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `limit`; the bias is below `limit` / 2⁶⁴.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// Roughly normal with mean 0 and standard deviation 100: the sum of twelve
    /// uniform numbers less six, in hundredths. Whole numbers, so every machine agrees.
    fn bell(&mut self) -> i64 {
        (0..12).map(|_| i64::try_from(self.below(100)).unwrap_or(0)).sum::<i64>() - 594
    }
}

/// Upper bounds of levels 1 to 4 on the scale of [`Draws::bell`]: how it feels to an
/// average respondent about an average statement of an average unit (83 % satisfied).
const CUTS: [i64; 4] = [-240, -180, -95, 45];

/// The answers of a demo province: one row a form, profile `sex`, `age`, `area`.
pub fn dataset(seed: u64, units: &[DemoUnit]) -> Dataset {
    let mut rows = Rows::new(units);
    for unit in units {
        let standing = Draws::of(seed, &unit.code, u64::MAX).bell() / 3;
        for form in 0..unit.forms {
            let draws = Draws::of(seed, &[&unit.code, "|", &unit.group].concat(), u64::from(form));
            rows.push(unit, standing, seed, draws);
        }
    }
    rows.finish(units)
}

/// A dataset in the making.
struct Rows {
    unit: Labels,
    group: Labels,
    stratum: Labels,
    profile: [Labels; 3],
    place: BTreeMap<String, usize>,
    items: Vec<Vec<u8>>,
}

impl Rows {
    fn new(units: &[DemoUnit]) -> Self {
        let mut place = BTreeMap::new();
        for item in units.iter().flat_map(|unit| unit.general.iter().chain(&unit.service)) {
            let next = place.len();
            place.entry(item.clone()).or_insert(next);
        }
        let items = vec![Vec::new(); place.len()];
        Self { unit: Labels::default(), group: Labels::default(), stratum: Labels::default(), profile: Default::default(), place, items }
    }

    fn push(&mut self, unit: &DemoUnit, standing: i64, seed: u64, mut draws: Draws) {
        self.unit.push(&unit.code);
        self.group.push(&unit.group);
        self.stratum.push(&stratum(&unit.code, &unit.group));
        let age = pick(&AGES, draws.below(100));
        let urban = draws.below(100) < u64::from(unit.urban);
        let [sex, ages, area] = &mut self.profile;
        sex.push(SEXES[usize::from(draws.below(100) < 52)]);
        // One in fifty leaves the age out.
        ages.push(if draws.below(50) == 0 { "" } else { age });
        area.push(AREAS[usize::from(!urban)]);
        // The young and people in towns are harder to please, as surveys find.
        let leaning = match age {
            "a18" | "a25" => -12,
            "a61" => 15,
            _ => 0,
        } - i64::from(urban) * 6;
        let mood = standing + leaning + draws.bell() * 6 / 10;
        for codes in &mut self.items {
            codes.push(NOT_ASKED);
        }
        let result = draws.below(100) < u64::from(unit.with_result);
        self.answer(&unit.general, mood, seed, &mut draws);
        if result {
            self.answer(&unit.service, mood, seed, &mut draws);
        }
    }

    fn answer(&mut self, statements: &[String], mood: i64, seed: u64, draws: &mut Draws) {
        for statement in statements {
            // How easy a statement is to agree with: the same for every unit.
            let ease = Draws::of(seed, statement, 0).bell() / 4;
            let code = one(mood + ease, draws);
            let last = self.place.get(statement).and_then(|&place| self.items.get_mut(place)).and_then(|codes| codes.last_mut());
            if let Some(last) = last {
                *last = code;
            }
        }
    }

    fn finish(self, units: &[DemoUnit]) -> Dataset {
        let populations: BTreeMap<String, f64> =
            units.iter().map(|unit| (stratum(&unit.code, &unit.group), people(unit.population))).collect();
        let kinds: BTreeMap<&str, &str> = units.iter().map(|unit| (unit.code.as_str(), unit.kind.as_str())).collect();
        let (unit, _) = self.unit.finish("unit");
        let (stratum, _) = self.stratum.finish("stratum");
        let empty = populations.iter().filter(|(label, _)| stratum.labels.binary_search(label).is_err());
        let mut items: Vec<Item> = Vec::new();
        let mut by_place: Vec<(usize, String)> = self.place.into_iter().map(|(id, place)| (place, id)).collect();
        by_place.sort_unstable();
        for ((_, id), codes) in by_place.into_iter().zip(self.items) {
            items.push(Item { id, codes });
        }
        Dataset {
            kinds: unit.labels.iter().map(|code| kinds.get(code.as_str()).copied().unwrap_or_default().to_owned()).collect(),
            population: stratum.labels.iter().map(|label| populations.get(label).copied()).collect(),
            empty_strata: empty.map(|(label, &population)| (label.clone(), population)).collect(),
            unit,
            group: self.group.finish("group").0,
            stratum,
            weight: None,
            profile: PROFILE.iter().zip(self.profile).map(|(id, labels)| labels.finish(id).0).collect(),
            items,
            numbers: Vec::new(),
        }
    }
}

/// One answer: 1.2 % are left blank, 1.4 % "Không biết", 0.6 % "Không liên quan đến tôi".
fn one(mood: i64, draws: &mut Draws) -> u8 {
    let felt = mood + draws.bell() * 7 / 10;
    match draws.below(1_000) {
        0..12 => BLANK,
        12..26 => DONT_KNOW,
        26..32 => NOT_APPLICABLE,
        _ => (1_u8..).zip(CUTS).find(|(_, cut)| felt < *cut).map_or(5, |(level, _)| level),
    }
}

fn pick(shares: &[(&'static str, u64)], mut at: u64) -> &'static str {
    for &(value, share) in shares {
        if at < share {
            return value;
        }
        at -= share;
    }
    ""
}

/// `N_h` as a number: demo populations are far below 2³².
fn people(population: u64) -> f64 {
    f64::from(u32::try_from(population).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn province() -> Vec<DemoUnit> {
        let ids = |prefix: &str, count: usize| (1..=count).map(|number| format!("{prefix}{number}")).collect::<Vec<_>>();
        let department = |code: &str, population, forms| DemoUnit {
            code: code.to_owned(),
            kind: "department".to_owned(),
            group: String::new(),
            population,
            forms,
            general: Vec::new(),
            service: ids("s", 9),
            with_result: 100,
            urban: 50,
        };
        let commune = DemoUnit { general: ids("q", 14), service: ids("t", 19), with_result: 70, ..department("X", 4_000, 600) };
        vec![department("A", 27_915, 300), department("B", 38, 38), department("C", 0, 0), commune]
    }

    #[test]
    fn a_seed_gives_one_province() {
        let units = province();
        assert_eq!(dataset(7, &units), dataset(7, &units));
        assert_ne!(dataset(7, &units).items, dataset(8, &units).items);
        let alone = dataset(7, &units[1..2]);
        assert_eq!(alone.items[0].codes, dataset(7, &units).items[0].codes[300..338]);
    }

    #[test]
    fn answers_are_plausible() {
        let data = dataset(7, &province());
        assert_eq!(data.len(), 938);
        assert_eq!(data.empty_strata, [("C".to_owned(), 0.0)]);
        assert_eq!(data.items.len(), 9 + 14 + 19);
        let of = |keep: &dyn Fn(u8) -> bool| data.items.iter().flat_map(|item| &item.codes).filter(|&&code| keep(code)).count();
        let (valid, satisfied) = (of(&|code| (1..=5).contains(&code)), of(&|code| code == 4 || code == 5));
        let percent = satisfied * 100 / valid;
        assert!((65..=95).contains(&percent), "{percent}");
        for code in [1, 2, 3, BLANK, DONT_KNOW, NOT_APPLICABLE] {
            assert!(of(&|found| found == code) > 0, "{code}");
        }
        let asked = data.items.iter().find(|item| item.id == "t1").map(|item| item.codes.iter().filter(|&&code| code != NOT_ASKED).count());
        assert!(asked.is_some_and(|asked| (370..=470).contains(&asked)), "{asked:?}");
    }
}
