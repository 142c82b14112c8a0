//! Links, sheets and posters of a round. They are of the edition that was given out last,
//! never of the draft: what is printed must open what stands on the host. What is printed is
//! Vietnamese, whatever language the manager reads.

mod paper;

use super::{Effect, Model, Opened, release};
use crate::base::words::links as words;
use crate::base::{Finding, Lang, delimited};
use crate::campaign::link::{self, Target};
use crate::campaign::{Campaign, fold};

pub use paper::{Paper, message, paper};

/// What is chosen on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// The address that links begin with, as typed; the page's own at first.
    pub base: String,
    /// The group whose links are listed; none is the first.
    pub group: Option<String>,
    /// What is looked for.
    pub filter: String,
    /// The one whose code is open.
    pub open: Option<Target>,
    /// What is laid out for printing.
    pub print: Option<Print>,
    /// What was copied last, and whether the clipboard took it.
    pub copied: Option<(What, Option<bool>)>,
}

/// What is laid out for printing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// On which paper.
    pub form: Form,
    /// What for.
    pub targets: Vec<Target>,
}

/// A piece of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An A4 sheet with instructions.
    Sheet,
    /// A small poster, A5.
    Poster,
}

/// What is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One address.
    Link(Target),
    /// The text for Zalo.
    Message(Target),
    /// All that are listed, as a table for a spreadsheet.
    All,
}

/// What happens on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The page's own address.
    Here(String),
    /// Another address was typed.
    Base(String),
    /// Another group.
    Group(String),
    /// Something is looked for.
    Filter(String),
    /// Opens the code of one, or closes it.
    Open(Option<Target>),
    /// Copies.
    Copy(What),
    /// The clipboard took it, or not.
    Copied(bool),
    /// Saves all that are listed as a CSV file.
    Save,
    /// Lays out one, or all that are listed.
    Layout(Form, Option<Target>),
    /// "In".
    Print,
    /// Back to the list.
    Close,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it leads to.
    pub target: Target,
    /// Name of the unit, or of the part of a group.
    pub name: String,
    /// Its whole address.
    pub link: String,
}

/// The edition whose links are shown.
pub fn edition(model: &Model) -> Option<(&Campaign, &str)> {
    let given = model.opened.as_ref()?.given.as_ref()?;
    Some((&given.campaign, &given.fingerprint))
}

/// Whether the draft says something that was not given out yet.
pub fn is_behind(opened: &Opened, model: &Model) -> bool {
    release::assemble(opened, &model.shelf).is_some_and(|assembled| assembled.is_new)
}

/// The address that links begin with.
///
/// # Errors
/// What is wrong with the one that was typed.
pub fn base(model: &Model) -> Result<String, Finding> {
    link::base(&model.links.base)
}

/// Every line of the group that is chosen and that is looked for; none without an edition
/// or a sound address.
pub fn lines(model: &Model) -> Vec<Line> {
    let (Some((campaign, mark)), Ok(base)) = (edition(model), base(model)) else { return Vec::new() };
    let group = chosen(campaign, &model.links);
    let wanted = fold(&model.links.filter);
    let of_group = link::targets(campaign, |id| model.is_grid(id)).into_iter().filter(|target| Some(target.group.as_str()) == group);
    let line = |target: Target| Line {
        name: name(campaign, &target),
        link: [&base, link::fragment(campaign, &target, Some(mark)).as_str()].concat(),
        target,
    };
    of_group.map(line).filter(|line| finds(line, &wanted)).collect()
}

/// The group that is chosen.
pub fn chosen<'a>(campaign: &'a Campaign, links: &Links) -> Option<&'a str> {
    let named = links.group.as_deref().and_then(|id| campaign.group(id));
    named.or(campaign.groups.first()).map(|group| group.id.as_str())
}

fn finds(line: &Line, wanted: &str) -> bool {
    let has = [line.name.as_str(), line.target.unit.as_deref().unwrap_or_default()].map(fold).join(" ");
    wanted.split(' ').all(|word| has.contains(word))
}

