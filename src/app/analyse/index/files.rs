//! Files that leave the index, all as CSV that a Vietnamese Excel opens: the released
//! table, what is due, what a checker found, and blank tables to fill in. The released
//! table says of each row what it is: invented, or not yet the council's points.

use super::outcome::Outcome;
use super::{Analyse, Outer, Role, appraising, comparing, following, measuring, outcome, phrase};
use crate::analysis::index::appraisal::Stage;
use crate::analysis::index::{Exact, Grid, csv_text, follow_up, integrity};
use crate::base::time::Date;
use crate::base::words::{index as words, office};
use crate::base::{Finding, Lang, number};
use crate::disclosure::{IndexRow, IndexTable, Released, Withheld, release_index};

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The table of ranks.
    Ranking,
    /// What is due.
    Duties,
    /// What a published table was found to have.
    Findings,
    /// A blank table for the appraisal.
    Example,
}

pub(super) fn download(model: &mut Analyse, kind: Kind, day: Date) -> Vec<Outer> {
    let made = match kind {
        Kind::Ranking => outcome::outcome(model).map(|outcome| (ranking_name(model, &outcome, day), ranking(model, &outcome))),
        Kind::Duties => {
            following::list(model).map(|list| (name(model, "theo-doi", "", day), duties(&list.kept.now().rows, day, model.language)))
        }
        Kind::Findings => findings(model).map(|found| (plain_name(&["phieu-kiem-bang-so"], day), found)),
        Kind::Example => appraising::example(model).map(|grid| (name(model, "bang-cham-diem", "", day), grid)),
    };
    let Some((name, grid)) = made else { return Vec::new() };
    model.saved = Some((name.clone(), None));
    vec![Outer::Save(name, csv_text::write(&grid))]
}

fn ranking_name(model: &Analyse, outcome: &Outcome, day: Date) -> String {
    name(model, "chi-so", if outcome.illustrative { "SO-LIEU-MINH-HOA" } else { "" }, day)
}

/// `phieu-tinh-chi-so-departments-2027-01-12.csv`.
fn name(model: &Analyse, what: &str, mark: &str, day: Date) -> String {
    let scheme = model.index.scheme().map_or("", |scheme| scheme.id.as_str());
    plain_name(&["phieu", model.place.campaign.as_str(), what, scheme, mark], day)
}

/// A name that any system takes.
fn plain_name(parts: &[&str], day: Date) -> String {
    let day = String::from(day);
    let plain =
        |part: &str| part.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect::<String>();
    let parts = parts.iter().copied().chain([day.as_str()]).filter(|part| !part.is_empty());
    [&parts.map(plain).collect::<Vec<_>>().join("-"), ".csv"].concat()
}

/// What of the index may leave.
pub fn released(model: &Analyse, outcome: &Outcome) -> Released<IndexTable> {
    let people = |unit: &str, leaf: &str| measuring::people(&outcome.measured, &outcome.scheme, unit, leaf);
    release_index(&outcome.scheme, &outcome.points, &outcome.standings, &people, model.minimum)
}

fn ranking(model: &Analyse, outcome: &Outcome) -> Grid {
    let (released, lang) = (released(model, outcome), model.language);
    let (table, scheme) = (released.get(), &outcome.scheme);
    let fields = scheme.fields.iter().flat_map(|field| {
        let title = field.title.get(lang);
        [title.to_owned(), words::CSV_MAX.with(lang, &[("field", title)])]
    });
    let before = [
        words::CSV_RANK,
        words::CSV_UNIT,
        words::CSV_NAME,
        words::CSV_INDEX,
        words::CSV_LO,
        words::CSV_HI,
        words::CSV_SE,
        words::CSV_RANKS,
        words::CSV_ALIKE,
        words::CSV_CLASS,
    ];
    let after = [words::CSV_FLAGS, words::CSV_SCHEME, words::CSV_NOTE];
    let heads: Vec<String> =
        before.map(|word| word.get(lang).to_owned()).into_iter().chain(fields).chain(after.map(|word| word.get(lang).to_owned())).collect();
    let rows = table.rows.iter().map(|row| cells(model, outcome, table, row));
    Grid::new(&heads.iter().map(String::as_str).collect::<Vec<_>>(), rows.collect())
}

