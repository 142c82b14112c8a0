//! Records of format 0, as they were frozen, become envelopes and sealed drafts: each once,
//! whatever is killed in between, and nothing goes before its successor is in the journal.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod keeper;

use std::sync::Arc;

use keeper::{Disk, Page};
use phieu::app::converting::{Converting, Effect, Event, Why};
use phieu::app::keeping::Ticket;
use phieu::base::digest::fingerprint;
use phieu::base::time::Stamp;
use phieu::campaign::Campaign;
use phieu::response::{Correction, Draft, Response};
use phieu::store::{self, Medium as _, MediumFault, MemoryMedium};

const FORM: &str = include_str!("../public/questionnaires/ward-office.json");
const RESPONSE: [&str; 2] = [include_str!("data/frozen/v0/response.json"), include_str!("data/frozen/v1/response.json")];
const DRAFT: [&str; 2] = [include_str!("data/frozen/v0/draft.json"), include_str!("data/frozen/v1/draft.json")];
const CORRECTION: &str = include_str!("data/frozen/v1/correction_unit.json");

fn mark() -> String {
    fingerprint(FORM.as_bytes())
}

/// A frozen record, of this id and of the questionnaire that is there.
fn frozen(text: &str, id: &str) -> String {
    text.trim_end().replace("9Q3ZK7V1M5X0T2RB", &mark()).replace("5R2K8M0QZ7VJ3N1XB4T6WCYD9E", id)
}

fn id(n: usize) -> String {
    format!("{n}R2K8M0QZ7VJ3N1XB4T6WCYD9E")
}

/// Two finished responses, a correction of one, and an interview that is open.
fn old() -> MemoryMedium {
    let mut medium = MemoryMedium::default();
    for (n, response) in RESPONSE.iter().take(2).enumerate() {
        store::append(&mut medium, &id(n), &frozen(response, &id(n))).unwrap();
    }
    store::append_correction(&mut medium, "7A", &frozen(CORRECTION, &id(0))).unwrap();
    let later = frozen(DRAFT[1], &id(3)).replace("\"sequence\":7", "\"sequence\":8");
    store::save_draft(&mut medium, "demo", 7, &frozen(DRAFT[0], &id(2))).unwrap();
    store::save_draft(&mut medium, "demo", 8, &later).unwrap();
    medium
}

fn campaign(with_key: bool) -> Arc<Campaign> {
    let mut campaign = Campaign::read(include_str!("../public/campaigns/demo.json")).unwrap();
    campaign.key.take_if(|_| !with_key);
    Arc::new(campaign)
}

struct Tab<'a> {
    medium: &'a mut MemoryMedium,
    page: Page,
    asked: Vec<(Ticket, usize)>,
    heard: usize,
    /// Effects that are still carried out before the process dies.
    life: usize,
}

impl Tab<'_> {
    fn run(&mut self, disk: &mut Disk, converting: &mut Converting, effects: Vec<Effect>) {
        for effect in effects {
            if self.life == 0 {
                return;
            }
            self.life -= 1;
            let next = match effect {
                Effect::Fetch(name) => {
                    let text = Some(FORM.to_owned()).filter(|_| name == "ward-office");
                    converting.update(Event::Fetched(name, text))
                }
                Effect::Ask(number, request) => {
                    let (ticket, effects) = self.page.keeper.ask(request, Stamp(disk.clock));
                    self.asked.push((ticket, number));
                    self.page.effects.extend(effects);
                    self.page.run(disk);
                    Vec::new()
                }
                Effect::Remove(keys) => {
                    for key in &keys {
                        self.medium.remove(key).unwrap();
                    }
                    Vec::new()
                }
            };
            self.run(disk, converting, next);
        }
        self.hear(disk, converting);
    }

    fn hear(&mut self, disk: &mut Disk, converting: &mut Converting) {
        while let Some((ticket, reply)) = self.page.answers.get(self.heard).cloned() {
            self.heard += 1;
            if let Some((_, number)) = self.asked.iter().find(|(other, _)| *other == ticket) {
                let next = converting.update(Event::Answered(*number, reply));
                self.run(disk, converting, next);
            }
        }
    }
}

/// A start of the page that dies after so many effects; what had to stay.
fn start(medium: &mut MemoryMedium, disk: &mut Disk, campaign: Arc<Campaign>, life: usize) -> Vec<(Why, usize)> {
    let (contents, definitions) = (store::open(medium).unwrap(), store::old::definitions(medium).unwrap());
    let page = disk.page();
    let mut tab = Tab { medium, page, asked: Vec::new(), heard: 0, life };
    let (mut converting, effects) = Converting::start(campaign, contents, definitions);
    tab.run(disk, &mut converting, effects);
    converting.left
}

