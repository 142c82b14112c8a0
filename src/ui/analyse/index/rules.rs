//! A scheme as it will be applied: fields with their points, classes with their cuts,
//! flags with their sentence, and what somebody should look at.

use leptos::prelude::*;

use super::super::findings;
use super::super::parts::scroll;
use crate::analysis::index::flags::sentence;
use crate::analysis::index::scheme::{Boundary, Class, Criterion, Field, Flag};
use crate::analysis::index::{Exact, Scheme};
use crate::app::analyse::index::phrase;
use crate::base::words::index as words;
use crate::base::{Finding, Lang};

/// Points in the decimal sign of the language.
pub fn plain(value: &Exact, lang: Lang) -> String {
    match lang {
        Lang::Vi => value.plain().replace('.', ","),
        Lang::En => value.plain(),
    }
}

/// A scheme.
pub fn scheme(scheme: &Scheme, found: &[Finding], lang: Lang) -> impl IntoView + use<> {
    let source = scheme.source.get(lang);
    let edition = words::EDITION.with(lang, &[("n", &scheme.edition.to_string())]);
    view! {
        <p class="intro"><b>{scheme.title.get(lang).to_owned()}</b>" – "{edition}</p>
        {scheme.illustrative.then(|| view! { <p class="caution" role="note">{words::ILLUSTRATIVE.get(lang)}</p> })}
        {(!source.is_empty()).then(|| view! { <p class="how">{source.to_owned()}</p> })}
        {(!found.is_empty()).then(|| view! { <details class="fold"><summary>{words::SCHEME_FINDINGS.with(lang, &[("n", &found.len().to_string())])}</summary>{findings::list(found, lang)}</details> })}
        <details class="fold"><summary>{words::RULES.get(lang)}</summary>
            {scroll(words::FIELDS.get(lang).to_owned(), fields(scheme, lang))}
            <p>{classes(scheme, lang)}</p>
            {scheme.flags.iter().map(|flag| view! { <p>{flag_sentence(flag, scheme, lang)}</p> }).collect_view()}
            <p class="how">{words::LINE_HOW.get(lang)}</p>
        </details>
    }
}

fn fields(scheme: &Scheme, lang: Lang) -> impl IntoView + use<> {
    let surveyed = |field: &Field| {
        let leaves = field.criteria.iter().flat_map(Criterion::leaves);
        leaves.filter(|leaf| leaf.survey.is_some()).map(|leaf| &leaf.max).sum::<Exact>()
    };
    let row = |field: &Field| {
        let count = field.criteria.len().to_string();
        view! { <tr><th scope="row">{field.title.get(lang).to_owned()}</th><td>{count}</td><td>{plain(&field.max, lang)}</td><td>{plain(&surveyed(field), lang)}</td></tr> }
    };
    let total: Exact = scheme.fields.iter().map(surveyed).sum();
    let count: usize = scheme.fields.iter().map(|field| field.criteria.len()).sum();
    view! {
        <table class="data"><caption>{words::FIELDS.get(lang)}</caption>
            <thead><tr><th scope="col">{words::FIELD.get(lang)}</th><th scope="col">{words::CRITERIA.get(lang)}</th><th scope="col">{words::MAXIMUM.get(lang)}</th><th scope="col">{words::OF_SURVEY.get(lang)}</th></tr></thead>
            <tbody>{scheme.fields.iter().map(row).collect_view()}</tbody>
            <tfoot><tr><th scope="row">{words::TOTAL.get(lang)}</th><td>{count}</td><td>{plain(&scheme.total, lang)}</td><td>{plain(&total, lang)}</td></tr></tfoot>
        </table>
    }
}

/// `Xuất sắc ≥ 90 · Tốt ≥ 80 · …`
pub fn classes(scheme: &Scheme, lang: Lang) -> String {
    let sign = match scheme.boundary {
        Boundary::AtLeast => "≥",
        Boundary::Above => ">",
    };
    let one = |class: &Class| [class.title.get(lang), " ", sign, " ", &plain(&class.from, lang)].concat();
    words::CLASSES.with(lang, &[("classes", &scheme.classes.iter().map(one).collect::<Vec<_>>().join(" · "))])
}

/// A flag and its condition, as it is printed.
pub fn flag_sentence(flag: &Flag, scheme: &Scheme, lang: Lang) -> String {
    let when = phrase::condition(&sentence(&flag.when), scheme, lang);
    words::FLAG_WHEN.with(lang, &[("flag", flag.title.get(lang)), ("when", &when)])
}
