//! What a new round begins with: the groups that a province asks, the kinds of units it
//! has, and dates that make sense on the day it is begun. Everything can be changed.

use crate::app::respond::Moment;
use crate::base::time::{Date, Stamp};
use crate::base::words::manage as words;
use crate::base::{Lang, Named, Text, Word};
use crate::campaign::{Analysis, Campaign, Group, Period, Plan, UnitKind, VERSION};
use crate::response::Channel;

/// Questionnaires that every host of this program has.
pub const SHIPPED: [&str; 5] = ["ward-office", "sipas-citizen", "firm", "officials-departments", "officials-communes"];

/// Kinds of units below a province since July 2025.
const COMMUNES: [&str; 3] = ["ward", "commune", "special_zone"];

const DAY: u64 = 86_400_000;

/// Years for which responses are kept after the last one was taken, so that the round after
/// can be compared.
const KEPT: u16 = 2;

/// A group that a round may have, by its usual name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Template {
    /// "Người dân".
    Citizen,
    /// "Doanh nghiệp, tổ chức".
    Firm,
    /// "Đại biểu Hội đồng nhân dân".
    Council,
    /// "Ủy ban Mặt trận Tổ quốc".
    Front,
    /// "Lãnh đạo xã, phường, đặc khu".
    CommuneLeader,
    /// "Trưởng phòng các sở, ban, ngành".
    DivisionHead,
}

impl Template {
    /// Every one, in the order of the forms.
    pub const ALL: [Self; 6] = [Self::Citizen, Self::Firm, Self::Council, Self::Front, Self::CommuneLeader, Self::DivisionHead];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Firm => "firm",
            Self::Council => "council",
            Self::Front => "front",
            Self::CommuneLeader => "commune_leader",
            Self::DivisionHead => "division_head",
        }
    }

    /// Its title.
    pub fn title(self) -> Word {
        match self {
            Self::Citizen => words::TEMPLATE_CITIZEN,
            Self::Firm => words::TEMPLATE_FIRM,
            Self::Council => words::TEMPLATE_COUNCIL,
            Self::Front => words::TEMPLATE_FRONT,
            Self::CommuneLeader => words::TEMPLATE_COMMUNE_LEADER,
            Self::DivisionHead => words::TEMPLATE_DIVISION_HEAD,
        }
    }

    /// The group with its usual questionnaires.
    pub(super) fn group(self) -> Group {
        let (questionnaires, rates): (&[&str], &[&str]) = match self {
            Self::Citizen => (&["ward-office"], &[]),
            Self::Firm => (&["firm"], &[]),
            Self::Council | Self::Front => (&["officials-departments", "officials-communes"], &[]),
            Self::CommuneLeader => (&["officials-departments"], &["department"]),
            Self::DivisionHead => (&["officials-communes"], &COMMUNES),
        };
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let link = if self.is_official() { Channel::Invitation } else { Channel::OpenLink };
        Group {
            id: self.id().to_owned(),
            title: Text::from(self.title().vi),
            questionnaires: owned(questionnaires),
            rates: owned(rates),
            link,
            census: self.is_official(),
            sent: None,
            assignments: Vec::new(),
        }
    }

    /// Officials get an invitation each, and all of them are asked.
    fn is_official(self) -> bool {
        match self {
            Self::Citizen | Self::Firm => false,
            Self::Council | Self::Front | Self::CommuneLeader | Self::DivisionHead => true,
        }
    }
}

/// A round begun at this moment; `None` only for a clock outside the calendar.
pub(super) fn round(id: String, moment: Moment) -> Option<Campaign> {
    let day = |days: u64| Date::of_stamp(Stamp(moment.stamp.0.checked_add(days * DAY)?), moment.offset);
    let today = day(0)?;
    Some(Campaign {
        phieu: "campaign".to_owned(),
        version: VERSION,
        id,
        edition: 1,
        title: Text::from(words::NEW_TITLE.with(Lang::Vi, &[("year", &today.year().to_string())]).as_str()),
        illustrative: false,
        controller: Text::default(),
        plan: Plan { number: String::new(), date: today },
        hotline: String::new(),
        purpose: Text::from(words::NEW_PURPOSE.vi),
        period: Period { from: Date::new(today.year(), 1, 1)?, to: today },
        opens: day(14)?,
        closes: day(44)?,
        keep_until: kept_until(day(44)?),
        key: None,
        drop_box: None,
        desk: false,
        parameters: Named::new(),
        groups: vec![Template::Citizen.group()],
        kinds: kinds(),
        units: Vec::new(),
        analysis: Analysis::default(),
        pins: Named::new(),
        released: Vec::new(),
    })
}

/// The day of erasure that a round has unless its manager says another one.
pub(super) fn kept_until(closes: Date) -> Option<Date> {
    let text = String::from(closes);
    let (year, day) = (closes.year() + KEPT, text.get(4..)?);
    Date::parse(&format!("{year:04}{day}")).or_else(|| Date::new(year, 2, 28))
}

/// The kinds of units that a province has, with the parts that count for them.
const KINDS: [(&str, Word, &[&str]); 4] = [
    ("department", words::KIND_DEPARTMENT, &["II"]),
    ("ward", words::KIND_WARD, &[]),
    ("commune", words::KIND_COMMUNE, &[]),
    ("special_zone", words::KIND_SPECIAL_ZONE, &[]),
];

fn kinds() -> Vec<UnitKind> {
    let kind = |(id, title, parts): &(&str, Word, &[&str])| UnitKind {
        id: (*id).to_owned(),
        title: Text::from(title.vi),
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
    };
    KINDS.iter().map(kind).collect()
}

/// Whether the campaign has any English text: then it needs all of them.
pub fn has_english(campaign: &Campaign) -> bool {
    let head = [&campaign.title, &campaign.controller, &campaign.purpose];
    let titles = campaign.groups.iter().map(|group| &group.title).chain(campaign.kinds.iter().map(|kind| &kind.title));
    head.into_iter().chain(titles).any(|text| !text.en.is_empty())
}

/// Gives English titles to the groups and kinds that are known by their id.
pub(super) fn add_english(campaign: &mut Campaign) {
    for group in campaign.groups.iter_mut().filter(|group| group.title.en.is_empty()) {
        if let Some(template) = Template::ALL.into_iter().find(|template| template.id() == group.id) {
            template.title().en.clone_into(&mut group.title.en);
        }
    }
    for kind in campaign.kinds.iter_mut().filter(|kind| kind.title.en.is_empty()) {
        if let Some((_, title, _)) = KINDS.iter().find(|(id, ..)| *id == kind.id) {
            title.en.clone_into(&mut kind.title.en);
        }
    }
}

/// Takes every English text out.
pub(super) fn drop_english(campaign: &mut Campaign) {
    let target = campaign.analysis.target.iter_mut().map(|target| &mut target.name);
    let groups = campaign.groups.iter_mut().map(|group| &mut group.title);
    let kinds = campaign.kinds.iter_mut().map(|kind| &mut kind.title);
    let head = [&mut campaign.title, &mut campaign.controller, &mut campaign.purpose];
    for text in head.into_iter().chain(target).chain(groups).chain(kinds) {
        text.en.clear();
    }
}