fn cells(model: &Analyse, outcome: &Outcome, table: &IndexTable, row: &IndexRow) -> Vec<String> {
    let (scheme, lang) = (&outcome.scheme, model.language);
    let fields = match &row.fields {
        Ok(fields) => fields.iter().flat_map(|(points, max)| [points, max].map(|value| print(value, outcome, lang))).collect(),
        Err(_) => vec![String::new(); 2 * table.fields.len()],
    };
    let flags = outcome.raised(&row.unit).into_iter().filter_map(|at| scheme.flags.get(at)).map(|flag| flag.title.get(lang));
    let after = [flags.collect::<Vec<_>>().join("; "), comparing::method(scheme), note(outcome, table, row, lang)];
    place(outcome, row, lang).into_iter().chain(fields).chain(after).collect()
}

/// What stands before the fields: the unit, and its place where it has one.
fn place(outcome: &Outcome, row: &IndexRow, lang: Lang) -> [String; 10] {
    let (unit, name) = (row.unit.clone(), outcome.name(&row.unit).to_owned());
    let Some(standing) = &row.standing else {
        let none = String::new;
        return [none(), unit, name, none(), none(), none(), none(), none(), none(), none()];
    };
    let scheme = &outcome.scheme;
    let decimal = |value: f64| number::decimal(value, usize::from(scheme.decimals), lang);
    let [lo, hi] = row.bounds.map_or_else(Default::default, |(lo, hi)| [decimal(lo), decimal(hi)]);
    let class = scheme.classes.iter().find(|class| Some(&class.id) == standing.class.as_ref());
    let (best, worst) = standing.ranks;
    [
        standing.rank.to_string(),
        unit,
        name,
        print(&standing.score, outcome, lang),
        lo,
        hi,
        decimal(standing.error),
        if best == worst { best.to_string() } else { format!("{best}–{worst}") },
        standing.alike.iter().map(|unit| outcome.name(unit)).collect::<Vec<_>>().join(", "),
        class.map_or_else(String::new, |class| class.title.get(lang).to_owned()),
    ]
}

fn note(outcome: &Outcome, table: &IndexTable, row: &IndexRow, lang: Lang) -> String {
    let minimum = table.minimum.get().to_string();
    let hidden = match &row.fields {
        Ok(_) => String::new(),
        Err(Withheld::Few) => words::FIELDS_WITHHELD.with(lang, &[("n", &minimum)]),
        Err(Withheld::Open) => words::POINTS_OPEN.get(lang).to_owned(),
    };
    let stage = match outcome.stage {
        Stage::Council => "",
        Stage::Agency | Stage::Own => words::NOT_COUNCILS.get(lang),
    };
    let invented = if outcome.illustrative { office::ILLUSTRATIVE_MARK.get(lang) } else { "" };
    [invented, stage, &hidden].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
}

fn duties(rows: &[follow_up::Obligation], day: Date, lang: Lang) -> Grid {
    follow_up::table::grid(rows, day, &|state| phrase::state(state, lang))
}

/// The published table that is checked, and what was found.
pub fn published(model: &Analyse) -> Option<(Grid, Vec<Finding>)> {
    let super::State::Open(table) = model.index.table(Role::Published) else { return None };
    let grid = table.grid();
    let found = match &model.index.shape {
        Some(shape) => integrity::check_as(&grid, shape),
        None => integrity::check(&grid),
    };
    Some((grid, found))
}

fn findings(model: &Analyse) -> Option<Grid> {
    let (_, found) = published(model)?;
    let lang = model.language;
    let rows = found.iter().map(|finding| {
        let word = crate::base::words::finding::get(&finding.code);
        let said = word.map_or_else(|| finding.code.clone(), |word| word.with(lang, &[("value", &finding.value)]));
        vec![finding.at.clone(), said]
    });
    let heads = [words::CSV_PLACE, words::CSV_SAID].map(|word| word.get(lang));
    Some(Grid::new(&heads, rows.collect()))
}

/// Points as the scheme prints them.
pub fn print(value: &Exact, outcome: &Outcome, lang: Lang) -> String {
    value.print(usize::from(outcome.scheme.decimals), lang)
}
