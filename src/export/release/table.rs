//! A table that may leave: dimensions with labels, measures with decimals, and cells of
//! figures that are shown or withheld. Where one figure of a cell is withheld its quality
//! marks are gone too: "few respondents" would be a hint.

use crate::base::{Lang, Text, Word, number, words};
use crate::disclosure::derived::Figure;
use crate::disclosure::quality::Weak;

/// One table, in the order of its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names it in files.
    pub id: String,
    /// Its title.
    pub title: Text,
    dimensions: Vec<Dimension>,
    measures: Vec<Measure>,
    cells: Vec<Cell>,
}

/// What a table is broken down by.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub label: Text,
    /// Its codes.
    pub codes: Vec<Code>,
}

/// One code of a dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// As files have it.
    pub code: String,
    /// For people.
    pub label: Text,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub label: Text,
    /// Most decimals of its figures; 0 for counts.
    pub decimals: u8,
}

/// A number as it is printed: rounded once, alike in every file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    value: f64,
    decimals: u8,
}

/// One cell of all measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// A code of each dimension.
    pub codes: Vec<usize>,
    /// A figure of each measure; a shown figure may be none by its nature, as an interval
    /// without degrees of freedom is.
    pub figures: Vec<Figure<Option<Printed>>>,
    /// What is weak about it.
    pub weak: Vec<Weak>,
}

impl Printed {
    /// A number with so many decimals (6 at most), half away from zero; `None` unless finite.
    pub fn of(value: f64, decimals: u8) -> Option<Self> {
        let decimals = decimals.min(6);
        let rounded = number::read_decimal(&number::fixed(value, decimals.into()))?;
        Some(Self { value: rounded, decimals })
    }

    /// The rounded number.
    pub fn value(self) -> f64 {
        self.value
    }

    /// Its decimals.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// Its digits with the decimal sign of a language.
    pub fn text(self, lang: Lang) -> String {
        number::decimal(self.value, self.decimals.into(), lang)
    }
}

impl Cell {
    /// Whether anything of it is not published.
    pub fn is_withheld(&self) -> bool {
        self.figures.iter().any(|figure| matches!(figure, Figure::Withheld))
    }
}

impl Table {
    /// A table; `None` where a cell does not fit its dimensions and measures.
    pub fn new(id: &str, title: Text, dimensions: Vec<Dimension>, measures: Vec<Measure>, mut cells: Vec<Cell>) -> Option<Self> {
        let fits = |cell: &Cell| {
            let known = cell.codes.iter().zip(&dimensions).all(|(&code, dimension)| code < dimension.codes.len());
            known && cell.codes.len() == dimensions.len() && cell.figures.len() == measures.len()
        };
        if !cells.iter().all(fits) {
            return None;
        }
        cells.iter_mut().filter(|cell| cell.is_withheld()).for_each(|cell| cell.weak.clear());
        Some(Self { id: id.to_owned(), title, dimensions, measures, cells })
    }

    /// What it is broken down by.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// What is measured.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Its cells.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The codes of a cell.
    pub fn codes<'a>(&'a self, cell: &'a Cell) -> impl Iterator<Item = &'a Code> {
        self.dimensions.iter().zip(&cell.codes).filter_map(|(dimension, &code)| dimension.codes.get(code))
    }

    /// Names of the columns of a file of it: a code and a label for each dimension, the
    /// measures, the disclosure mark, the quality mark.
    pub fn columns(&self) -> Vec<(String, Text)> {
        let dimension = |dimension: &Dimension| {
            let code = |lang| words::export::CODE_OF.with(lang, &[("of", dimension.label.get(lang))]);
            [
                (dimension.id.clone(), Text { vi: code(Lang::Vi), en: code(Lang::En) }),
                ([&dimension.id, "_label"].concat(), dimension.label.clone()),
            ]
        };
        let measures = self.measures.iter().map(|measure| (measure.id.clone(), measure.label.clone()));
        let marks = [("mark", words::export::MARK), ("quality", words::export::QUALITY)];
        let marks = marks.map(|(id, word)| (id.to_owned(), text(word)));
        self.dimensions.iter().flat_map(dimension).chain(measures).chain(marks).collect()
    }
}

/// The disclosure mark and the quality mark of a cell in words; each may be empty.
pub fn mark(cell: &Cell, lang: Lang) -> [String; 2] {
    let hidden = if cell.is_withheld() { words::export::WITHHELD.get(lang) } else { "" };
    let weak = |weak: &Weak| match weak {
        Weak::FewRespondents => words::export::WEAK_FEW_RESPONDENTS,
        Weak::WideInterval => words::export::WEAK_WIDE_INTERVAL,
        Weak::FewDegrees => words::export::WEAK_FEW_DEGREES,
    };
    [hidden.to_owned(), cell.weak.iter().map(|of| weak(of).get(lang)).collect::<Vec<_>>().join("; ")]
}

/// A word of the program in both languages.
pub(super) fn text(word: Word) -> Text {
    Text { vi: word.vi.to_owned(), en: word.en.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_rounded_once() {
        let share = Printed::of(98.225_49, 2).unwrap();
        assert_eq!((share.value(), share.text(Lang::Vi).as_str()), (98.23, "98,23"));
        assert_eq!(Printed::of(-0.4, 0).unwrap().text(Lang::En), "0");
        assert_eq!(Printed::of(f64::NAN, 2), None);
    }

    #[test]
    fn a_withheld_cell_has_no_quality_mark() {
        let dimension =
            Dimension { id: "unit".into(), label: "Đơn vị".into(), codes: vec![Code { code: "A".into(), label: "Xã A".into() }] };
        let measure = Measure { id: "n".into(), label: "Số phiếu".into(), decimals: 0 };
        let cell = |figure| Cell { codes: vec![0], figures: vec![figure], weak: vec![Weak::FewRespondents] };
        let cells = vec![cell(Figure::Withheld), cell(Figure::Shown(Printed::of(12.0, 0)))];
        let table = Table::new("t", "Bảng".into(), vec![dimension.clone()], vec![measure.clone()], cells).unwrap();
        assert_eq!(mark(&table.cells()[0], Lang::Vi), ["không công bố", ""]);
        assert_eq!(mark(&table.cells()[1], Lang::En), ["", "fewer than 30 respondents"]);
        let lost = Cell { codes: vec![1], figures: vec![Figure::Withheld], weak: Vec::new() };
        assert_eq!(Table::new("t", "Bảng".into(), vec![dimension], vec![measure], vec![lost]), None);
    }
}
