//! The respondent's views: real elements, built once, kept up to date by Leptos's
//! signals and effects. Every element goes through the same few functions, so a page
//! more costs its words and hardly any code: the typed views of `view!` made this
//! program twice as heavy (ARCHITECTURE.md has the figures). The office, whose weight
//! matters less, uses `view!`.
//!
//! Invariant: what an effect builds is owned by that effect and cleared with it.

use std::collections::BTreeMap;

use crate::ui::reactive::RenderEffect;
use crate::ui::reactive::{Owner, on_cleanup};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, Node};

/// An element under construction; cloning it clones the handle.
#[must_use = "an element that is not put anywhere is not seen"]
#[derive(Debug, Clone)]
pub struct El(Option<Element>);

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// A new element.
pub fn el(tag: &str) -> El {
    El(document().and_then(|document| document.create_element(tag).ok()))
}

/// A new element of a drawing.
#[cfg(feature = "field")]
pub fn svg(tag: &str) -> El {
    El(document().and_then(|document| document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag).ok()))
}

/// A new element with a class.
pub fn classed(tag: &str, class: &str) -> El {
    el(tag).attr("class", class)
}

/// A button with its words and what it does.
pub fn button(class: &str, words: &str, act: impl Fn() + 'static) -> El {
    classed("button", class).attr("type", "button").text(words).on("click", move |_| act())
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
    if let (Some(body), El(Some(element))) = (document().and_then(|document| document.body()), view) {
        append(&body, element);
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
        if let Some(element) = &self.0 {
            set(element, name, value);
        }
        self
    }

    /// An attribute that follows signals.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.followed(Box::new(move |element| set(element, name, &value())))
    }

    /// A class that follows signals.
    pub fn class_of(self, class: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.followed(Box::new(move |element| drop(element.class_list().toggle_with_force(class, on()))))
    }

    /// A property that follows signals, as `checked` and `value` must.
    pub fn property_of(self, name: &'static str, value: impl Fn() -> wasm_bindgen::JsValue + 'static) -> Self {
        self.followed(Box::new(move |element| {
            let value = value();
            // Writing the same value again would move the cursor of a field.
            if js_sys::Reflect::get(element, &name.into()).ok().as_ref() != Some(&value) {
                drop(js_sys::Reflect::set(element, &name.into(), &value));
            }
        }))
    }

    /// Words.
    pub fn text(self, words: &str) -> Self {
        if let (Some(element), Some(document)) = (&self.0, document()) {
            append(element, &document.create_text_node(words));
        }
        self
    }

    /// Words that follow signals.
    pub fn text_of(self, words: impl Fn() -> String + 'static) -> Self {
        let (Some(element), Some(document)) = (&self.0, document()) else { return self };
        let node = document.create_text_node("");
        append(element, &node);
        follow(Box::new(move || node.set_data(&words())));
        self
    }

    /// The element itself, for views that keep many of them up to date by one effect.
    #[cfg(feature = "field")]
    pub fn element(&self) -> Option<Element> {
        self.0.clone()
    }

    /// A copy of what was built, without what follows signals or events.
    #[cfg(feature = "field")]
    pub fn copy(&self) -> Self {
        let node = self.0.as_ref().and_then(|element| element.clone_node_with_deep(true).ok());
        Self(node.and_then(|node| node.dyn_into().ok()))
    }

    /// A child.
    pub fn child(self, child: El) -> Self {
        if let (Some(element), Some(child)) = (&self.0, &child.0) {
            append(element, child);
        }
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
        let (Some(parent), Some(document)) = (self.0.clone(), document()) else { return self };
        let marker = document.create_comment("");
        append(&parent, &marker);
        let mut shown: Option<Element> = None;
        follow(Box::new(move || {
            let next = view().and_then(|view| view.0);
            if let Some(old) = shown.take() {
                old.remove();
            }
            if let Some(next) = &next {
                insert(&parent, next, Some(&marker));
            }
            shown = next;
        }));
        self
    }

    /// Children by key, in ascending order: those that stay are not touched, so the
    /// focus stays where it is.
    pub fn keyed(self, keys: impl Fn() -> Vec<usize> + 'static, view: impl Fn(usize) -> El + 'static) -> Self {
        let (Some(parent), Some(document)) = (self.0.clone(), document()) else { return self };
        let marker = document.create_comment("");
        append(&parent, &marker);
        let Some(owner) = Owner::current() else { return self };
        let mut shown: BTreeMap<usize, (Element, Owner)> = BTreeMap::new();
        follow(Box::new(move || {
            let wanted = keys();
            shown.retain(|key, (element, owner)| {
                let stays = wanted.contains(key);
                if !stays {
                    element.remove();
                    owner.cleanup();
                }
                stays
            });
            for key in wanted {
                if shown.contains_key(&key) {
                    continue;
                }
                let inner = owner.child();
                let Some(element) = inner.with(|| view(key)).0 else { continue };
                let before = shown.range(key..).next().map(|(_, (element, _))| element.clone());
                insert(&parent, &element, Some(before.as_deref().unwrap_or(&marker)));
                shown.insert(key, (element, inner));
            }
        }));
        self
    }

    /// What happens on an event.
    pub fn on(self, event: &str, act: impl Fn(Event) + 'static) -> Self {
        if let Some(element) = &self.0 {
            let act: Box<dyn Fn(Event)> = Box::new(act);
            let listener = Closure::wrap(act).into_js_value();
            drop(element.add_event_listener_with_callback(event, listener.unchecked_ref()));
        }
        self
    }

    fn followed(self, act: Box<dyn Fn(&Element)>) -> Self {
        if let Some(element) = self.0.clone() {
            follow(Box::new(move || act(&element)));
        }
        self
    }
}

/// The text in the field where an event happened.
pub fn typed(event: &Event) -> String {
    let target = event.target();
    let value = target.and_then(|target| js_sys::Reflect::get(&target, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}
