//! DDI-Codebook 2.5 (DDI Alliance, 2012): the study, its files and, for rows without names,
//! every variable with its question, values, labels and missing codes. Elements stand in
//! the schema's order; `tools/exports/ddi_check.py` knows that order from the schema's
//! documentation and checks it.

use std::collections::BTreeSet;

use super::out::{Fault, Out};
use super::release::{Kind, Release, RowSet, Value, Variable};
use super::said::{name, one_line, xml};
use crate::base::{Lang, Text, number, words};

/// Writes the codebook.
///
/// # Errors
/// [`Fault::Stopped`].
pub fn write(release: &Release, out: &mut Out<'_>) -> Result<(), Fault> {
    let about = &release.about;
    let date = String::from(about.date);
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<codeBook xmlns=\"ddi:codebook:2_5\" version=\"2.5\" xml:lang=\"vi\" ID=\"{}\">\n",
        name(&about.id, 64, &mut BTreeSet::new())
    );
    out.put(head.as_bytes())?;
    out.put(document(release, &date).as_bytes())?;
    out.put(study(release, &date).as_bytes())?;
    if let Some(rows) = &release.rows {
        file_and_variables(rows, &about.id, out)?;
    }
    for table in &release.tables {
        let label = both("labl", &table.title);
        let file = xml(&[&about.id, "-", &table.id, ".csv"].concat());
        out.put(format!("<otherMat type=\"table\" level=\"study\" URI=\"{file}\">\n{label}</otherMat>\n").as_bytes())?;
    }
    out.put(b"</codeBook>\n")
}

/// The element in the languages that the text has.
fn both(element: &str, text: &Text) -> String {
    let one = |lang: Lang, text: &str| format!("<{element} xml:lang=\"{}\">{}</{element}>\n", lang.tag(), xml(&one_line(text)));
    let english = if text.en.is_empty() { String::new() } else { one(Lang::En, &text.en) };
    [one(Lang::Vi, &text.vi), english].concat()
}

fn titles(release: &Release) -> String {
    let about = &release.about;
    let parallel = if about.title.en.is_empty() {
        String::new()
    } else {
        format!("<parTitl xml:lang=\"en\">{}</parTitl>\n", xml(&one_line(&about.title.en)))
    };
    let title = xml(&one_line(&about.title.vi));
    format!("<titlStmt>\n<titl xml:lang=\"vi\">{title}</titl>\n{parallel}<IDNo>{}</IDNo>\n</titlStmt>\n", xml(&about.id))
}

fn document(release: &Release, date: &str) -> String {
    let titles = titles(release);
    format!(
        "<docDscr>\n<citation>\n{titles}<prodStmt>\n<prodDate date=\"{date}\">{date}</prodDate>\n<software>phieu</software>\n</prodStmt>\n</citation>\n</docDscr>\n"
    )
}

fn study(release: &Release, date: &str) -> String {
    let about = &release.about;
    let method: Text = Text { vi: paragraphs(&about.method, Lang::Vi), en: paragraphs(&about.method, Lang::En) };
    let [from, to] = [about.fieldwork.0, about.fieldwork.1].map(String::from);
    let times = format!(
        "<collDate date=\"{from}\" event=\"start\" cycle=\"1\">{from}</collDate>\n<collDate date=\"{to}\" event=\"end\" cycle=\"1\">{to}</collDate>\n"
    );
    let note = if about.note.vi.is_empty() { String::new() } else { both("notes", &about.note) };
    [
        "<stdyDscr>\n<citation>\n",
        &titles(release),
        "<rspStmt>\n",
        &both("AuthEnty", &about.producer),
        "</rspStmt>\n<prodStmt>\n",
        &both("producer", &about.producer),
        "</prodStmt>\n<distStmt>\n",
        &format!("<distDate date=\"{date}\">{date}</distDate>\n</distStmt>\n</citation>\n"),
        "<stdyInfo>\n<sumDscr>\n",
        &times,
        "<nation abbr=\"VN\">Việt Nam</nation>\n",
        &both("universe", &about.universe),
        "<dataKind xml:lang=\"en\">survey data</dataKind>\n</sumDscr>\n",
        "</stdyInfo>\n<method>\n<dataColl>\n",
        &both("sampProc", &method),
        "</dataColl>\n",
        &note,
        "</method>\n</stdyDscr>\n",
    ]
    .concat()
}

