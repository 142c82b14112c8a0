//! Working results at 17 significant digits with nothing left out: for comparing with
//! other programs, on the command line alone. They are not for publication, which is
//! what their first line says; `export::csv` writes what may leave.

use super::key;
use crate::analysis::{Estimate, Level, Results, Stat};

/// The first line of the file.
pub const FIRST_LINE: &str = "# KHÔNG CÔNG BỐ. NOT FOR PUBLICATION: working results, no disclosure rule was applied";

const KEYS: [&str; 13] =
    ["by", "unit", "group", "column", "value", "of", "id", "n_rows", "n_respondents", "n_asked", "n_answered", "n_valid", "n_satisfied"];
const STATS: [&str; 6] = ["est", "se", "df", "lo", "hi", "unweighted"];

/// The file: comments that begin with `#`, a header, one row an estimate. Comma,
/// full stop, LF.
pub fn write(results: &Results) -> String {
    let meta = &results.meta;
    let about =
        format!("# rows={} used={} strata={} sum_w={:.16e} kish={:.16e}", meta.rows, meta.used, meta.strata, meta.weight, meta.kish);
    let mut lines = vec![FIRST_LINE.to_owned(), about, header(meta.levels).join(",")];
    lines.extend(results.rows.iter().map(|row| cells(row, meta.levels).join(",")));
    lines.push(String::new());
    lines.join("\n")
}

fn header(levels: u8) -> Vec<String> {
    let stats = ["share", "mean"].into_iter().flat_map(|of| STATS.map(|stat| format!("{of}_{stat}")));
    let levels = (1..=levels).flat_map(|level| [format!("n_level{level}"), format!("share_level{level}")]);
    KEYS.map(str::to_owned).into_iter().chain(stats).chain(levels).collect()
}

fn cells(row: &Estimate, levels: u8) -> Vec<String> {
    let n = row.n;
    let keys = key::domain(&row.domain).into_iter().chain([key::subject(&row.subject), row.subject.id()]);
    let counts = [n.rows, n.respondents, n.asked, n.answered, n.valid, n.satisfied].map(|count| count.to_string());
    let levels = (1..=levels).flat_map(|level| self::level(row.levels.iter().find(|found| found.level == level)));
    keys.map(quoted).chain(counts).chain(stat(row.share.as_ref())).chain(stat(Some(&row.mean))).chain(levels).collect()
}

fn stat(stat: Option<&Stat>) -> [String; 6] {
    let Some(&Stat { est, se, df, lo, hi, unweighted }) = stat else { return Default::default() };
    [digits(est), digits(se), df.to_string(), lo.map(digits).unwrap_or_default(), hi.map(digits).unwrap_or_default(), digits(unweighted)]
}

fn level(level: Option<&Level>) -> [String; 2] {
    level.map_or_else(Default::default, |level| [level.n.to_string(), digits(level.share)])
}

/// 17 significant digits, which give every bit back.
pub(super) fn digits(value: f64) -> String {
    format!("{value:.16e}")
}

/// RFC 4180.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
