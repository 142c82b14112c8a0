//! Records of format 0 become envelopes, once: finished responses and corrections are sealed
//! to their campaign's key, drafts with the device's. Pure; in the field and office programs
//! alone. An old record goes only when the journal has the new one, so that whatever is
//! killed in between, the next start finds it and does no more than that again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::collect::Kept;
use super::keeping::{Finish, Reply, Request, Value};
use super::respond::Ending;
use crate::base::digest::fingerprint;
use crate::base::text85;
use crate::campaign::Campaign;
use crate::questionnaire::Definition;
use crate::response::codec::Header;
use crate::response::codec::binary::Codebook;
use crate::response::{Channel, Correction, Draft, Response};
use crate::seal::PublicKey;
use crate::store::journal::Durability;
use crate::store::journal::record::draft_key;
use crate::store::{Contents, old};

/// What the shell must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fetch the questionnaire of this name.
    Fetch(String),
    /// Ask the keeper; the number comes back with its answers.
    Ask(usize, Request),
    /// Remove these keys from local storage.
    Remove(Vec<String>),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The questionnaire arrived, or did not.
    Fetched(String, Option<String>),
    /// The keeper answered.
    Answered(usize, Reply),
}

/// Why old records stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The campaign has no key yet.
    NoKey,
    /// The campaign or the questionnaire they were made with is not known here.
    Unknown,
    /// They cannot be read.
    Broken,
    /// They could not be kept yet.
    Later,
}

/// Old records of one campaign on their way.
#[derive(Debug, Clone)]
pub struct Converting {
    campaign: Arc<Campaign>,
    old: Contents,
    /// By fingerprint.
    definitions: BTreeMap<String, String>,
    awaited: BTreeSet<String>,
    tried: BTreeSet<String>,
    /// Old keys by the number of what replaces them.
    replaced: Vec<Vec<String>>,
    /// How many stay, and why.
    pub left: Vec<(Why, usize)>,
}

impl Converting {
    /// Begins with what is stored; `definitions` are the questionnaires that were kept, by
    /// fingerprint.
    pub fn start(campaign: Arc<Campaign>, old: Contents, definitions: BTreeMap<String, String>) -> (Self, Vec<Effect>) {
        let (awaited, tried) = (BTreeSet::new(), BTreeSet::new());
        let mut converting = Self { campaign, old, definitions, awaited, tried, replaced: Vec::new(), left: Vec::new() };
        let effects = converting.look_up();
        (converting, effects)
    }

    /// Fetches what is not known: a questionnaire by its name, then by the name under which
    /// an edition's wording stands beside it.
    fn look_up(&mut self) -> Vec<Effect> {
        for header in self.headers() {
            let beside = [&header.questionnaire.0, "-", &header.fingerprint].concat();
            let names = [header.questionnaire.0, beside];
            let next = names.into_iter().find(|name| !self.tried.contains(name));
            self.awaited.extend(next.filter(|_| !self.definitions.contains_key(&header.fingerprint)));
        }
        self.tried.extend(self.awaited.iter().cloned());
        if self.awaited.is_empty() {
            return self.convert();
        }
        self.awaited.iter().map(|name| Effect::Fetch(name.clone())).collect()
    }

