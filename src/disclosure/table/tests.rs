//! Flaws where they are, and the rows that an outsider can write down.

use super::*;

fn counts() -> Release {
    let cells = [30, 12, 18].iter().enumerate().map(|(code, &n)| Cell::count(&[code], n)).collect();
    Release {
        dimensions: vec![Dimension::flat("sex", Over::Respondents, "all", &["f", "m"])],
        layers: vec![Layer { id: "n".into(), measure: Measure::Count, of: None }],
        tables: vec![Table { id: "t".into(), layer: 0, dimensions: vec![0], cells }],
        links: Vec::new(),
    }
}

fn check(change: impl Fn(&mut Release), fault: Fault, at: &str) {
    let mut release = counts();
    change(&mut release);
    assert_eq!(System::of(&release), Err(vec![Flaw { fault, at: at.to_owned() }]));
}

#[test]
fn each_flaw_has_its_place() {
    assert!(System::of(&counts()).is_ok());
    check(|r| r.tables[0].cells[1].value = 12.5, Fault::BadValue, "tables[0].cells[1]");
    check(|r| r.tables[0].cells[1].value = f64::NAN, Fault::BadValue, "tables[0].cells[1]");
    check(|r| r.tables[0].cells[1].value = 13.0, Fault::DoesNotAdd, "tables[0].cells[0]");
    check(|r| r.tables[0].cells[1].codes = vec![9], Fault::BadCodes, "tables[0].cells[1]");
    check(|r| r.tables[0].cells[2].step = -1.0, Fault::BadWeight, "tables[0].cells[2]");
    check(|r| r.tables[0].cells[2].public = Public::Within(0.0, 17.0), Fault::BadBounds, "tables[0].cells[2]");
    check(|r| r.tables[0].layer = 4, Fault::BadIndex, "tables[0]");
    check(|r| r.layers[0].of = Some(0), Fault::BadIndex, "layers[0]");
    check(|r| r.tables[0].cells.truncate(2), Fault::PartMissing, "tables[0].cells[0]");
    check(|r| r.tables[0].cells.push(Cell::count(&[1], 11)), Fault::TwoValues, "tables[0].cells[3]");
    let link = |table: usize| Link { terms: vec![Term { table, cell: 0, factor: 1.0 }], constant: 31.0 };
    check(|r| r.links.push(link(0)), Fault::DoesNotAdd, "links[0]");
    check(|r| r.links.push(link(1)), Fault::BadIndex, "links[0]");
}

#[test]
fn a_hierarchy_has_one_whole() {
    let mut dimension = Dimension::flat("unit", Over::Respondents, "all", &["a", "b"]);
    assert_eq!(dimension.whole(), Some(0));
    dimension.codes.push("c".to_owned());
    assert_eq!(dimension.whole(), None);
}

#[test]
fn shares_of_answers_add_up_to_one() {
    let mut release = counts();
    release.dimensions.push(Dimension::flat("answer", Over::Answers, "all", &["yes", "no"]));
    release.layers.push(Layer { id: "p".into(), measure: Measure::Mean { lowest: 0.0, highest: 1.0 }, of: Some(0) });
    let cell = |code: usize, value: f64| Cell { codes: vec![code], value, ..Cell::count(&[], 30) };
    release.tables.push(Table { id: "p".into(), layer: 1, dimensions: vec![1], cells: vec![cell(1, 0.4), cell(2, 0.6)] });
    let system = System::of(&release).unwrap();
    assert_eq!(system.rows.len(), 2);
    assert_eq!((system.rows[1].constant, system.rows[1].terms.len()), (1.0, 2));
    assert!(system.cells.iter().filter(|cell| cell.layer == 1).all(|cell| cell.leader == Some(0)));
    release.tables[1].cells.push(cell(0, 1.0));
    assert_eq!(System::of(&release), Err(vec![Flaw { fault: Fault::ShareOfAll, at: "tables[1].cells[2]".into() }]));
}

#[test]
fn a_margin_of_one_table_is_a_cell_of_another() {
    let mut release = counts();
    release.dimensions.push(Dimension::flat("age", Over::Respondents, "all", &["young", "old"]));
    let cells = [30, 25, 5].iter().enumerate().map(|(code, &n)| Cell::count(&[code], n)).collect();
    release.tables.push(Table { id: "age".into(), layer: 0, dimensions: vec![1], cells });
    let system = System::of(&release).unwrap();
    assert_eq!((system.cells.len(), system.rows.len()), (5, 2));
    assert_eq!(system.cells[0].from, [(0, 0), (1, 0)]);
}

#[test]
fn where_nobody_answered_shares_add_up_to_nothing() {
    let mut release = Release {
        dimensions: vec![Dimension::flat("answer", Over::Answers, "all", &["yes", "no"])],
        layers: vec![Layer { id: "p".into(), measure: Measure::Mean { lowest: 0.0, highest: 1.0 }, of: None }],
        ..Release::default()
    };
    let cells = [1, 2].map(|code| Cell::count(&[code], 0)).to_vec();
    release.tables.push(Table { id: "p".into(), layer: 0, dimensions: vec![0], cells });
    assert_eq!(System::of(&release).unwrap().rows, []);
}
