//! "Theo dõi sau công bố": one list a scheme, made of the outcome once and then kept by
//! hand, in this browser and as a file. Every change can be undone, and every change is
//! saved. A list that another window saved since is never written over: it is shown, and
//! undoing leads back to this window's. Invariant: a row leaves the list only by undoing.

pub mod record;

use std::collections::BTreeMap;

use super::appraising::Way;
use super::{Analyse, Effect, History, Outer, ours, outcome, units};
use crate::analysis::index::Grid;
use crate::analysis::index::follow_up::{Calendar, Obligation, obligations, renewed, table};
use crate::base::Finding;
use crate::base::time::Date;
use crate::store::{Before, Found, StoreFault};
pub use record::Kept;

/// What follows publication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Following {
    /// Lists by the scheme's name.
    pub lists: BTreeMap<String, List>,
    /// Lists that could not be read: the scheme's name and why. They are left alone.
    pub unreadable: Vec<(String, Vec<Finding>)>,
    /// The browser's store refused to be read.
    pub closed: Option<StoreFault>,
    /// The list that is looked at; none is that of the scheme in use.
    pub open: Option<String>,
}

/// A list and how it is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// The list, and what it was before.
    pub kept: History<Kept>,
    /// Whether it is saved.
    pub saving: Saving,
    /// What is known to be stored.
    stored: Option<String>,
    /// What is being written.
    writing: Option<String>,
}

/// Whether a list is saved.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Saving {
    /// It is as it is stored.
    #[default]
    Saved,
    /// The store has not answered yet.
    Asked,
    /// It could not be saved.
    Failed(StoreFault),
    /// Another window saved another list; this window's is behind "Hoàn tác".
    Elsewhere,
}

/// What happens to lists.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Make the list of the scheme in use, or renew it: the year, and the conference.
    Make(u16, Option<Date>),
    /// A unit's duty came on this day, or did not.
    Received(String, String, Option<Date>),
    /// It is due on another day.
    Due(String, String, Option<Date>),
    /// Something is noted.
    Note(String, String, String),
    /// The last change goes, or comes back.
    Travel(Way),
    /// Another list.
    Open(String),
    /// Save again.
    Save,
}

impl Following {
    /// The name of the list that is looked at.
    pub fn name(&self, scheme: Option<&str>) -> Option<String> {
        self.open.clone().or_else(|| scheme.map(str::to_owned)).or_else(|| self.lists.keys().next().cloned())
    }

    /// Whether something is here that is not stored, this window's list behind another's too.
    pub fn is_unsaved(&self) -> bool {
        self.lists.values().any(|list| !matches!(list.saving, Saving::Saved))
    }
}

/// The name of the list that is looked at.
pub fn name(model: &Analyse) -> Option<String> {
    model.index.following.name(model.index.scheme().map(|scheme| scheme.id.as_str()))
}

/// The list that is looked at.
pub fn list(model: &Analyse) -> Option<&List> {
    model.index.following.lists.get(&name(model)?)
}

pub(super) fn update(model: &mut Analyse, step: Step) -> Vec<Outer> {
    match step {
        Step::Make(year, conference) => make(model, Calendar { year, conference }),
        Step::Received(unit, duty, day) => row(model, &unit, &duty, |row| row.received = day),
        Step::Due(unit, duty, day) => row(model, &unit, &duty, |row| row.due = day),
        Step::Note(unit, duty, text) => row(model, &unit, &duty, |row| row.note = text),
        Step::Travel(way) => {
            let Some(name) = name(model) else { return Vec::new() };
            let Some(list) = model.index.following.lists.get_mut(&name) else { return Vec::new() };
            let moved = match way {
                Way::Back => list.kept.undo(),
                Way::Forward => list.kept.redo(),
            };
            if moved { save(model, &name) } else { Vec::new() }
        }
        Step::Open(name) => {
            model.index.following.open = Some(name);
            Vec::new()
        }
        Step::Save => name(model).map(|name| save(model, &name)).unwrap_or_default(),
    }
}

/// Makes the list of the scheme in use. What came and was noted stays, and so do rows
/// that are no longer due if anything came of them.
fn make(model: &mut Analyse, calendar: Calendar) -> Vec<Outer> {
    let Some(outcome) = outcome::outcome(model) else { return Vec::new() };
    let scheme = outcome.scheme.clone();
    let heads = model.index.imported().map(|imported| imported.heads.now().clone()).unwrap_or_default();
    let fresh = obligations(&scheme, &outcome.points, &heads, calendar);
    model.index.following.open = None;
    let before = model.index.following.lists.get(&scheme.id).map(|list| list.kept.now().clone()).unwrap_or_default();
    let rows = renewed(fresh, &before.rows);
    let kept = Kept {
        scheme: scheme.id.clone(),
        title: scheme.title.clone(),
        year: calendar.year,
        conference: calendar.conference,
        names: before.names.into_iter().chain(outcome.units.iter().cloned()).collect(),
        duties: before.duties.into_iter().chain(scheme.duties.iter().map(|duty| (duty.id.clone(), duty.title.clone()))).collect(),
        fields: before.fields.into_iter().chain(scheme.fields.iter().map(|field| (field.id.clone(), field.title.clone()))).collect(),
        rows,
    };
    set(model, &scheme.id, kept)
}