    /// Takes an event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Fetched(id, text) => {
                self.awaited.remove(&id);
                self.definitions.extend(text.map(|text| (fingerprint(text.as_bytes()), text)));
                if self.awaited.is_empty() { self.look_up() } else { Vec::new() }
            }
            Event::Answered(number, reply) => self.answered(number, &reply),
        }
    }

    fn answered(&mut self, number: usize, reply: &Reply) -> Vec<Effect> {
        let is_kept = match reply {
            Reply::Kept(result) => result.is_ok(),
            Reply::Finished(result) => result.as_ref().is_ok_and(|done| done.durability >= Durability::Journal),
            Reply::Read(_) => false,
        };
        let Some(keys) = self.replaced.get_mut(number).filter(|keys| !keys.is_empty()) else { return Vec::new() };
        if is_kept {
            let keys = std::mem::take(keys);
            self.count_later();
            return vec![Effect::Remove(keys)];
        }
        self.count_later();
        Vec::new()
    }

    /// Whether something was carried over and nothing is on its way any more.
    pub fn is_done(&self) -> bool {
        self.awaited.is_empty() && !self.replaced.is_empty() && self.replaced.iter().all(Vec::is_empty)
    }

    /// What was asked for and is not kept yet.
    fn count_later(&mut self) {
        let later = self.replaced.iter().filter(|keys| !keys.is_empty()).count();
        self.left.retain(|(why, _)| *why != Why::Later);
        if later > 0 {
            self.left.push((Why::Later, later));
        }
    }

    /// Heads of this campaign's responses.
    fn headers(&self) -> Vec<Header> {
        let all = self.old.envelopes.values().filter_map(|text| Response::decode(text).ok()).map(|response| response.header);
        all.filter(|header| header.campaign.0 == self.campaign.id).collect()
    }

    fn convert(&mut self) -> Vec<Effect> {
        let mut asks = Vec::new();
        let mut left: BTreeMap<u8, (Why, usize)> = BTreeMap::new();
        let mut stays = |why: Why| left.entry(why as u8).or_insert((why, 0)).1 += 1;
        let key = self.campaign.key.as_deref().and_then(PublicKey::parse);
        for (id, text) in &self.old.envelopes {
            match Response::decode(text) {
                Err(_) => stays(Why::Broken),
                Ok(response) if response.header.campaign.0 != self.campaign.id => stays(Why::Unknown),
                Ok(response) => match key.ok_or(Why::NoKey).and_then(|key| self.response(response, key)) {
                    Ok(request) => asks.push((vec![old::envelope_key(id)], request)),
                    Err(why) => stays(why),
                },
            }
        }
        for (id, text) in &self.old.corrections {
            match (Correction::decode(text), key) {
                (Err(_), _) => stays(Why::Broken),
                (Ok(correction), _) if correction.campaign != self.campaign.id => stays(Why::Unknown),
                (Ok(_), None) => stays(Why::NoKey),
                (Ok(correction), Some(key)) => asks.push((vec![old::correction_key(id)], self.correction(correction, key))),
            }
        }
        for (campaign, slots) in &self.old.drafts {
            let newest = slots.iter().filter_map(|text| Draft::decode(text).ok()).max_by_key(|draft| draft.sequence);
            match newest {
                None => stays(Why::Broken),
                Some(_) if *campaign != self.campaign.id => stays(Why::Unknown),
                Some(draft) => asks.push((old::draft_keys(campaign), self.draft(&draft))),
            }
        }
        self.old.quarantined.iter().for_each(|_| stays(Why::Broken));
        self.left = left.into_values().collect();
        let mut effects = Vec::new();
        for (number, (keys, request)) in asks.into_iter().enumerate() {
            self.replaced.push(keys);
            effects.push(Effect::Ask(number, request));
        }
        effects
    }

    fn response(&self, response: Response, key: PublicKey) -> Result<Request, Why> {
        let text = self.definitions.get(&response.header.fingerprint).ok_or(Why::Unknown)?;
        let definition = Definition::read(text).map_err(|_| Why::Unknown)?;
        let book = Codebook::of(&definition, &response.header.fingerprint).ok_or(Why::Unknown)?;
        let content = response.pack(&book).ok_or(Why::Unknown)?;
        let Response { header, outcome, finished, .. } = response;
        let by_surveyor = matches!(header.channel, Channel::Interviewer | Channel::SelfOnTablet | Channel::Paper);
        let ending = Ending { header, outcome, finished, content, key: Some(key) };
        let register = by_surveyor.then(|| Kept::head(&ending));
        let (campaign, id) = (ending.header.campaign.0, ending.header.id);
        Ok(Request::Finish(Box::new(Finish { campaign, id, content: ending.content, key, register })))
    }

    fn correction(&self, correction: Correction, key: PublicKey) -> Request {
        let content = super::content::of_correction(&correction);
        let register = Some(correction.encode().into_bytes());
        Request::Finish(Box::new(Finish { campaign: self.campaign.id.clone(), id: correction.id, content, key, register }))
    }

    /// A draft whose response was finished only goes.
    fn draft(&self, draft: &Draft) -> Request {
        let (campaign, id) = (&self.campaign.id, &draft.header.id);
        if self.old.envelopes.contains_key(id) {
            return Request::Put(vec![(draft_key(campaign, id), Value::Gone)]);
        }
        let kept = self.definitions.get(&draft.header.fingerprint);
        let kept = kept.map(|text| (["q.", &draft.header.fingerprint].concat(), Value::Text(text85::encode(text.as_bytes()))));
        let own = (draft_key(campaign, id), Value::Own(draft.pack()));
        Request::Put(kept.into_iter().chain([own]).collect())
    }
}
