//! A known margin: categories of rows and the population of each.

use crate::base::Finding;
use crate::dataset::column::NONE;

/// Categories of a variable, or of a crossing of variables, and their population totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// The category of each row.
    pub codes: Vec<u32>,
    /// The population of each category.
    pub totals: Vec<f64>,
}

impl Margin {
    /// The crossing of two columns of codes: code `a · levels_b + b`.
    pub fn crossed(a: &[u32], b: &[u32], levels_b: u32) -> Vec<u32> {
        let both = |(&a, &b): (&u32, &u32)| if a == NONE || b == NONE { NONE } else { a * levels_b + b };
        a.iter().zip(b).map(both).collect()
    }

    /// Σw of each category.
    pub fn sums(&self, weight: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.totals.len()];
        for (&code, weight) in self.codes.iter().zip(weight) {
            if let Some(sum) = sums.get_mut(code as usize) {
                *sum += weight;
            }
        }
        sums
    }

    /// What keeps weights from meeting this margin, the `index`-th one: another length, a
    /// row without a category or with an unknown one, a total that is no number, a
    /// category with people but without a row.
    pub fn check(&self, index: usize, weight: &[f64]) -> Vec<Finding> {
        if self.codes.len() != weight.len() {
            return vec![Finding::error("column_length", format!("margins[{index}]"), format!("{} ≠ {}", self.codes.len(), weight.len()))];
        }
        let mut findings = Vec::new();
        if let Some(row) = self.codes.iter().position(|&code| code as usize >= self.totals.len()) {
            findings.push(Finding::error("row_without_category", format!("margins[{index}], row {row}"), ""));
        }
        for (category, (&total, sum)) in self.totals.iter().zip(self.sums(weight)).enumerate() {
            let at = format!("margins[{index}].totals[{category}]");
            if !total.is_finite() || total < 0.0 {
                findings.push(Finding::error("margin_not_a_total", at, total.to_string()));
            } else if total > 0.0 && sum <= 0.0 {
                findings.push(Finding::error("category_without_rows", at, total.to_string()));
            }
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_met_is_located() {
        let margin = Margin { codes: vec![0, 0, 7], totals: vec![10.0, 5.0] };
        let found: Vec<_> = margin.check(1, &[1.0; 3]).into_iter().map(|finding| (finding.code, finding.at)).collect();
        let expect = [("row_without_category", "margins[1], row 2"), ("category_without_rows", "margins[1].totals[1]")];
        assert_eq!(found, expect.map(|(code, at)| (code.to_owned(), at.to_owned())));
        assert_eq!(Margin::crossed(&[0, 1, NONE], &[1, 0, 0], 2), [1, 2, NONE]);
    }
}
