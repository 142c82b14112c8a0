//! The fields of a campaign that are typed: each has one place, the one that findings
//! name, and is read and written as text. A text that is no value stays beside the
//! campaign (`Document::unread`); the last value stays in it.

use super::Document;
use super::template::kept_until;
use crate::base::number::{plain, read_decimal};
use crate::base::time::Date;
use crate::base::{Lang, Text};
use crate::campaign::{Campaign, Stratum, Target, Unit};

/// A typed field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The campaign's name in links and files.
    Id,
    /// Title of the round.
    Title(Lang),
    /// The agency that answers for the data.
    Controller(Lang),
    /// Number of the plan.
    PlanNumber,
    /// Date of the plan.
    PlanDate,
    /// Telephone number for questions.
    Hotline,
    /// Purpose, one sentence.
    Purpose(Lang),
    /// First day of the period that is rated.
    PeriodFrom,
    /// Last day of it.
    PeriodTo,
    /// First day on which answers are taken.
    Opens,
    /// Last day.
    Closes,
    /// The day by which responses must be erased.
    KeepUntil,
    /// Address of the drop box.
    DropBox,
    /// Fewest respondents of a published cell.
    Minimum,
    /// Name of the campaign's own target.
    TargetName(Lang),
    /// The target, in percent.
    TargetShare,
    /// Of the group with this index.
    Group(usize, GroupField),
    /// Of the kind with this index.
    Kind(usize, KindField),
    /// Of the unit with this index.
    Unit(usize, UnitField),
}

/// A typed field of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupField {
    /// Its name in links and data.
    Id,
    /// Its title.
    Title(Lang),
    /// Forms sent out.
    Sent,
}

/// A typed field of a kind of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KindField {
    /// Its name.
    Id,
    /// Its title.
    Title(Lang),
}

/// A typed field of a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitField {
    /// Its code in links and data.
    Code,
    /// Its name.
    Name,
    /// Names it had before, one a line.
    OldNames,
    /// Its kind.
    Kind,
    /// Code of the unit above it.
    Parent,
    /// Its villages, one a line.
    Villages,
    /// Files with a result in the period, of this group.
    Population(String),
    /// Forms wanted of this group.
    Quota(String),
}

impl Field {
    /// Its place, as findings name it.
    pub fn place(&self, campaign: &Campaign) -> String {
        let text = |name: &str, lang: &Lang| [name, ".", lang.tag()].concat();
        match self {
            Self::Id => "id".to_owned(),
            Self::Title(lang) => text("title", lang),
            Self::Controller(lang) => text("controller", lang),
            Self::PlanNumber => "plan.number".to_owned(),
            Self::PlanDate => "plan.date".to_owned(),
            Self::Hotline => "hotline".to_owned(),
            Self::Purpose(lang) => text("purpose", lang),
            Self::PeriodFrom => "period.from".to_owned(),
            Self::PeriodTo => "period.to".to_owned(),
            Self::Opens => "opens".to_owned(),
            Self::Closes => "closes".to_owned(),
            Self::KeepUntil => "keep_until".to_owned(),
            Self::DropBox => "drop_box".to_owned(),
            Self::Minimum => "analysis.minimum".to_owned(),
            Self::TargetName(lang) => text("analysis.target.name", lang),
            Self::TargetShare => "analysis.target.share".to_owned(),
            Self::Group(i, GroupField::Id) => format!("groups[{i}].id"),
            Self::Group(i, GroupField::Title(lang)) => format!("groups[{i}].title.{}", lang.tag()),
            Self::Group(i, GroupField::Sent) => format!("groups[{i}].sent"),
            Self::Kind(i, KindField::Id) => format!("kinds[{i}].id"),
            Self::Kind(i, KindField::Title(lang)) => format!("kinds[{i}].title.{}", lang.tag()),
            Self::Unit(i, field) => [&format!("units[{i}]."), field.place(campaign.units.get(*i)).as_str()].concat(),
        }
    }

    /// What the field shows: the text that is no value, or the value.
    pub fn read(&self, document: &Document) -> String {
        let campaign = &document.campaign;
        document.unread.get(&self.place(campaign)).cloned().unwrap_or_else(|| self.value(campaign))
    }

