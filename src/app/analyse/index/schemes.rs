//! Which scheme is used: one of this host, or one from a file. A scheme with an error is
//! refused whole, with its findings; the one that was used stays where it was.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Analyse, Effect, Outer, ours};
use crate::analysis::index::Scheme;
use crate::analysis::index::scheme::against::{self, Asked};
use crate::analysis::index::scheme::{built_in, check};
use crate::app::analyse::planning;
use crate::app::respond::FetchFault;
use crate::base::digest::fingerprint;
use crate::base::finding::has_error;
use crate::base::{Finding, Text, encoding};

/// A scheme of this host.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Listed {
    /// Its id: `schemes/<id>.json`.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Kinds of units that it rates.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// What was chosen last. Last in each stands the scheme that is used meanwhile: the one
/// before, as long as there is no better.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Choice {
    /// None was chosen yet.
    #[default]
    None,
    /// This one is on its way.
    Loading(String, Option<Arc<Open>>),
    /// It cannot be used: its name and why.
    Refused(String, Vec<Finding>, Option<Arc<Open>>),
    /// It did not arrive.
    Unreachable(String, FetchFault, Option<Arc<Open>>),
    /// It is used.
    Open(Arc<Open>),
}

/// A scheme in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The scheme.
    pub scheme: Arc<Scheme>,
    /// Its id on this host, or its file's name.
    pub name: String,
    /// Whether it came from a file.
    pub file: bool,
    /// Fingerprint of its text.
    pub mark: String,
    /// What somebody should look at.
    pub findings: Vec<Finding>,
}

impl Choice {
    /// The scheme in use.
    pub fn used(&self) -> Option<&Arc<Open>> {
        match self {
            Self::Open(open) => Some(open),
            Self::Loading(_, before) | Self::Refused(_, _, before) | Self::Unreachable(_, _, before) => before.as_ref(),
            Self::None => None,
        }
    }

    /// Fingerprint of the scheme in use.
    pub fn mark(&self) -> Option<&str> {
        self.used().map(|open| open.mark.as_str())
    }
}

/// The list of this host; without one, the schemes that come with the program.
pub(super) fn listed(model: &mut Analyse, result: Result<String, FetchFault>) -> Vec<Outer> {
    let list = result.ok().and_then(|text| serde_json::from_str::<Vec<Listed>>(&text).ok()).unwrap_or_default();
    let usual =
        || built_in::IDS.map(|id| Listed { id: id.to_owned(), title: Text { vi: id.to_owned(), en: String::new() }, kinds: Vec::new() });
    model.index.schemes = if list.is_empty() { usual().to_vec() } else { list };
    settle(model, Vec::new())
}

/// Once list and campaign are there, the scheme for its first kind of units is used, where
/// nobody has chosen one.
pub(in crate::app::analyse) fn settle(model: &mut Analyse, mut effects: Vec<Outer>) -> Vec<Outer> {
    if model.index.choice != Choice::None {
        return effects;
    }
    let Some(campaign) = model.campaign.clone() else { return effects };
    let place = |listed: &&Listed| campaign.units.iter().position(|unit| listed.kinds.contains(&unit.kind)).unwrap_or(usize::MAX);
    let first = model.index.schemes.iter().min_by_key(place).map(|listed| listed.id.clone());
    effects.extend(first.map(|id| choose(model, id)).unwrap_or_default());
    effects
}

pub(super) fn choose(model: &mut Analyse, id: String) -> Vec<Outer> {
    if !model.index.schemes.iter().any(|listed| listed.id == id) {
        return Vec::new();
    }
    let before = model.index.choice.used().cloned();
    model.index.choice = Choice::Loading(id.clone(), before);
    ours([Effect::FetchScheme(id)])
}

pub(super) fn read(model: &mut Analyse, id: &str, result: Result<String, FetchFault>) -> Vec<Outer> {
    let before = match &model.index.choice {
        Choice::Loading(awaited, before) if awaited == id => before.clone(),
        Choice::None | Choice::Loading(..) | Choice::Refused(..) | Choice::Unreachable(..) | Choice::Open(_) => return Vec::new(),
    };
    match result {
        Ok(text) => take(model, id.to_owned(), false, &text),
        Err(fault) => model.index.choice = Choice::Unreachable(id.to_owned(), fault, before),
    }
    Vec::new()
}

pub(super) fn file(model: &mut Analyse, name: String, bytes: Option<Vec<u8>>) -> Vec<Outer> {
    let text = bytes.ok_or_else(|| Finding::error("file_not_read", "", "")).and_then(|bytes| encoding::decode(&bytes));
    match text {
        Ok((text, _)) => take(model, name, true, &text),
        Err(finding) => model.index.choice = Choice::Refused(name, vec![finding], model.index.choice.used().cloned()),
    }
    vec![Outer::Focus("scheme".to_owned())]
}

fn take(model: &mut Analyse, name: String, file: bool, text: &str) {
    let read = Scheme::read(text).and_then(|scheme| {
        let findings = check::check(&scheme);
        if has_error(&findings) { Err(findings) } else { Ok((scheme, findings)) }
    });
    match read {
        Ok((scheme, findings)) => {
            let mark = fingerprint(text.as_bytes());
            model.index.choice = Choice::Open(Arc::new(Open { scheme: Arc::new(scheme), name, file, mark, findings }));
            model.index.unit = None;
        }
        Err(findings) => model.index.choice = Choice::Refused(name, findings, model.index.choice.used().cloned()),
    }
}

/// What of the scheme the campaign does not ask. The answer of somebody who cannot judge
/// is meant to have no share: that is not said.
pub fn unasked(model: &Analyse) -> Vec<Finding> {
    let Some(scheme) = model.index.scheme() else { return Vec::new() };
    against::check(scheme, &asked(model)).into_iter().filter(|finding| finding.code != "index_answer_without_share").collect()
}

fn asked(model: &Analyse) -> Asked {
    let groups = model.campaign.iter().flat_map(|campaign| &campaign.groups).map(|group| group.id.clone()).collect();
    let mut asked = Asked { groups, ..Asked::default() };
    for definition in model.definitions.values() {
        for question in planning::grids(definition) {
            let codes = question.options.iter().map(|choice| choice.code.clone());
            asked.questions.entry(question.id.clone()).or_default().extend(codes);
        }
        for statement in planning::statements(definition) {
            let scale = statement.question.scale.as_deref().and_then(|name| definition.scales.get(name));
            let levels: BTreeSet<String> = scale.iter().flat_map(|scale| &scale.levels).map(|level| level.value.to_string()).collect();
            if let Some(factor) = &statement.row.factor {
                asked.factors.entry(factor.clone()).or_default().extend(levels.iter().cloned());
            }
            asked.questions.insert(statement.row.id.clone(), levels);
        }
    }
    asked
}
