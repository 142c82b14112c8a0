//! The respondent's views: real elements, built once, kept up to date by Leptos's
//! signals and effects. Every element goes through the same few functions, so a page
//! more costs its words and hardly any code: the typed views of `view!` made this
//! program twice as heavy (ARCHITECTURE.md has the figures). The office, whose weight
//! matters less, uses `view!`.
//!
//! Invariant: what an effect builds is owned by that effect and cleared with it.

use crate::ui::reactive::RenderEffect;
use crate::ui::reactive::{Owner, on_cleanup};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, Node};

/// An element under construction; cloning it clones the handle. A browser that makes no
/// element gives `null`, which takes part in nothing: there is then nothing to show it in.
#[must_use = "an element that is not put anywhere is not seen"]
#[derive(Debug, Clone)]
pub struct El(Element);

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn made(element: Option<Element>) -> El {
    El(element.unwrap_or_else(|| JsValue::NULL.unchecked_into()))
}

/// A new element.
pub fn el(tag: &str) -> El {
    made(document().and_then(|document| document.create_element(tag).ok()))
}

/// A new element of a drawing.
#[cfg(feature = "field")]
pub fn svg(tag: &str) -> El {
    made(document().and_then(|document| document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag).ok()))
}

/// A new element with a class.
pub fn classed(tag: &str, class: &str) -> El {
    el(tag).attr("class", class)
}

/// A button with its words and what it does.
pub fn button(class: &str, words: &str, act: impl Fn() + 'static) -> El {
    classed("button", class).attr("type", "button").text(words).listen("click", Box::new(move |_| act()))
}

/// A paragraph.
pub fn p(class: &str, words: &str) -> El {
    classed("p", class).text(words)
}

/// The heading of a page, where the focus goes when the page changes.
pub fn title(words: &str) -> El {
    el("h1").attr("id", "page-title").attr("tabindex", "-1").text(words)
}

/// Runs `act` now and whenever a signal that it read changes, until the owner goes.
pub fn follow(act: Box<dyn FnMut()>) {
    let mut act = act;
    let effect = send_wrapper::SendWrapper::new(RenderEffect::new(move |_| act()));
    on_cleanup(move || drop(effect));
}

/// Appends the view to the body.
pub fn mount(view: &El) {
    if let Some(body) = document().and_then(|document| document.body()) {
        append(&body, &view.0);
    }
}

// The DOM refuses an insertion only for a node that is not one of its own; there is
// nobody to tell and nothing to lose in a view.
fn append(parent: &Node, child: &Node) {
    drop(parent.append_child(child));
}

fn insert(parent: &Node, child: &Node, before: Option<&Node>) {
    drop(parent.insert_before(child, before));
}

fn set(element: &Element, name: &str, value: &str) {
    drop(element.set_attribute(name, value));
}