    fn value(&self, campaign: &Campaign) -> String {
        let target = campaign.analysis.target.as_ref();
        match self {
            Self::Id => campaign.id.clone(),
            Self::Title(lang) => side(&campaign.title, *lang),
            Self::Controller(lang) => side(&campaign.controller, *lang),
            Self::PlanNumber => campaign.plan.number.clone(),
            Self::PlanDate => campaign.plan.date.into(),
            Self::Hotline => campaign.hotline.clone(),
            Self::Purpose(lang) => side(&campaign.purpose, *lang),
            Self::PeriodFrom => campaign.period.from.into(),
            Self::PeriodTo => campaign.period.to.into(),
            Self::Opens => campaign.opens.into(),
            Self::Closes => campaign.closes.into(),
            Self::KeepUntil => campaign.keep_until.map(String::from).unwrap_or_default(),
            Self::DropBox => campaign.drop_box.clone().unwrap_or_default(),
            Self::Minimum => campaign.analysis.minimum.to_string(),
            Self::TargetName(lang) => target.map(|target| side(&target.name, *lang)).unwrap_or_default(),
            Self::TargetShare => target.map(|target| in_percent(target.share)).unwrap_or_default(),
            Self::Group(i, field) => campaign
                .groups
                .get(*i)
                .map(|group| match field {
                    GroupField::Id => group.id.clone(),
                    GroupField::Title(lang) => side(&group.title, *lang),
                    GroupField::Sent => count_text(group.sent),
                })
                .unwrap_or_default(),
            Self::Kind(i, field) => campaign
                .kinds
                .get(*i)
                .map(|kind| match field {
                    KindField::Id => kind.id.clone(),
                    KindField::Title(lang) => side(&kind.title, *lang),
                })
                .unwrap_or_default(),
            Self::Unit(i, field) => campaign.units.get(*i).map(|unit| field.value(unit)).unwrap_or_default(),
        }
    }

    /// Puts `text` into the document.
    pub(super) fn write(&self, document: &mut Document, text: &str) {
        if let Self::Unit(i, UnitField::Population(group) | UnitField::Quota(group)) = self {
            // The stratum first: its place is part of the field's.
            stratum(&mut document.campaign, *i, group);
        }
        let place = self.place(&document.campaign);
        let taken = self.take(&mut document.campaign, text);
        if taken {
            document.unread.remove(&place);
        } else {
            document.unread.insert(place, text.to_owned());
        }
    }

    /// Whether the campaign could take the text.
    fn take(&self, campaign: &mut Campaign, text: &str) -> bool {
        match self {
            Self::Id => put(&mut campaign.id, text),
            Self::Title(lang) => put_side(&mut campaign.title, *lang, text),
            Self::Controller(lang) => put_side(&mut campaign.controller, *lang, text),
            Self::PlanNumber => put(&mut campaign.plan.number, text),
            Self::PlanDate => put_date(&mut campaign.plan.date, text),
            Self::Hotline => put(&mut campaign.hotline, text),
            Self::Purpose(lang) => put_side(&mut campaign.purpose, *lang, text),
            Self::PeriodFrom => put_date(&mut campaign.period.from, text),
            Self::PeriodTo => put_date(&mut campaign.period.to, text),
            Self::Opens => put_date(&mut campaign.opens, text),
            Self::Closes => {
                let usual = campaign.keep_until == kept_until(campaign.closes);
                let taken = put_date(&mut campaign.closes, text);
                if usual && taken {
                    campaign.keep_until = kept_until(campaign.closes);
                }
                taken
            }
            Self::KeepUntil if text.trim().is_empty() => {
                campaign.keep_until = None;
                true
            }
            Self::KeepUntil => Date::parse(text).map(|date| campaign.keep_until = Some(date)).is_some(),
            Self::DropBox => {
                campaign.drop_box = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
                true
            }
            Self::Minimum => count(text).map(|minimum| campaign.analysis.minimum = minimum).is_some(),
            Self::TargetName(_) | Self::TargetShare => self.take_target(campaign, text),
            Self::Group(i, field) => match (campaign.groups.get_mut(*i), field) {
                (None, _) => true,
                (Some(_), GroupField::Id) => super::names::group(campaign, *i, text),
                (Some(group), GroupField::Title(lang)) => put_side(&mut group.title, *lang, text),
                (Some(group), GroupField::Sent) => put_count(&mut group.sent, text),
            },
            Self::Kind(i, field) => match (campaign.kinds.get_mut(*i), field) {
                (None, _) => true,
                (Some(_), KindField::Id) => super::names::kind(campaign, *i, text),
                (Some(kind), KindField::Title(lang)) => put_side(&mut kind.title, *lang, text),
            },
            Self::Unit(i, UnitField::Code) => super::names::unit(campaign, *i, text),
            Self::Unit(i, field) => campaign.units.get_mut(*i).is_none_or(|unit| field.take(unit, text)),
        }
    }

    /// A target begins with its first letter and ends with its last.
    fn take_target(&self, campaign: &mut Campaign, text: &str) -> bool {
        let target = campaign.analysis.target.get_or_insert_with(|| Target { name: Text::default(), share: 0.0 });
        let taken = if let Self::TargetName(lang) = self {
            put_side(&mut target.name, *lang, text)
        } else if text.trim().is_empty() {
            target.share = 0.0;
            true
        } else {
            of_percent(text).map(|share| target.share = share).is_some()
        };
        if target.name == Text::default() && target.share == 0.0 {
            campaign.analysis.target = None;
        }
        taken
    }
}

