//! "Đưa phiếu vào": files dropped or chosen, a pasted text, what lies on this machine. A
//! file that is too large is not even read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::{Shell, running};
use crate::app::analyse::Event;
use crate::app::analyse::receiving::Stage;
use crate::app::intake::{Carrier, LONGEST, Source, SourceSaid, Task};
use crate::base::words::intake as words;
use crate::base::{Finding, Lang, number};
use crate::platform::{download, moment};
use crate::ui::components::{DropZone, drop_zone};

/// The step.
pub fn view(shell: Shell, lang: Lang) -> impl IntoView {
    let waits = shell.memo(|model| {
        let waiting = &model.receiving.waiting;
        (waiting.len(), waiting.iter().map(|source| source.bytes.len()).sum::<usize>(), model.receiving.stage)
    });
    let waiting = move || {
        let (count, bytes, stage) = waits.get();
        let wait = count > 0 && stage != Stage::Open;
        wait.then(|| {
            let said = words::WAITING.with(lang, &[("n", &number::whole(count as u64, lang)), ("size", &size(bytes, lang))]);
            view! { <p class="caution" role="status" id="waiting">{said}" "<a href="#intake">{words::STEP_KEY.get(lang)}</a>" "
                <button type="button" class="btn btn--quiet" on:click=move |_| shell.send(Event::DropWaiting)>{words::DROP_WAITING.get(lang)}</button></p> }
        })
    };
    let busy = shell.memo(|model| model.receiving.running.is_some_and(|running| matches!(running.task, Task::Importing | Task::Closing)));
    view! {
        {running(shell, lang, &[Task::Importing])}
        {waiting}
        {files(shell, lang, busy)}
        {text(shell, lang, busy)}
        {super::codes::view(shell, lang)}
        {super::pull::view(shell, lang)}
        <div class="machine">
            <h3>{words::THIS_MACHINE.get(lang)}</h3><p class="how">{words::THIS_MACHINE_HINT.get(lang)}</p>
            <button type="button" class="btn btn--quiet" id="take-machine" disabled=move || busy.get() on:click=move |_| shell.send(Event::ReadThisMachine)>{words::TAKE_MACHINE.get(lang)}</button>
        </div>
    }
}

fn files(shell: Shell, lang: Lang, busy: Memo<bool>) -> impl IntoView {
    let about = DropZone {
        id: "file-envelopes".to_owned(),
        label: words::CHOOSE.get(lang),
        hint: words::CHOOSE_HINT.get(lang),
        many: true,
        busy: Some(busy),
        ..DropZone::default()
    };
    drop_zone(about, move |files| take(shell, files))
}

fn text(shell: Shell, lang: Lang, busy: Memo<bool>) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let empty = move || pasted.with(|text| text.trim().is_empty());
    let take = move |_| {
        let bytes = pasted.get_untracked().into_bytes();
        pasted.set(String::new());
        let source = Source { name: words::PASTED.get(lang).to_owned(), carrier: Carrier::Text, bytes };
        shell.send(Event::Sources(moment::now().stamp, vec![source], Vec::new()));
    };
    view! {
        <details class="fold"><summary>{words::PASTE.get(lang)}</summary>
            <label class="pick" for="pasted"><span>{words::PASTE_HINT.get(lang)}</span>
                <textarea id="pasted" rows="5" spellcheck="false" autocomplete="off" prop:value=move || pasted.get() on:input:target=move |event| pasted.set(event.target().value())></textarea></label>
            <p class="acts"><button type="button" class="btn" id="take-text" disabled=move || busy.get() || empty() on:click=take>{words::TAKE_TEXT.get(lang)}</button></p>
        </details>
    }
}

/// Reads what was chosen, one file after the other, and hands all of it over at once.
fn take(shell: Shell, files: Vec<File>) {
    // Photos go where codes are read; everything else is handed over.
    let (photos, files): (Vec<File>, Vec<File>) = files.into_iter().partition(|file| file.type_().starts_with("image/"));
    if !photos.is_empty() {
        shell.photos(photos);
    }
    if files.is_empty() {
        return;
    }
    spawn_local(async move {
        let (mut sources, mut unread) = (Vec::new(), Vec::new());
        for file in files {
            let name = file.name();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes of a file")]
            let size = file.size() as usize;
            let refused =
                |finding| SourceSaid { name: file.name(), carrier: Carrier::File, import: None, form: None, findings: vec![finding] };
            if size > LONGEST {
                unread.push(refused(Finding::error("source_too_long", "", (size >> 20).to_string())));
                continue;
            }
            match download::read(&file).await {
                Some(bytes) => sources.push(Source { name, carrier: Carrier::File, bytes }),
                None => unread.push(refused(Finding::error("file_not_read", "", ""))),
            }
        }
        shell.send(Event::Sources(moment::now().stamp, sources, unread));
    });
}

fn size(bytes: usize, lang: Lang) -> String {
    let (word, n) = if bytes < 1 << 20 { (words::BYTES_KB, bytes.div_ceil(1 << 10)) } else { (words::BYTES_MB, bytes >> 20) };
    word.with(lang, &[("n", &number::whole(n as u64, lang))])
}
