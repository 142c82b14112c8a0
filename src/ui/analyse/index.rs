//! "Chỉ số": the index of units, one view a part of it. What is shown is computed once
//! for all parts and anew when what it is made of is another.

mod day;
mod dots;
mod follow;
mod follow_list;
mod points;
mod published;
mod ranking;
mod rules;
mod sheet;
mod survey;
mod tables;
mod trend;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Shell;
use super::parts::head;
use crate::app::analyse::index::outcome::{Outcome, made, outcome};
use crate::app::analyse::index::{Effect, Step};
use crate::app::analyse::{Event, Model, Page, Part, Place};
use crate::base::words::index as words;
use crate::base::{Lang, Word};
use crate::platform::storage::LocalMedium;
use crate::platform::worker::{Heard, Port};
use crate::platform::{fetch, page};
use crate::store;

/// An outcome that is looked at; the same one is equal.
#[derive(Clone)]
pub struct Seen(Arc<Outcome>);

impl std::ops::Deref for Seen {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.0
    }
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What the index needs of the browser: the worker that reads workbooks, and the outcome.
#[derive(Clone, Copy)]
pub struct Carrier {
    reader: StoredValue<Option<Port>, LocalStorage>,
    outcome: Memo<Option<Seen>>,
}

impl Carrier {
    /// Beside a model.
    pub fn new(model: RwSignal<Model>) -> Self {
        let made = Memo::new(move |_| model.with(made));
        let outcome = Memo::new(move |_| {
            made.get();
            model.with_untracked(outcome).map(|outcome| Seen(Arc::new(outcome)))
        });
        Self { reader: StoredValue::new_local(None), outcome }
    }

    /// What the index says now.
    pub fn outcome(self) -> Memo<Option<Seen>> {
        self.outcome
    }

    /// Does what the index asks for.
    pub fn carry_out(self, effect: Effect, shell: Shell) {
        match effect {
            Effect::FetchSchemes => fetched("schemes/index.json".to_owned(), shell, Step::SchemesRead),
            Effect::FetchScheme(id) => fetched(["schemes/", &id, ".json"].concat(), shell, move |result| Step::SchemeRead(id, result)),
            Effect::ReadWorkbook(job, bytes, seconds) => self.read(job, &bytes, seconds, shell),
            Effect::StopReader => self.reader.set_value(None),
            Effect::ReadLists(campaign) => {
                send(shell, Step::ListsRead(store::follow_ups(&LocalMedium, &campaign)));
            }
            Effect::SaveList(campaign, scheme, payload, before) => {
                let saved = store::save_follow_up(&mut LocalMedium, &campaign, &scheme, &payload, &before);
                send(shell, Step::ListSaved(scheme, saved));
            }
        }
    }

    /// Hands a workbook to the worker and asks after it when its time is over.
    fn read(self, job: u64, bytes: &[u8], seconds: u32, shell: Shell) {
        let read = self.reader.try_update_value(|reader| {
            let port = match reader {
                Some(port) => port,
                None => reader.insert(Port::start(move |heard| hear(heard, shell))?),
            };
            port.post_workbook(job, bytes)
        });
        if let Err(message) = read.unwrap_or_else(|| Err(String::new())) {
            send(shell, Step::ReaderBroken(message));
        }
        let milliseconds = i32::try_from(seconds).unwrap_or(i32::MAX).saturating_mul(1_000);
        page::later(milliseconds, move || send(shell, Step::Overdue(job)));
    }
}

fn hear(heard: Heard, shell: Shell) {
    let step = match heard {
        Heard::Reply(job, text) => match serde_json::from_str(&text) {
            Ok(sheets) => Step::Sheets(job, sheets),
            Err(error) => Step::ReaderBroken(error.to_string()),
        },
        Heard::Desk(..) => return,
        Heard::Broken(message) => Step::ReaderBroken(message),
    };
    send(shell, step);
}

fn fetched(path: String, shell: Shell, step: impl FnOnce(Result<String, crate::app::respond::FetchFault>) -> Step + 'static) {
    spawn_local(async move {
        let result = fetch::text(&path).await;
        send(shell, step(result));
    });
}

/// A step of the index.
pub fn send(shell: Shell, step: Step) {
    shell.send(Event::Index(Box::new(step)));
}

/// Where a part is.
pub fn href(shell: Shell, part: Part) -> String {
    shell.peek(|model| Place { page: Page::Index(part), campaign: model.place.campaign.clone() }.hash())
}

fn part_word(part: Part) -> Word {
    match part {
        Part::Points => words::PART_POINTS,
        Part::Ranking => words::PART_RANKING,
        Part::Unit => words::PART_UNIT,
        Part::Trend => words::PART_TREND,
        Part::Follow => words::PART_FOLLOW,
        Part::Published => words::PART_PUBLISHED,
    }
}

/// The page.
#[component]
pub fn IndexPage(shell: Shell, lang: Lang, part: Part) -> impl IntoView {
    let about = shell.memo(move |model| model.index.scheme().map(|scheme| scheme.title.get(lang).to_owned()).unwrap_or_default());
    let link = move |one: Part| {
        let here = (one == part).then_some("page");
        view! { <li><a href=href(shell, one) aria-current=here>{part_word(one).get(lang)}</a></li> }
    };
    view! {
        {move || head(part_word(part).get(lang), about.get())}
        <nav class="parts" aria-label=words::PARTS.get(lang)><ul>{Part::ALL.map(link).collect_view()}</ul></nav>
        {match part {
            Part::Points => points::page(shell, lang).into_any(),
            Part::Ranking => with_outcome(shell, lang, ranking::page).into_any(),
            Part::Unit => with_outcome(shell, lang, sheet::page).into_any(),
            Part::Trend => trend::page(shell, lang).into_any(),
            Part::Follow => follow::page(shell, lang).into_any(),
            Part::Published => published::page(shell, lang).into_any(),
        }}
    }
}

/// A part that shows the outcome, or what is to be done first.
fn with_outcome<V: IntoView + 'static>(shell: Shell, lang: Lang, part: fn(Shell, &Seen, Lang) -> V) -> impl IntoView {
    let outcome = shell.outcome();
    move || match outcome.get() {
        Some(seen) => part(shell, &seen, lang).into_any(),
        None => nothing(shell, lang).into_any(),
    }
}

/// There is no scheme, or it rates no unit of the campaign.
pub fn nothing(shell: Shell, lang: Lang) -> impl IntoView {
    let hint = shell.peek(|model| if model.index.scheme().is_some() { words::NO_UNITS } else { words::NO_SCHEME });
    view! {
        <section class="panel nothing">
            <h2>{words::NOTHING.get(lang)}</h2>
            <p>{hint.get(lang)}</p>
            <p class="acts"><a class="btn" href=href(shell, Part::Points)>{words::PART_POINTS.get(lang)}</a></p>
        </section>
    }
}