impl UnitField {
    fn place(&self, unit: Option<&Unit>) -> String {
        let of = |group: &String, name: &str| {
            let k = unit.and_then(|unit| unit.strata.iter().position(|stratum| stratum.group == *group));
            k.map_or_else(|| [name, ".", group].concat(), |k| format!("strata[{k}].{name}"))
        };
        match self {
            Self::Code => "code".to_owned(),
            Self::Name => "name".to_owned(),
            Self::OldNames => "old_names".to_owned(),
            Self::Kind => "kind".to_owned(),
            Self::Parent => "parent".to_owned(),
            Self::Villages => "villages".to_owned(),
            Self::Population(group) => of(group, "population"),
            Self::Quota(group) => of(group, "quota"),
        }
    }

    fn value(&self, unit: &Unit) -> String {
        let stratum = |group: &String| unit.strata.iter().find(|stratum| stratum.group == *group);
        match self {
            Self::Code => unit.code.clone(),
            Self::Name => unit.name.clone(),
            Self::OldNames => unit.old_names.join("\n"),
            Self::Kind => unit.kind.clone(),
            Self::Parent => unit.parent.clone().unwrap_or_default(),
            Self::Villages => unit.villages.join("\n"),
            Self::Population(group) => count_text(stratum(group).and_then(|stratum| stratum.population)),
            Self::Quota(group) => count_text(stratum(group).and_then(|stratum| stratum.quota)),
        }
    }

    fn take(&self, unit: &mut Unit, text: &str) -> bool {
        let of = |unit: &mut Unit, group: &String, put: fn(&mut Stratum, &str) -> bool| {
            unit.strata.iter_mut().find(|stratum| stratum.group == *group).is_none_or(|stratum| put(stratum, text))
        };
        match self {
            Self::Code => put(&mut unit.code, text),
            Self::Name => put(&mut unit.name, text),
            Self::OldNames => put_lines(&mut unit.old_names, text),
            Self::Kind => put(&mut unit.kind, text),
            Self::Parent => {
                unit.parent = Some(text.trim().to_owned()).filter(|code| !code.is_empty());
                true
            }
            Self::Villages => put_lines(&mut unit.villages, text),
            Self::Population(group) => of(unit, group, |stratum, text| put_count(&mut stratum.population, text)),
            Self::Quota(group) => of(unit, group, |stratum, text| put_count(&mut stratum.quota, text)),
        }
    }
}

/// The stratum of a group in a unit, made where there is none.
pub(super) fn stratum<'a>(campaign: &'a mut Campaign, unit: usize, group: &str) -> Option<&'a mut Stratum> {
    let strata = &mut campaign.units.get_mut(unit)?.strata;
    let k = strata.iter().position(|stratum| stratum.group == group).unwrap_or_else(|| {
        strata.push(Stratum { group: group.to_owned(), population: None, quota: None });
        strata.len() - 1
    });
    strata.get_mut(k)
}

fn side(text: &Text, lang: Lang) -> String {
    match lang {
        Lang::Vi => text.vi.clone(),
        Lang::En => text.en.clone(),
    }
}

fn put_side(to: &mut Text, lang: Lang, text: &str) -> bool {
    match lang {
        Lang::Vi => put(&mut to.vi, text),
        Lang::En => put(&mut to.en, text),
    }
}

fn put(to: &mut String, text: &str) -> bool {
    text.clone_into(to);
    true
}

fn put_date(to: &mut Date, text: &str) -> bool {
    Date::parse(text).map(|date| *to = date).is_some()
}

fn put_count(to: &mut Option<u32>, text: &str) -> bool {
    if text.trim().is_empty() {
        *to = None;
        return true;
    }
    count(text).map(|number| *to = Some(number)).is_some()
}

fn put_lines(to: &mut Vec<String>, text: &str) -> bool {
    *to = text.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    true
}

fn count_text(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// `1279`, and `1.279` or `1 279` as a Vietnamese hand groups it: groups of three.
pub fn count(text: &str) -> Option<u32> {
    let text = text.trim();
    let mut groups = text.split(['.', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 || first.is_empty() {
            return None;
        }
        digits.push_str(group);
    }
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    digits.parse().ok()
}

fn in_percent(share: f64) -> String {
    plain(libm::round(share * 1e6) / 1e4).replace('.', ",")
}

fn of_percent(text: &str) -> Option<f64> {
    let number = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    read_decimal(&number).map(|percent| libm::round(percent * 1e4) / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_a_vietnamese_hand_writes_them() {
        for (text, number) in [("1279", 1279), ("1.279", 1279), ("290 226", 290_226), (" 0 ", 0), ("1.000.000", 1_000_000)] {
            assert_eq!(count(text), Some(number), "{text}");
        }
        for text in ["", "12a", "-1", "1,5", "1.27", "1.2790", ".279", "1279.000", "99999999999", "+5"] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn a_share_is_typed_in_percent() {
        for (text, share, back) in [("90", 0.9, "90"), ("90,5", 0.905, "90,5"), ("85.25 %", 0.8525, "85,25"), ("100", 1.0, "100")] {
            assert_eq!(of_percent(text), Some(share), "{text}");
            assert_eq!(in_percent(share), back);
        }
        assert_eq!(of_percent("chín mươi"), None);
    }
}
