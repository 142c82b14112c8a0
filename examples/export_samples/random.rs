//! Random codebooks and rows with texts that break writers: Vietnamese, long, control
//! characters, formulas, quotes, spaces at the ends.

use phieu::disclosure::Threshold;
use phieu::disclosure::rows::{Protection, Role, Rows, Terms, publish};
use phieu::export::release::{Category, Described, RowSet};

use super::sample::rows::column;

/// Pieces that texts are made of.
const PIECES: [&str; 22] = [
    "a",
    "Ổ",
    "ệ",
    " ",
    "  ",
    "\"",
    "'",
    "=",
    "+",
    "-1",
    "@",
    ";",
    ",",
    "\n",
    "\r\n",
    "\t",
    "\u{1}",
    "<b>&",
    "🙂",
    "\u{301}",
    "_",
    "Người dân ",
];

struct Dice(u64);

impl Dice {
    /// A number under `below`. Source: Knuth's MMIX generator.
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn text(&mut self, pieces: u64) -> String {
        (0..=self.roll(pieces)).map(|_| PIECES[usize::try_from(self.roll(PIECES.len() as u64)).expect("small")]).collect()
    }

    /// Now and then far longer than any format holds.
    fn label(&mut self) -> String {
        let pieces = if self.roll(4) == 0 { 400 } else { 12 };
        self.text(pieces)
    }
}

/// Rows of a seed.
pub fn rows(seed: u64) -> RowSet {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    let len = dice.roll(40);
    let mut columns = Vec::new();
    let mut codebook = Vec::new();
    for at in 0..=dice.roll(12) {
        // Names that differ only in what formats take away.
        let id = format!("{}{at}", dice.text(4));
        let (values, categories) = if dice.roll(2) == 0 { numbers(&mut dice, len) } else { texts(&mut dice, len) };
        columns.push(column(&id, Role::Answer, values));
        codebook.push(Described { id, label: dice.label().as_str().into(), categories });
    }
    let list = codebook.iter().map(|of| of.id.clone()).collect();
    let protection = Protection { rows: Threshold::new(3).expect("a threshold"), values: 1 };
    let terms = Terms { list, coarser: Vec::new(), importance: Vec::new(), protection };
    let (rows, _) = publish(&Rows::new(columns).expect("columns"), &terms).expect("rows");
    RowSet::new(rows, &codebook).expect("a codebook")
}

fn numbers(dice: &mut Dice, len: u64) -> (Vec<String>, Vec<Category>) {
    let decimals = dice.roll(3);
    let number = |dice: &mut Dice| {
        let whole = [dice.roll(6), dice.roll(300), dice.roll(3_000_000_000)][usize::try_from(dice.roll(3)).expect("small")];
        let sign = if whole > 0 && dice.roll(4) == 0 { "-" } else { "" };
        let tail: String = (0..decimals).map(|_| dice.roll(10).to_string()).collect();
        if tail.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tail}") }
    };
    let missing = dice.roll(6);
    let code = |at: u64| {
        format!(
            "-{}{}",
            4_000_000_000 + at,
            if decimals > 0 { ".".to_owned() + &"0".repeat(usize::try_from(decimals).expect("small")) } else { String::new() }
        )
    };
    let values = (0..len).map(|_| match dice.roll(8) {
        0 => String::new(),
        1 if missing > 0 => code(dice.roll(missing)),
        _ => number(dice),
    });
    let values: Vec<String> = values.collect();
    let categories = (0..missing).map(|at| Category { value: code(at), number: None, label: dice.label().as_str().into(), missing: true });
    (values, categories.collect())
}

fn texts(dice: &mut Dice, len: u64) -> (Vec<String>, Vec<Category>) {
    let pieces = [2, 12, 400][usize::try_from(dice.roll(3)).expect("small")];
    let missing = dice.roll(3);
    let values: Vec<String> = (0..len)
        .map(|_| match dice.roll(8) {
            0 => String::new(),
            1 if missing > 0 => format!("M{}", dice.roll(missing)),
            _ => format!("t{}", dice.text(pieces)),
        })
        .collect();
    let mut categories: Vec<Category> = (0..missing)
        .map(|at| Category { value: format!("M{at}"), number: None, label: dice.label().as_str().into(), missing: true })
        .collect();
    if let Some(value) = values.iter().find(|value| value.starts_with('t')) {
        categories.push(Category { value: value.clone(), number: None, label: dice.label().as_str().into(), missing: false });
    }
    (values, categories)
}
