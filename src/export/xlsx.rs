//! A release as a workbook: a sheet on method, and a sheet with a real table for each table,
//! headers frozen, numbers as numbers with their decimals. Text is written as text, so
//! nothing runs. The workbook is made in memory, which is why rows without names are not in
//! it: a sheet ends at a million rows, and they have CSV, SPSS and Parquet.
//!
//! The crate writes the time of day into a workbook unless it is told another one; every
//! number and byte here comes from the release.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table as Styled, TableColumn, TableStyle, Workbook, Worksheet, XlsxError,
};

use super::out::{Fault, Out};
use super::release::{About, Release, Table, mark};
use super::said::{cut, name, one_line};
use crate::base::{Finding, Lang, words};
use crate::disclosure::derived::Figure;

/// Rows of a sheet, the header among them.
const ROWS: usize = 1_048_576;
/// Characters of a cell; fewer bytes are fewer characters.
const CELL: usize = 32_000;
/// The paper's number in a workbook.
const A4: u8 = 9;

/// Writes the workbook in a language.
///
/// # Errors
/// `export_rows` where a table is longer than a sheet, [`Fault::Stopped`].
pub fn write(release: &Release, lang: Lang, out: &mut Out<'_>) -> Result<(), Fault> {
    let too_long = release.tables.iter().filter(|table| table.cells().len() >= ROWS);
    let findings: Vec<Finding> = too_long.map(|table| Finding::error("export_rows", &table.id, table.cells().len().to_string())).collect();
    if !findings.is_empty() {
        return Err(Fault::Found(findings));
    }
    let bytes =
        workbook(release, lang, out).map_err(|error| Fault::Found(vec![Finding::error("export_workbook", "", error.to_string())]))?;
    out.put(&bytes)
}

fn workbook(release: &Release, lang: Lang, out: &mut Out<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(&release.about, lang)?);
    let mut taken = BTreeSet::new();
    method(book.add_worksheet(), release, lang, &mut taken)?;
    for (at, table) in release.tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(table.title.get(lang), &mut taken))?;
        fill(sheet, table, at, lang, out)?;
    }
    book.save_to_buffer()
}

fn properties(about: &About, lang: Lang) -> Result<DocProperties, XlsxError> {
    let date = String::from(about.date);
    let date = ExcelDateTime::parse_from_str(&date)?;
    let text = |text: &crate::base::Text| cut(&one_line(text.get(lang)), 250).0;
    let of = DocProperties::new().set_creation_datetime(&date).set_title(text(&about.title));
    Ok(of.set_author(text(&about.producer)).set_comment(text(&about.note)))
}

/// A sheet's name: at most 31 units of UTF-16, which is what Excel counts, none of
/// `[]:*?/\`, unlike the others.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = one_line(title).chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    let short = |text: &str, most: usize| {
        let mut units = 0;
        let fits = |c: &char| {
            units += c.len_utf16();
            units <= most
        };
        text.chars().take_while(fits).collect::<String>().trim().to_owned()
    };
    let first = Some(short(&plain, 31)).filter(|text| !text.is_empty());
    let others = (1_u32..).map(|n| [&short(&plain, 24), " ", &n.to_string()].concat().trim().to_owned());
    first.into_iter().chain(others).find(|text| taken.insert(text.to_lowercase())).unwrap_or_default()
}