/// What a target is called: its unit, its part of a group, or the group.
pub fn name(campaign: &Campaign, target: &Target) -> String {
    let unit = target.unit.as_deref().and_then(|code| campaign.unit(code)).map(|unit| unit.name.clone());
    let group = campaign.group(&target.group).map_or_else(|| target.group.clone(), |group| group.title.get(Lang::Vi).to_owned());
    match (unit, &target.assignment) {
        (Some(name), _) => name,
        (None, Some(part)) => [&group, " – ", part].concat(),
        (None, None) => group,
    }
}

pub(super) fn update(model: &mut Model, step: Step) -> Vec<Effect> {
    match step {
        Step::Here(address) => {
            if model.links.base.is_empty() {
                model.links.base = link::base(&address).unwrap_or_default();
            }
            Vec::new()
        }
        Step::Base(text) => {
            model.links.base = text;
            Vec::new()
        }
        Step::Group(id) => {
            model.links = Links { group: Some(id), open: None, copied: None, ..model.links.clone() };
            Vec::new()
        }
        Step::Filter(text) => {
            model.links.filter = text;
            Vec::new()
        }
        Step::Open(target) => {
            model.links.open = target;
            Vec::new()
        }
        Step::Copy(what) => copy(model, what),
        Step::Copied(taken) => {
            if let Some((_, took)) = &mut model.links.copied {
                *took = Some(taken);
            }
            Vec::new()
        }
        Step::Save => save(model),
        Step::Layout(form, target) => {
            let targets = target.map_or_else(|| lines(model).into_iter().map(|line| line.target).collect(), |one| vec![one]);
            model.links.print = Some(Print { form, targets });
            vec![Effect::Focus("papers-title".to_owned())]
        }
        Step::Print => vec![Effect::Print],
        Step::Close => {
            model.links.print = None;
            vec![Effect::Focus("page-title".to_owned())]
        }
    }
}

fn copy(model: &mut Model, what: What) -> Vec<Effect> {
    let text = match &what {
        What::Link(target) => of(model, target).map(|line| line.link),
        What::Message(target) => edition(model).and_then(|(campaign, _)| Some(message(campaign, &of(model, target)?))),
        What::All => Some(table(model, "\t")),
    };
    let Some(text) = text else { return Vec::new() };
    model.links.copied = Some((what, None));
    vec![Effect::Copy(text)]
}

fn of(model: &Model, target: &Target) -> Option<Line> {
    lines(model).into_iter().find(|line| line.target == *target)
}

fn save(model: &mut Model) -> Vec<Effect> {
    let Some((campaign, _)) = edition(model) else { return Vec::new() };
    let name = [&campaign.id, "-", chosen(campaign, &model.links).unwrap_or_default(), ".csv"].concat();
    let text = ["\u{feff}", &table(model, ";")].concat();
    model.saved = Some((name.clone(), None));
    vec![Effect::Save(name, "text/csv;charset=utf-8", text.into_bytes())]
}

/// The list as a table; the unit's code first, so that it can be joined to others.
fn table(model: &Model, delimiter: &str) -> String {
    let Some((campaign, _)) = edition(model) else { return String::new() };
    let head = [words::HEAD_CODE, words::HEAD_NAME, words::HEAD_GROUP, words::HEAD_LINK].map(|word| word.get(model.language).to_owned());
    let group = |id: &str| campaign.group(id).map_or_else(|| id.to_owned(), |group| group.title.get(model.language).to_owned());
    let row = |line: Line| {
        let code = line.target.unit.or(line.target.assignment).unwrap_or_default();
        vec![code, line.name, group(&line.target.group), line.link]
    };
    let rows: Vec<Vec<String>> = std::iter::once(head.to_vec()).chain(lines(model).into_iter().map(row)).collect();
    delimited::write(&rows, delimiter)
}
