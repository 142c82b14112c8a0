//! Carries out what opening a key asks for. The worker is one of its own: it is ended after
//! each answer, and takes with it the passphrase and the 64 MiB that Argon2id filled.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::unlocking::{Effect, Event};
use crate::platform::worker::{self, Port};
use crate::platform::{fetch, page};
use crate::seal::job::{Done, Job, reply};
use crate::seal::key_file::Refused;

/// What the worker answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To the job with this number.
    Done(u64, Result<Done, Refused>),
    /// It failed; what the browser says.
    Broken(String),
}

/// A worker for one job at a time.
#[derive(Clone, Copy)]
pub struct Carrier {
    port: StoredValue<Option<Port>, LocalStorage>,
}

impl Carrier {
    /// Without a worker yet.
    pub fn new() -> Self {
        Self { port: StoredValue::new_local(None) }
    }

    /// Carries out an effect of `app::unlocking`. A plain function hears of it, not a callback:
    /// that one would die with the button that was pressed, before the worker answers.
    pub fn carry_out(self, effect: Effect, send: impl Fn(Event) + 'static) {
        match effect {
            Effect::Open(number, file, words) => {
                self.run(number, &Job::Open { file: *file, words }, move |heard| send(event(heard)));
            }
            Effect::Stop => self.stop(),
            Effect::FetchDemo => spawn_local(async move {
                send(Event::DemoRead(fetch::text("keys/demo.json").await));
            }),
            Effect::Focus(id) => page::focus(id),
        }
    }

    /// Hands a job to a new worker.
    pub fn run(self, number: u64, job: &Job, heard: impl Fn(Answer) + 'static) {
        let heard = Rc::new(heard);
        let told = heard.clone();
        let posted = Port::start(move |said| told(understood(said))).and_then(|port| {
            port.post_unlock(number, &job.encode())?;
            self.port.set_value(Some(port));
            Ok(())
        });
        if let Err(message) = posted {
            heard(Answer::Broken(message));
        }
    }

    /// Ends the worker.
    pub fn stop(self) {
        self.port.set_value(None);
    }
}

impl Default for Carrier {
    fn default() -> Self {
        Self::new()
    }
}

fn understood(said: worker::Heard) -> Answer {
    match said {
        worker::Heard::Reply(number, text) => match reply(&text) {
            Some(done) => Answer::Done(number, done),
            None => Answer::Broken("reply".to_owned()),
        },
        worker::Heard::Desk(..) => Answer::Broken("desk".to_owned()),
        worker::Heard::Broken(message) => Answer::Broken(message),
    }
}

fn event(heard: Answer) -> Event {
    match heard {
        Answer::Done(number, Ok(Done::Opened(key))) => Event::Opened(number, Ok(key)),
        Answer::Done(number, Err(refused)) => Event::Opened(number, Err(refused)),
        Answer::Done(_, Ok(Done::Sealed(_))) => Event::Broken("reply".to_owned()),
        Answer::Broken(message) => Event::Broken(message),
    }
}
