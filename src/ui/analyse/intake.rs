//! Taking forms in: four steps under one another, each of which says what to do next. What
//! is shown is what the desk said last (`app/analyse/receiving`).

mod close;
mod codes;
mod give;
mod hand_ins;
mod imports;
mod ledger;
mod pull;

use leptos::prelude::*;

use super::{Shell, findings};
use crate::app::analyse::receiving::{Running, Stage};
use crate::app::analyse::{Event, Model};
use crate::app::intake::{Keeping, Refusal, SourceSaid, Task};
use crate::base::time::{Date, Stamp, clock};
use crate::base::words::intake as words;
use crate::base::{Lang, Word, number};
use crate::platform::moment;
use crate::ui::unlock::unlock;

/// A step's panel.
fn step(id: &'static str, title: &'static str, inside: impl IntoView + 'static) -> impl IntoView {
    view! { <section class="panel" id=id tabindex="-1"><header class="panel__head"><h2>{title}</h2></header>{inside}</section> }
}

/// The four steps.
pub fn steps(shell: Shell, lang: Lang) -> impl IntoView {
    let stage = shell.memo(|model| model.receiving.stage);
    let closed = shell.memo(|model| model.receiving.summary.closed);
    let something = shell.memo(|model| model.receiving.summary.counts.total() > 0);
    view! {
        {step("intake", words::STEP_KEY.get(lang), key(shell, lang))}
        {move || (!closed.get()).then(|| step("give", words::STEP_GIVE.get(lang), give::view(shell, lang)))}
        <div id="said" tabindex="-1" aria-live="polite">{said(shell, lang)}</div>
        {step("ledger", words::STEP_LEDGER.get(lang), ledger::view(shell, lang))}
        {move || (stage.get() == Stage::Open && something.get()).then(|| step("close", words::STEP_CLOSE.get(lang), close::view(shell, lang)))}
    }
}

/// The key: what there is for it, and how it is opened.
fn key(shell: Shell, lang: Lang) -> impl IntoView {
    let stage = shell.memo(|model| model.receiving.stage);
    let kept = shell.memo(|model| model.receiving.summary.counts.total());
    let unlocking = shell.memo(|model| model.unlocking.clone());
    let has_key = shell.memo(|model| model.unlocking.is_some());
    let hint = move || match (stage.get(), kept.get()) {
        (Stage::Reading, _) => words::READING.get(lang).to_owned(),
        (Stage::Locked, 0) => words::LOCKED_NONE.get(lang).to_owned(),
        (Stage::Locked, n) => words::LOCKED_HAS.with(lang, &[("n", &number::whole(n, lang))]),
        (Stage::Opening | Stage::Open, _) => words::KEY_OPEN.get(lang).to_owned(),
    };
    let form = move || {
        if !has_key.get() {
            return view! { <p class="caution" role="note">{words::NO_KEY.get(lang)}</p> }.into_any();
        }
        let fallback = unlocking.get_untracked();
        let model = Memo::new(move |_| unlocking.get().or_else(|| fallback.clone()));
        let Some(first) = model.get_untracked() else { return ().into_any() };
        let model = Memo::new(move |_| model.get().unwrap_or_else(|| first.clone()));
        view! { <p>{hint}</p>{unlock(model, Callback::new(move |event| shell.send(Event::Key(event))), lang)} }.into_any()
    };
    view! { {form}{running(shell, lang, &[Task::Opening])} }
}

/// What is under way, and how it is stopped; of these tasks. Drawn once a task: a button
/// that is replaced while it is pressed is never pressed.
fn running(shell: Shell, lang: Lang, of: &'static [Task]) -> impl IntoView {
    let running = shell.memo(move |model| model.receiving.running.filter(|running| of.contains(&running.task)));
    let task = Memo::new(move |_| running.get().map(|running| running.task));
    let part = move || running.get().map_or((0, 1), |Running { done, total, .. }| (done, total.max(1)));
    let percent = move || {
        let (done, total) = part();
        number::percent(ratio(done, total), lang)
    };
    let bar = move |task: Task| {
        let (word, stop) = match task {
            Task::Opening => (words::OPENING, Some(words::CANCEL)),
            Task::Importing => (words::IMPORTING, Some(words::CANCEL_IMPORT)),
            Task::Closing => (words::CLOSING, Some(words::CANCEL)),
            Task::Counting | Task::Rows => (words::COUNTING, None),
        };
        view! {
            <div class="busy"><label for="intake-bar">{word.get(lang)}" – "{percent}</label>
                <progress id="intake-bar" max=move || part().1.to_string() value=move || part().0.to_string()></progress>
                {stop.map(|stop| view! { <button type="button" class="btn btn--quiet" id="intake-stop" on:click=move |_| shell.send(Event::CancelIntake)>{stop.get(lang)}</button> })}</div>
        }
    };
    view! { <div>{move || task.get().map(bar)}</div> }
}

