//! Part of a dataset: the rows about units of some kinds. Departments and communes are
//! two surveys that share a form; pooling them would count a person's file twice.
//! Invariant: a label without a row is not in the part, so no stratum of it is empty.

use std::collections::BTreeMap;

use super::column::NONE;
use super::{Column, Dataset, Item, Number};

/// The rows of `data` about units of these kinds, in their order.
pub fn of_kinds(data: &Dataset, kinds: &[String]) -> Dataset {
    let wanted: Vec<bool> = data.kinds.iter().map(|kind| kinds.contains(kind)).collect();
    let is_wanted = |unit: u32| wanted.get(unit as usize).copied().unwrap_or(false);
    let keep: Vec<bool> = data.unit.codes.iter().map(|&unit| is_wanted(unit)).collect();
    let (unit, units) = column(&data.unit, &keep);
    let (stratum, strata) = column(&data.stratum, &keep);
    Dataset {
        kinds: units.iter().map(|&label| data.kinds.get(label).cloned().unwrap_or_default()).collect(),
        unit,
        group: column(&data.group, &keep).0,
        population: strata.iter().map(|&label| data.population.get(label).copied().flatten()).collect(),
        stratum,
        empty_strata: data.empty_strata.clone(),
        weight: data.weight.as_ref().map(|weight| kept(weight, &keep)),
        profile: data.profile.iter().map(|of| column(of, &keep).0).collect(),
        items: data.items.iter().map(|item| Item { id: item.id.clone(), codes: kept(&item.codes, &keep) }).collect(),
        numbers: data.numbers.iter().map(|number| Number { id: number.id.clone(), values: kept(&number.values, &keep) }).collect(),
    }
}

fn kept<T: Copy>(values: &[T], keep: &[bool]) -> Vec<T> {
    values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(&value, _)| value).collect()
}

/// The rows that are kept, and which label each label of the new column was.
fn column(of: &Column, keep: &[bool]) -> (Column, Vec<usize>) {
    let codes = kept(&of.codes, keep);
    let used: BTreeMap<u32, u32> = codes.iter().filter(|&&code| code != NONE).map(|&code| (code, 0)).collect();
    let moved: BTreeMap<u32, u32> = used.into_keys().zip(0_u32..).collect();
    let labels = moved.keys().filter_map(|&code| of.labels.get(code as usize)).cloned().collect();
    let codes = codes.iter().map(|code| moved.get(code).copied().unwrap_or(NONE)).collect();
    (Column { id: of.id.clone(), labels, codes }, moved.into_keys().map(|code| code as usize).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::demo::{DemoUnit, dataset};

    fn unit(code: &str, kind: &str, forms: u32) -> DemoUnit {
        let service = vec!["s1".to_owned(), "s2".to_owned()];
        DemoUnit {
            code: code.into(),
            kind: kind.into(),
            group: String::new(),
            population: 500,
            forms,
            general: Vec::new(),
            service,
            with_result: 100,
            urban: 50,
        }
    }

    #[test]
    fn a_kind_alone_is_what_it_is_among_others() {
        let (a, b, c) = (unit("A", "department", 20), unit("B", "commune", 30), unit("C", "department", 10));
        let part = of_kinds(&dataset(1, &[a.clone(), b, c.clone()]), &["department".to_owned()]);
        assert_eq!(part, dataset(1, &[a, c]));
    }
}