#[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the type itself is must_use")]
#[allow(clippy::needless_pass_by_value, reason = "a child belongs to its parent")]
impl El {
    /// An attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        set(&self.0, name, value);
        self
    }

    /// An attribute that follows signals.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.followed(Of::Attribute(name, Box::new(value)))
    }

    /// A class that follows signals.
    pub fn class_of(self, class: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.followed(Of::Class(class, Box::new(on)))
    }

    /// A property that follows signals, as `checked` and `value` must.
    pub fn property_of(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        self.followed(Of::Property(name, Box::new(value)))
    }

    /// Words.
    pub fn text(self, words: &str) -> Self {
        if let Some(document) = document() {
            append(&self.0, &document.create_text_node(words));
        }
        self
    }

    /// Words that follow signals.
    pub fn text_of(self, words: impl Fn() -> String + 'static) -> Self {
        self.followed(Of::Words(Box::new(words)))
    }

    /// The element itself, for views that keep many of them up to date by one effect.
    pub fn element(&self) -> Option<Element> {
        (!self.0.is_null()).then(|| self.0.clone())
    }

    /// A copy of what was built, without what follows signals or events.
    #[cfg(feature = "field")]
    pub fn copy(&self) -> Self {
        made(self.0.clone_node_with_deep(true).ok().map(JsCast::unchecked_into))
    }

    /// A child.
    pub fn child(self, child: El) -> Self {
        append(&self.0, &child.0);
        self
    }

    /// A child that may not be there.
    pub fn maybe(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Children.
    pub fn children(self, children: Vec<El>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// A child that follows signals: built anew whenever one that it read changes.
    pub fn slot(self, view: impl Fn() -> Option<El> + 'static) -> Self {
        slot(&self.0, Box::new(view));
        self
    }

    /// Children by key, in ascending order: those that stay are not touched, so the
    /// focus stays where it is.
    pub fn keyed(self, keys: impl Fn() -> Vec<usize> + 'static, view: impl Fn(usize) -> El + 'static) -> Self {
        keyed(&self.0, Box::new(keys), Box::new(view));
        self
    }

    /// What happens on an event.
    pub fn on(self, event: &str, act: impl Fn(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    fn listen(self, event: &str, act: Box<dyn Fn(Event)>) -> Self {
        let listener = Closure::wrap(act).into_js_value();
        drop(self.0.add_event_listener_with_callback(event, listener.unchecked_ref()));
        self
    }

    fn followed(self, of: Of) -> Self {
        let node = if let Of::Words(_) = of { document().map(|document| document.create_text_node("")) } else { None };
        if let Some(node) = &node {
            append(&self.0, node);
        }
        let element = self.0.clone();
        follow(Box::new(move || match &of {
            Of::Attribute(name, value) => set(&element, name, &value()),
            Of::Class(class, on) => drop(element.class_list().toggle_with_force(class, on())),
            Of::Property(name, value) => property(&element, name, &value()),
            Of::Words(words) => {
                let words = words();
                if let Some(node) = &node {
                    node.set_data(&words);
                }
            }
        }));
        self
    }
}

// What is generic ends here: a closure is put into a box at the door, so that one body of
// each of these is compiled and not one a use.

/// Something of an element that follows signals.
enum Of {
    Attribute(&'static str, Box<dyn Fn() -> String>),
    Class(&'static str, Box<dyn Fn() -> bool>),
    Property(&'static str, Box<dyn Fn() -> JsValue>),
    Words(Box<dyn Fn() -> String>),
}

// Writing the same value again would move the cursor of a field.
fn property(element: &Element, name: &str, value: &JsValue) {
    if js_sys::Reflect::get(element, &name.into()).ok().as_ref() != Some(value) {
        drop(js_sys::Reflect::set(element, &name.into(), value));
    }
}

/// Where a part that follows signals stands among its neighbours.
fn marked(parent: &Element) -> Option<Node> {
    let marker = document()?.create_comment("");
    append(parent, &marker);
    Some(marker.into())
}

fn slot(parent: &Element, view: Box<dyn Fn() -> Option<El>>) {
    let Some(marker) = marked(parent) else { return };
    let parent = parent.clone();
    let mut shown: Option<El> = None;
    follow(Box::new(move || {
        let next = view();
        if let Some(old) = shown.take() {
            old.0.remove();
        }
        if let Some(next) = &next {
            insert(&parent, &next.0, Some(&marker));
        }
        shown = next;
    }));
}

fn keyed(parent: &Element, keys: Box<dyn Fn() -> Vec<usize>>, view: Box<dyn Fn(usize) -> El>) {
    let (Some(marker), Some(owner)) = (marked(parent), Owner::current()) else { return };
    let parent = parent.clone();
    // In ascending order of the keys.
    let mut shown: Vec<(usize, El, Owner)> = Vec::new();
    follow(Box::new(move || {
        let wanted = keys();
        shown.retain(|(key, element, owner)| {
            let stays = wanted.contains(key);
            if !stays {
                element.0.remove();
                owner.cleanup();
            }
            stays
        });
        for key in wanted {
            let place = shown.partition_point(|(other, ..)| *other < key);
            let next = shown.get(place);
            if next.is_some_and(|(other, ..)| *other == key) {
                continue;
            }
            let before = next.map_or_else(|| marker.clone(), |(_, element, _)| element.0.clone().into());
            let inner = owner.child();
            let element = inner.with(|| view(key));
            insert(&parent, &element.0, Some(&before));
            shown.insert(place, (key, element, inner));
        }
    }));
}

/// The text in the field where an event happened.
pub fn typed(event: &Event) -> String {
    let target = event.target();
    let value = target.and_then(|target| js_sys::Reflect::get(&target, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}
