//! "Ảnh và mã QR": photos of codes, and a camera before which codes are held. What is read
//! is said at once: how many parts of how many, and that a hand-in is whole.

use leptos::prelude::*;

use super::Shell;
use crate::app::analyse::Event;
use crate::app::analyse::scanning::{Camera, CameraFault, Event as Scan, Progress};
use crate::base::words::scanning as words;
use crate::base::{Lang, number};
use crate::ui::analyse::findings;
use crate::ui::analyse::scanner::VIDEO;
use crate::ui::components::{DropZone, drop_zone};

/// The part of the step.
pub fn view(shell: Shell, lang: Lang) -> impl IntoView {
    on_cleanup(move || {
        if shell.peek(|model| model.scanning.camera != Camera::Off) {
            shell.send(Event::Scan(Scan::CloseCamera));
        }
    });
    view! {
        <section class="codes" id="scan" tabindex="-1" aria-labelledby="scan-title">
            <h3 id="scan-title">{words::TITLE.get(lang)}</h3><p class="how">{words::LEAD.get(lang)}</p>
            <div class="codes__ways">{photos(shell, lang)}{camera(shell, lang)}</div>
            {seen(shell, lang)}
        </section>
    }
}

fn photos(shell: Shell, lang: Lang) -> impl IntoView {
    let about = DropZone {
        id: "file-photos".to_owned(),
        label: words::PHOTOS.get(lang),
        hint: words::PHOTOS_HINT.get(lang),
        class: "codes__photos",
        accept: "image/*",
        many: true,
        ..DropZone::default()
    };
    drop_zone(about, move |files| shell.photos(files))
}

fn camera(shell: Shell, lang: Lang) -> impl IntoView {
    let camera = shell.memo(|model| model.scanning.camera.clone());
    let send = move |event: Scan| shell.send(Event::Scan(event));
    let off = move || !matches!(camera.get(), Camera::On);
    let said = move || match camera.get() {
        Camera::Off => view! { <p class="how">{words::CAMERA_HINT.get(lang)}</p> }.into_any(),
        Camera::Asking => view! { <p>{words::ASKING.get(lang)}</p> }.into_any(),
        Camera::On => view! { <p>{words::LOOKING.get(lang)}</p> }.into_any(),
        Camera::Failed(fault) => view! { <div class="alert"><p>{failed(&fault, lang)}</p></div> }.into_any(),
    };
    let act = move || {
        if matches!(camera.get(), Camera::On | Camera::Asking) {
            view! { <button type="button" class="btn btn--quiet" id="scan-stop" on:click=move |_| send(Scan::CloseCamera)>{words::STOP.get(lang)}</button> }.into_any()
        } else {
            view! { <button type="button" class="btn btn--quiet" id="scan-camera" on:click=move |_| send(Scan::OpenCamera)>{words::CAMERA.get(lang)}</button> }.into_any()
        }
    };
    view! {
        <div class="codes__camera">
            <video id=VIDEO class="codes__picture" hidden=off muted playsinline aria-label=words::PICTURE.get(lang)></video>
            <div role="status">{said}</div><p class="acts">{act}</p>
        </div>
    }
}

fn failed(fault: &CameraFault, lang: Lang) -> String {
    let word = match fault {
        CameraFault::Denied => words::DENIED,
        CameraFault::Missing => words::MISSING,
        CameraFault::Busy => words::BUSY,
        CameraFault::Unsupported => words::UNSUPPORTED,
        CameraFault::Other(message) => return words::OTHER.with(lang, &[("message", message)]),
    };
    word.get(lang).to_owned()
}

/// What was read so far.
fn seen(shell: Shell, lang: Lang) -> impl IntoView {
    let scanning = shell.memo(|model| model.scanning.clone());
    let whole = move |n: usize| number::whole(n as u64, lang);
    let progress = move |Progress { read, needed }: Progress| {
        let values = [("read", whole(read)), ("needed", whole(needed)), ("missing", whole(needed.saturating_sub(read)))];
        let said = words::PROGRESS.with(lang, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        let label = said.clone();
        view! { <li class="codes__hand-in"><p>{said}</p><progress max=needed.to_string() value=read.to_string() aria-label=label></progress></li> }
    };
    move || {
        let scanning = scanning.get();
        let open = scanning.open();
        let reading = (scanning.photos > 0)
            .then(|| view! { <p id="scan-reading">{words::READING.with(lang, &[("n", &whole(scanning.photos))])}</p> });
        let done = (scanning.whole > 0).then(|| {
            view! { <p id="scan-whole"><span aria-hidden="true">"✓ "</span>{words::WHOLE.with(lang, &[("n", &whole(scanning.whole))])}</p> }
        });
        let forget = (!open.is_empty() && scanning.photos == 0).then(|| {
            view! { <p class="acts"><button type="button" class="btn btn--quiet" id="scan-forget" on:click=move |_| shell.send(Event::Scan(Scan::Forget))>{words::FORGET.get(lang)}</button></p> }
        });
        let list = (!open.is_empty())
            .then(|| view! { <ul class="codes__hand-ins" id="scan-open">{open.into_iter().map(progress).collect_view()}</ul> });
        let wrong = (!scanning.findings.is_empty()).then(|| findings::list(&scanning.findings, lang));
        view! { <div role="status">{reading}{done}{list}{wrong}</div>{forget} }
    }
}
