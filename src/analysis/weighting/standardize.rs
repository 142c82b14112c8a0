//! Direct standardisation: within each domain the weights of categories are brought to
//! one common distribution, and each domain keeps its Σw. R: `svystandardize`.

use super::{Adjustment, Margin};
use crate::analysis::sampling::Design;
use crate::dataset::column::NONE;

/// The design whose domains (`over`) all have the distribution `population` of the
/// categories `by`. A category that a domain lacks has no weight there.
pub fn standardize(design: &Design, by: &[u32], over: &[u32], population: &[f64]) -> Design {
    let levels = u32::try_from(population.len()).unwrap_or(NONE);
    let domains = over.iter().filter(|code| **code != NONE).max().map_or(0, |code| *code as usize + 1);
    let whole: f64 = population.iter().sum();
    let before = design.weights().to_vec();
    let mut sizes = vec![0.0; domains];
    for (&code, weight) in over.iter().zip(&before) {
        if let Some(size) = sizes.get_mut(code as usize) {
            *size += weight;
        }
    }
    let totals = sizes.iter().flat_map(|size| population.iter().map(move |part| size * part / whole)).collect();
    let cells = Margin { codes: Margin::crossed(over, by, levels), totals };
    let sums = cells.sums(&before);
    let factor = |code: u32| match (cells.totals.get(code as usize), sums.get(code as usize)) {
        (Some(total), Some(sum)) if *sum > 0.0 => total / sum,
        (Some(_) | None, _) => 0.0,
    };
    let after: Vec<f64> = before.iter().zip(&cells.codes).map(|(weight, &code)| weight * factor(code)).collect();
    // A row without a category is in a cell of its own, where nothing is left.
    let outside = u32::try_from(cells.totals.len()).unwrap_or(NONE);
    let cell = cells.codes.iter().map(|&code| code.min(outside)).collect();
    design.clone().adjusted(after.clone(), Adjustment::PostStratified { cell, before, after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::linear::mean::mean;
    use crate::analysis::sampling::{Columns, Sample};

    #[test]
    fn domains_are_compared_as_if_they_had_the_same_people() {
        let design = Design::new(&Columns::weights_only(vec![3.0, 1.0, 1.0, 3.0])).unwrap().0;
        let same = standardize(&design, &[0, 1, 0, 1], &[0, 0, 1, 1], &[1.0, 1.0]);
        assert_eq!(same.weights(), [2.0, 2.0, 2.0, 2.0]);
        let y = [1.0, 0.0, 1.0, 0.0];
        let first = mean(&Sample::whole(&same).within(|row| row < 2), &y).unwrap();
        assert!((first.value - 0.5).abs() < 1e-15);
    }
}
