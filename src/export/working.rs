//! Working results at 17 significant digits with nothing left out: for comparing with
//! other programs, on the command line alone. They are not for publication, which is
//! what their first line says; `export::csv` writes what may leave.

use crate::analysis::{Domain, Estimate, Results, Stat, Subject};

/// The first line of the file.
pub const FIRST_LINE: &str = "# KHÔNG CÔNG BỐ. NOT FOR PUBLICATION: working results, no disclosure rule was applied";

const COUNTS: &str = "by,unit,group,column,value,of,id,n_rows,n_respondents,n_asked,n_answered,n_valid,n_satisfied";
const STATS: [&str; 6] = ["est", "se", "df", "lo", "hi", "unweighted"];

/// The file: comments that begin with `#`, a header, one row an estimate. Comma,
/// full stop, LF.
pub fn write(results: &Results) -> String {
    let mut out = FIRST_LINE.to_owned();
    let meta = &results.meta;
    out += &format!("\n# rows={} used={} strata={} sum_w={:.16e} kish={:.16e}\n", meta.rows, meta.used, meta.strata, meta.weight, meta.kish);
    header(&mut out, meta.levels);
    for row in &results.rows {
        line(&mut out, row, meta.levels);
    }
    out
}

fn header(out: &mut String, levels: u8) {
    *out += COUNTS;
    for of in ["share", "mean"] {
        for stat in STATS {
            *out += &format!(",{of}_{stat}");
        }
    }
    for level in 1..=levels {
        *out += &format!(",n_level{level},share_level{level}");
    }
    out.push('\n');
}

fn line(out: &mut String, row: &Estimate, levels: u8) {
    for cell in key(&row.domain).iter().chain(&[of(&row.subject), row.subject.id()]) {
        *out += &quoted(cell);
        out.push(',');
    }
    let n = row.n;
    *out += &format!("{},{},{},{},{},{}", n.rows, n.respondents, n.asked, n.answered, n.valid, n.satisfied);
    stat(out, row.share.as_ref());
    stat(out, Some(&row.mean));
    for level in 1..=levels {
        match row.levels.iter().find(|found| found.level == level) {
            Some(found) => *out += &format!(",{},{:.16e}", found.n, found.share),
            None => *out += ",,",
        }
    }
    out.push('\n');
}

fn key(domain: &Domain) -> [&str; 5] {
    match domain {
        Domain::All => ["all", "", "", "", ""],
        Domain::Unit { unit } => ["unit", unit, "", "", ""],
        Domain::UnitGroup { unit, group } => ["unit_group", unit, group, "", ""],
        Domain::Profile { column, value } => ["profile", "", "", column, value],
    }
}

fn of(subject: &Subject) -> &'static str {
    match subject {
        Subject::Item { .. } => "item",
        Subject::Factor { .. } => "factor",
        Subject::Part { .. } => "part",
        Subject::Overall => "overall",
        Subject::RowMean => "row_mean",
        Subject::Number { .. } => "number",
    }
}

fn stat(out: &mut String, stat: Option<&Stat>) {
    let Some(stat) = stat else {
        *out += ",,,,,,";
        return;
    };
    let bound = |bound: Option<f64>| bound.map_or_else(String::new, |bound| format!("{bound:.16e}"));
    *out += &format!(",{:.16e},{:.16e},{},{},{},{:.16e}", stat.est, stat.se, stat.df, bound(stat.lo), bound(stat.hi), stat.unweighted);
}

/// RFC 4180.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
