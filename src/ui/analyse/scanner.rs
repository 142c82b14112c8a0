//! Pictures on their way to the worker that reads codes: photos one after the other, frames
//! of a camera each when the one before it was read. The worker is one of its own, so that
//! neither an estimate nor intake waits for a picture.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, File};

use super::Shell;
use crate::app::analyse::Event as Analysts;
use crate::app::analyse::scanning::{Event, PhotoFault};
use crate::platform::eye::{self, Picture};
use crate::platform::worker::{Heard, Port};

/// The element that shows the camera.
pub const VIDEO: &str = "scan-video";
/// Between two frames.
const PAUSE: Duration = Duration::from_millis(60);

/// What a picture was of.
enum Asked {
    /// Of a camera that was opened for this time.
    Frame(u64),
    Photo(String),
}

#[derive(Default)]
struct Hands {
    port: Option<Port>,
    asked: BTreeMap<u64, Asked>,
    photos: VecDeque<File>,
    reads: bool,
    pictures: u64,
    /// How often the camera was opened, and whether it is open.
    opened: u64,
    looks: bool,
}

impl Hands {
    fn looks(&self, time: u64) -> bool {
        self.looks && self.opened == time
    }
}

/// The shell lives as long as the page; a callback would end with the button that made it.
fn say(shell: Shell, event: Event) {
    shell.send(Analysts::Scan(event));
}

fn video() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(VIDEO)
}

/// A handle on the worker, the photos that wait, and the camera.
#[derive(Clone, Copy)]
pub struct Scanner {
    hands: StoredValue<Hands, LocalStorage>,
}

impl Scanner {
    /// One that does nothing yet.
    pub fn new() -> Self {
        Self { hands: StoredValue::new_local(Hands::default()) }
    }

    /// Reads photos.
    pub fn photos(self, files: Vec<File>, shell: Shell) {
        say(shell, Event::PhotosChosen(files.len()));
        self.hands.update_value(|hands| hands.photos.extend(files));
        self.next_photo(shell);
    }

    /// Shows the camera and looks for codes until it is closed.
    pub fn open(self, shell: Shell) {
        let Some(video) = video() else { return };
        spawn_local(async move {
            let opened = eye::open(&video, move || say(shell, Event::CameraLost)).await;
            let time = self.hands.try_update_value(|hands| {
                hands.looks = opened.is_ok();
                hands.opened += 1;
                hands.opened
            });
            say(shell, Event::CameraOpened(opened));
            self.look(time.unwrap_or_default(), shell);
        });
    }

    /// Lets the camera go.
    pub fn close(self) {
        self.hands.update_value(|hands| hands.looks = false);
        if let Some(video) = video() {
            eye::close(&video);
        }
    }

    fn next_photo(self, shell: Shell) {
        let file = self.hands.try_update_value(|hands| if hands.reads { None } else { hands.photos.pop_front() }).flatten();
        let Some(file) = file else { return };
        self.hands.update_value(|hands| hands.reads = true);
        spawn_local(async move {
            let name = file.name();
            match eye::photo(&file).await {
                Ok(picture) => self.post(&picture, Asked::Photo(name), shell),
                Err(fault) => self.photo_read(name, Err(fault), shell),
            }
        });
    }

    fn photo_read(self, name: String, result: Result<Vec<String>, PhotoFault>, shell: Shell) {
        self.hands.update_value(|hands| hands.reads = false);
        say(shell, Event::PhotoRead(name, result));
        self.next_photo(shell);
    }

    /// The next frame, for as long as the camera is wanted.
    fn look(self, time: u64, shell: Shell) {
        let wanted = self.hands.with_value(|hands| hands.looks(time));
        let Some(video) = video().filter(|_| wanted) else { return };
        match eye::frame(&video) {
            Some(picture) => {
                self.look_twice(video, time, shell);
                self.post(&picture, Asked::Frame(time), shell);
            }
            None => set_timeout(move || self.look(time, shell), PAUSE),
        }
    }

    /// Where the engine reads codes itself, what it reads counts too.
    fn look_twice(self, video: Element, time: u64, shell: Shell) {
        spawn_local(async move {
            let found = eye::extra(&video).await;
            if !found.is_empty() && self.hands.with_value(|hands| hands.looks(time)) {
                say(shell, Event::Seen(found));
            }
        });
    }

    fn post(self, picture: &Picture, asked: Asked, shell: Shell) {
        let posted = self.hands.try_update_value(|hands| {
            hands.pictures += 1;
            hands.asked.insert(hands.pictures, asked);
            let port = match &hands.port {
                Some(port) => port,
                None => hands.port.insert(Port::start(move |heard| self.hear(heard, shell))?),
            };
            port.post_picture(hands.pictures, &picture.grey, picture.width)
        });
        if let Some(Err(message)) = posted {
            self.broken(&message, shell);
        }
    }

    fn hear(self, heard: Heard, shell: Shell) {
        match heard {
            Heard::Reply(id, text) => {
                let asked = self.hands.try_update_value(|hands| hands.asked.remove(&id)).flatten();
                let codes = serde_json::from_str(&text).map_err(|error| PhotoFault::Broken(error.to_string()));
                match asked {
                    Some(Asked::Photo(name)) => self.photo_read(name, codes, shell),
                    Some(Asked::Frame(time)) => self.framed(time, codes.unwrap_or_default(), shell),
                    None => {}
                }
            }
            Heard::Desk(..) => {}
            Heard::Broken(message) => self.broken(&message, shell),
        }
    }

    fn framed(self, time: u64, codes: Vec<String>, shell: Shell) {
        if !codes.is_empty() {
            say(shell, Event::Seen(codes));
        }
        set_timeout(move || self.look(time, shell), PAUSE);
    }

    /// The worker failed over a picture: that one is left, and another worker goes on.
    fn broken(self, message: &str, shell: Shell) {
        let asked = self.hands.try_update_value(|hands| {
            hands.port = None;
            std::mem::take(&mut hands.asked)
        });
        for asked in asked.unwrap_or_default().into_values() {
            match asked {
                Asked::Photo(name) => self.photo_read(name, Err(PhotoFault::Broken(message.to_owned())), shell),
                Asked::Frame(time) => self.framed(time, Vec::new(), shell),
            }
        }
    }
}