fn method(sheet: &mut Worksheet, release: &Release, lang: Lang, taken: &mut BTreeSet<String>) -> Result<(), XlsxError> {
    use words::export as say;
    let about = &release.about;
    sheet.set_name(sheet_name(say::METHOD.get(lang), taken))?;
    let [from, to] = [about.fieldwork.0, about.fieldwork.1].map(crate::base::time::Date::to_display);
    let facts = [
        (say::ABOUT_TITLE, about.title.get(lang).to_owned()),
        (say::ABOUT_NOTE, about.note.get(lang).to_owned()),
        (say::ABOUT_PRODUCER, about.producer.get(lang).to_owned()),
        (say::ABOUT_UNIVERSE, about.universe.get(lang).to_owned()),
        (say::ABOUT_FIELDWORK, [&from, " – ", &to].concat()),
        (say::ABOUT_DATE, about.date.to_display()),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(word, text)| (word.get(lang), text));
    let method = about.method.iter().map(|text| (say::METHOD.get(lang), text.get(lang).to_owned()));
    let marks = [say::ABOUT_WITHHELD, say::ABOUT_QUALITY].map(|word| (say::MARK.get(lang), word.get(lang).to_owned()));
    let tables = release.tables.iter().map(|table| (say::ABOUT_TABLES.get(lang), table.title.get(lang).to_owned()));
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, (head, text)) in (0_u32..).zip(facts.chain(method).chain(marks).chain(tables)) {
        sheet.write_string_with_format(row, 0, head, &bold)?;
        sheet.write_string_with_format(row, 1, cut(&text, CELL).0, &wrapped)?;
        // Not every program makes a row as high as its text by itself.
        let lines = u16::try_from(text.chars().count().div_ceil(90)).unwrap_or(1).clamp(1, 26);
        sheet.set_row_height(row, 15.0 * f64::from(lines))?;
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 100)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn fill(sheet: &mut Worksheet, table: &Table, at: usize, lang: Lang, out: &mut Out<'_>) -> Result<(), XlsxError> {
    let formats: Vec<Format> =
        ["0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"].map(|of| Format::new().set_num_format(of)).into();
    let mut row = 0;
    for cell in table.cells() {
        row += 1;
        let mut column = 0;
        for code in table.codes(cell) {
            sheet.write_string(row, column, cut(&code.code, CELL).0)?;
            sheet.write_string(row, column + 1, cut(&one_line(code.label.get(lang)), CELL).0)?;
            column += 2;
        }
        for figure in &cell.figures {
            if let Figure::Shown(Some(number)) = figure {
                sheet.write_number_with_format(row, column, number.value(), &formats[usize::from(number.decimals().min(6))])?;
            }
            column += 1;
        }
        for (text, column) in mark(cell, lang).into_iter().zip(column..) {
            if !text.is_empty() {
                sheet.write_string(row, column, text)?;
            }
        }
        out.step();
    }
    let heads = heads(table, lang);
    let last = u16::try_from(heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let format = Format::new().set_bold().set_text_wrap();
    let columns: Vec<TableColumn> = heads.into_iter().map(|head| TableColumn::new().set_header(head).set_header_format(&format)).collect();
    let id = format!("T{}_{}", at + 1, name(&table.id, 40, &mut BTreeSet::new()));
    let styled = Styled::new().set_name(id).set_columns(&columns).set_style(TableStyle::Light1);
    // A table without a row has an empty one, as Excel makes it.
    sheet.add_table(0, 0, row.max(1), last, &styled)?;
    look(sheet, table, lang)
}

/// Columns as wide as their texts, headers that stay, and pages that a printer can take.
fn look(sheet: &mut Worksheet, table: &Table, lang: Lang) -> Result<(), XlsxError> {
    let width = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| text.chars().count()).max().unwrap_or(0).clamp(8, 48);
    let dimensions = table.dimensions().iter().flat_map(|dimension| {
        let codes = width(&mut dimension.codes.iter().map(|code| code.code.as_str()));
        [codes, width(&mut dimension.codes.iter().map(|code| code.label.get(lang)))]
    });
    let numbers = table.measures().iter().map(|_| 12);
    for (column, width) in (0_u16..).zip(dimensions.chain(numbers).chain([16, 24])) {
        sheet.set_column_width(column, f64::from(u32::try_from(width).unwrap_or(48)) + 2.0)?;
    }
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The headers; a table's must differ, capitals or not.
fn heads(table: &Table, lang: Lang) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let unlike = |(_, label): (String, crate::base::Text)| {
        let text = cut(&one_line(label.get(lang)), 200).0;
        let first = Some(text.clone()).filter(|text| !text.is_empty());
        let others = (2_u32..).map(|n| [&text, " (", &n.to_string(), ")"].concat());
        first.into_iter().chain(others).find(|text| taken.insert(text.to_lowercase())).unwrap_or_default()
    };
    table.columns().into_iter().map(unlike).collect()
}
