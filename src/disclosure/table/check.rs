//! The checks of a release that need no other cell: indices, sums, values. Behind them
//! the builder may index.

use super::{Cell, Dimension, Fault, Flaw, Measure, Over, Public, Release, Sum, Table};

/// All flaws of the parts by themselves.
pub(super) fn parts(release: &Release) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (d, dimension) in release.dimensions.iter().enumerate() {
        self::dimension(dimension, &format!("dimensions[{d}]"), &mut flaws);
    }
    for (l, layer) in release.layers.iter().enumerate() {
        if layer.of.is_some_and(|of| of >= release.layers.len() || of == l) {
            flaws.push(Flaw { fault: Fault::BadIndex, at: format!("layers[{l}]") });
        }
    }
    for (t, table) in release.tables.iter().enumerate() {
        self::table(release, table, &format!("tables[{t}]"), &mut flaws);
    }
    links(release, &mut flaws);
    flaws
}

fn dimension(dimension: &Dimension, at: &str, flaws: &mut Vec<Flaw>) {
    for (s, sum) in dimension.sums.iter().enumerate() {
        if !is_sum(sum, dimension.codes.len()) {
            flaws.push(Flaw { fault: Fault::BadSum, at: format!("{at}.sums[{s}]") });
        }
    }
    if dimension.whole().is_none() {
        flaws.push(Flaw { fault: Fault::NoSingleWhole, at: at.to_owned() });
    }
}

fn is_sum(sum: &Sum, codes: usize) -> bool {
    let mut parts = sum.parts.clone();
    parts.sort_unstable();
    parts.dedup();
    !parts.is_empty() && parts.len() == sum.parts.len() && sum.whole < codes && parts.iter().all(|&part| part < codes && part != sum.whole)
}

fn table(release: &Release, table: &Table, at: &str, flaws: &mut Vec<Flaw>) {
    let known = table.dimensions.iter().all(|&d| d < release.dimensions.len());
    let Some(layer) = release.layers.get(table.layer).filter(|_| known) else {
        flaws.push(Flaw { fault: Fault::BadIndex, at: at.to_owned() });
        return;
    };
    for (c, cell) in table.cells.iter().enumerate() {
        let fault = codes(release, table, cell).or_else(|| value(layer.measure, cell));
        flaws.extend(fault.map(|fault| Flaw { fault, at: format!("{at}.cells[{c}]") }));
    }
}

fn codes(release: &Release, table: &Table, cell: &Cell) -> Option<Fault> {
    let dimensions = || table.dimensions.iter().map(|&d| &release.dimensions[d]).zip(&cell.codes);
    if cell.codes.len() != table.dimensions.len() || dimensions().any(|(dimension, &code)| code >= dimension.codes.len()) {
        return Some(Fault::BadCodes);
    }
    let answers: Vec<_> = dimensions().filter(|(dimension, _)| dimension.over == Over::Answers).collect();
    let of_all = !answers.is_empty() && answers.iter().all(|(dimension, code)| dimension.whole() == Some(**code));
    let is_share = matches!(release.layers[table.layer].measure, Measure::Mean { .. });
    (is_share && of_all).then_some(Fault::ShareOfAll)
}

fn value(measure: Measure, cell: &Cell) -> Option<Fault> {
    let within = match measure {
        Measure::Count => cell.value >= 0.0 && cell.value.fract() == 0.0,
        Measure::Mean { lowest, highest } => lowest < highest && (cell.respondents == 0 || (lowest..=highest).contains(&cell.value)),
    };
    if !cell.value.is_finite() || !within {
        return Some(Fault::BadValue);
    }
    let weight_missing = matches!(measure, Measure::Mean { .. }) && cell.respondents > 0 && cell.weight == 0.0;
    let sane = |x: f64| x.is_finite() && x >= 0.0;
    if !sane(cell.weight) || !sane(cell.step) || weight_missing {
        return Some(Fault::BadWeight);
    }
    match cell.public {
        Public::Within(low, high) if !(low..=high).contains(&cell.value) || !(high - low).is_finite() => Some(Fault::BadBounds),
        Public::Within(..) | Public::Nothing | Public::Printed | Public::Never => None,
    }
}

fn links(release: &Release, flaws: &mut Vec<Flaw>) {
    for (l, link) in release.links.iter().enumerate() {
        let there = |table: usize, cell: usize| release.tables.get(table).is_some_and(|table| cell < table.cells.len());
        if !link.terms.iter().all(|term| there(term.table, term.cell) && term.factor.is_finite()) || !link.constant.is_finite() {
            flaws.push(Flaw { fault: Fault::BadIndex, at: format!("links[{l}]") });
        }
    }
}