fn paragraphs(texts: &[Text], lang: Lang) -> String {
    let all = texts.iter().map(|text| match lang {
        Lang::Vi => text.vi.as_str(),
        Lang::En => text.en.as_str(),
    });
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn file_and_variables(rows: &RowSet, id: &str, out: &mut Out<'_>) -> Result<(), Fault> {
    let (cases, variables) = (rows.len(), rows.variables().len());
    let file = format!(
        "<fileDscr ID=\"F1\">\n<fileTxt>\n<fileName>{}</fileName>\n<dimensns>\n<caseQnty>{cases}</caseQnty>\n<varQnty>{variables}</varQnty>\n</dimensns>\n<fileType charset=\"UTF-8\">text/csv</fileType>\n</fileTxt>\n</fileDscr>\n<dataDscr>\n",
        xml(&[id, "-rows.csv"].concat())
    );
    out.put(file.as_bytes())?;
    let mut taken = BTreeSet::new();
    for (at, variable) in rows.variables().iter().enumerate() {
        let counts = counts(rows, at);
        out.put(one(variable, at, &name(&variable.id, 64, &mut taken), &counts).as_bytes())?;
    }
    out.put(b"</dataDscr>\n")
}

/// Rows by code of a variable, and those without a value.
fn counts(rows: &RowSet, variable: usize) -> (Vec<u64>, u64) {
    let mut by_code = vec![0; rows.distinct(variable).count()];
    let mut none = 0;
    for row in 0..rows.len() {
        match rows.code(row, variable).and_then(|code| by_code.get_mut(code)) {
            Some(count) => *count += 1,
            None => none += 1,
        }
    }
    (by_code, none)
}

fn one(variable: &Variable, at: usize, name: &str, (by_code, none): &(Vec<u64>, u64)) -> String {
    let (interval, format, decimals) = match variable.kind {
        Kind::Number { decimals } if variable.categories.is_empty() => ("contin", "numeric", usize::from(decimals)),
        Kind::Number { decimals } => ("discrete", "numeric", usize::from(decimals)),
        Kind::Text { .. } => ("discrete", "character", 0),
    };
    let said = |value: Value<'_>| match value {
        Value::None => String::new(),
        Value::Number(value) => number::fixed(value, decimals),
        Value::Text(text) => one_line(text),
    };
    let categories = variable.categories.iter().map(|category| {
        let missing = if category.missing { " missing=\"Y\"" } else { "" };
        let value = xml(&said(variable.value_of(category)));
        format!("<catgry{missing}>\n<catValu>{value}</catValu>\n{}</catgry>\n", both("labl", &category.label))
    });
    let label = both("labl", &variable.label);
    let question = format!("<qstn>\n{}</qstn>\n", both("qstnLit", &variable.label));
    let all: u64 = by_code.iter().sum();
    let statistics = format!("<sumStat type=\"vald\">{all}</sumStat>\n<sumStat type=\"invd\">{none}</sumStat>\n");
    let hidden = both("txt", &Text { vi: words::export::ROWS_PROTECTED.vi.to_owned(), en: words::export::ROWS_PROTECTED.en.to_owned() });
    let categories = categories.collect::<String>();
    format!(
        "<var ID=\"V{}\" name=\"{name}\" files=\"F1\" intrvl=\"{interval}\" dcml=\"{decimals}\">\n{label}{question}{statistics}{hidden}{categories}<varFormat type=\"{format}\"/>\n</var>\n",
        at + 1
    )
}
