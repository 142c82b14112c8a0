//! Option scores as CSV: one row a unit and criterion, the whole first; the dialects and
//! the safety of `csv`. A score that is not published keeps its row and its mark and has
//! no number. Each option has a column under its code; a criterion without that option
//! leaves it empty, and so does the whole, whose judgements are of several criteria.

use super::csv::{Dialect, Names, file};
use crate::base::delimited::cell;
use crate::base::{Lang, words};
use crate::disclosure::{Hidden, Released, ScoreCell, ScoreFigures, ScoreTable};

/// Cells before those of the options: keys 4, counts 4, score 5.
const BEFORE: usize = 13;

/// The bytes of the file. Scores are percentages of the most, with two decimals.
pub fn write(table: &Released<ScoreTable>, names: &Names, dialect: Dialect, lang: Lang) -> Vec<u8> {
    let table = table.get();
    let codes = codes(table);
    let mut rows = vec![heads(&codes, lang)];
    rows.extend(table.cells.iter().map(|row| cells(table, row, &codes, names, dialect, lang)));
    file(&rows, dialect)
}

/// Codes of options in the order in which they first appear.
fn codes(table: &ScoreTable) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for (code, _) in table.criteria.iter().flat_map(|criterion| &criterion.options) {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    codes
}

fn heads(codes: &[String], lang: Lang) -> Vec<String> {
    use words::{export, results};
    let before = [
        export::UNIT,
        export::UNIT_NAME,
        results::CSV_CRITERION,
        results::CSV_TEXT,
        results::CSV_RESPONDENTS,
        results::CSV_ASKED,
        results::CSV_JUDGED,
        results::CSV_OPEN,
        results::CSV_SCORE,
        results::CSV_SE,
        results::CSV_LO,
        results::CSV_HI,
        export::DF,
    ];
    let options = codes.iter().map(|code| results::CSV_OPTION.with(lang, &[("code", code)]));
    let texts = before.map(|word| word.get(lang).to_owned()).into_iter().chain(options).chain([export::MARK.get(lang).to_owned()]);
    texts.map(|text| cell(&text)).collect()
}

fn cells(table: &ScoreTable, row: &ScoreCell, codes: &[String], names: &Names, dialect: Dialect, lang: Lang) -> Vec<String> {
    let id = row.criterion.as_deref().unwrap_or_default();
    let text = match &row.criterion {
        Some(id) => names.subjects.get(id).cloned().unwrap_or_default(),
        None => words::results::ALL_CRITERIA.get(lang).to_owned(),
    };
    let name = names.units.get(&row.unit).cloned().unwrap_or_default();
    let keys = [row.unit.as_str(), &name, id, &text].map(cell);
    let (numbers, hidden) = match &row.figures {
        Ok(figures) => (numbers(table, row, figures, codes, dialect), String::new()),
        Err(why) => (vec![String::new(); BEFORE - keys.len() + codes.len()], mark(*why, table, lang)),
    };
    let mark = [names.note.as_str(), &hidden].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
    keys.into_iter().chain(numbers).chain([cell(&mark)]).collect()
}

fn mark(why: Hidden, table: &ScoreTable, lang: Lang) -> String {
    match why {
        Hidden::Few => words::export::NOT_PUBLISHED.with(lang, &[("n", &table.minimum.get().to_string())]),
        Hidden::NotJudged => words::results::NOT_JUDGED.get(lang).to_owned(),
    }
}

