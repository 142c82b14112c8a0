//! Recovery sheets as they will be printed, each on a page of its own for its owner. The
//! codes are large, numbered, and in a face that tells 0 from D and 8 from B.

use leptos::prelude::*;

use super::Shell;
use super::key::send;
use crate::app::manage::key::{Paper, Step, paper};
use crate::base::words::key as words;
use crate::base::{Lang, Word};

/// All three, and "In" and "Đóng" above them on the screen alone.
pub fn preview(shell: Shell, lang: Lang) -> AnyView {
    let papers = shell.peek(|model| match (model.campaign(), &model.key.set) {
        (Some(campaign), Some(set)) => paper(campaign, set),
        (None, _) | (_, None) => Vec::new(),
    });
    view! {
        <header class="panel">
            <h2 id="papers-title" tabindex="-1">{words::PAPERS.get(lang)}</h2>
            <p>{words::PAPERS_HINT.get(lang)}</p>
            <p class="acts">
                <button type="button" class="btn" on:click=move |_| send(shell, Step::Print)>{words::PRINT.get(lang)}</button>
                <button type="button" class="btn btn--quiet" on:click=move |_| send(shell, Step::Close)>{words::CLOSE.get(lang)}</button>
            </p>
        </header>
        <div class="papers" lang="vi">{papers.iter().map(sheet).collect_view()}</div>
    }
    .into_any()
}

fn sheet(paper: &Paper) -> impl IntoView + use<> {
    let vi = |word: Word| word.get(Lang::Vi);
    let number = words::SHEET_NUMBER.with(Lang::Vi, &[("n", &paper.number.to_string())]);
    view! {
        <section class="paper paper--key">
            <header class="paper__top">
                <p class="paper__who">{paper.controller.clone()}</p>
                <h2 class="paper__name">{vi(words::SHEET_TITLE)}</h2>
                <p class="paper__number">{number}</p>
                <dl class="paper__facts">
                    <dt>{vi(words::SHEET_OWNER)}</dt><dd class="paper__owner">{paper.owner.clone()}</dd>
                    <dt>{vi(words::SHEET_ROUND)}</dt><dd>{paper.title.clone()}</dd>
                    <dt>{vi(words::SHEET_MARK)}</dt><dd><code>{paper.mark.clone()}</code></dd>
                    <dt>{vi(words::SHEET_SET)}</dt><dd>{paper.made.clone()}</dd>
                </dl>
            </header>
            <div class="paper__never"><p><b>{vi(words::SHEET_WHAT)}</b></p><p>{vi(words::SHEET_DO)}</p></div>
            {code(&paper.lines)}
            <footer class="paper__foot">
                <p>{vi(words::SHEET_USE)}</p>
                {paper.keep.clone().map(|keep| view! { <p>{keep}</p> })}
                <div class="paper__signs"><p>{vi(words::SHEET_GIVEN)}</p><p>{vi(words::SHEET_TAKEN)}</p></div>
                <p>{vi(words::SHEET_DAY)}</p>
            </footer>
        </section>
    }
}

/// Sixteen groups, numbered, four a line.
fn code(lines: &[Vec<String>]) -> impl IntoView + use<> {
    let groups = lines.iter().flatten().cloned().enumerate();
    let one = |(i, group): (usize, String)| view! { <li><span class="code__number">{i + 1}</span>" "<code>{group}</code></li> };
    view! {
        <div>
            <p><b>{words::SHEET_CODE.get(Lang::Vi)}</b></p>
            <ol class="code">{groups.map(one).collect_view()}</ol>
            <p class="code__read">{words::SHEET_READ.get(Lang::Vi)}</p>
        </div>
    }
}
