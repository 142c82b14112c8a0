//! A place to drop files or to choose them, with a name and a hint: the same everywhere, by
//! mouse, finger and keyboard. What was chosen may be chosen again after it was mended.

use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

/// What a place is for.
#[derive(Debug, Clone, Default)]
pub struct DropZone {
    /// The id of the input.
    pub id: String,
    /// Its name.
    pub label: &'static str,
    /// What may be given.
    pub hint: &'static str,
    /// Classes beside `drop`.
    pub class: &'static str,
    /// What the browser offers first. Empty is anything: a phone greys out what it does not
    /// know, and every file is told what it is.
    pub accept: &'static str,
    /// Whether several may be given at once.
    pub many: bool,
    /// While this holds nothing is taken.
    pub busy: Option<Memo<bool>>,
}

/// Draws it. `take` is given one file, or several where the place is for many; never none.
pub fn drop_zone(about: DropZone, take: impl Fn(Vec<File>) + Copy + 'static) -> AnyView {
    let DropZone { id, label, hint, class, accept, many, busy } = about;
    let over = RwSignal::new(false);
    let is_busy = move || busy.is_some_and(|busy| busy.get());
    let given = move |files: Option<FileList>| {
        let mut files = files.as_ref().map(listed).unwrap_or_default();
        files.truncate(if many { files.len() } else { 1 });
        if !files.is_empty() && !busy.is_some_and(|busy| busy.get_untracked()) {
            take(files);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        given(event.data_transfer().and_then(|data| data.files()));
    };
    let chosen = move |event: leptos::ev::Targeted<leptos::ev::Event, HtmlInputElement>| {
        let input = event.target();
        given(input.files());
        input.set_value("");
    };
    view! {
        <div class=["drop ", class].concat() class:drop--over=move || over.get() on:drop=dropped
            on:dragover=move |event: DragEvent| { event.prevent_default(); over.set(true); } on:dragleave=move |_| over.set(false)>
            <input class="drop__input" type="file" id=id.clone() accept=(!accept.is_empty()).then_some(accept) multiple=many disabled=is_busy on:change:target=chosen />
            <label class="drop__label" for=id><b>{label}</b><span>{hint}</span></label>
        </div>
    }
    .into_any()
}

/// The files of a list.
fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|i| files.get(i)).collect()
}