fn check(medium: &MemoryMedium, disk: &mut Disk) {
    assert!(medium.texts.is_empty(), "{:?}", medium.texts.keys());
    let responses = disk.responses();
    let wanted: Vec<Response> = (0..2).map(|n| Response::decode(&frozen(RESPONSE[n], &id(n))).unwrap()).collect();
    assert_eq!(responses.len(), 2);
    assert!(wanted.iter().all(|response| responses.contains(response)), "as they were");
    assert_eq!(disk.corrections(), [Correction::decode(&frozen(CORRECTION, &id(0))).unwrap()]);
    let found = disk.page().contents(disk, &["r."]);
    let draft = Draft::unpack(&found.drafts[0].content).unwrap();
    assert_eq!((found.drafts.len(), draft.header.id, draft.sequence), (1, id(3), 8));
    assert_eq!(found.records.len(), 3, "what the board needs of the tablet's own");
}

#[test]
fn everything_is_sealed_and_only_then_removed() {
    let (mut medium, mut disk) = (old(), Disk::new());
    assert_eq!(start(&mut medium, &mut disk, campaign(true), 99), []);
    check(&medium, &mut disk);
}

#[test]
fn killed_after_any_step_the_next_start_goes_on_and_nothing_is_doubled() {
    for life in 0..12 {
        let (mut medium, mut disk) = (old(), Disk::new());
        start(&mut medium, &mut disk, campaign(true), life);
        start(&mut medium, &mut disk, campaign(true), 99);
        check(&medium, &mut disk);
    }
}

#[test]
fn a_questionnaire_that_was_kept_is_enough() {
    let (mut medium, mut disk) = (old(), Disk::new());
    let other = FORM.replace("2026.1", "2025.9");
    let text = RESPONSE[0].trim_end().replace("9Q3ZK7V1M5X0T2RB", &fingerprint(other.as_bytes())).replace("2026.1", "2025.9");
    store::append(&mut medium, "OTHER", &text).unwrap();
    assert_eq!(start(&mut medium, &mut disk, campaign(true), 99), [(Why::Unknown, 1)], "the host has no such wording any more");
    store::keep_definition(&mut medium, &fingerprint(other.as_bytes()), &other).unwrap();
    assert_eq!(start(&mut medium, &mut disk, campaign(true), 99), []);
    assert!(medium.texts.keys().all(|key| key.starts_with("phieu.0.definition.")));
}

#[test]
fn without_a_key_finished_forms_stay_and_are_counted() {
    let (mut medium, mut disk) = (old(), Disk::new());
    let before = medium.texts.clone();
    assert_eq!(start(&mut medium, &mut disk, campaign(false), 99), [(Why::NoKey, 3)]);
    assert!(before.iter().filter(|(key, _)| !key.contains(".draft.")).all(|(key, text)| medium.texts.get(key) == Some(text)));
}

#[test]
fn what_cannot_be_kept_or_read_stays_and_is_counted() {
    let (mut medium, mut disk) = (old(), Disk::new());
    disk.fill(true);
    let before = medium.texts.clone();
    assert_eq!(start(&mut medium, &mut disk, campaign(true), 99), [(Why::Later, 4)]);
    assert_eq!(medium.texts, before);
    disk.fill(false);
    medium.texts.insert("phieu.0.envelope.BAD".to_owned(), "phieu0 0000000000000000 {}".to_owned());
    assert_eq!(start(&mut medium, &mut disk, campaign(true), 99), [(Why::Broken, 1)]);
    disk.journal_fault = Some(MediumFault::Unavailable);
    let (mut medium, mut disk) = (old(), Disk::new());
    disk.block();
    assert_eq!(start(&mut medium, &mut disk, campaign(true), 99), [(Why::Later, 4)]);
}

#[test]
fn another_campaigns_records_wait_for_it() {
    let (mut medium, mut disk) = (old(), Disk::new());
    let other = Arc::new(Campaign::read(include_str!("../public/campaigns/desk.json")).unwrap());
    let before = medium.texts.clone();
    assert_eq!(start(&mut medium, &mut disk, other, 99), [(Why::Unknown, 4)]);
    assert_eq!(medium.texts, before);
}