fn row(model: &mut Analyse, unit: &str, duty: &str, change: impl FnOnce(&mut Obligation)) -> Vec<Outer> {
    let Some(name) = name(model) else { return Vec::new() };
    let Some(list) = model.index.following.lists.get(&name) else { return Vec::new() };
    let mut kept = list.kept.now().clone();
    let Some(row) = kept.rows.iter_mut().find(|row| row.unit == unit && row.duty == duty) else { return Vec::new() };
    let before = row.clone();
    change(row);
    if *row == before { Vec::new() } else { set(model, &name, kept) }
}

fn set(model: &mut Analyse, name: &str, kept: Kept) -> Vec<Outer> {
    let list = model.index.following.lists.entry(name.to_owned()).or_default();
    if *list.kept.now() == kept {
        return Vec::new();
    }
    list.kept.set(kept);
    save(model, name)
}

/// One write at a time: what changes meanwhile is written after the answer.
fn save(model: &mut Analyse, name: &str) -> Vec<Outer> {
    let campaign = model.place.campaign.clone();
    let blocked = model.index.following.unreadable.iter().any(|(scheme, _)| scheme == name);
    let Some(list) = model.index.following.lists.get_mut(name) else { return Vec::new() };
    // A record that could not be read may be of a newer program: it is not written over.
    if blocked {
        list.saving = Saving::Failed(StoreFault::Taken(name.to_owned()));
        return Vec::new();
    }
    let asked = list.saving == Saving::Asked;
    list.saving = Saving::Asked;
    if asked {
        return Vec::new();
    }
    let payload = list.kept.now().write();
    let before = list.stored.clone().map_or(Before::Nothing, Before::Payload);
    list.writing = Some(payload.clone());
    ours([Effect::SaveList(campaign, name.to_owned(), payload, before)])
}

pub(super) fn saved(model: &mut Analyse, name: &str, saved: Result<(), StoreFault>) -> Vec<Outer> {
    let campaign = model.place.campaign.clone();
    let Some(list) = model.index.following.lists.get_mut(name) else { return Vec::new() };
    let written = list.writing.take();
    match saved {
        Ok(()) => {
            list.stored = written;
            list.saving = Saving::Saved;
            let changed = list.stored.as_deref() != Some(list.kept.now().write().as_str());
            if changed { save(model, name) } else { Vec::new() }
        }
        Err(StoreFault::Taken(_)) => {
            list.saving = Saving::Elsewhere;
            ours([Effect::ReadLists(campaign)])
        }
        Err(fault) => {
            list.saving = Saving::Failed(fault);
            Vec::new()
        }
    }
}

/// Lists as they are stored. One that is here and differs becomes its newest step, so
/// that neither is lost.
pub(super) fn lists_read(model: &mut Analyse, lists: Result<Found, StoreFault>) -> Vec<Outer> {
    let following = &mut model.index.following;
    let found = match lists {
        Ok(found) => found,
        Err(fault) => {
            following.closed = Some(fault);
            return Vec::new();
        }
    };
    following.closed = None;
    following.unreadable.clear();
    for (name, payload) in found {
        let kept = payload.map_err(|_| vec![Finding::error("record_damaged", "", "")]).and_then(|text| Ok((Kept::read(&text)?, text)));
        match kept {
            Err(findings) => following.unreadable.push((name, findings)),
            Ok((kept, text)) => {
                let list = following.lists.entry(name).or_default();
                list.stored = Some(text);
                if *list.kept.now() == Kept::default() {
                    list.kept = History::new(kept);
                } else if *list.kept.now() != kept {
                    list.kept.set(kept);
                }
            }
        }
    }
    Vec::new()
}

/// Rows of a table for the list that is looked at.
pub fn rows(model: &Analyse, grid: &Grid) -> (Vec<Obligation>, Vec<Finding>) {
    let Some(scheme) = model.index.scheme() else { return (Vec::new(), Vec::new()) };
    let names = units(model);
    let codes: Vec<&str> = names.iter().map(|(code, _)| code.as_str()).collect();
    table::read(grid, scheme, &codes)
}

/// Takes rows of a table: those that are there are changed where a cell says something,
/// the others are added.
pub(super) fn take(model: &mut Analyse, grid: &Grid) -> (usize, Vec<Outer>) {
    let (rows, _) = rows(model, grid);
    let Some(scheme) = model.index.scheme().cloned() else { return (0, Vec::new()) };
    model.index.following.open = None;
    let mut kept = model.index.following.lists.get(&scheme.id).map(|list| list.kept.now().clone()).unwrap_or_default();
    if kept == Kept::default() {
        kept = Kept { scheme: scheme.id.clone(), title: scheme.title.clone(), ..kept };
    }
    kept.names.extend(units(model));
    kept.duties.extend(scheme.duties.iter().map(|duty| (duty.id.clone(), duty.title.clone())));
    kept.fields.extend(scheme.fields.iter().map(|field| (field.id.clone(), field.title.clone())));
    let count = rows.len();
    for row in rows {
        match kept.rows.iter_mut().find(|old| old.unit == row.unit && old.duty == row.duty) {
            Some(old) => take_row(old, row),
            None => kept.rows.push(row),
        }
    }
    let effects = set(model, &scheme.id, kept);
    (count, effects)
}

fn take_row(old: &mut Obligation, row: Obligation) {
    old.due = row.due.or(old.due);
    old.received = row.received.or(old.received);
    for (old, new) in [(&mut old.basis, row.basis), (&mut old.note, row.note)] {
        if !new.is_empty() {
            *old = new;
        }
    }
    if !row.fields.is_empty() {
        old.fields = row.fields;
    }
}