fn ratio(done: u64, total: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
    let share = done.min(total) as f64 / total.max(1) as f64;
    share
}

/// What came of the last act: of each source, and why something was refused.
fn said(shell: Shell, lang: Lang) -> impl IntoView {
    let said = shell.memo(|model| (model.receiving.said.clone(), model.receiving.refused, model.receiving.summary.clone()));
    move || {
        let (said, refused, summary) = said.get();
        let refused = refused.map(|why| view! { <div class="alert" role="alert"><p>{refusal(why).get(lang)}</p></div> });
        let one = |source: &SourceSaid| {
            let line = shell.peek(|model| sentence(model, source, lang));
            let wrong = (!source.findings.is_empty()).then(|| findings::list(&source.findings, lang));
            view! { <li class="said"><p>{line}</p>{wrong}</li> }
        };
        let list = (!said.is_empty()).then(|| {
            let items = said.iter().map(one).collect_view();
            view! { <section class="panel said__panel"><header class="panel__head"><h2>{words::SAID.get(lang)}</h2></header><ul class="findings">{items}</ul></section> }
        });
        drop(summary);
        view! { {refused}{list} }
    }
}

fn sentence(model: &Model, source: &SourceSaid, lang: Lang) -> String {
    let name = &[("name", source.name.as_str())];
    if let Some(form) = &source.form {
        return words::SAID_FORM.with(lang, &[("name", &source.name), ("form", form)]);
    }
    let line = source.import.and_then(|import| model.receiving.summary.imports.get(usize::try_from(import).ok()?));
    let Some(line) = line else { return words::SAID_NOTHING.with(lang, name) };
    let counts = line.counts;
    let same = counts.duplicate + counts.same_response + counts.same_correction;
    let other = counts.total() - counts.new - same;
    let [total, new, same, other] = [counts.total(), counts.new, same, other].map(|n| number::whole(n, lang));
    let (word, kinds) = (if other == "0" { words::SAID_TAKEN } else { words::SAID_OTHER }, ledger::kinds(counts, lang));
    word.with(lang, &[("name", &source.name), ("total", &total), ("new", &new), ("same", &same), ("other", &other), ("kinds", &kinds)])
}

fn refusal(why: Refusal) -> Word {
    match why {
        Refusal::Locked => words::REFUSED_LOCKED,
        Refusal::Closed => words::REFUSED_CLOSED,
        Refusal::Elsewhere => words::REFUSED_ELSEWHERE,
        Refusal::NoRandom => words::REFUSED_NO_RANDOM,
        Refusal::NoImport => words::REFUSED_NO_IMPORT,
    }
}

/// Where what came in is kept, where that needs to be known.
fn keeping(keeping: Keeping, lang: Lang) -> impl IntoView {
    match keeping {
        Keeping::Kept => view! { <p class="how">{words::KEPT.get(lang)}</p> }.into_any(),
        Keeping::NoStore => view! { <p class="caution" role="note">{words::NO_STORE.get(lang)}</p> }.into_any(),
        Keeping::Full => view! { <p class="caution" role="alert">{words::FULL.get(lang)}</p> }.into_any(),
    }
}

/// `9:15 23/11/2026`, here.
fn when(stamp: Stamp) -> String {
    let minutes = moment::now().offset;
    let day = Date::of_stamp(stamp, minutes).map_or_else(String::new, Date::to_display);
    [&clock(stamp, minutes), " ", &day].concat()
}
