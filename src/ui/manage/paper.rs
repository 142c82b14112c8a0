//! Sheets and posters as they will be printed, and codes as elements of an SVG. Each piece of
//! paper is a page of its own size; around them, on the screen alone, "In" and "Đóng".

use leptos::prelude::*;

use super::Shell;
use super::links::send;
use crate::app::manage::links::{self, Form, Paper, Print, Step, paper};
use crate::base::words::links as words;
use crate::base::{Lang, number};
use crate::campaign::qr;

/// The QR code of an address.
pub fn drawn(link: &str, label: String, lang: Lang) -> impl IntoView + use<> {
    match qr::code(link) {
        Some(code) => {
            let side = code.side.to_string();
            let frame = ["0 0 ", &side, " ", &side].concat();
            view! {
                <svg class="qr" role="img" aria-label=label viewBox=frame shape-rendering="crispEdges">
                    <rect class="qr__paper" width=side.clone() height=side></rect>
                    <path class="qr__ink" d=code.path></path>
                </svg>
            }
            .into_any()
        }
        None => view! { <p class="alert">{words::TOO_LONG.get(lang)}</p> }.into_any(),
    }
}

/// All pieces of paper, as they will be printed.
pub fn preview(shell: Shell, print: &Print, lang: Lang) -> impl IntoView + use<> {
    let papers: Vec<Paper> = shell.peek(|model| match (links::edition(model), links::base(model)) {
        (Some((campaign, mark)), Ok(base)) => print.targets.iter().map(|target| paper(campaign, mark, target, &base)).collect(),
        (None, _) | (_, Err(_)) => Vec::new(),
    });
    let form = print.form;
    let title = match form {
        Form::Sheet => words::PREVIEW_SHEETS,
        Form::Poster => words::PREVIEW_POSTERS,
    };
    let n = number::whole(papers.len() as u64, lang);
    view! {
        <header class="panel">
            <h2 id="papers-title" tabindex="-1">{title.get(lang)}</h2>
            <p>{words::PREVIEW_HINT.with(lang, &[("n", &n)])}</p>
            <p class="acts">
                <button type="button" class="btn" on:click=move |_| send(shell, Step::Print)>{words::PRINT.get(lang)}</button>
                <button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Close)>{words::CLOSE.get(lang)}</button>
            </p>
        </header>
        <div class="papers" lang="vi">
            {papers.iter().map(|paper| match form {
                Form::Sheet => sheet(paper).into_any(),
                Form::Poster => poster(paper).into_any(),
            }).collect_view()}
        </div>
    }
}

/// An A4 sheet: the code, and step by step what to do.
fn sheet(paper: &Paper) -> impl IntoView + use<> {
    let label = words::CODE_OF.with(Lang::Vi, &[("name", &paper.name)]);
    view! {
        <section class="paper paper--sheet">
            {top(paper)}
            <div class="paper__middle">
                {drawn(&paper.link, label, Lang::Vi)}
                <ol class="paper__steps">{paper.steps.clone().map(|step| view! { <li>{step}</li> }).into_iter().collect_view()}</ol>
            </div>
            {foot(paper)}
        </section>
    }
}

/// A small poster, A5: the code and what lets people trust it.
fn poster(paper: &Paper) -> impl IntoView + use<> {
    let label = words::CODE_OF.with(Lang::Vi, &[("name", &paper.name)]);
    view! {
        <section class="paper paper--poster">
            {top(paper)}
            {drawn(&paper.link, label, Lang::Vi)}
            {foot(paper)}
        </section>
    }
}

fn top(paper: &Paper) -> impl IntoView + use<> {
    view! {
        <header class="paper__top">
            <p class="paper__who">{paper.controller.clone()}</p>
            <p class="paper__plan">{paper.plan.clone()}</p>
            {paper.illustrative.then(|| view! { <p class="paper__illustrative">{words::ILLUSTRATIVE.get(Lang::Vi)}</p> })}
            <p class="paper__invitation">{paper.invitation.clone()}</p>
            <h2 class="paper__name">{paper.name.clone()}</h2>
            <p class="paper__whom">{paper.whom.clone()}</p>
        </header>
    }
}

fn foot(paper: &Paper) -> impl IntoView + use<> {
    view! {
        <footer class="paper__foot">
            <p class="paper__type"><span>{words::TYPE_IT.get(Lang::Vi)}</span>" "<b>{paper.short.clone()}</b></p>
            <div class="paper__never"><p><b>{words::NOT_ASKED.get(Lang::Vi)}</b></p><p>{words::NOT_ASKED_HINT.get(Lang::Vi)}</p></div>
            <p class="paper__end"><span>{paper.days.clone()}</span><span>{paper.hotline.clone()}</span></p>
        </footer>
    }
}