fn numbers(table: &ScoreTable, row: &ScoreCell, figures: &ScoreFigures, codes: &[String], dialect: Dialect) -> Vec<String> {
    let ScoreFigures { est, score, respondents, precision } = figures;
    let percent = |value: f64| dialect.number(value * 100.0, 2);
    let counts = [*respondents, score.asked, score.judged, score.open].map(|n| n.to_string());
    let [se, lo, hi, df] = match precision {
        Some(precision) => {
            let [lo, hi] = precision.bounds.map_or_else(Default::default, |(lo, hi)| [percent(lo), percent(hi)]);
            [percent(precision.se), lo, hi, precision.df.to_string()]
        }
        None => Default::default(),
    };
    let criterion = table.criteria.iter().find(|criterion| Some(&criterion.id) == row.criterion.as_ref());
    let option = |code: &String| {
        let at = criterion.and_then(|criterion| criterion.options.iter().position(|(option, _)| option == code));
        at.and_then(|at| score.counts.get(at)).map_or_else(String::new, u64::to_string)
    };
    counts.into_iter().chain([percent(*est), se, lo, hi, df]).chain(codes.iter().map(option)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::option_score::Asked;
    use crate::analysis::plan::{Interval, IntervalRule};
    use crate::analysis::scores::Scores;
    use crate::dataset::responses::{Criterion, Ratings, Sums};
    use crate::disclosure::{Threshold, release_scores};

    #[test]
    fn scores_counts_and_marks() {
        let options = [("a", Some(100)), ("d", Some(0)), ("no_info", None)].map(|(code, points)| (code.to_owned(), points)).to_vec();
        let mut ratings = Ratings { respondents: 8, ..Ratings::default() };
        let given = [(Some("a".to_owned()), 3), (Some("d".to_owned()), 1), (Some("no_info".to_owned()), 4)].into();
        ratings.given.insert(("c".to_owned(), "X".to_owned()), given);
        ratings.given.insert(("c".to_owned(), "Y".to_owned()), [(Some("a".to_owned()), 1)].into());
        let mut pooled = Sums::default();
        pooled.add(3, 100, 1);
        pooled.add(1, 0, 1);
        ratings.pooled.insert("X".to_owned(), pooled);
        let mut alone = Sums::default();
        alone.add(1, 100, 1);
        ratings.pooled.insert("Y".to_owned(), alone);
        let criteria = vec![Criterion { id: "c".to_owned(), options }];
        let interval = Interval { rule: IntervalRule::Normal, level: 0.95 };
        let scores = Scores::of(&ratings, criteria, &["X", "Y", "Z"].map(str::to_owned), Asked::Sample(8, Some(16)), interval);
        let table = release_scores(&scores, Threshold::new(3).unwrap());
        let mut names = Names { note: "minh họa".to_owned(), ..Names::default() };
        names.units.insert("X".to_owned(), "=Xã; X".to_owned());
        let text = |dialect| String::from_utf8(write(&table, &names, dialect, Lang::Vi)).unwrap();
        let excel = text(Dialect::ExcelVi);
        let lines: Vec<&str> = excel.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Mã đơn vị;Tên đơn vị;"));
        let width = lines[0].split(';').count();
        // 75 %; residuals 3·25² + 75² = 7500: v = 1/2 · 8/7 · 7500/16, se 16,37.
        assert_eq!(lines[1], "X;\"'=Xã; X\";;Chung (mọi tiêu chí);4;8;4;0;75,00;16,37;42,92;100,00;3;;;;minh họa");
        assert_eq!(lines[2], "X;\"'=Xã; X\";c;;4;8;4;0;75,00;16,37;42,92;100,00;3;3;1;4;minh họa");
        // The mark itself has a semicolon, and is quoted for it.
        assert!(lines[3..7].iter().all(|line| line.split(';').count() == width + 1), "{lines:?}");
        assert!(lines[3].starts_with("Y;;;Chung (mọi tiêu chí);;;") && lines[3].ends_with("\"minh họa; không công bố (ít phiếu)\""));
        assert!(lines[4].starts_with("Y;;c;;;") && lines[5].ends_with("\"minh họa; không ai đánh giá\""));
        assert!(text(Dialect::Plain).lines().nth(2).unwrap().starts_with("X,\"'=Xã; X\",c,,4,8,4,0,75.00,16.37,"));
    }
}
